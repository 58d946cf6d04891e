"""Written cases from outside the repository; read in place, skipped where they are absent."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from assistant.triage.assess_lines import assess_line, case_facts
from assistant.triage.facts import FactValue
from assistant.triage.paths import walk
from intents.tree import Tree
from tests.triage.notation import LEVELS

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("BEDSIDE_SHARED", ROOT.parent / "shared"))
CASES = SHARED / "clinical" / "vignettes_dev.jsonl"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES.exists(), reason=f"no written cases in {CASES} (BEDSIDE_SHARED)"),
]


def _cases() -> list[tuple[dict[str, Any], str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [(json.loads(line), line) for line in lines if line.strip()]


def _level(tree: Tree, line: str, others: Any = "no") -> str:
    return str(assess_line(tree, line, others)["level"])


def test_every_emergency_reaches_the_two_top_levels(tree: Tree) -> None:
    emergencies = [pair for pair in _cases() if pair[0]["gold_triage"] == "emergency"]
    assert emergencies
    low = [case["id"] for case, line in emergencies if _level(tree, line) not in tree.levels[:2]]
    assert low == []


def test_no_level_is_outside_what_is_acceptable(tree: Tree) -> None:
    outside = [
        (case["id"], _level(tree, line))
        for case, line in _cases()
        if _level(tree, line) not in {LEVELS[level] for level in case["accept_levels"]}
    ]
    assert outside == []


def test_with_nothing_presumed_no_case_is_sent_lower(tree: Tree) -> None:
    for _, line in _cases():
        careful, presumed = _level(tree, line, "unasked"), _level(tree, line)
        assert tree.levels.index(careful) <= tree.levels.index(presumed)


def test_exact_levels_are_reported(tree: Tree) -> None:
    """Prints the share of exact levels and of over-triage against each case's reference class."""
    cases = _cases()
    lowest_right = {"emergency": 1, "non_emergency": 3, "self_care": 4}
    highest_right = {"emergency": 0, "non_emergency": 2, "self_care": 4}
    exact = over = under = 0
    for case, line in cases:
        at = tree.levels.index(_level(tree, line))
        exact += tree.levels[at] == LEVELS[case["expected_level"]]
        over += at < highest_right[case["gold_triage"]]
        under += at > lowest_right[case["gold_triage"]]
    print(f"{len(cases)} cases: exact {exact}, over {over}, under {under}")
    assert under == 0


def test_the_questions_find_every_emergency_too(tree: Tree) -> None:
    """The cases answer the route; second questions that the case does not settle: don't know."""
    unsettled: dict[str, FactValue] = {
        fact.id: "dont_know" for fact in tree.facts.values() if fact.follow_up
    }
    supports: dict[str, FactValue] = {
        fact.id: "no" for fact in tree.facts.values() if fact.row == "support"
    }
    low = []
    turns = []
    for case, _ in _cases():
        way = walk(tree, {}, {**unsettled, **supports, **case_facts(tree, case)})
        turns.append(way.turns)
        if case["gold_triage"] == "emergency" and way.level not in tree.levels[:2]:
            low.append(case["id"])
    print(f"turns: shortest {min(turns)}, longest {max(turns)}")
    assert low == []
