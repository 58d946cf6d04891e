"""Silence is patient, is never a no, and brings help where something urgent is known."""

from __future__ import annotations

import pytest

from assistant.dialogue.actions import Action, Done, Listen, Outcome, Say
from assistant.dialogue.events import Begin, Event, Heard, Silence
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.step import step
from intents.meaning import Meaning

ACHE = Heard(Meaning("i ache", facts={"ache_all_over": "yes"}, confidence=1.0))
SHAKING = Heard(
    Meaning("i shake and ache", facts={"violent_shaking": "yes"}, confidence=1.0), "heard"
)
YES = Heard(Meaning("yes", answer="yes", confidence=1.0))
WAIT = Heard(Meaning("wait", command="wait", confidence=1.0))
SILENCE = Silence()


def after(script: Script, *events: Event) -> tuple[State, tuple[Action, ...]]:
    state, actions = step(script, State(), Begin())
    for event in events:
        state, actions = step(script, state, event)
    return state, actions


def keys(actions: tuple[Action, ...]) -> list[str]:
    return [action.key for action in actions if isinstance(action, Say)]


def waits(actions: tuple[Action, ...]) -> float:
    listen = actions[-1]
    assert isinstance(listen, Listen)
    return listen.wait


def test_the_ladder(script: Script) -> None:
    """8 s, plainer words; 15 s, take your time; 15 s, not known: with the next question."""
    state, actions = after(script, ACHE)
    assert waits(actions) == 8
    question = state.question
    assert question is not None
    state, actions = step(script, state, SILENCE)
    assert keys(actions) == [f"plainer.{question.id}"]
    assert waits(actions) == 15
    state, actions = step(script, state, SILENCE)
    assert keys(actions) == ["take_your_time", f"choices.{question.id}"]
    assert waits(actions) == 15
    state, actions = step(script, state, SILENCE)
    assert "gave_up" in keys(actions)
    assert waits(actions) == 8
    assert "no" not in state.facts.values()


def test_who_answers_starts_the_ladder_anew(script: Script) -> None:
    state, _ = after(script, ACHE, SILENCE, SILENCE, YES)
    assert state.silences == 0


@pytest.fixture
def urgent(script: Script) -> State:
    """Something for the emergency department is known, and a question is open."""
    state, _ = after(script, SHAKING)
    while state.check is not None:
        state, _ = step(script, state, YES)
    assert state.question is not None
    return state


def test_silence_with_something_urgent_sounds_the_alarm(script: Script, urgent: State) -> None:
    state, actions = urgent, ()
    for _ in range(3):
        assert not any(isinstance(action, Outcome) for action in actions)
        state, actions = step(script, state, SILENCE)
    assert "no_answer" in keys(actions)
    [outcome] = [action for action in actions if isinstance(action, Outcome)]
    assert script.tree.levels.index(outcome.level) <= 1
    assert any(isinstance(action, Say) and action.alarm for action in actions)


def test_the_alarm_comes_back_after_one_three_and_ten_minutes(
    script: Script, urgent: State
) -> None:
    state, actions = urgent, ()
    for _ in range(3):
        state, actions = step(script, state, SILENCE)
    minutes, alarms = 0.0, []
    while not isinstance(actions[-1], Done):
        minutes += waits(actions) / 60
        state, actions = step(script, state, SILENCE)
        if any(isinstance(action, Say) and action.alarm for action in actions):
            alarms.append(minutes)
    assert alarms == [1, 3, 10]


def test_who_asks_to_hear_it_again_hears_no_alarm(script: Script, urgent: State) -> None:
    state = urgent
    for _ in range(3):
        state, _ = step(script, state, SILENCE)
    repeat = Heard(Meaning("repeat", command="repeat", confidence=1.0))
    _, actions = step(script, state, repeat)
    assert any(isinstance(action, Say) and action.must_hear for action in actions)
    assert not any(isinstance(action, Say) and action.alarm for action in actions)


def test_who_asks_for_time_gets_it(script: Script) -> None:
    _, actions = after(script, ACHE, WAIT)
    assert waits(actions) == 60
