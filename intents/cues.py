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
        self._single: dict[str, str] = {}
        self._longer: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = {}
        for kind, said in phrases.items():
            for text in said:
                tokens = normaliser.phrase(text)
                if len(tokens) == 1:
                    self._single.setdefault(tokens[0], kind)
                elif tokens:
                    seconds = self._longer.setdefault(tokens[0], {})
                    seconds.setdefault(tokens[1], []).append((tokens, kind))
        for seconds in self._longer.values():
            for choices in seconds.values():
                choices.sort(key=lambda choice: -len(choice[0]))

    def find(self, tokens: tuple[str, ...]) -> list[Cue]:
        """The cues in `tokens`; they never overlap."""
        cues: list[Cue] = []
        i = 0
        while i < len(tokens):
            found = self._at(tokens, i)
            if found is None:
                i += 1
            else:
                cues.append(found)
                i = found.end
        return cues

    def _at(self, tokens: tuple[str, ...], i: int) -> Cue | None:
        token = tokens[i]
        seconds = self._longer.get(token)
        if seconds is not None and i + 1 < len(tokens):
            for phrase, kind in seconds.get(tokens[i + 1], ()):
                if tokens[i : i + len(phrase)] == phrase:
                    return Cue(kind, i, i + len(phrase))
        kind_alone = self._single.get(token)
        return None if kind_alone is None else Cue(kind_alone, i, i + 1)
