"""Speak and listen: put a question, put it again, say what changed. Pure."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue import wording
from assistant.dialogue.actions import WAIT, Action, Listen, Remember, Say
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from intents.meaning import Expectation

COMPLAINT = Expectation("complaint")
YES_NO = Expectation("yes_no")

Result = tuple[State, tuple[Action, ...]]


def ask(
    state: State,
    said: Say,
    expect: Expectation,
    *before: Action,
    wait: float = WAIT,
    seconds: float | None = None,
) -> Result:
    """Say something and listen."""
    spoken = tuple(action for action in before if isinstance(action, Say))
    new = replace(state, said=(*spoken[-1:], said), expect=expect)
    return new, (*before, said, Listen(expect, wait, seconds))


def ask_again(script: Script, state: State, *before: Action, wait: float = WAIT) -> Result:
    """Put the open question again, after whatever interrupted it."""
    if state.check is not None:
        open_facts = state.question.facts if state.question else ()
        echo = wording.echo(script, state.check.meaning, open_facts)
        return ask(state, echo, YES_NO, *before, wait=wait)
    if state.phase == "advice":
        turn = state.plan[0]
        says = [replace(said, alarm=False) for said in turn.says]  # not when it is asked for
        return ask(state, says[-1], turn.expect, *before, *says[:-1], wait=wait)
    if state.question is None:
        return ask(state, wording.complaint(script, state.failures), COMPLAINT, *before, wait=wait)
    expect = wording.expectation(script, state.question)
    asked = wording.question(script, state.question, state.failures)
    return ask(state, asked, expect, *before, wait=wait)


def changed(old: State, new: State) -> tuple[Action, ...]:
    """What to remember of the difference between two states."""
    facts = dict.fromkeys((*old.facts, *new.facts))
    return tuple(
        Remember(fact, new.facts.get(fact))
        for fact in facts
        if old.facts.get(fact) != new.facts.get(fact)
    )
