"""What contradicts itself is asked again, and never ends as the good answer by itself."""

from __future__ import annotations

import pytest

from assistant.dialogue.actions import Action, Say
from assistant.dialogue.events import Begin, Heard
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.step import step
from assistant.triage.facts import FactValue
from intents.meaning import Meaning

YES = Heard(Meaning("yes", answer="yes", confidence=1.0))
NO = Heard(Meaning("no", answer="no", confidence=1.0))
DONT_KNOW = Heard(Meaning("i don't know", answer="dont_know", confidence=1.0))
UNSURE_NO = Heard(Meaning("no", answer="no", confidence=1.0), "unsure")
UNSURE_YES = Heard(Meaning("yes", answer="yes", confidence=1.0), "unsure")
ACHE = Heard(Meaning("i ache", facts={"ache_all_over": "yes"}, confidence=1.0))


def keys(actions: tuple[Action, ...]) -> list[str]:
    return [action.key for action in actions if isinstance(action, Say)]


@pytest.fixture
def bundle(script: Script) -> State:
    """A state with the first bundle open."""
    state, _ = step(script, State(), Begin())
    state, _ = step(script, state, ACHE)
    assert state.question is not None
    assert len(state.question.facts) > 1
    return state


def deny_each(script: Script, state: State, node: str) -> tuple[State, list[str]]:
    """Say no as long as parts of the bundle are asked."""
    inside, said = set(script.tree.facts_of(node)), []
    while state.question and inside.issuperset(state.question.facts) and state.question.id != node:
        state, actions = step(script, state, NO)
        said += keys(actions)
    return state, said


def test_a_yes_and_then_only_noes_is_asked_once_more(script: Script, bundle: State) -> None:
    node = bundle.question.id  # type: ignore[union-attr]
    state, _ = step(script, bundle, YES)
    state, said = deny_each(script, state, node)
    assert "contradiction" in said
    assert state.question is not None
    assert state.question.id == node
    assert not set(script.tree.facts_of(node)) & set(state.facts)
    denied, _ = step(script, state, NO)
    assert {denied.facts[name] for name in script.tree.facts_of(node)} == {"no"}
    again, _ = step(script, state, YES)
    again, said = deny_each(script, again, node)
    assert "contradiction" not in said


def test_after_not_knowing_noes_are_no_contradiction(script: Script, bundle: State) -> None:
    node = bundle.question.id  # type: ignore[union-attr]
    state, _ = step(script, bundle, DONT_KNOW)
    state, said = deny_each(script, state, node)
    assert "contradiction" not in said
    assert {state.facts[name] for name in script.tree.facts_of(node)} == {"no"}


def test_a_no_that_was_denied_is_read_back_the_next_time(script: Script, bundle: State) -> None:
    state = bundle
    for event in (UNSURE_NO, NO):
        state, _ = step(script, state, event)
    assert state.question == bundle.question
    state, _ = step(script, state, NO)
    assert state.check is not None


def test_who_denies_the_good_answer_twice_has_the_other_one(script: Script, bundle: State) -> None:
    state = bundle
    for event in (UNSURE_NO, NO, NO, NO):
        state, actions = step(script, state, event)
    assert bundle.question is not None
    assert bundle.question.id in state.opened
    assert "with_care" in keys(actions)


def test_two_denied_read_backs_of_both_kinds_are_not_known(script: Script, bundle: State) -> None:
    state = bundle
    for event in (UNSURE_YES, NO, UNSURE_NO, NO):
        state, actions = step(script, state, event)
    assert "gave_up" in keys(actions)
    assert "no" not in state.facts.values()


def test_a_follow_up_that_takes_the_danger_away_is_read_back(script: Script) -> None:
    tree = script.tree
    follow_up = next(fact for fact in tree.facts.values() if fact.id == "chest_sore_only_on_cough")
    known: dict[str, FactValue] = {"chest_pain": "yes", "fighting_for_breath": "no"}
    state, _ = step(
        script,
        State(),
        Begin({name: value for name, value in known.items() if name != "chest_pain"}),
    )
    state, _ = step(script, state, ACHE)
    state, _ = step(
        script,
        state,
        Heard(Meaning("my chest hurts", facts={"chest_pain": "yes"}, answer="yes", confidence=1.0)),
    )
    for _ in range(6):
        if state.question is not None and state.question.id == follow_up.id:
            break
        state, _ = step(script, state, YES if state.check else NO)
    assert state.question is not None
    assert state.question.id == follow_up.id
    asked, _ = step(script, state, YES)
    assert asked.check is not None
    settled, _ = step(script, asked, YES)
    assert settled.facts[follow_up.id] == "yes"
