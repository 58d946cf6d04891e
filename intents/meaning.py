"""What an utterance means, and what was expected when it was heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Answer = Literal["yes", "no", "dont_know"]
Kind = Literal["yes_no", "number", "complaint", "command"]
Unit = Literal[
    "score", "years", "days", "hours", "celsius", "fahrenheit", "breaths", "percent", "per_minute",
    "mmol_per_litre", "mmhg",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was meant, with its unit."""

    value: float
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is open now: the kind of answer, the facts it would settle, the question as spoken."""

    kind: Kind
    facts: tuple[str, ...] = ()
    question: str = ""
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """The meaning of one utterance.

    `answer` is to the open question. `facts` holds what was volunteered (only ever yes) and, where
    the expectation names one single fact, that fact with yes or no. `topic` belongs to the command
    `explain` (a key of explain.yaml). `confidence` (0..1) below 0.5 means: ask again.
    `by_sound`: only words that sound like these were heard; read it back before it counts.
    """

    text: str
    answer: Answer | None = None
    number: Number | None = None
    facts: Mapping[str, Literal["yes", "no"]] = field(default_factory=dict)
    command: str | None = None
    topic: str | None = None
    confidence: float = 0.0
    reason: str = ""
    by_sound: bool = False
