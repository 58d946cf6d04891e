"""Each row, don't-know cell, pair rule and number band, against tables made by hand."""

from __future__ import annotations

import pytest

from assistant.triage.assess import assess
from intents.tree import Tree
from tests.triage.notation import facts, lines
from tests.triage.tables import OPEN, rows, wrong, wrong_gate

ROWS = lines("rows.txt")


@pytest.mark.parametrize("row", rows())
def test_a_row_reaches_its_level_for_its_reason(tree: Tree, row: str) -> None:
    assert wrong(tree, row) == ""


@pytest.mark.parametrize("row", lines("gates.txt"))
def test_a_gate_opens_on_risk(tree: Tree, row: str) -> None:
    assert wrong_gate(tree, row) == ""


@pytest.mark.parametrize(("findings", "level"), OPEN)
def test_an_unfinished_check_stays_high(tree: Tree, findings: str, level: str) -> None:
    assert assess(tree, facts(tree, findings)).level == level


def test_every_gate_is_in_the_table(tree: Tree) -> None:
    named = {
        tree.fact(ref.removeprefix("not:")).id
        for row in lines("gates.txt")
        for ref in row.split(" => ")[1].split()
    }
    assert {fact.id for fact in tree.facts.values() if fact.gate} - named == set()


def test_every_rule_is_in_the_tables(tree: Tree) -> None:
    named = {rule for row in rows() for rule in row.split(" => ")[1].replace("@", " ").split()}
    open_rules = {rule.id for rule in tree.rules if rule.id.endswith(".open")}
    assert {rule.id for rule in tree.rules} - named == open_rules


def test_every_fact_of_the_tree_is_in_the_tables(tree: Tree) -> None:
    named = {
        tree.fact(item.partition("=")[0]).id
        for row in rows()
        for item in row.split(" => ")[0].split()
    }
    assert set(tree.facts) - named == {"body_ache"}


def test_every_row_has_its_cell_for_not_knowing(tree: Tree) -> None:
    unknown = {
        tree.fact(item.removesuffix("=dk")).id
        for row in ROWS
        for item in row.split(" => ")[0].split()
        if item.endswith("=dk")
    }
    said = {fact.id for fact in tree.facts.values() if fact.asked in ("only_said", "with_advice")}
    not_in_the_column = {fact.id for fact in tree.facts.values() if fact.follow_up} | {
        "ketones",
        "sudden_headache",
        "feels_feverish",
    }
    assert set(tree.facts) - unknown - said - not_in_the_column == set()
