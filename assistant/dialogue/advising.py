"""The outcome as a talk: result first, a few items at a time, the safety net always. Pure."""

from __future__ import annotations

from dataclasses import replace

from assistant.dialogue import outcome, repair, wording
from assistant.dialogue.actions import WAIT, Action, Done, Outcome
from assistant.dialogue.script import Script
from assistant.dialogue.state import State, Turn
from assistant.dialogue.turns import Result, ask, changed
from assistant.triage.assess import Assessment, assess
from assistant.triage.facts import FactValue
from intents.meaning import Meaning

AMBULANCE, EMERGENCY = "emergency_ambulance", "emergency"


def begin(script: Script, state: State, *before: Action) -> Result:
    """Assess what is known and give the result."""
    return _give(script, state, assess(script.tree, state.facts), *before)


def emergency(script: Script, state: State) -> Result:
    """The patient said "emergency": the number at once, whatever is known."""
    known = assess(script.tree, state.facts)
    reasons = known.reasons if known.level == AMBULANCE else ("asked_for_emergency",)
    return _give(script, replace(state, check=None), Assessment(AMBULANCE, reasons))


def unfinished(script: Script, state: State) -> Result:
    """The patient stops before the end: never below what an unasked question allows."""
    assessment = assess(script.tree, state.facts)
    result = Outcome(assessment.level, assessment.reasons, ())
    says = (wording.say(script, "stopped"), *outcome.headline(script, state.facts, assessment))
    if assessment.level in (AMBULANCE, EMERGENCY):
        says = outcome.must_hear(says)
    over = replace(state, phase="over", check=None, outcome=result, said=says)
    return over, (*says, result, Done())


def heard(script: Script, state: State, meaning: Meaning) -> Result:
    """An answer while advice is given: go on, or skip to the safety net."""
    if state.plan[0].clears:
        return _cleared(script, state, meaning)
    return _next(script, replace(state, silences=0), skip=meaning.answer == "no")


def _cleared(script: Script, state: State, meaning: Meaning) -> Result:
    """The answer to the question before painkillers; only a "no" allows more than was known."""
    if meaning.answer != "no" or state.outcome is None:
        return _next(script, state, skip=False)
    known: dict[str, FactValue] = {
        name: "no" for name in state.plan[0].clears if name not in meaning.facts
    }
    new = replace(state, facts={**state.facts, **known})
    assessment = assess(script.tree, new.facts)
    plan, advice = outcome.cleared(script, new.facts, assessment)
    result = replace(state.outcome, advice=advice)
    new = replace(new, plan=(state.plan[0], *plan), outcome=result)
    return _next(script, new, False, *changed(state, new), result)


def taught(script: Script, state: State, meaning: Meaning) -> Result:
    """The patient names a sign to watch for. It is no report of one: it sets nothing.

    Where none of the signs was named, they are said once more; nobody is examined twice.
    """
    turn = state.plan[0]
    if meaning.answer == "no" and not meaning.facts:
        return _next(script, state, skip=True)
    said = {word.strip(".,!?") for word in meaning.text.lower().split()}
    if turn.signs.intersection(meaning.facts) or turn.signs.intersection(said):
        return _next(script, state, False, wording.say(script, "teach_back_right"))
    signs = tuple(said for said in turn.says if said.key.startswith("advice.signs"))
    return _next(script, state, False, wording.say(script, "teach_back_again"), *signs)


def silence(script: Script, state: State) -> Result:
    """Nobody answers: an emergency is told again, with the alarm; other advice goes on to its end.

    An ambulance always; an emergency department where the patient fell silent in the questions.
    """
    state = replace(state, silences=state.silences + 1)
    assert state.outcome is not None
    pressing = state.outcome.level == AMBULANCE or (
        state.outcome.level == EMERGENCY and state.unanswered > 0
    )
    if pressing and state.silences <= len(repair.ALARMS):
        return _speak(state)
    return _next(script, state, skip=True)


def _give(script: Script, state: State, assessment: Assessment, *before: Action) -> Result:
    plan, advice = outcome.plan(script, state.facts, assessment)
    result = Outcome(assessment.level, assessment.reasons, advice)
    state = replace(
        state, phase="advice", question=None, plan=plan, outcome=result, silences=0, failures=0
    )
    return _speak(state, *before, result)


def _next(script: Script, state: State, skip: bool, *before: Action) -> Result:
    rest = state.plan[1:]
    while skip and rest and rest[0].skippable:
        rest = rest[1:]
    if not rest:
        goodbye = wording.say(script, "goodbye")
        return replace(state, phase="over"), (*before, goodbye, Done())
    return _speak(replace(state, plan=rest), *before)


def _speak(state: State, *before: Action) -> Result:
    turn: Turn = state.plan[0]
    wait = WAIT
    if turn.says[0].alarm:
        wait = repair.ALARMS[min(state.silences, len(repair.ALARMS) - 1)]
    return ask(state, turn.says[-1], turn.expect, *before, *turn.says[:-1], wait=wait)
