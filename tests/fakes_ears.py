"""Fakes for the Protocols of the ears: audio that needs no device, ears that need no model."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.ears.grammar import Grammar
from assistant.ears.recogniser import RATE, Hypothesis
from assistant.ears.speech_detector import FRAME

LOUD = b"\x00\x40" * FRAME
QUIET = bytes(2 * FRAME)
FRAME_SECONDS = FRAME / RATE


def sound(*stretches: tuple[str, float]) -> bytes:
    """Audio of ("speech" or "quiet", seconds) stretches, in whole frames."""
    return b"".join(
        (LOUD if what == "speech" else QUIET) * round(seconds / FRAME_SECONDS)
        for what, seconds in stretches
    )


class LoudnessDetector:
    """Takes every loud frame for speech."""

    def __init__(self) -> None:
        self.resets = 0

    def probability(self, frame: bytes) -> float:
        return 1.0 if frame[1] else 0.0

    def reset(self) -> None:
        self.resets += 1


class FakeSource:
    """Plays audio in blocks; what was not read yet is gone after a flush, up to `flushed` bytes."""

    rate = RATE

    def __init__(self, audio: bytes, block: int = 3000, flushed: int = 0) -> None:
        self._audio = audio
        self._block = block
        self._flushed = flushed

    def read(self) -> bytes | None:
        block, self._audio = self._audio[: self._block], self._audio[self._block :]
        return block or None

    def flush(self) -> None:
        self._audio = self._audio[self._flushed :]

    @property
    def rest(self) -> bytes:
        """What was not read yet."""
        return self._audio


class FakeEar:
    """Says the next of its texts for each utterance, as soon as audio comes."""

    def __init__(self, texts: Iterable[str], name: str = "fake", unknown: bool = False) -> None:
        self.name = name
        self.free_speech = False
        self.grammars: list[Grammar | None] = []
        self.heard: list[bytes] = []
        self.finished = 0
        self._texts = iter(texts)
        self._text = ""
        self._unknown = unknown

    def start(self, grammar: Grammar | None, rate: int = RATE) -> None:
        self.grammars.append(grammar)
        self.heard.append(b"")
        self._text = next(self._texts, "")

    def accept(self, audio: bytes) -> str:
        self.heard[-1] += audio
        return self._text

    def finish(self) -> Hypothesis:
        self.finished += 1
        return Hypothesis(self._text, unknown=self._unknown)
