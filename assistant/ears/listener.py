"""From audio to events: waits for speech, lets the ears hear it, weighs what they say."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from assistant.ears.agreement import Decision, Verdict
from assistant.ears.endpoint import Endpointer
from assistant.ears.evidence import Opinions
from assistant.ears.grammar import Grammar, grammar_for
from assistant.ears.source import AudioSource, Frames
from assistant.ears.speech_detector import SileroDetector, SpeechDetector
from assistant.ears.team import Team
from assistant.ears.utterance import Utterance
from intents.hearing import Hearing
from intents.meaning import Expectation

GATE = 0.3
"""Seconds after Bedside's own voice that are not listened to: its echo in the room."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One utterance. `decision` "ignored": it was not meant for us, or no speech at all.

    `text`: what counts as said ("" if ignored); `open_text`: what the other ear made of it.
    `clear`: see Verdict.
    Times in seconds since the listening began.
    """

    text: str
    open_text: str
    decision: Decision
    reason: str
    started_at: float
    ended_at: float
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody spoke in the time given; `seconds` of audio went by."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Ended:
    """The source is over for good (a file's end, a closed device)."""


def _nothing() -> None:
    """Nobody wants to know."""


def _never() -> bool:
    """Nothing stops it."""
    return False


class Decides(Protocol):
    """Says what counts as heard; see agreement.Judge."""

    @property
    def free_speech(self) -> bool:
        """Whether descriptions can be followed."""

    def decide(self, heard: Opinions, grammar: Grammar) -> Verdict:
        """The verdict on one utterance."""


class Listener:
    """Hears one utterance at a time from a source. See `make_listener` in choose.py."""

    def __init__(
        self,
        source: AudioSource,
        team: Team,
        hearing: Hearing,
        judge: Decides,
        *,
        note: str = "",
        detector: SpeechDetector | None = None,
    ) -> None:
        self.free_speech = judge.free_speech
        self.note = note
        self._frames = Frames(source)
        self._team = team
        self._hearing = hearing
        self._judge = judge
        self._endpointer = Endpointer(detector or SileroDetector())
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="decode-ahead")

    def listen(
        self,
        expect: Expectation,
        *,
        wait: float = 8.0,
        slow: float = 1.0,
        flush: bool = True,
        gate: float = GATE,
        on_end: Callable[[], None] = _nothing,
        stopped: Callable[[], bool] = _never,
    ) -> Heard | Silence | Ended:
        """The next utterance, judged against what is `expect`ed.

        `wait`: seconds of audio without speech until Silence. `slow` stretches the pauses that end
        an answer (2 for a slow speaker). `flush`: drop what was recorded before this call (Bedside
        itself was speaking), then `gate` seconds more. `on_end` is called when the utterance is
        over, before it is known what it was. `stopped` is asked at every block of
        sound; where something else is to be heard than a voice, that ends as Silence.
        Raises AudioError when the device is gone, ModelError when an engine fails.
        """
        if flush:
            self._frames.flush()
        self._endpointer.forget()
        utterance = Utterance(self._team, self._ahead, self._hearing, expect, slow)
        try:
            return self._hear(utterance, wait, gate, on_end, stopped)
        finally:
            utterance.drop()

    def _hear(
        self,
        utterance: Utterance,
        wait: float,
        skip: float,
        on_end: Callable[[], None],
        stopped: Callable[[], bool],
    ) -> Heard | Silence | Ended:
        ends = self._endpointer
        while not stopped():
            frames = self._frames.read()
            if frames is None:
                return self._finish(utterance, on_end) if ends.speaking else Ended()
            for frame in frames:
                if skip > 0:
                    skip -= len(frame) / 32_000
                    continue
                if audio := ends.hear(frame):
                    utterance.add(audio, ends.quiet, ends.speech_seconds)
                    whole = ends.quiet >= utterance.patience.whole and utterance.whole
                    if ends.ended(utterance.patience, whole):
                        return self._finish(utterance, on_end)
                elif ends.elapsed >= wait:
                    return Silence(ends.elapsed)
        return Silence(ends.elapsed)

    def _finish(self, utterance: Utterance, on_end: Callable[[], None]) -> Heard:
        on_end()
        opinions = utterance.finish(self._endpointer.speech_seconds)
        verdict = self._judge.decide(opinions, utterance.grammar)
        return Heard(
            verdict.text,
            opinions.free.text if opinions.free else "",
            verdict.decision,
            verdict.reason,
            self._endpointer.started_at,
            self._endpointer.ended_at,
            verdict.clear,
        )

    def prepare(self) -> None:
        """Load the engines before the first utterance; not while one is being heard."""
        self._team.start(grammar_for(self._hearing, Expectation("yes_no")))
        self._team.finish(0.0)

    def close(self) -> None:
        """Let the ears' threads end."""
        self._ahead.shutdown(wait=False, cancel_futures=True)
        self._team.close()
