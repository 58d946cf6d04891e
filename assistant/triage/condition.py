"""Whether a condition of the tree holds for what is known. Pure."""

from __future__ import annotations

import operator
from collections.abc import Callable

from assistant.triage.facts import Facts
from intents.condition import AtLeast, Compare, Condition, Is, Named
from intents.tree import Tree

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}
URGENT_NOT_RULED_OUT = "urgent_not_ruled_out"
"""In a comparison: the count of the function of this name."""


def holds(tree: Tree, condition: Condition, facts: Facts) -> bool:
    """A number that is not known is on no side of any limit."""
    if isinstance(condition, Is):
        return (facts.get(condition.fact, "unasked") == condition.state) != condition.negated
    if isinstance(condition, Compare):
        value = _number(tree, condition.fact, facts)
        return value is not None and _COMPARE[condition.operator](value, condition.limit)
    if isinstance(condition, Named):
        return holds(tree, tree.named[condition.name], facts)
    if condition.count == 1:
        return any(holds(tree, part, facts) for part in condition.parts)
    if condition.count == len(condition.parts):
        return all(holds(tree, part, facts) for part in condition.parts)
    return _enough(tree, condition, facts)


def _enough(tree: Tree, condition: AtLeast, facts: Facts) -> bool:
    return sum(holds(tree, part, facts) for part in condition.parts) >= condition.count


def _number(tree: Tree, name: str, facts: Facts) -> float | None:
    if name == URGENT_NOT_RULED_OUT:
        return urgent_not_ruled_out(tree, facts)
    value = facts.get(name)
    return None if value is None or isinstance(value, str) else value


def urgent_not_ruled_out(tree: Tree, facts: Facts) -> int:
    """How many rows of the two highest levels have the bad answer or "don't know".

    The bad answers count too, so that learning that a sign is there never lowers the level.
    """
    return sum(
        value in ("dont_know", tree.facts[name].worse) and tree.facts[name].row in tree.levels[:2]
        for name, value in facts.items()
    )
