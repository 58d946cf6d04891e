"""What the voice is told to render beforehand is what comes; what is kept on disk names nobody."""

from __future__ import annotations

import pytest

from assistant.dialogue.actions import Say
from assistant.dialogue.ahead import fixed_texts, next_texts
from assistant.dialogue.events import Begin, Event, Heard, Silence
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.step import step
from intents.meaning import Meaning, Number


def _said(script: Script, state: State, event: Event) -> set[str]:
    return {action.text for action in step(script, state, event)[1] if isinstance(action, Say)}


def _asked(script: Script) -> State:
    state, _ = step(script, State(), Begin())
    opening = Meaning("i ache", facts={"body_ache": "yes"}, confidence=1.0)
    return step(script, state, Heard(opening))[0]


@pytest.mark.parametrize("answer", ["yes", "no", "dont_know", None])
def test_the_next_prompt_is_foreseen_through_a_whole_check(script: Script, answer):
    state = _asked(script)
    for _ in range(60):
        if state.phase == "over":
            return
        event: Event = Silence()
        if state.expect.kind == "number":
            event = Heard(Meaning("40", number=Number(40, state.expect.unit), confidence=1.0))
        elif answer is not None:
            event = Heard(Meaning("", answer=answer, confidence=1.0))
        said = _said(script, state, event)
        if state.expect.kind == "yes_no" or isinstance(event, Silence):
            assert said <= set(next_texts(script, state))
        state = step(script, state, event)[0]
    raise AssertionError("the check does not end")


def test_nothing_follows_the_end(script: Script):
    assert not list(next_texts(script, State(phase="over")))


def test_fixed_texts_are_the_questions_and_prompts_without_what_was_said(script: Script):
    fixed = set(fixed_texts(script))
    assert script.prompts.complaint in fixed
    assert set(script.prompts.greeting) <= fixed
    assert {words.ask for words in script.questions.words.values()} <= fixed
    assert not any("{" in text for text in fixed)
    assert not any(text.startswith(script.prompts.noted.split("{")[0]) for text in fixed)
