"""When an answer is missing, unclear or impossible."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from assistant.dialogue import wording
from assistant.dialogue.actions import Say
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.triage.assess import assess
from assistant.triage.route import Question
from intents.meaning import Answer, Meaning

REPROMPTS = 3
"""Three different re-prompts; after that the answer counts as don't know."""
SECOND_WAIT = 15.0
"""Seconds of silence after plainer words, and again after "take your time"."""
ASKED_FOR_TIME = 60.0
"""Seconds of silence for who says "wait"."""
SILENCES = 3
"""Silences in a row to one question that end it."""
ALARMS = (60.0, 120.0, 420.0)
"""Seconds from one alarm to the next: one, three and ten minutes after the first."""
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


def worse_answer(script: Script, state: State) -> Literal["yes", "no"]:
    """The answer to the open yes/no question that needs more care."""
    assert state.question is not None
    facts = state.question.facts
    return script.tree.fact(facts[0]).worse if len(facts) == 1 else "yes"


def is_good(script: Script, state: State, meaning: Meaning) -> bool:
    """Whether it is the better of the two answers to the open question."""
    if state.question is None or state.question.kind != "yes_no":
        return False
    told_more = set(meaning.facts).difference(state.question.facts)
    return meaning.answer in {"yes", "no"} - {worse_answer(script, state)} and not told_more


def contradicted(script: Script, state: State) -> str | None:
    """A bundle that was answered with yes, and then each of its parts with no."""
    for bundle in script.tree.bundles:
        if bundle in state.affirmed - state.asked_twice:
            values = {state.facts.get(name) for name in script.tree.facts_of(bundle)}
            if values == {"no"}:
                return bundle
    return None


def forget(script: Script, state: State, bundle: str) -> State:
    """The state in which the bundle, and what is in it, was never asked."""
    inside = set(script.tree.facts_of(bundle))
    within = {name for name in script.tree.bundles if inside.issuperset(script.tree.facts_of(name))}
    facts = {name: value for name, value in state.facts.items() if name not in inside}
    return replace(
        state,
        facts=facts,
        opened=state.opened - within,
        affirmed=state.affirmed - within,
        asked_twice=state.asked_twice | within,
    )


def urgent(script: Script, state: State) -> bool:
    """Whether what is known already needs an emergency department or an ambulance."""
    level = assess(script.tree, state.facts, others="no").level
    return script.tree.levels.index(level) <= 1


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
