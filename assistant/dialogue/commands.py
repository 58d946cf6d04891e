"""Commands work at every turn and return to the open question. None of them sets a fact."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal, get_args

from assistant.dialogue import advising, exercises, repair, wording
from assistant.dialogue.actions import Action, ChangeVoice, Done, Say
from assistant.dialogue.events import Begin
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.turns import Result, ask, ask_again, changed
from intents.meaning import Meaning

VoiceCommand = Literal["slower", "faster", "louder", "quieter"]


def run(script: Script, state: State, meaning: Meaning) -> Result:
    """Carry out the command of `meaning`."""
    command = meaning.command or ""
    if command in get_args(VoiceCommand):
        return _voice(script, state, command)  # type: ignore[arg-type]
    if command == "explain":
        return _explain(script, state, meaning.topic)
    if command in ("breathing", "body_scan"):
        return exercises.begin(script, state, command, wording.say(script, "exercise_begins"))
    return _COMMANDS[command](script, state)


def _voice(script: Script, state: State, how: VoiceCommand) -> Result:
    return ask_again(script, state, ChangeVoice(how), wording.say(script, how))


def _explain(script: Script, state: State, topic: str | None) -> Result:
    text = script.explain.text(topic) if topic else script.prompts.why_nothing
    return ask_again(script, state, Say(f"explain.{topic}", text))


def _repeat(script: Script, state: State) -> Result:
    if state.phase == "advice":
        return ask_again(script, state)
    *before, last = state.said
    return ask(state, last, state.expect, *before)


def _why(script: Script, state: State) -> Result:
    if state.question is None:
        why = script.prompts.why_nothing
        return ask_again(script, state, Say("why", why))
    why = script.questions.of(state.question.id).why
    return ask_again(script, state, Say(f"why.{state.question.id}", why))


def _help(script: Script, state: State) -> Result:
    kind = "complaint" if state.question is None else state.question.kind
    now = wording.say(script, "help_yes_no" if state.check else f"help_{kind}")
    if state.phase == "advice":
        return ask_again(script, state, wording.say(script, "help_commands"))
    return ask_again(script, state, now, wording.say(script, "help_commands"))


def _wait(script: Script, state: State) -> Result:
    said = wording.say(script, "wait")
    return ask(state, said, state.expect, wait=repair.ASKED_FOR_TIME)


def _start_over(script: Script, state: State) -> Result:
    first = state.accepted[0]
    assert isinstance(first, Begin)
    if first.resumed:  # what was told before the break goes, too
        first = replace(first, known={}, resumed=False)
    fresh = replace(State(), facts=dict(first.known), free_speech=first.free_speech)
    fresh = replace(fresh, accepted=(first,))
    forgotten = changed(state, fresh)
    note = wording.say(script, "greeting_again")
    return ask_again(script, fresh, note, *forgotten)


def _stop(script: Script, state: State) -> Result:
    """Stop always works. An unfinished check says so, and what to do."""
    if state.phase == "advice":
        return replace(state, phase="over"), (wording.say(script, "goodbye"), Done())
    return advising.unfinished(script, state)


def _summary(script: Script, state: State) -> Result:
    parts: list[Action] = []
    for key, wanted in (
        ("summary_yes", "yes"),
        ("summary_no", "no"),
        ("summary_unknown", "dont_know"),
    ):
        chosen = {
            fact: value
            for fact, value in state.facts.items()
            if value == wanted or (wanted == "yes" and not isinstance(value, str))
        }
        if chosen:
            parts.append(wording.say(script, key, facts=wording.facts(script, chosen)))
    return ask_again(script, state, *(parts or [wording.say(script, "summary_nothing")]))


def _more(script: Script, state: State) -> Result:
    """Where Bedside asked whether to go on, it does; elsewhere nothing is left out by it."""
    if state.phase == "advice" and state.plan[0].says[-1].key == "shall_i_go_on":
        return advising.heard(script, state, Meaning("", answer="yes", confidence=1.0))
    return ask_again(script, state)


def _emergency(script: Script, state: State) -> Result:
    return advising.emergency(script, state)


_COMMANDS: dict[str, Callable[[Script, State], Result]] = {
    "repeat": _repeat,
    "why": _why,
    "help": _help,
    "wait": _wait,
    "start_over": _start_over,
    "stop": _stop,
    "summary": _summary,
    "emergency": _emergency,
    "more": _more,
}
