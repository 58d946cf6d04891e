"""Exercises: they end, they can be stopped, and nothing said in them is taken for an answer."""

from __future__ import annotations

import pytest

from assistant.dialogue.actions import Action, Listen, Say
from assistant.dialogue.events import Begin, Heard, Silence
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.step import replay, step
from intents.meaning import Meaning, Number

YES = Heard(Meaning("yes", answer="yes", confidence=1.0))
NO = Heard(Meaning("no", answer="no", confidence=1.0))
STOP = Heard(Meaning("stop", command="stop", confidence=1.0))
CHEST = Heard(Meaning("my chest hurts", facts={"chest_pain": "yes"}, confidence=1.0))


def command(name: str) -> Heard:
    return Heard(Meaning(name, command=name, confidence=1.0))


@pytest.fixture
def asked(script: Script) -> State:
    """A state with the first closed question open."""
    state, _ = step(script, State(), Begin())
    ache = Heard(Meaning("i ache", facts={"ache_all_over": "yes"}, confidence=1.0))
    state, _ = step(script, state, ache)
    assert state.question is not None
    return state


@pytest.mark.parametrize("name", ["breathing", "body_scan"])
def test_it_keeps_its_time_and_comes_back_to_the_question(
    script: Script, asked: State, name: str
) -> None:
    state, actions = step(script, asked, command(name))
    seconds = 0.0
    while state.exercise:
        listen = actions[-1]
        assert isinstance(listen, Listen)
        assert listen.seconds is not None
        seconds += listen.seconds
        state, actions = step(script, state, Silence())
    assert 270 <= seconds <= 330
    assert (state.question, state.facts) == (asked.question, asked.facts)
    assert any(isinstance(action, Say) and action.asks for action in actions)
    assert state.accepted == asked.accepted


@pytest.mark.parametrize("stray", [YES, NO])
def test_a_stray_answer_does_not_answer_the_open_question(
    script: Script, asked: State, stray: Heard
) -> None:
    state, _ = step(script, asked, command("breathing"))
    state, _ = step(script, state, stray)
    assert state.exercise
    assert state.facts == asked.facts


def test_stop_ends_the_exercise_only(script: Script, asked: State) -> None:
    state, _ = step(script, asked, command("body_scan"))
    state, actions = step(script, state, STOP)
    assert not state.exercise
    assert state.phase == "questions"
    assert isinstance(actions[-1], Listen)


def test_a_symptom_is_heard_in_it(script: Script, asked: State) -> None:
    state, _ = step(script, asked, command("body_scan"))
    state, _ = step(script, state, CHEST)
    assert not state.exercise
    assert state.check is not None or state.facts.get("chest_pain") == "yes"


def test_emergency_works_in_it(script: Script, asked: State) -> None:
    state, _ = step(script, asked, command("breathing"))
    state, _ = step(script, state, command("emergency"))
    assert state.outcome is not None
    assert state.outcome.level == "emergency_ambulance"


def test_breaths_are_counted_by_the_clock(script: Script) -> None:
    """Half a minute lies between start and stop, and undo can replay it."""
    state, actions = _counting(script)
    pauses = []
    while state.exercise:
        listen = actions[-1]
        assert isinstance(listen, Listen)
        pauses.append(listen.seconds)
        state, actions = step(script, state, Silence())
    assert 30.0 in pauses
    assert any(isinstance(a, Say) and "breaths_in_thirty_seconds" in a.asks for a in actions)
    state, _ = step(script, state, Heard(Meaning("8", number=Number(8, "breaths"), confidence=1.0)))
    assert state.facts["breaths_in_thirty_seconds"] == 8
    assert replay(script, state.accepted) == state


def _counting(script: Script) -> tuple[State, tuple[Action, ...]]:
    """The conversation just before the breaths are counted."""
    state, actions = step(script, State(), Begin())
    dont_know = Heard(Meaning("i don't know", answer="dont_know", confidence=1.0))
    for _ in range(40):
        if state.exercise:
            return state, actions
        asked = state.question.facts if state.question else ()
        doubtful = not asked or "fighting_for_breath" in asked
        state, actions = step(script, state, dont_know if doubtful else NO)
    raise AssertionError("the breaths are never counted")
