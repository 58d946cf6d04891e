"""Whether a read-back is what the patient said: an honest patient does not confirm a mishearing."""

from __future__ import annotations

from typing import get_args

from assistant.dialogue import wording
from assistant.dialogue.script import Script
from assistant.rehearsal.patient import Agrees
from intents.meaning import Expectation, Meaning, Unit
from intents.understand import Understander

_EXPECTED = (
    Expectation("yes_no"),
    Expectation("complaint"),
    *(Expectation("number", unit=unit) for unit in (*get_args(Unit), None)),
)


def honest(script: Script, understander: Understander) -> Agrees:
    """Compares a prompt with what the patient's words mean as an answer to any question."""

    def agrees(said: str, prompt: str) -> bool:
        meanings = [understander.understand(said, expect) for expect in _EXPECTED]
        if any(_something(one) and wording.echo(script, one).text == prompt for one in meanings):
            return True
        meant = {fact for one in meanings for fact, value in one.facts.items() if value == "yes"}
        named = {
            fact.id
            for fact in script.tree.facts.values()
            if fact.kind == "yes_no" and wording.fact(script, fact.id, "yes") in prompt
        }
        return bool(named) and named <= meant

    return agrees


def _something(meaning: Meaning) -> bool:
    return bool(meaning.answer or meaning.number or meaning.facts or meaning.command)
