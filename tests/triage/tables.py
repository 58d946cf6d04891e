"""The tables of this folder as checks on a tree, so that a damaged tree can be put to them too."""

from __future__ import annotations

from assistant.triage.assess import assess, must_ask
from intents.tree import Tree
from tests.triage.notation import LEVELS, facts, lines


def rows() -> list[str]:
    """Every line of the hand-made tables."""
    return [*lines("rows.txt"), *lines("bands.txt")]


def wrong(tree: Tree, row: str) -> str:
    """What is wrong with the tree according to this line; empty where it is right."""
    findings, result = row.split(" => ")
    level, *named = result.split()
    own_levels = dict(rule.split("@") for rule in named if "@" in rule)
    rules = [rule.split("@")[0] for rule in named]
    got = assess(tree, facts(tree, findings), others="no")
    needed = {rule for rule in rules if not rule.startswith("not:")}
    banned = {rule.removeprefix("not:") for rule in rules if rule.startswith("not:")}
    if got.level != LEVELS[level]:
        return f"{got.level} instead of {LEVELS[level]}, for {', '.join(got.reasons)}"
    if missing := needed - set(got.reasons):
        return f"without {', '.join(sorted(missing))}"
    if extra := banned & set(got.reasons):
        return f"with {', '.join(sorted(extra))}"
    for rule, own in own_levels.items():
        if tree.rule(rule).level != LEVELS[own]:
            return f"{rule} is {tree.rule(rule).level}"
    return ""


def wrong_gate(tree: Tree, row: str) -> str:
    """Which question this line of gates.txt finds open or shut against its word."""
    findings, result = row.split(" => ")
    known = facts(tree, findings)
    for ref in result.split():
        wanted = not ref.startswith("not:")
        name = tree.fact(ref.removeprefix("not:")).id
        if must_ask(tree, name, known) is not wanted:
            return f"{name} is {'shut' if wanted else 'open'}"
    return ""


OPEN = (
    ("F4 U1=dk", "emergency"),
    ("F4 U3=dk", "emergency"),
    ("F4 C1=dk", "emergency"),
    ("R12=dk", "emergency"),
    ("F4", "consultation_24"),
)
"""Checks that are not finished, so that second questions are still to come: facts and level."""
