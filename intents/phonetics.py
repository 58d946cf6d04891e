"""Words that sound like words of a phrase: what a recogniser writes for them by mistake.

`sounds.yaml` of a language holds the pairs ("cakes" for "aches"), worked out beforehand from
pronunciations by tests/bench/train_sounds.py, so that nothing but a table is needed here. What is
only heard by its sound never counts by itself: it is read back first, and it is never a "no".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from intents.normalise import Normaliser

MOST_TRIED = 12
"""Readings of one utterance that are tried."""


@dataclass(frozen=True, slots=True)
class SoundWords:
    """`sounds.yaml` of one language: a word as heard, and the words of phrases it sounds like."""

    sounds: dict[str, tuple[str, ...]]


class SoundAlikes:
    """Other readings of an utterance in one language."""

    def __init__(self, words: SoundWords, normaliser: Normaliser) -> None:
        self._meant: dict[str, tuple[tuple[str, ...], ...]] = {}
        for heard, meant in words.sounds.items():
            tokens = normaliser.phrase(heard)
            if len(tokens) == 1:
                self._meant[tokens[0]] = tuple(normaliser.phrase(word) for word in meant)

    def readings(self, tokens: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
        """`tokens` with one word at a time replaced, nearest in sound first, and which it was."""
        tried = 0
        for i, token in enumerate(tokens):
            for meant in self._meant.get(token, ()):
                if tried >= MOST_TRIED:
                    return
                tried += 1
                yield (*tokens[:i], *meant, *tokens[i + 1 :]), f"{token} as {' '.join(meant)}"
