"""What a recogniser is to the rest of Bedside, and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.ears.grammar import Grammar

RATE = 16_000
"""Samples a second that every recogniser and the speech detector work at."""


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word. `start` and `end` in seconds from the start of the utterance."""

    text: str
    start: float
    end: float
    score: float
    """The engine's own confidence, 0..1; close to 1 for wrong words too, so never proof alone."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What one recogniser made of one utterance; `text` is "" where it understood no word.

    `unknown`: it also heard speech that it has no word for ([unk] or a decoy).
    `score`: log likelihood over that of a free string of sounds (for likely phrases: over the next
    best of them), and `sounds` that string, where the engine tells them.
    `ratings`: the log probability of phrases being just what was said, from an ear that can rate;
    its `score` and `nothing` are then those of its text and of no word at all.
    """

    text: str = ""
    words: tuple[Word, ...] = ()
    score: float = 0.0
    unknown: bool = False
    sounds: tuple[str, ...] = ()
    ratings: Mapping[str, float] = field(default_factory=dict)
    nothing: float = 0.0


class Recogniser(Protocol):
    """Turns one utterance into text. Not thread-safe: all calls come from one thread."""

    name: str
    free_speech: bool
    """Good enough for free descriptions when it listens without a grammar."""

    def start(self, grammar: Grammar | None, rate: int = RATE) -> None:
        """Begin a new utterance; None means open speech. Raises ModelError for a broken model."""

    def accept(self, audio: bytes) -> str:
        """Take the next samples (16 bit, mono); the text so far, "" if there is none."""

    def finish(self) -> Hypothesis:
        """End the utterance. A new `start` must follow before more audio."""


class Rater(Recogniser, Protocol):
    """A recogniser that can also tell how likely a given phrase is."""

    def rate(self, phrases: Sequence[str]) -> Mapping[str, float]:
        """The log probability of each phrase for the utterance that was just finished."""
