"""The tables of tests/dialogues through the real understanding and dialogue."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.dialogue.script import load_script
from intents.phrases import load_phrases
from intents.understand import Understander
from intents.yaml_file import load
from tests.talkers import Line, TablePatient, hold

TABLES = sorted((Path(__file__).parent / "dialogues").glob("*.yaml"))


@dataclass(frozen=True, slots=True)
class Expected:
    level: str = ""
    level_at_least: str = ""
    facts: dict[str, str] | None = None
    facts_include: dict[str, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    heard_text: str = ""
    no_fact_is: str = ""
    some_fact_is: str = ""
    questions_at_most: int = 99


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    opening: str
    answers: dict[str, str] | str
    otherwise: str
    expect: Expected
    turns: tuple[Line, ...] = ()
    language: str = "en"
    country: str = "GB"


@cache
def speaks(language: str) -> Understander:
    return Understander(load_phrases(language))


def test_there_are_enough_of_them() -> None:
    assert len(TABLES) >= 15


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_dialogue(path: Path, tmp_path: Path) -> None:
    table = load(path, Table)
    script, understander = load_script(table.country, table.language), speaks(table.language)
    answers = table.answers if isinstance(table.answers, dict) else {}
    patient = TablePatient(table.opening, table.turns, answers, table.otherwise)
    outcome, voice = hold(script, understander, patient, tmp_path / "journal.jsonl")
    facts = _facts(tmp_path / "journal.jsonl")
    expect = table.expect
    assert outcome is not None
    levels = script.tree.levels
    if expect.level:
        assert outcome.level == expect.level
    if expect.level_at_least:
        assert levels.index(outcome.level) <= levels.index(expect.level_at_least)
    for fact, value in {**(expect.facts or {}), **expect.facts_include}.items():
        assert str(facts.get(fact)) in (value, f"{value}.0")
    if expect.facts == {}:
        assert facts == {}
    keys = [said.key for said in voice.said]
    for wanted in expect.said:
        assert any(key == wanted or key.startswith(wanted) for key in keys), wanted
    assert expect.heard_text in " ".join(said.text for said in voice.said)
    if expect.no_fact_is:
        assert expect.no_fact_is not in facts.values()
    if expect.some_fact_is:
        assert expect.some_fact_is in facts.values()
    before = next((i for i, key in enumerate(keys) if key.startswith("advice.")), None)
    questions = [said for said in voice.said[:before] if said.asks or said.key == "complaint"]
    assert len(questions) <= expect.questions_at_most


def _facts(journal: Path) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    for line in journal.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["event"] == "fact":
            facts[entry["id"]] = entry["value"]
    return {fact: value for fact, value in facts.items() if value is not None}
