"""The condition language."""

from __future__ import annotations

import pytest

from assistant.triage.condition import holds
from assistant.triage.facts import Facts
from intents.condition import describe, parse
from intents.tree import Tree
from intents.tree_checks import conditions


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("chest_pain", {"chest_pain": "yes"}, True),
        ("chest_pain", {"chest_pain": "no"}, False),
        ("chest_pain", {"chest_pain": "dont_know"}, False),
        ("chest_pain", {}, False),
        ("chest_pain is not no", {}, True),
        ("chest_pain is unasked", {}, True),
        ("chest_pain is unasked", {"chest_pain": "dont_know"}, False),
        ("age >= 60", {"age": 60.0}, True),
        ("age >= 60", {"age": "dont_know"}, False),
        ("age < 60", {}, False),
        ("age is dont_know", {"age": "dont_know"}, True),
        ("confused or collapsed and bleeding", {"confused": "yes"}, True),
        ("(confused or collapsed) and bleeding", {"confused": "yes"}, False),
        ("2 of (confused, collapsed, age > 60)", {"confused": "yes", "age": 61.0}, True),
        ("2 of (confused, collapsed, age > 60)", {"confused": "yes", "age": 60.0}, False),
        ("urgent_not_ruled_out >= 1", {"confused": "dont_know"}, True),
        ("urgent_not_ruled_out >= 1", {"other_worry": "dont_know"}, False),
    ],
)
def test_a_condition_holds(tree: Tree, text: str, facts: Facts, expected: bool) -> None:
    assert holds(tree, parse(text), facts) is expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "a name"),
        ("chest_pain and", "a name"),
        ("chest_pain bleeding", "bleeding"),
        ("(chest_pain", r"\)"),
        ("age >= old", "number"),
        ("chest_pain is maybe", "maybe"),
        ("__import__('os')", "cannot be read|name of a fact"),
        ("2 of chest_pain", r"\("),
        ("and", "name of a fact"),
    ],
)
def test_a_broken_condition_is_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse(text)


def test_a_condition_described_reads_back_the_same(tree: Tree) -> None:
    named = frozenset(tree.named)
    for _, condition in conditions(tree):
        assert parse(describe(condition), named) == condition
