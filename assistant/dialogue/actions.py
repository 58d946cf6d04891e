"""What the conversation wants done, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.triage.facts import FactValue
from intents.meaning import Expectation


@dataclass(frozen=True, slots=True)
class Say:
    """Speak `text`. `key` names the content it came from; `asks`: the facts it asks for.

    `must_hear`: emergency advice, which nothing but stop and repeat may interrupt.
    """

    key: str
    text: str
    asks: tuple[str, ...] = ()
    must_hear: bool = False
    alarm: bool = False
    """The alarm sounds before it."""


WAIT = 8.0
"""Seconds until nobody seems to answer."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Open the ears for this kind of answer."""

    expect: Expectation
    wait: float = WAIT
    """Seconds until nobody seems to answer; longer where the patient needs time."""
    seconds: float | None = None
    """An exercise goes on after so many seconds, counted from its last line's first word."""


@dataclass(frozen=True, slots=True)
class Remember:
    """A fact has a (new) value; None: it was taken back."""

    fact: str
    value: FactValue | None


@dataclass(frozen=True, slots=True)
class ChangeVoice:
    """Speak otherwise from now on."""

    how: Literal["slower", "faster", "louder", "quieter"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a check: level, the rules that led to it, the advice given (ids)."""

    level: str
    reasons: tuple[str, ...]
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The conversation is over."""


Action = Say | Listen | Remember | ChangeVoice | Outcome | Done
