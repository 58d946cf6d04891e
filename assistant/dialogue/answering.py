"""From a meaning to facts. A volunteered symptom is only ever a yes."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue import wording
from assistant.dialogue.actions import Say
from assistant.dialogue.repair import is_good, numbered_answer
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.triage.assess import assess
from assistant.triage.assess_lines import to_celsius
from assistant.triage.facts import FactValue
from intents.meaning import Meaning, Number, Unit

_COMPLAINT_NUMBERS: dict[Unit, str] = {
    "days": "days_ill",
    "celsius": "temperature",
    "fahrenheit": "temperature",
    "score": "pain_score",
    "years": "age",
}
"""Which fact a number in a free description stands for."""


def accept(script: Script, state: State, meaning: Meaning) -> State | None:
    """The state with the facts of `meaning`; None where it says nothing about what is open."""
    facts: dict[str, FactValue] = {**state.facts, **volunteered(script, state, meaning)}
    opened = state.opened
    question = state.question
    if question is None:
        facts.update(_complaint_number(script, state, meaning))
    elif question.kind == "number":
        value = _number_answer(meaning)
        if value is None:
            return None if facts == state.facts else _with(state, facts)
        facts[question.facts[0]] = value
    else:
        answer = numbered_answer(state, meaning)
        if answer is None:
            return None if facts == state.facts else _with(state, facts)
        if len(question.facts) == 1:
            facts[question.facts[0]] = answer
        elif answer == "no":
            for fact in question.facts:
                if state.facts.get(fact) is None and fact not in meaning.facts:
                    facts[fact] = "no"
        else:
            opened = opened | {question.id}
            if answer == "yes":
                state = replace(state, affirmed=state.affirmed | {question.id})
    return _with(replace(state, opened=opened), facts)


def _with(state: State, facts: dict[str, FactValue]) -> State:
    return replace(state, facts=facts)


def volunteered(script: Script, state: State, meaning: Meaning) -> dict[str, FactValue]:
    """Symptoms that were said without being asked, and are not known to be so yet."""
    return {
        fact: "yes"
        for fact, value in meaning.facts.items()
        if value == "yes"
        and script.tree.fact(fact).kind == "yes_no"
        and state.facts.get(fact) != "yes"
    }


def check_needed(script: Script, state: State, meaning: Meaning) -> bool:
    """Whether volunteered facts must be read back before they count.

    Always with weak ears; with good ones where they would raise the level to an emergency. The
    good answer to a follow-up takes a danger away, so it is read back like them.
    """
    if state.denied_good and is_good(script, state, meaning):  # it was denied before
        return True
    if state.question is not None and len(state.question.facts) == 1:
        fact = script.tree.fact(state.question.facts[0])
        if fact.follow_up and meaning.answer not in (None, "dont_know", fact.worse):
            return True
    new = volunteered(script, state, meaning)
    if state.question is not None:
        new = {fact: value for fact, value in new.items() if fact not in state.question.facts}
    if not new:
        return False
    if not state.free_speech:
        return True
    order = script.tree.levels
    before = assess(script.tree, state.facts, others="no").level
    after = assess(script.tree, {**state.facts, **new}, others="no").level
    return order.index(after) < order.index(before) and order.index(after) <= 1


def in_own_unit(number: Number) -> float:
    """The value as the tree counts it: temperatures in degrees Celsius."""
    return to_celsius(number.value) if number.unit == "fahrenheit" else number.value


def _number_answer(meaning: Meaning) -> FactValue | None:
    if meaning.number is not None:
        return in_own_unit(meaning.number)
    return "dont_know" if meaning.answer == "dont_know" else None


def _complaint_number(script: Script, state: State, meaning: Meaning) -> dict[str, FactValue]:
    if meaning.number is None or meaning.number.unit is None:
        return {}
    name = _COMPLAINT_NUMBERS.get(meaning.number.unit)
    if name is None or name in state.facts:
        return {}
    fact = script.tree.fact(name)
    value = in_own_unit(meaning.number)
    inside = fact.low is None or fact.high is None or fact.low <= value <= fact.high
    return {name: value} if inside else {}


def out_of_range(script: Script, state: State, meaning: Meaning) -> Say | None:
    """The sentence to say where a number can't be right, else None."""
    question = state.question
    if question is None or question.kind != "number" or meaning.number is None:
        return None
    fact = script.tree.fact(question.facts[0])
    if (
        fact.low is None
        or fact.high is None
        or fact.low <= in_own_unit(meaning.number) <= fact.high
    ):
        return None
    low, high = (script.questions.number(limit) for limit in (fact.low, fact.high))
    return wording.say(script, "number_out_of_range", low=low, high=high)
