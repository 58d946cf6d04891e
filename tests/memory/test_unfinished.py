"""What a journal still tells of a check that broke off, and what it must not tell."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.memory.journal import Journal
from assistant.memory.unfinished import Unfinished, find_unfinished
from intents.tree import Tree, load_tree

NOW = datetime(2026, 3, 29, 1, 30, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def tree() -> Tree:
    return load_tree()


def fact(name: str, value: object, minutes_ago: float = 5) -> dict[str, Any]:
    return event("fact", minutes_ago, id=name, value=value)


def event(name: str, minutes_ago: float = 5, **values: object) -> dict[str, Any]:
    at = NOW - timedelta(minutes=minutes_ago)
    return {"event": name, "at": 1.0, "time": at.isoformat(), **values}


def outcome(minutes_ago: float = 5) -> dict[str, Any]:
    return event("outcome", minutes_ago, level="self_care", reasons=[], advice=[])


FLU = [event("heard", 6, text="my back aches"), fact("back_pain", "yes"), fact("chest_pain", "no")]


def found(path: Path, tree: Tree, *events: dict[str, Any], end: str = "\n") -> Unfinished | None:
    path.write_text("\n".join(map(json.dumps, events)) + end)
    return find_unfinished(path, tree, NOW)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.jsonl"


def test_a_crash_leaves_what_was_known(path: Path, tree: Tree) -> None:
    left = found(path, tree, *FLU, event("said", key="ask.confused", text="?", asks=[]))
    assert left is not None
    assert left.facts == {"back_pain": "yes", "chest_pain": "no"}


def test_a_result_ends_it_but_for_who_stopped(path: Path, tree: Tree) -> None:
    assert found(path, tree, *FLU, outcome()) is None
    stopped = [event("heard", text="stop"), event("said", key="stopped", text="", asks=[])]
    assert found(path, tree, *FLU, *stopped, outcome()) is not None
    goodbye = [event("heard", text="stop"), event("said", key="goodbye", text="", asks=[])]
    assert found(path, tree, *FLU, *goodbye, outcome()) is None
    resumed = event("heard", 1, text="yes")
    assert found(path, tree, *FLU, *stopped, outcome(), resumed) is not None
    assert found(path, tree, *FLU, *stopped, outcome(), resumed, outcome(0)) is None


@pytest.mark.parametrize(
    ("minutes", "there"),
    [(0, True), (59, True), (61, False), (600, False), (-0.5, True), (-5, False)],
)
def test_only_the_last_hour_counts(path: Path, tree: Tree, minutes: float, there: bool) -> None:
    left = found(path, tree, fact("back_pain", "yes", minutes))
    assert (left is not None) is there


def test_a_no_of_more_than_an_hour_ago_is_asked_again(path: Path, tree: Tree) -> None:
    left = found(
        path,
        tree,
        fact("chest_pain", "no", 90),
        fact("confused", "dont_know", 90),
        fact("temperature", 38.5, 90),
        fact("back_pain", "yes", 90),
        fact("fighting_for_breath", "no", 50),
        fact("chest_pain", "no", 10),  # told again when the check went on: it is as old as ever
    )
    assert left is not None
    assert left.facts == {"back_pain": "yes", "fighting_for_breath": "no"}


def test_what_was_taken_back_is_not_known(path: Path, tree: Tree) -> None:
    left = found(path, tree, *FLU, fact("chest_pain", None), fact("chest_pain", "yes"))
    assert left is not None
    assert left.facts["chest_pain"] == "yes"
    assert found(path, tree, fact("chest_pain", "no"), fact("chest_pain", None)) is None


def test_the_last_line_may_be_cut_off_anywhere_but_no_other(path: Path, tree: Tree) -> None:
    whole = json.dumps(fact("fighting_for_breath", "yes"))
    for end in range(len(whole)):
        left = found(path, tree, *FLU, end="\n" + whole[:end])
        assert left is not None
        assert left.facts == {"back_pain": "yes", "chest_pain": "no"}
    lines = [*map(json.dumps, FLU)]
    path.write_text("\n".join([lines[0], lines[1][:20], lines[2]]) + "\n")
    assert find_unfinished(path, tree, NOW) is None


@pytest.mark.parametrize(
    "odd",
    [
        fact("no_such_fact", "yes"),
        fact("chest_pain", "perhaps"),
        fact("chest_pain", 3),
        fact("temperature", 400),
        fact("temperature", True),
        fact("temperature", [38]),
        {**fact("chest_pain", "yes"), "time": "yesterday"},
        {**fact("chest_pain", "yes"), "time": 7},
        {"event": "fact", "at": 1, "id": "chest_pain", "value": "no"},
        {},
    ],
)
def test_what_no_journal_holds_is_not_believed(path: Path, tree: Tree, odd: dict[str, Any]) -> None:
    assert found(path, tree, *FLU, odd, fact("back_pain", "yes")) is None


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe\x00", b"[]\n[]\n", b"7\n", b"{}"])
def test_other_files_are_no_journals(path: Path, tree: Tree, content: bytes) -> None:
    path.write_bytes(content)
    assert find_unfinished(path, tree, NOW) is None
    assert find_unfinished(path.with_name("nowhere"), tree, NOW) is None
    assert find_unfinished(path.parent, tree, NOW) is None


def test_bad_signs_and_pressing_ones(path: Path, tree: Tree) -> None:
    left = found(path, tree, *FLU, fact("knows_name_place_day", "no"), fact("temperature", 38.5))
    assert left is not None
    assert left.worse(tree) == {
        "back_pain": "yes",
        "knows_name_place_day": "no",
        "temperature": 38.5,
    }
    assert left.pressing(tree) == {"knows_name_place_day": "no"}


values = st.sampled_from(["yes", "no", "dont_know", None])
names = st.sampled_from(["back_pain", "chest_pain", "confused", "fighting_for_breath"])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    told=st.lists(st.tuples(names, values, st.floats(0, 200)), min_size=1, max_size=12),
    cut=st.integers(0, 400),
)
def test_never_an_old_no_and_never_what_was_not_told(
    path: Path, tree: Tree, told: list[tuple[str, str | None, float]], cut: int
) -> None:
    told = sorted(told, key=lambda line: -line[2])
    lines = [json.dumps(fact(name, value, ago)) for name, value, ago in told]
    text = "\n".join(lines) + "\n"
    path.write_text(text[: max(0, len(text) - cut)])
    left = find_unfinished(path, tree, NOW)
    if left is None:
        return
    for name, value in left.facts.items():
        ages = [
            ago for told_name, told_value, ago in told if (told_name, told_value) == (name, value)
        ]
        assert ages
        assert value == "yes" or min(ages) <= 60


def test_a_journal_that_goes_on_is_whole_and_private(path: Path) -> None:
    with Journal(path) as journal:
        journal.write("fact", id="back_pain", value="yes")
    with path.open("a") as file:
        file.write('{"event": "fact", "id": "che')
    with Journal(path, go_on=True) as journal:
        journal.write("fact", id="chest_pain", value="no")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["id"] for line in lines] == ["back_pain", "chest_pain"]
    assert all(datetime.fromisoformat(line["time"]).tzinfo for line in lines)
    assert path.stat().st_mode & 0o077 == 0
    with Journal(path, go_on=True) as journal:
        journal.begin_anew()
        journal.write("fact", id="confused", value="no")
    assert [json.loads(line)["id"] for line in path.read_text().splitlines()] == ["confused"]
