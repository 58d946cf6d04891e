"""Exercises with pauses: slow breathing, the body scan, counting breaths. Pure.

Rest leaves no trace in what undo replays: all that it can end in is where it began, or a symptom
that the patient names on the way. Counting belongs to its question.
"""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue import wording
from assistant.dialogue.actions import Action, Say
from assistant.dialogue.events import Event, Heard
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.turns import Result, ask, ask_again
from intents.meaning import Expectation
from intents.timed import Step, steps

COMMAND = Expectation("command")


def begin(script: Script, state: State, command: str, *before: Action) -> Result:
    """Start the exercise of a command ("breathing", "body_scan")."""
    blocks = {"breathing": script.timed.breathing, "body_scan": script.timed.body_scan}[command]
    return _line(replace(state, exercise=steps(blocks), counting=False), *before)


def count_first(script: Script, state: State, *before: Action) -> Result | None:
    """What is timed before the open question, if anything is."""
    blocks = script.timed.before.get(state.question.id) if state.question else None
    if blocks is None:
        return None
    return _line(replace(state, exercise=steps(blocks), counting=True), *before)


def ended_by(state: State, event: Event) -> bool:
    """Whether the event ends the exercise and means something beyond it.

    A stray yes or no does not: nobody answers a question that was asked minutes ago.
    """
    if not isinstance(event, Heard):
        return False
    meaning = event.meaning
    return bool(meaning.facts) or (state.counting and meaning.number is not None)


def go_on(script: Script, state: State) -> Result:
    """The next line, or back to where it began."""
    rest = state.exercise[1:]
    if rest:
        return _line(replace(state, exercise=rest))
    return ask_again(script, replace(state, exercise=(), counting=False))


def stop(script: Script, state: State) -> Result:
    """The patient has had enough of it; the conversation goes on where it was."""
    state = replace(state, exercise=(), counting=False)
    return ask_again(script, state, wording.say(script, "exercise_stopped"))


def _line(state: State, *before: Action) -> Result:
    step: Step = state.exercise[0]
    expect = state.expect if state.counting else COMMAND
    return ask(state, Say("exercise", step.say), expect, *before, seconds=step.seconds)
