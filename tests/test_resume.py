"""Where were we? A check that broke off goes on, if the patient says so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.check import Wish, hold, unfinished_path
from assistant.conversation import Utterance
from assistant.dialogue.script import Script
from assistant.memory.journal import Journal
from assistant.settings import Settings
from intents.understand import Understander
from tests.talkers import ListVoice
from tests.test_command_line import FLU, bedside
from tests.test_first_run import Lines

NOES = {"chest_pain": "no", "fighting_for_breath": "no", "more_breathless": "no"}
ACHE = {"back_pain": "yes", **NOES}
URGENT = {"back_pain": "yes", "more_breathless": "yes", "chest_pain": "no"}
DIRE = {"fighting_for_breath": "yes"}


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def broken_off(path: Path, facts: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with Journal(path) as journal:
        for name, value in facts.items():
            journal.write("fact", id=name, value=value)


def go_on(
    script: Script,
    understander: Understander,
    path: Path,
    lines: Sequence[str | Utterance],
    first: Utterance | None = None,
) -> tuple[Any, list[str], dict[str, Any]]:
    """The outcome, the keys of what was said, and the facts that the journal ends with."""
    voice = ListVoice()
    wish = Wish(Settings("GB"), path)
    outcome = hold(wish, script, understander, Lines(lines), voice, first)
    facts: dict[str, Any] = {}
    for line in map(json.loads, path.read_text().splitlines()):
        if line["event"] == "fact":
            facts[line["id"]] = line["value"]
    return outcome, [said.key for said in voice.said], facts


@pytest.mark.parametrize("yes", ["yes", "yes please", "go on", "continue"])
def test_a_yes_goes_on_with_all_that_is_known(
    script: Script, understander: Understander, path: Path, yes: str
) -> None:
    broken_off(path, ACHE)
    _, keys, facts = go_on(script, understander, path, [yes, "stop"])
    assert keys[:3] == ["resume.known", "resume.go_on", "resume.going_on"]
    assert facts == ACHE
    assert "complaint" not in keys
    assert not [key for key in keys if key.startswith("greeting")]
    assert keys[3].startswith("ask.")


def test_what_is_known_is_not_asked_again(
    script: Script, understander: Understander, path: Path
) -> None:
    broken_off(path, ACHE)
    voice = ListVoice()
    lines = ["yes", *["no"] * 8, "stop"]
    hold(Wish(Settings("GB"), path), script, understander, Lines(lines), voice)
    asked = {fact for said in voice.said for fact in said.asks}
    assert asked
    assert not asked & set(ACHE)


@pytest.mark.parametrize("no", ["no", "no thanks", "start over"])
def test_a_no_begins_anew_and_says_what_is_lost(
    script: Script, understander: Understander, path: Path, no: str
) -> None:
    broken_off(path, URGENT)
    _, keys, facts = go_on(script, understander, path, [no, "stop"])
    told = ["resume.known", "resume.urgent", "resume.go_on", "resume.afresh"]
    assert keys[:5] == [*told, "greeting.1"]
    assert facts == {}


@pytest.mark.parametrize(
    "unclear",
    [["", ""], ["mumble", ""], ["I don't know", "mumble"], [Utterance("yes", "unsure")] * 2,
     [Utterance("no", "unsure")] * 2, ["forty", "forty"],
     [Utterance("start over", "unsure"), Utterance("go on", "unsure")]],
)  # fmt: skip
def test_without_a_clear_answer_the_danger_signs_stay(
    script: Script, understander: Understander, path: Path, unclear: list[str | Utterance]
) -> None:
    broken_off(path, URGENT)
    outcome, keys, facts = go_on(script, understander, path, [*unclear, "stop"])
    assert keys.count("resume.go_on") == 2
    assert "complaint" in keys
    assert facts == {"more_breathless": "yes"}
    assert outcome.level in ("emergency", "emergency_ambulance")


def test_without_a_clear_answer_no_no_is_taken_over(
    script: Script, understander: Understander, path: Path
) -> None:
    broken_off(path, ACHE)
    _, keys, facts = go_on(script, understander, path, ["", "", "stop"])
    assert "resume.afresh" in keys
    assert facts == {}


def test_a_complaint_begins_a_new_check_with_it(
    script: Script, understander: Understander, path: Path
) -> None:
    broken_off(path, URGENT)
    _, keys, facts = go_on(script, understander, path, ["now my neck is stiff", "yes", "stop"])
    assert "resume.afresh" in keys
    assert facts["more_breathless"] == "yes"
    assert facts["stiff_neck"] == "yes"
    assert "back_pain" not in facts


def test_yes_with_a_symptom_is_no_clear_yes(
    script: Script, understander: Understander, path: Path
) -> None:
    broken_off(path, ACHE)
    outcome, _, facts = go_on(
        script, understander, path, ["yes, and now I can't breathe", "yes", "stop"]
    )
    assert outcome.level == "emergency_ambulance"
    assert facts["fighting_for_breath"] == "yes"
    assert "no" not in facts.values()


@pytest.mark.parametrize("answer", [["yes"], ["", ""], ["now my neck is stiff"], ["emergency"]])
def test_an_ambulance_is_called_for_whatever_is_answered_but_no(
    script: Script, understander: Understander, path: Path, answer: list[str]
) -> None:
    broken_off(path, DIRE)
    outcome, keys, facts = go_on(script, understander, path, [*answer, "stop"])
    assert outcome.level == "emergency_ambulance"
    assert "advice.emergency_ambulance" in keys
    assert "resume.urgent" in keys
    assert facts["fighting_for_breath"] == "yes"


def test_emergency_is_answered_at_once(
    script: Script, understander: Understander, path: Path
) -> None:
    broken_off(path, ACHE)
    outcome, keys, _ = go_on(script, understander, path, ["emergency", "stop"])
    assert outcome.level == "emergency_ambulance"
    assert keys[keys.index("resume.go_on") + 1] == "advice.emergency_ambulance"


def test_a_doubtful_emergency_is_read_back(
    script: Script, understander: Understander, path: Path
) -> None:
    broken_off(path, URGENT)
    doubtful = Utterance("emergency", "unsure")
    outcome, keys, _ = go_on(script, understander, path, [doubtful, "yes", "stop"])
    assert "check_answer" in keys
    assert outcome.level == "emergency_ambulance"


def test_who_wakes_it_with_a_cry_for_help_is_asked_nothing(
    script: Script, understander: Understander, path: Path
) -> None:
    broken_off(path, ACHE)
    _, keys, _ = go_on(script, understander, path, ["stop"], first=Utterance("emergency"))
    assert keys[0] == "advice.emergency_ambulance"


def test_start_over_forgets_what_was_taken_over(
    script: Script, understander: Understander, path: Path
) -> None:
    broken_off(path, ACHE)
    _, _, facts = go_on(script, understander, path, ["yes", "start over", "stop"])
    assert set(facts.values()) == {None}


def test_back_does_not_lose_what_was_taken_over(
    script: Script, understander: Understander, path: Path
) -> None:
    broken_off(path, ACHE)
    _, _, facts = go_on(script, understander, path, ["yes", "no", "go back", "stop"])
    assert {name: facts[name] for name in ACHE} == ACHE


def test_commands_before_the_answer(script: Script, understander: Understander, path: Path) -> None:
    broken_off(path, ACHE)
    said = ["repeat", "slower", "wait", "help", "yes", "stop"]
    _, keys, facts = go_on(script, understander, path, said)
    assert keys.count("resume.go_on") == 5
    assert facts == ACHE


def test_a_finished_and_an_old_journal_are_not_offered(
    script: Script, understander: Understander, path: Path
) -> None:
    broken_off(path, ACHE)
    text = path.read_text()
    path.write_text(text + json.dumps({**json.loads(text.splitlines()[0]), "event": "outcome"}))
    _, keys, _ = go_on(script, understander, path, ["stop"])
    assert keys[0] == "greeting.1"
    path.write_text(text.replace('"time": "20', '"time": "19'))
    _, keys, _ = go_on(script, understander, path, ["stop"])
    assert keys[0] == "greeting.1"


def start(arguments: Sequence[str | Path], env: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "assistant",
            "talk",
            "--typed",
            "--country",
            "GB",
            *map(str, arguments),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **env},
    )


def kill_in_the_middle(arguments: Sequence[str | Path], env: dict[str, str], journal: Path) -> None:
    """A typed check that is killed with SIGKILL after its first answers."""
    with start(arguments, env) as process:
        assert process.stdin is not None
        process.stdin.write(f"{FLU}\nno\n")
        process.stdin.flush()
        end = time.monotonic() + 60
        while not journal.exists() or journal.read_text().count('"no"') < 3:
            assert time.monotonic() < end
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)


def test_after_a_kill_it_goes_on(path: Path) -> None:
    kill_in_the_middle(["--journal", path], {}, path)
    before = path.read_text()
    with path.open("a") as file:
        file.write('{"event": "fact", "at": 3.1, "id": "ches')
    arguments = ["talk", "--typed", "--country", "GB", "--journal", path]
    result = bedside(*arguments, stdin="yes\nsummary\nstop\n")
    assert result.returncode == 0, result.stderr
    assert "Shall we go on where we were?" in result.stdout
    assert "back pain" in result.stdout
    assert "You said no to:" in result.stdout
    assert "Tell me what is wrong." not in result.stdout
    assert path.read_text().startswith(before)
    for line in path.read_text().splitlines():
        json.loads(line)


def test_without_consent_nothing_is_kept(tmp_path: Path) -> None:
    bedside("talk", "--typed", stdin=f"{FLU}\nno\nstop\n")
    assert not [
        path for path in tmp_path.rglob("*") if path.is_file() and "unfinished" in path.name
    ]


def test_the_private_file_is_kept_only_until_the_result(tmp_path: Path) -> None:
    env = {"BEDSIDE_KEEP_UNFINISHED": "true"}
    path = unfinished_path()
    kill_in_the_middle([], env, path)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    again = bedside("talk", "--typed", "--country", "GB", stdin="yes\nstop\n", env=env)
    assert "Shall we go on where we were?" in again.stdout
    assert path.exists()  # who stops may go on, too
    ended = bedside("talk", "--typed", stdin="no\nemergency\nstop\n", env=env)
    assert "I forget what you told me before." in ended.stdout
    assert not path.exists()


def test_who_takes_consent_back_loses_the_file(script: Script, understander: Understander) -> None:
    broken_off(unfinished_path(), ACHE)
    hold(Wish(Settings("GB")), script, understander, Lines(["stop"]), ListVoice())
    assert not unfinished_path().exists()


def test_a_folder_that_can_not_be_made_is_no_reason_to_be_silent(
    script: Script, understander: Understander, tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    wish = Wish(Settings("GB", keep_unfinished=True))
    outcome = hold(wish, script, understander, Lines(["emergency", "stop"]), ListVoice())
    assert outcome is not None
    assert outcome.level == "emergency_ambulance"
