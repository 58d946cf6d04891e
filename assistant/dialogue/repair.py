"""When an answer is missing, unclear or impossible."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue import wording
from assistant.dialogue.actions import Say
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.triage.route import Question
from intents.meaning import Answer, Meaning

REPROMPTS = 3
"""Three different re-prompts; after that the answer counts as don't know."""
MISMATCH_LIMIT = 2
"""Two denied read-backs of one question count as don't know (safety_principles: read back)."""

_BY_NUMBER: dict[float, Answer] = {1.0: "yes", 2.0: "no", 3.0: "dont_know"}


def numbered_answer(state: State, meaning: Meaning) -> Answer | None:
    """The answer; where the choices were numbered, one is yes, two is no, three is don't know."""
    if meaning.answer is None and state.numbered and meaning.number is not None:
        return _BY_NUMBER.get(meaning.number.value)
    return meaning.answer


def count_as_dont_know(state: State, question: Question) -> State:
    """The open question becomes don't know; a bundle opens, so that each item is asked."""
    if len(question.facts) > 1:
        return replace(state, opened=state.opened | {question.id})
    facts = {**state.facts, question.facts[0]: "dont_know"}
    return replace(state, facts=facts)


def acknowledge(script: Script, old: State, new: State, meaning: Meaning) -> tuple[Say, ...]:
    """A short echo of what counts now, where the next question alone would not show it."""
    volunteered = {
        fact: value
        for fact, value in new.facts.items()
        if old.facts.get(fact) != value and (old.question is None or fact not in old.question.facts)
    }
    noted: list[Say] = []
    if volunteered:
        noted.append(wording.say(script, "noted", facts=wording.facts(script, volunteered)))
    if old.question is not None and meaning.answer == "dont_know":
        noted.append(wording.say(script, "dont_know_noted"))
    return tuple(noted)
