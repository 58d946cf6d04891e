"""The next question: most urgent first, bundles, gates, budgets, and always an end."""

from __future__ import annotations

import random

import pytest

from assistant.triage.assess import assess
from assistant.triage.facts import FactValue
from assistant.triage.paths import OPENING, named_walks, walk
from assistant.triage.route import next_question
from intents.tree import Tree
from tests.triage.notation import facts


def test_the_first_question_is_about_breath_and_chest(tree: Tree) -> None:
    question = next_question(tree, {})
    assert question is not None
    assert {"fighting_for_breath", "chest_pain", "bleeding"} <= set(question.facts)


@pytest.mark.parametrize(
    ("way", "turns", "level"),
    [
        ("plain_flu", 17, "self_care"),
        ("plain_flu_risk_known", 12, "self_care"),
        ("nothing_volunteered", 18, "self_care"),
        ("ambulance_known", 1, "emergency_ambulance"),
    ],
)
def test_promised_lengths(tree: Tree, way: str, turns: int, level: str) -> None:
    """Turns count the opening: 16 questions after it, 18 turns at most, 12 with known risks."""
    got = named_walks(tree)[way]
    assert got.level == level
    assert got.turns <= turns


def test_a_bundle_has_three_spoken_items_at_most(tree: Tree) -> None:
    assert max(len(bundle.parts) for bundle in tree.bundles.values()) <= 3


@pytest.mark.parametrize("said", ["C3 C4", "C3", "U9", "M1 F1=38.5", "U4 F4"])
def test_a_volunteered_ambulance_sign_ends_the_questions(tree: Tree, said: str) -> None:
    assert next_question(tree, facts(tree, said)) is None


@pytest.mark.parametrize(
    ("said", "asked", "good_level"),
    [
        ("U2", "chest_sore_only_on_cough", "consultation_24"),
        ("C4 B1", "numb_in_one_leg_only", "emergency"),
    ],
)
def test_one_follow_up_may_show_that_no_ambulance_is_needed(
    tree: Tree, said: str, asked: str, good_level: str
) -> None:
    known = facts(tree, said)
    assert assess(tree, known).level == "emergency_ambulance"
    question = next_question(tree, known)
    assert question is not None
    assert question.id == asked
    for value in ("no", "dont_know"):
        answered: dict[str, FactValue] = {**known, asked: value}
        assert assess(tree, answered).level == "emergency_ambulance"
        assert next_question(tree, answered) is None
    assert assess(tree, {**known, asked: "yes"}).level == good_level


def test_after_an_emergency_only_the_first_two_blocks_are_finished(tree: Tree) -> None:
    way = walk(tree, facts(tree, "F4 T1=3 S7"), {})
    blocks = {tree.facts[name].block for node in way.asked for name in tree.facts_of(node)[:1]}
    assert blocks <= {"A", "B", "E"}
    assert "kind_of_pain" not in way.asked
    assert "temperature" not in way.asked
    assert way.level == "emergency"


def test_a_child_gets_the_universal_screen_and_a_call_today(tree: Tree) -> None:
    way = walk(tree, {**OPENING, "age": 9.0}, {})
    assert way.level == "consultation_24"
    for node in way.asked:
        assert "A" in {tree.facts[name].block for name in tree.facts_of(node)}
    assert len(way.asked) < 8


def test_a_bundle_opens_one_by_one_and_says_nothing_twice(tree: Tree) -> None:
    opened = frozenset({"muddled_fainted_drooping"})
    known = facts(tree, "U1=no U1b=no U2=no U9=no")
    first = next_question(tree, known, opened)
    assert first is not None
    assert first.facts == ("confused",)
    second = next_question(tree, {**known, "confused": "no"}, opened)
    assert second is not None
    assert second.facts == ("collapsed",)


def test_what_was_volunteered_is_not_asked_again(tree: Tree) -> None:
    known = facts(tree, "F4 T1=3 S8 P2")
    way = walk(tree, known, {"swollen_hot_red": "yes", "one_spot": "yes"})
    for node in way.asked:
        if node in tree.facts:
            assert node not in known
        assert not set(known) & {node}
    question = next_question(tree, facts(tree, "U1=no U1b=no U2=no U9=no U3=no U4=no U5=no S8"))
    assert question is not None
    assert question.facts == ("blue_or_blotchy_skin",)


@pytest.mark.parametrize("stubborn", ["dont_know", "yes", "no"])
def test_it_ends_whatever_is_answered(tree: Tree, stubborn: FactValue) -> None:
    bound = len(tree.facts) + len(tree.bundles)
    everything = dict.fromkeys(tree.facts, stubborn)
    if stubborn != "dont_know":
        everything |= {
            fact.id: "dont_know" for fact in tree.facts.values() if fact.kind == "number"
        }
    assert len(walk(tree, {}, everything).asked) <= bound


def test_it_ends_for_random_answers_within_a_bound(tree: Tree) -> None:
    chance = random.Random(3)
    bound = len(tree.facts) + len(tree.bundles)
    for _ in range(150):
        patient: dict[str, FactValue] = {
            fact.id: "dont_know"
            if fact.kind == "number"
            else chance.choice(["yes", "no", "no", "no", "no", "dont_know"])
            for fact in tree.facts.values()
        }
        way = walk(tree, {}, patient)
        assert len(way.asked) <= bound
        assert len(set(way.asked)) == len(way.asked)
