"""The state of a conversation: frozen, and a fold of its accepted events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.dialogue.actions import Outcome, Say
from assistant.dialogue.events import Event, Heard
from assistant.triage.facts import FactValue
from assistant.triage.route import Question
from intents.meaning import Expectation
from intents.timed import Step

Phase = Literal["complaint", "questions", "advice", "over"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of advice: sentences, and what to listen for after them."""

    says: tuple[Say, ...]
    expect: Expectation
    skippable: bool = False
    """A plain "no" before this turn leaves it out; the safety net is never skippable."""
    signs: frozenset[str] = frozenset()
    """Teach-back: the patient names a sign; these facts or words show that it was one."""
    clears: frozenset[str] = frozenset()
    """A "no" here answers these facts, and may allow more advice; anything else changes nothing."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a conversation stands."""

    phase: Phase = "complaint"
    free_speech: bool = True
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    affirmed: frozenset[str] = frozenset()
    """Bundles that were answered with yes."""
    asked_twice: frozenset[str] = frozenset()
    """Bundles asked again because a yes was followed by a no to each of their parts."""
    question: Question | None = None
    check: Heard | None = None
    """What was heard but must be read back before it counts."""
    mismatches: int = 0
    """Read-backs that the patient denied, for the open question."""
    denied_good: int = 0
    """Those of them that read back the good answer."""
    failures: int = 0
    """Answers not understood or not given, for the open question."""
    unanswered: int = 0
    """Questions in a row that ended without any answer."""
    numbered: bool = False
    """The choices were offered as one, two, three."""
    said: tuple[Say, ...] = ()
    """The last thing said, for repeat."""
    expect: Expectation = Expectation("complaint")  # noqa: RUF009 - frozen
    plan: tuple[Turn, ...] = ()
    outcome: Outcome | None = None
    exercise: tuple[Step, ...] = ()
    """The lines of an exercise that are still to come, the one being said first."""
    counting: bool = False
    """The exercise belongs to the open question (counting breaths), which may be answered in it."""
    silences: int = 0
    """Silences in a row."""
    accepted: tuple[Event, ...] = ()
    """The events that got us here, commands left out; undo replays all but the last ones."""
