"""A clear sentence saves the read-back; the same words, unclear, are read back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.dialogue.script import Script
from intents.understand import Understander
from tests.talkers import TablePatient, hold


@pytest.mark.parametrize(("clear", "checked"), [(True, False), (False, True)])
def test_a_plain_no_in_a_clear_sentence_is_not_read_back(
    clear: bool, checked: bool, script: Script, understander: Understander, tmp_path: Path
) -> None:
    journal = tmp_path / "journal.jsonl"
    patient = TablePatient(
        "i have had the flu for three days and i ache all over",
        otherwise="no i don't think so",
        decision="unsure",
        clear=clear,
    )
    _, voice = hold(script, understander, patient, journal)
    entries = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    believed = [
        entry["decision"]
        for entry in entries
        if entry["event"] == "heard" and entry["text"] == patient.otherwise
    ]
    first_ask = next(i for i, said in enumerate(voice.said) if said.key.startswith("ask."))
    assert voice.said[first_ask + 1].key.startswith("check") is checked
    assert believed[0] == ("heard" if clear else "unsure")
