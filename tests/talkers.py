"""Fakes for both sides: a patient who reads a table, and a voice that collects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from assistant.conversation import Conversation, Utterance
from assistant.dialogue.actions import Listen, Outcome, Say
from assistant.dialogue.script import Script
from assistant.memory.journal import Journal
from intents.understand import Understander

TURNS_AT_MOST = 400


@dataclass(frozen=True, slots=True)
class Line:
    """Said when `when` is asked; an empty `when`: at the next turn."""

    say: str
    when: str = ""


@dataclass
class TablePatient:
    """Says the opening, then each turn in order when its time comes, then answers by fact."""

    opening: str
    turns: Sequence[Line] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    otherwise: str = ""
    free_speech: bool = True
    decision: Literal["heard", "unsure"] = "heard"
    clear: bool = False
    asked: list[tuple[str, ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._turns = [Line(self.opening), *self.turns]
        self._count = 0

    def listen(self, say: Say, wanted: Listen) -> Utterance | None:
        self._count += 1
        assert self._count < TURNS_AT_MOST, "the conversation does not end"
        self.asked.append(say.asks)
        if wanted.seconds is not None and not self._told(say):
            return None
        if self._turns and (not self._turns[0].when or self._told(say)):
            text = self._turns.pop(0).say
        else:
            text = next((said for fact, said in self.answers.items() if fact in say.asks), None)
            text = self.otherwise if text is None else text
        return Utterance(text, self.decision, self.clear) if text else None

    def _told(self, say: Say) -> bool:
        """Whether the next turn's time has come: it names a fact that is asked, or a prompt."""
        return bool(self._turns) and self._turns[0].when in (*say.asks, say.key)


@dataclass
class ListVoice:
    """Keeps what was said."""

    said: list[Say] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    def say(self, said: Say, question: bool = False) -> None:
        self.said.append(said)

    def prepare(self, texts: Iterable[str]) -> None:
        pass

    def change(self, how: Literal["slower", "faster", "louder", "quieter"]) -> None:
        self.changes.append(how)


def hold(
    script: Script,
    understander: Understander,
    patient: Any,
    journal: Path | None = None,
    known: Mapping[str, Any] | None = None,
) -> tuple[Outcome | None, ListVoice]:
    """A whole conversation with fakes for ears and voice."""
    voice = ListVoice()
    with Journal(journal) as kept:
        outcome = Conversation(script, understander, patient, voice, kept).hold(known)
    return outcome, voice
