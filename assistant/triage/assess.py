"""Facts to a level with its reasons: the highest level that any rule reaches. Pure.

Self-care is not the absence of rules: it needs a positive finding and an explicit good answer to
every red flag. A check that is not finished is never below `consultation_24`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.triage.condition import holds
from assistant.triage.facts import Facts, FactValue
from intents.tree import Tree

Others = Literal["unasked", "no"]
UNFINISHED, UNKNOWN_FLAG, NO_SUPPORT = "unfinished", "not_ruled_out", "no_ordinary_cause"
"""Reasons that are no rule of the tree: see `assess`."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A level of the tree, and the ids of the rules behind it, most urgent first."""

    level: str
    reasons: tuple[str, ...]


def assess(tree: Tree, facts: Facts, others: Others = "unasked") -> Assessment:
    """The level for these facts.

    `others`: what a fact that is not mentioned is taken for: not asked (the safe reading), or the
    unremarkable answer (for written cases that name only what was found). Where no rule reaches
    the level, the first reason says what does: `unfinished` (questions are left), `not_ruled_out`
    (a red flag is yes or unknown) or `no_ordinary_cause` (nothing explains the ache).
    """
    if others == "no":
        facts = {**_unremarkable(tree), **facts}
    reached = sorted(_reached(tree, facts), key=lambda item: item[0])
    level = reached[0][0] if reached else tree.levels.index("self_care")
    reasons = tuple(reason for _, reason in reached)
    floor, missing = _floor(tree, facts, others)
    if floor < level:
        level, reasons = floor, (missing, *reasons)
    return Assessment(tree.levels[level], reasons)


def _floor(tree: Tree, facts: Facts, others: Others) -> tuple[int, str]:
    """The level that nothing can go below as long as self-care is not earned, and why."""
    if others == "unasked" and pending(tree, facts):
        return tree.levels.index("consultation_24"), UNFINISHED
    if any(not_ruled_out(tree, name, value) for name, value in facts.items()):
        return tree.levels.index("consultation"), UNKNOWN_FLAG
    if not holds(tree, tree.support, facts):
        return tree.levels.index("consultation"), NO_SUPPORT
    return tree.levels.index("self_care"), ""


def not_ruled_out(tree: Tree, name: str, value: FactValue) -> bool:
    """Whether a red flag has any other answer than an explicit "no"."""
    return tree.facts[name].red_flag and value != "no"


def _reached(tree: Tree, facts: Facts) -> list[tuple[int, str]]:
    fired = [rule for rule in tree.rules if holds(tree, rule.when, facts)]
    cancelled = {name for rule in fired for name in rule.cancels}
    return [(tree.levels.index(rule.level), rule.id) for rule in fired if rule.id not in cancelled]


def _unremarkable(tree: Tree) -> dict[str, FactValue]:
    usual: dict[str, FactValue] = {}
    for fact in tree.facts.values():
        if fact.row == "support" or fact.follow_up:
            continue  # nothing good is presumed, and a second question was not put
        if fact.kind == "yes_no":
            usual[fact.id] = fact.assume
        elif fact.best is not None and fact.row in tree.levels:
            usual[fact.id] = fact.best
    return usual


def pending(tree: Tree, facts: Facts) -> tuple[str, ...]:
    """The facts that must still be asked, in the order of the tree."""
    child = is_child(tree, facts)
    return tuple(
        name
        for node in tree.order
        for name in tree.facts_of(node)
        if name not in facts
        and must_ask(tree, name, facts)
        and not (child and tree.facts[name].block != "A")
    )


def must_ask(tree: Tree, name: str, facts: Facts) -> bool:
    """Whether the fact is one to ask at all, and its gate is open."""
    fact = tree.facts[name]
    return fact.asked == "always" and (fact.gate is None or holds(tree, fact.gate, facts))


def is_child(tree: Tree, facts: Facts) -> bool:
    """Whether the age is known and below the limit for adults."""
    age = facts.get("age")
    return not isinstance(age, str) and age is not None and age < tree.child_age
