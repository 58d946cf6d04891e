"""The question before painkillers: only a "no" allows the advice that needs one."""

from __future__ import annotations

import pytest

from assistant.dialogue.actions import Outcome, Say
from assistant.dialogue.events import Begin, Event, Heard, Silence
from assistant.dialogue.outcome import PAINKILLERS
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.step import step
from assistant.triage.facts import FactValue
from assistant.triage.paths import answer
from intents.meaning import Meaning

YES = Heard(Meaning("yes", answer="yes", confidence=1.0))
NO = Heard(Meaning("no", answer="no", confidence=1.0))
ASTHMA = Heard(Meaning("asthma", facts={"organ_trouble_or_asthma": "yes"}, confidence=1.0))
UNSURE_NO = Heard(Meaning("no", answer="no", confidence=1.0), "unsure")
ASK, DOSE = "items.paracetamol_ask", "items.paracetamol"


def known(script: Script, **other: FactValue) -> dict[str, FactValue]:
    """Someone well but for a cold, except for what is named; nothing asked before painkillers."""
    tree = script.tree
    later = tree.facts_of(PAINKILLERS)
    names = [name for name in tree.facts if name not in later]
    well: dict[str, FactValue] = {name: answer(tree.facts[name], {}) for name in names}
    return well | {"cold_symptoms": "yes", "ache_all_over": "yes", "age": 34.0} | other


def after(script: Script, facts: dict[str, FactValue], *events: Event) -> tuple[State, set[str]]:
    """The state and the advice that came with the last result."""
    state, actions = step(script, State(), Begin(facts))
    advice: set[str] = set()
    for event in (Heard(Meaning("i ache", facts={"body_ache": "yes"}, confidence=1.0)), *events):
        state, actions = step(script, state, event)
        for action in actions:
            if isinstance(action, Outcome):
                advice = set(action.advice)
    return state, advice


def test_it_is_asked_after_the_result(script: Script) -> None:
    state, advice = after(script, known(script))
    assert state.outcome is not None
    assert state.outcome.level == "self_care"
    assert [said.key for said in state.said][-1] == f"ask.{PAINKILLERS}"
    assert ASK in advice


def test_a_no_allows_the_dose(script: Script) -> None:
    state, advice = after(script, known(script), NO)
    assert DOSE in advice
    assert ASK not in advice
    assert all(state.facts[name] == "no" for name in script.tree.facts_of(PAINKILLERS))
    spoken = {said.key for turn in state.plan for said in turn.says if isinstance(said, Say)}
    assert f"advice.{DOSE}" in spoken


@pytest.mark.parametrize("event", [YES, ASTHMA, Silence(), UNSURE_NO], ids=str)
def test_anything_else_leaves_the_cautious_advice(script: Script, event: Event) -> None:
    state, advice = after(script, known(script), event)
    assert ASK in advice
    assert DOSE not in advice
    assert "no" not in {state.facts.get(name) for name in script.tree.facts_of(PAINKILLERS)}


def test_what_is_known_is_not_asked(script: Script) -> None:
    state, _ = after(
        script, known(script, **dict.fromkeys(script.tree.facts_of(PAINKILLERS), "no"))
    )
    assert not any(turn.clears for turn in state.plan)


@pytest.mark.parametrize("bad", ["chest_pain", "flank_pain"])
def test_it_does_not_hold_up_who_must_be_seen_today(script: Script, bad: str) -> None:
    state, _ = after(script, known(script, **{bad: "yes"}))
    assert state.outcome is not None
    assert state.outcome.level not in ("consultation", "self_care")
    assert not any(turn.clears for turn in state.plan)
