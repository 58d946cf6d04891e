"""Where an utterance begins and where it ends. Time is counted in samples: there is no clock."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from assistant.ears.recogniser import RATE
from assistant.ears.speech_detector import FRAME, SpeechDetector

FRAME_BYTES = 2 * FRAME
FRAME_SECONDS = FRAME / RATE


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait after the last speech before the utterance counts as over, in seconds.

    `whole`: what was heard is a whole answer and can't grow ("yes"); `pause`: anything else.
    The detector takes some 0.07 s to notice that a sound is over; so people wait that much longer.
    """

    whole: float = 0.22
    pause: float = 0.73
    longest: float = 15.0
    """An utterance is cut here, whatever goes on."""

    def stretched(self, factor: float) -> Patience:
        """The same for someone who speaks slowly."""
        return Patience(self.whole * factor, self.pause * factor, self.longest * factor)


ANSWER = Patience()
DESCRIPTION = Patience(whole=1.12, pause=1.12, longest=30.0)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When the detector's probability starts speech and when it ends it."""

    start: float = 0.5
    end: float = 0.35
    frames: int = 2
    """Frames in a row above `start` that begin an utterance; a click is shorter."""


class Endpointer:
    """Follows the audio frame by frame. `pre_roll`: seconds kept from before the first speech."""

    def __init__(
        self,
        detector: SpeechDetector,
        thresholds: Thresholds = Thresholds(),
        pre_roll: float = 0.3,
    ) -> None:
        self._detector = detector
        self._thresholds = thresholds
        # What came before the utterance, and the frames that it takes to notice it.
        kept = round(pre_roll / FRAME_SECONDS) + thresholds.frames
        self._before: deque[bytes] = deque(maxlen=kept)
        self.forget()

    def forget(self) -> None:
        """Back to quiet; what was heard before is dropped. Elapsed time starts at 0."""
        self._detector.reset()
        self._before.clear()
        self._elapsed = 0
        self._above = 0
        self._begun: int | None = None
        self._last_speech = 0
        self._speech_frames = 0

    @property
    def speaking(self) -> bool:
        """Whether an utterance is open."""
        return self._begun is not None

    @property
    def elapsed(self) -> float:
        """Seconds of audio since `forget`."""
        return self._elapsed * FRAME_SECONDS

    @property
    def started_at(self) -> float:
        """Seconds from `forget` to the first speech of the open utterance."""
        return (self._begun or 0) * FRAME_SECONDS

    @property
    def ended_at(self) -> float:
        """Seconds from `forget` to the last speech so far."""
        return self._last_speech * FRAME_SECONDS

    @property
    def quiet(self) -> float:
        """Seconds since the last speech of the open utterance."""
        return (self._elapsed - self._last_speech) * FRAME_SECONDS

    @property
    def speech_seconds(self) -> float:
        """Seconds of frames judged speech in the open utterance."""
        return self._speech_frames * FRAME_SECONDS

    def hear(self, frame: bytes) -> bytes:
        """Take one frame; returns the audio that now belongs to the utterance (maybe empty)."""
        probability = self._detector.probability(frame)
        self._elapsed += 1
        if self._begun is None:
            return self._wait(frame, probability)
        if probability >= self._thresholds.end:
            self._last_speech = self._elapsed
            self._speech_frames += 1
        return frame

    def _wait(self, frame: bytes, probability: float) -> bytes:
        self._before.append(frame)
        self._above = self._above + 1 if probability >= self._thresholds.start else 0
        if self._above < self._thresholds.frames:
            return b""
        self._begun = self._elapsed - self._above
        self._last_speech = self._elapsed
        self._speech_frames = self._above
        pre_roll = b"".join(self._before)
        self._before.clear()
        return pre_roll

    def ended(self, patience: Patience, whole: bool) -> bool:
        """Whether the open utterance is over, given that what was heard is a `whole` answer."""
        if self._begun is None:
            return False
        limit = patience.whole if whole else patience.pause
        return (
            self.quiet >= limit or (self._elapsed - self._begun) * FRAME_SECONDS >= patience.longest
        )

    def next_utterance(self) -> None:
        """Close the utterance and wait for another; the elapsed time goes on."""
        self._begun = None
        self._above = 0
        self._speech_frames = 0
        self._detector.reset()
