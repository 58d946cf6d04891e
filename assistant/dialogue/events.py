"""What can happen to a conversation. Time and silence arrive as events; there is no clock here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.triage.facts import FactValue
from intents.meaning import Meaning


@dataclass(frozen=True, slots=True)
class Begin:
    """A conversation starts. `known`: facts from before (age, risks), so that they are not asked.

    `free_speech`: the ears are good enough for descriptions; if not, what they heard is read back.
    `greeted`: so many sentences of the greeting were said already. `resumed`: a check goes on that
    was broken off, so nobody is greeted, and the next question follows.
    """

    known: Mapping[str, FactValue] = field(default_factory=dict)
    free_speech: bool = True
    greeted: int = 0
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """An utterance with its meaning. `unsure`: the ears did not agree, so it is read back first."""

    meaning: Meaning
    decision: Literal["heard", "unsure"] = "heard"


@dataclass(frozen=True, slots=True)
class Unclear:
    """Somebody spoke, but it was no answer (or it was not meant for us)."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody answered in time."""


Event = Begin | Heard | Unclear | Silence
