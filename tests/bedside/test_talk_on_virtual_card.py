"""A whole check aloud: `bedside talk` hears and speaks through sounddevice, as at a bed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import assistant.rehearsal
from assistant.dialogue.script import Script
from assistant.rehearsal.patient import ScriptedPatient
from assistant.rehearsal.patient_voice import PatientVoice
from assistant.rehearsal.read_back import honest
from assistant.rehearsal.script import PatientScript, load_patient
from intents.understand import Understander
from tests.bedside.at_the_card import converse
from tests.bedside.virtual_card import virtual_card, why_not

SCRIPTS = Path(assistant.rehearsal.__file__).parent / "scripts"
NAMES = ("flu_ache", "cauda_equina")
LONGEST = 480.0
"""Seconds; on an idle machine a check with few misunderstandings takes about half of it."""

Events = list[dict[str, Any]]


def _patient(name: str) -> PatientScript:
    return load_patient(SCRIPTS / f"{name}.yaml")


@pytest.fixture(scope="module")
def conversations(
    tmp_path_factory: pytest.TempPathFactory, script: Script, understander: Understander
) -> Iterator[dict[str, Future[Events]]]:
    """All conversations at once, each beside its own card: they take minutes of real time."""
    if reason := why_not():
        pytest.skip(reason)
    if shutil.which("flite") is None:
        pytest.skip("no flite for the patients' voices: apt install flite")

    def talk(name: str) -> Events:
        folder = tmp_path_factory.mktemp(name)
        patient = ScriptedPatient(_patient(name), honest(script, understander))
        with virtual_card(folder) as card:
            events = converse(card, patient, PatientVoice("flite:slt"), folder, LONGEST)
            return events

    with ThreadPoolExecutor(len(NAMES)) as beds:
        yield {name: beds.submit(talk, name) for name in NAMES}


@pytest.mark.timeout(LONGEST + 60)
@pytest.mark.parametrize("name", NAMES)
def test_a_patient_is_heard_and_led_to_the_right_level(
    conversations: dict[str, Future[Events]], name: str
) -> None:
    events = conversations[name].result()
    outcomes = [event for event in events if event["event"] == "outcome"]
    assert [outcome["level"] for outcome in outcomes] == [_patient(name).expect_level], events
    assert sum(event["event"] == "heard" for event in events) >= 8
