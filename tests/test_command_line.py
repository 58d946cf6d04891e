"""The command line is a contract: output, exit codes, and one sentence for bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

FLU = "I've had the flu for three days and my lower back aches"


def bedside(
    *arguments: str | Path, stdin: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **(env or {})},
    )


def one_sentence(result: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) <= 4  # click puts its usage before
    for word in words:
        assert word in result.stderr


def test_help_has_examples() -> None:
    for command in ("talk", "rehearse", "hear", "understand", "assess", "tree", "models", None):
        result = bedside(*([command] if command else []), "--help")
        assert result.returncode == 0
        assert "Examples" in result.stdout


def test_a_typed_check_writes_its_journal(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    said = "\n".join(["I can't feel my legs and I wet myself", "yes", "stop"])
    result = bedside("talk", "--typed", "--country", "GB", "--journal", journal, stdin=said)
    assert result.returncode == 0, result.stderr
    assert "\x1b" not in result.stdout
    assert "nine nine nine" in result.stdout
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert {line["event"] for line in lines} == {"said", "heard", "fact", "alarm", "outcome"}
    assert all(isinstance(line["at"], float) for line in lines)
    assert lines[-1]["event"] == "outcome"
    assert lines[-1]["level"] == "emergency_ambulance"
    assert journal.stat().st_mode & 0o077 == 0


def test_a_pipe_that_ends_gives_an_outcome_that_is_not_below_a_call(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    result = bedside("talk", "--typed", "--journal", journal, stdin=FLU + "\n")
    assert result.returncode == 0
    last = json.loads(journal.read_text().splitlines()[-1])
    assert last["level"] in ("emergency_ambulance", "emergency", "consultation_24")


def test_country_numbers() -> None:
    for country, digits in (
        ("NZ", "one one one"),
        ("US", "nine one one"),
        ("GB", "nine nine nine"),
    ):
        result = bedside("talk", "--typed", "--country", country, stdin="emergency\nstop\n")
        assert digits in result.stdout


def test_assess_reads_ids_and_refs(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    facts = {"yes": ["C2", "bladder_bowel_trouble"], "no": ["U1"], "dont_know": [], "values": {}}
    cases.write_text(json.dumps({"id": "a", "age": 46, "facts": facts}) + "\n")
    result = bedside("assess", cases)
    assert json.loads(result.stdout)["level"] == "emergency_ambulance"
    assert set(json.loads(result.stdout)) == {"id", "level", "reasons"}


def test_understand_prints_its_keys() -> None:
    line = json.dumps(
        {"id": 7, "text": "not that I've noticed", "expect": "yes_no", "question": "Any numbness?"}
    )
    result = bedside("understand", stdin=line + "\nmy back aches\n")
    first, second = (json.loads(printed) for printed in result.stdout.splitlines())
    keys = {"id", "answer", "number", "facts", "command", "confidence", "reason"}
    assert keys <= set(first)
    assert first["id"] == 7
    assert first["answer"] == "no"
    assert second["facts"]["back_pain"] == "yes"


def test_tree_lists_its_facts() -> None:
    rows = [json.loads(line) for line in bedside("tree", "--facts").stdout.splitlines()]
    assert {"id", "ref", "kind", "question"} <= set(rows[0])
    refs = {row["ref"] for row in rows}
    assert {"Z2", "U1", "M1", "C1b", "S1", "P4", "K2", "F1", "W1", "X1", "B1", "B2"} <= refs


def test_spanish_is_typed() -> None:
    said = "no siento las piernas y me he hecho pis encima\nsí\npare\n"
    result = bedside("talk", "--typed", "--language", "es", "--country", "ES", stdin=said)
    assert result.returncode == 0, result.stderr
    assert "Llame ahora a uno uno dos" in result.stdout
    result = bedside("talk", "--typed", stdin="emergencia\n", env={"BEDSIDE_LANGUAGE": "es"})
    assert "Llame ahora a" in result.stdout


def test_spanish_is_understood() -> None:
    lines = "me duele la espalda\n" + json.dumps({"text": "qué va", "expect": "chest_pain"}) + "\n"
    result = bedside("understand", "--language", "es", stdin=lines)
    told, denied = (json.loads(line) for line in result.stdout.splitlines())
    assert told["facts"] == {"back_pain": "yes"}
    assert denied["facts"] == {"chest_pain": "no"}
    steps = bedside("understand", "--language", "es", "--explain", "no me duele el pecho").stdout
    assert "chest_pain" in steps
    assert "negated" in steps


def test_the_tree_speaks_spanish() -> None:
    rows = [
        json.loads(r) for r in bedside("tree", "--facts", "--language", "es").stdout.splitlines()
    ]
    assert all("¿" in row["question"] for row in rows)
    form = json.loads(bedside("tree", "--fhir", "--language", "es").stdout)
    assert form["language"] == "es"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["talk", "--language", "es"], 3, ["recogniser", "--typed --language es"]),
        (["talk", "--typed", "--language", "xx"], 2, ["'xx'", "en, es"]),
        (["talk", "--rate", "9"], 2, ["100", "250"]),
        (["talk", "--typed", "--captions-size", "9"], 2, ["'9'", "1 (normal)"]),
        (["talk", "--typed", "--journal", "/nowhere/at/all.jsonl"], 2, ["/nowhere/at/all.jsonl"]),
        (["assess", "/nowhere.jsonl"], 2, ["/nowhere.jsonl"]),
        (["hear", "/nowhere.wav"], 2, ["/nowhere.wav"]),
        (["rehearse", "/nowhere.yaml"], 2, ["/nowhere.yaml"]),
        (["understand", "--expect", "no_such_fact"], 2, ["no_such_fact"]),
        (["gibberish"], 2, ["gibberish"]),
    ],
)
def test_wrong_use_gets_one_sentence(arguments: list[str], code: int, words: list[str]) -> None:
    one_sentence(bedside(*arguments, stdin="yes\n"), code, *words)


def test_a_broken_line_in_cases_is_named(tmp_path: Path) -> None:
    cases = tmp_path / "cases.jsonl"
    cases.write_text('{"id": "a", "facts": {"yes": ["XX9"]}}\n')
    one_sentence(bedside("assess", cases), 2, str(cases), "line 1", "XX9")
    cases.write_text("{nonsense\n")
    one_sentence(bedside("assess", cases), 2, "line 1")


def test_recordings_that_are_none(tmp_path: Path) -> None:
    empty, text = tmp_path / "empty.wav", tmp_path / "text.wav"
    empty.write_bytes(b"")
    text.write_text("not audio")
    one_sentence(bedside("hear", empty), 2, "empty.wav")
    one_sentence(bedside("hear", text), 2, "text.wav")


def test_silence_in_a_recording_is_ignored(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "quiet.wav", np.zeros(44_100), 44_100)
    result = bedside("hear", "--expect", "yes_no", tmp_path / "quiet.wav")
    line = json.loads(result.stdout)
    assert line["decision"] == "ignored"
    assert line["meaning"]["answer"] is None
    assert {"file", "text", "open_text", "decision", "meaning", "seconds", "work"} <= set(line)


def test_broken_script_names_file_and_line(tmp_path: Path) -> None:
    script = tmp_path / "patient.yaml"
    script.write_text("title: a\nsays:\n  - {whenn: age, say: forty}\n")
    one_sentence(bedside("rehearse", script), 4, str(script), "line 3")


def test_ctrl_c_is_quiet() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "talk", "--typed"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in errors
