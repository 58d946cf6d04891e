"""No way leads to self-care past a red flag: an exhaustive walk over the reduced state space."""

from __future__ import annotations

import pytest

from assistant.triage.assess import assess
from assistant.triage.facts import FactValue
from intents.tree import Tree
from tests.triage.walks import Facts, Walked, walk_all

EXPECTED_STATES = {"bundles": 4000, "single questions": 13000, "other conditions": 300}
"""At least so many states; fewer would mean that the walk no longer goes everywhere."""


def _bundled(tree: Tree) -> frozenset[str]:
    return frozenset(fact for bundle in tree.bundles for fact in tree.facts_of(bundle))


def _starts(tree: Tree) -> dict[str, tuple[Facts, frozenset[str]]]:
    """Three walks that together cover everything: they meet in no rule that can be good.

    A bundled red flag must be "no" for self-care, so the single questions are walked with plain
    "no" to every bundle, and the bundles, opened in every way, with good single answers. What is
    left are the bundled facts that may be "yes": diabetes and medicines.
    """
    good: Facts = {
        "cold_symptoms": "yes",
        "days_ill": 5.0,
        "temperature": 37.0,
        "pain_score": 2.0,
    }
    others: Facts = {
        "diabetes": "yes",
        "blood_thinners": "yes",
        "regular_medicines": "yes",
        "age": 33.0,
        "hours_since_pee": 3.0,
    }
    return {
        "bundles": (good, frozenset()),
        "single questions": ({}, _bundled(tree)),
        "other conditions": (others, _bundled(tree)),
    }


@pytest.fixture(scope="module")
def walked(tree: Tree) -> dict[str, Walked]:
    return {name: walk_all(tree, *start) for name, start in _starts(tree).items()}


@pytest.mark.parametrize("name", EXPECTED_STATES)
def test_self_care_has_an_explicit_no_to_every_red_flag(
    tree: Tree, walked: dict[str, Walked], name: str
) -> None:
    way = walked[name]
    print(f"{name}: {way.states} states, {way.cut} cut, {len(way.finished)} end in self-care")
    assert way.states >= EXPECTED_STATES[name]
    assert way.finished
    gated = {fact.id for fact in tree.facts.values() if fact.gate is not None}
    flags = {fact.id for fact in tree.facts.values() if fact.red_flag and fact.asked == "always"}
    for facts in way.finished:
        assert {facts[flag] for flag in flags if flag in facts} == {"no"}
        assert flags - set(facts) <= gated
        assert "yes" in {
            facts.get(name) for name in ("cold_symptoms", "ache_all_over", "recent_vaccine")
        }
        pain = facts["pain_score"]
        assert pain == "dont_know" or (not isinstance(pain, str) and pain < 8)
        days = facts["days_ill"]
        assert not isinstance(days, str)
        assert days < 8


def test_one_answer_less_or_worse_is_never_self_care(tree: Tree, walked: dict[str, Walked]) -> None:
    bad: tuple[FactValue, ...] = ("yes", "dont_know")
    checked = 0
    for way in walked.values():
        for facts in way.finished[::40]:
            for name in facts:
                without = {other: value for other, value in facts.items() if other != name}
                if name not in _optional(tree):
                    assert assess(tree, without).level != "self_care", name
                if tree.facts[name].red_flag:
                    for value in bad:
                        assert assess(tree, {**facts, name: value}).level != "self_care", name
                checked += 1
    assert checked > 1000


def _optional(tree: Tree) -> set[str]:
    """Facts that count when they are said, and that nobody has to answer."""
    return {fact.id for fact in tree.facts.values() if fact.asked != "always"}
