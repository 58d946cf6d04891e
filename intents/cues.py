"""Finds the phrases of a table in a row of tokens: at each place the longest one, left to right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from intents.normalise import Normaliser


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of kind `kind` at tokens [start, end)."""

    kind: str
    start: int
    end: int


class CueTable:
    """Phrases by kind, as in `answers.yaml`."""

    def __init__(self, phrases: Mapping[str, Iterable[str]], normaliser: Normaliser) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for kind, said in phrases.items():
            for text in said:
                tokens = normaliser.phrase(text)
                if tokens:
                    self._by_first.setdefault(tokens[0], []).append((tokens, kind))
        for choices in self._by_first.values():
            choices.sort(key=lambda choice: -len(choice[0]))

    def find(self, tokens: tuple[str, ...]) -> list[Cue]:
        """The cues in `tokens`; they never overlap."""
        cues: list[Cue] = []
        i = 0
        while i < len(tokens):
            for phrase, kind in self._by_first.get(tokens[i], ()):
                if tokens[i : i + len(phrase)] == phrase:
                    cues.append(Cue(kind, i, i + len(phrase)))
                    i += len(phrase)
                    break
            else:
                i += 1
        return cues
