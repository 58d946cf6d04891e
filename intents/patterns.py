"""Phrases with groups and gaps, and a matcher that tries only those whose first word is there.

A phrase is words separated by spaces: `cough|coughing` means either, `<pain>` any entry of a group,
`?bad` a word that may be missing, `..` up to three other words (never a stop, a negation, or one of
the words that begin a new thought), `$` the end of the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from intents.errors import ContentError
from intents.normalise import STOP, Normaliser

GAP = 3
"""At most this many words between two parts of a phrase joined by `..`."""

Alternatives = tuple[tuple[str, ...], ...]
_END: Alternatives = (("$",),)


@dataclass(frozen=True, slots=True)
class Part:
    """One place of a phrase: token rows that may stand there, how far it may be, may it miss."""

    alternatives: Alternatives
    gap: int = 0
    optional: bool = False
    by_first: dict[str, Alternatives] = field(init=False, default_factory=dict, compare=False)
    """The alternatives that begin with a token: most tokens begin none."""

    def __post_init__(self) -> None:
        for row in self.alternatives:
            self.by_first[row[0]] = (*self.by_first.get(row[0], ()), row)


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """A compiled phrase with the name it stands for and the text as the author wrote it."""

    name: str
    text: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """`pattern` covers the tokens at `positions` (ascending)."""

    pattern: Pattern
    positions: tuple[int, ...]


class PatternTable:
    """All phrases of a file, indexed by the first word of each alternative of their first part."""

    def __init__(
        self,
        phrases: Mapping[str, Iterable[str]],
        groups: Mapping[str, Iterable[str]],
        normaliser: Normaliser,
        light: frozenset[str] = frozenset(),
        closed: frozenset[str] = frozenset(),
    ) -> None:
        self._normaliser = normaliser
        self._light = light
        self._closed = closed
        self._groups = {name: tuple(entries) for name, entries in groups.items()}
        self.patterns = tuple(
            self._compile(name, text) for name, texts in phrases.items() for text in texts
        )
        self._by_first: dict[str, list[Pattern]] = {}
        self._alone: dict[str, list[Pattern]] = {}
        self._followed: dict[str, dict[str, list[Pattern]]] = {}
        for pattern in self.patterns:
            for first in {row[0] for row in pattern.parts[0].alternatives}:
                self._by_first.setdefault(first, []).append(pattern)
            for first, second in _beginnings(pattern):
                if second is None:
                    self._alone.setdefault(first, []).append(pattern)
                else:
                    self._followed.setdefault(first, {}).setdefault(second, []).append(pattern)

    def vocabulary(self) -> frozenset[str]:
        """Every word that occurs in a phrase."""
        return frozenset(
            word
            for pattern in self.patterns
            for part in pattern.parts
            for row in part.alternatives
            for word in row
        )

    def matches(self, tokens: tuple[str, ...]) -> Iterator[Match]:
        """Every phrase at every place where it occurs (the nearest way, once per place)."""
        present = frozenset(tokens)
        for i, token in enumerate(tokens):
            followed = self._followed.get(token)
            patterns: Iterable[Pattern] = self._alone.get(token, ())
            if followed is not None:
                seconds = followed.keys() & present
                if seconds:
                    patterns = dict.fromkeys(
                        (*patterns, *(p for second in sorted(seconds) for p in followed[second]))
                    )
            for pattern in patterns:
                positions = self._match(tokens, i, pattern.parts, 0, ())
                if positions is not None:
                    yield Match(pattern, positions)

    def whole(self, tokens: tuple[str, ...]) -> Pattern | None:
        """The phrase that covers all of `tokens`, if there is one."""
        if not tokens:
            return None
        for pattern in self._by_first.get(tokens[0], ()):
            positions = self._match(tokens, 0, pattern.parts, 0, (), len(tokens))
            if positions is not None:
                return pattern
        return None

    def _match(
        self,
        tokens: tuple[str, ...],
        at: int,
        parts: tuple[Part, ...],
        k: int,
        taken: tuple[int, ...],
        end: int = -1,
    ) -> tuple[int, ...] | None:
        if k == len(parts):
            return taken if end in (-1, at) else None
        part = parts[k]
        if part.alternatives is _END:
            return taken if at == len(tokens) or tokens[at] == STOP else None
        for skip in range(part.gap + 1):
            here = at + skip
            if here >= len(tokens):
                break
            for row in part.by_first.get(tokens[here], ()):
                if tokens[here : here + len(row)] == row:
                    found = self._match(
                        tokens, here + len(row), parts, k + 1,
                        (*taken, *range(here, here + len(row))), end,
                    )  # fmt: skip
                    if found is not None:
                        return found
            if tokens[here] in self._closed:
                break
        if part.optional:
            return self._match(tokens, at, parts, k + 1, taken, end)
        return None

    def _compile(self, name: str, text: str) -> Pattern:
        parts: list[Part] = []
        gap = 0
        for piece in text.split():
            if piece == "..":
                gap = GAP
                continue
            if piece == "$":
                parts.append(Part(_END))
                continue
            optional = piece.startswith("?")
            rows = self._rows(piece.lstrip("?"), name, text)
            for i, row in enumerate(rows):
                parts.append(Part(row, gap if i == 0 else 0, optional))
            gap = 0
        if not parts or parts[0].optional:
            raise ContentError(
                f"'{text}' of '{name}': a phrase begins with a word that must be there."
            )
        return Pattern(name, text, tuple(parts))

    def _rows(self, piece: str, name: str, text: str) -> list[Alternatives]:
        """The parts of one written piece: a plain word may normalise to several tokens."""
        if piece.startswith("<") and piece.endswith(">"):
            try:
                entries = self._groups[piece[1:-1]]
            except KeyError:
                raise ContentError(f"'{text}' of '{name}': no group is called {piece}.") from None
            rows = tuple(self._tokens(entry) for entry in entries)
            return [tuple(row for row in rows if row)]
        if "|" in piece:
            rows = tuple(self._tokens(entry) for entry in piece.split("|"))
            return [tuple(row for row in rows if row)]
        return [((token,),) for token in self._tokens(piece)]

    def _tokens(self, text: str) -> tuple[str, ...]:
        return tuple(t for t in self._normaliser.phrase(text) if t not in self._light)


def _beginnings(pattern: Pattern) -> Iterator[tuple[str, str | None]]:
    """The first word of each way to say `pattern`, with a second one that must be there too."""
    after = next((part for part in pattern.parts[1:] if not part.optional), None)
    then: set[str | None] = {None}
    if after is not None and after.alternatives is not _END:
        then = {row[0] for row in after.alternatives}
    for row in pattern.parts[0].alternatives:
        for second in {row[1]} if len(row) > 1 else then:
            yield row[0], second
