"""The condition language of tree.yaml: text to a small tree of dataclasses. Nothing is run.

flank_pain and (fever or violent_shaking)      a bare name means: the answer is yes
cold_symptoms is not yes                       yes, no, dont_know or unasked
hours_since_pee >= 18                          >=, >, <=, < on a number that is known
2 of (night_pain, age >= 50, weight_loss_or_sweats)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Operator = Literal[">=", ">", "<=", "<"]
State = Literal["yes", "no", "dont_know", "unasked"]
STATES: tuple[State, ...] = ("yes", "no", "dont_know", "unasked")


@dataclass(frozen=True, slots=True)
class Is:
    """The answer to a fact is (or is not) this state."""

    fact: str
    state: State
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Compare:
    """A number that is known lies on this side of a limit; `urgent_not_ruled_out` is a count."""

    fact: str
    operator: Operator
    limit: float


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts hold: one is `or`, all is `and`."""

    count: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A condition that tree.yaml gives a name, such as `fever`."""

    name: str


Condition = Is | Compare | AtLeast | Named

_TOKEN = re.compile(r"\s*(?:(>=|<=|>|<|\(|\)|,)|([a-z][a-z0-9_]*)|(\d+(?:\.\d+)?))")
_WORDS = {"and", "or", "of", "is", "not", *STATES}


def parse(text: str, named: frozenset[str] = frozenset()) -> Condition:
    """The condition that `text` states; raises ValueError that says what is wrong with it."""
    parser = _Parser(_tokens(text), named)
    condition = parser.either()
    if parser.peek():
        raise ValueError(f"'{parser.peek()}' is not expected in the condition '{text}'")
    return condition


def facts_in(condition: Condition) -> frozenset[str]:
    """The facts that a condition names itself (not through a named condition)."""
    if isinstance(condition, Named):
        return frozenset()
    if isinstance(condition, AtLeast):
        return frozenset().union(*(facts_in(part) for part in condition.parts))
    return frozenset({condition.fact})


def names_in(condition: Condition) -> frozenset[str]:
    """The named conditions that a condition uses."""
    if isinstance(condition, Named):
        return frozenset({condition.name})
    if isinstance(condition, AtLeast):
        return frozenset().union(*(names_in(part) for part in condition.parts))
    return frozenset()


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    position = 0
    while position < len(text.rstrip()):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ValueError(f"'{text[position:].strip()}' cannot be read as a condition")
        tokens.append(match.group().strip())
        position = match.end()
    return tokens


class _Parser:
    def __init__(self, tokens: list[str], named: frozenset[str]) -> None:
        self._tokens = tokens
        self._named = named
        self._at = 0

    def peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, wanted: str = "") -> str:
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise ValueError(f"'{wanted or 'a name'}' is missing before '{token or 'the end'}'")
        self._at += 1
        return token

    def either(self) -> Condition:
        parts = [self._both()]
        while self.peek() == "or":
            self._take()
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else AtLeast(1, tuple(parts))

    def _both(self) -> Condition:
        parts = [self._single()]
        while self.peek() == "and":
            self._take()
            parts.append(self._single())
        return parts[0] if len(parts) == 1 else AtLeast(len(parts), tuple(parts))

    def _single(self) -> Condition:
        if self.peek() == "(":
            self._take()
            inside = self.either()
            self._take(")")
            return inside
        if self.peek().isdigit():
            return self._some_of(int(self._take()))
        name = self._take()
        if not name[0].isalpha() or name in _WORDS:
            raise ValueError(f"'{name}' stands where the name of a fact should be")
        if self.peek() == "is":
            return self._is(name)
        if self.peek() in (">=", ">", "<=", "<"):
            return self._compare(name)
        return Named(name) if name in self._named else Is(name, "yes")

    def _some_of(self, count: int) -> Condition:
        self._take("of")
        self._take("(")
        parts = [self.either()]
        while self.peek() == ",":
            self._take()
            parts.append(self.either())
        self._take(")")
        return AtLeast(count, tuple(parts))

    def _is(self, name: str) -> Condition:
        self._take("is")
        negated = self.peek() == "not"
        if negated:
            self._take()
        word = self._take()
        for state in STATES:
            if word == state:
                return Is(name, state, negated)
        raise ValueError(f"'{word}' is none of {', '.join(STATES)}")

    def _compare(self, name: str) -> Condition:
        sign = self._take()
        limit = self._take()
        try:
            number = float(limit)
        except ValueError:
            raise ValueError(f"'{limit}' after '{sign}' is not a number") from None
        operator: Operator = ">=" if sign == ">=" else ">" if sign == ">" else "<="
        return Compare(name, "<" if sign == "<" else operator, number)


def describe(condition: Condition) -> str:
    """A condition as text that `parse` reads back to the same condition."""
    if isinstance(condition, Named):
        return condition.name
    if isinstance(condition, Is):
        if condition.state == "yes" and not condition.negated:
            return condition.fact
        return f"{condition.fact} is {'not ' if condition.negated else ''}{condition.state}"
    if isinstance(condition, Compare):
        return f"{condition.fact} {condition.operator} {condition.limit:g}"
    if 1 < condition.count < len(condition.parts):
        return f"{condition.count} of ({', '.join(describe(part) for part in condition.parts)})"
    word = " or " if condition.count == 1 else " and "
    return word.join(
        f"({describe(part)})" if isinstance(part, AtLeast) else describe(part)
        for part in condition.parts
    )
