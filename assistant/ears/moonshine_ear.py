"""Moonshine as an ear for free speech that also rates the phrases other ears offer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.ears.grammar import Grammar
from assistant.ears.moonshine import Floats, Moonshine
from assistant.ears.recogniser import RATE, Hypothesis

_LONGEST = 30 * RATE
"""The encoder's work grows with the square of the length."""
_SHORTEST = RATE // 10
_BLOCK = 160
_QUIET = 0.03
"""Blocks below this part of the loudest one's amplitude are not speech."""
_AROUND = 10
"""Blocks kept around the speech."""


class MoonshineEar:
    """Hears whole utterances without a grammar; loads at the first `start` (0.3 s).

    Its decoder is a strong model of English: on unclear sound it writes a likely sentence. So the
    log probability of what it wrote comes with it, and of having heard nothing.
    """

    name = "moonshine"
    free_speech = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._model: Moonshine | None = None
        self._audio: list[bytes] = []
        self._heard: Floats | None = None

    def load(self) -> Moonshine:
        """The model, loaded. Raises ModelError where it can't be."""
        if self._model is None:
            self._model = Moonshine(self._folder)
        return self._model

    def start(self, grammar: Grammar | None, rate: int = RATE) -> None:
        if rate != RATE:
            raise ValueError(f"Moonshine listens at {RATE} Hz, not at {rate}")
        self.load()
        self._audio = []
        self._heard = None

    def accept(self, audio: bytes) -> str:
        self._audio.append(audio)
        return ""

    def finish(self) -> Hypothesis:
        samples = np.frombuffer(b"".join(self._audio), np.int16)
        self._audio = []
        speech = speech_of(samples)[:_LONGEST]
        if len(speech) < _SHORTEST:
            return Hypothesis()
        model = self.load()
        self._heard = model.encode(speech)
        written = model.write(self._heard, len(speech) / RATE)
        return Hypothesis(
            plain(written.text), score=written.log_probability, nothing=written.log_nothing
        )

    def rate(self, phrases: Sequence[str]) -> Mapping[str, float]:
        """The log probability of each phrase being the whole utterance that was just finished."""
        if self._heard is None or not phrases:
            return {}
        return dict(zip(phrases, self.load().score(self._heard, phrases), strict=True))


def plain(text: str) -> str:
    """Text as the other ears give it: lower case, single spaces, no punctuation but apostrophes."""
    return " ".join(re.sub(r"[^\w' .]|\.(?!\d)", " ", text.lower()).split())


def speech_of(samples: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """The samples without the quiet before and after."""
    blocks = samples[: len(samples) // _BLOCK * _BLOCK].reshape(-1, _BLOCK).astype(np.float32)
    if not len(blocks):
        return samples
    levels = np.sqrt(np.mean(blocks**2, axis=1))
    loud = np.flatnonzero(levels > _QUIET * levels.max())
    if not len(loud):
        return samples[:0]
    return samples[max(0, loud[0] - _AROUND) * _BLOCK : (loud[-1] + 1 + _AROUND) * _BLOCK]
