"""Which entries of a table fit a patient: levels and conditions, first come first. Pure."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from intents.condition import AtLeast, Compare, Condition, Is, Named, facts_in, parse
from intents.tree import Level

Facts = Mapping[str, str | float]
"""What is known, by fact id: yes, no, dont_know or a number. A fact that isn't there: not asked."""
Status = Literal["seed", "read", "to_verify", "design"]

_COMPARE: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """When something is said, and where it comes from (see the head of advice.yaml)."""

    levels: tuple[Level, ...]
    source: tuple[str, ...]
    status: Status
    only_if: tuple[str, ...] = ()
    not_if: tuple[str, ...] = ()
    otherwise: str | None = None
    minutes: int | None = None
    """For a timer: take the heat off, ask again, check again."""

    def fits(self, level: str, facts: Facts) -> bool:
        """Whether it may be said at `level` to a patient with `facts`."""
        return (
            level in self.levels
            and (not self.only_if or self.weight(facts) > 0)
            and not any(holds(condition, facts) for condition in self.not_if)
        )

    def weight(self, facts: Facts) -> int:
        """How many of the conditions in `only_if` hold."""
        return sum(holds(condition, facts) for condition in self.only_if)

    def facts(self) -> frozenset[str]:
        """The facts that its conditions name. Raises ValueError for a condition that is broken."""
        conditions = (*self.only_if, *self.not_if)
        return frozenset().union(*(facts_in(_parsed(condition)) for condition in conditions))


def fitting(entries: Mapping[str, Entry], level: str, facts: Facts) -> Iterator[str]:
    """The ids of the entries that fit, in order; an `otherwise` is tried in its owner's place."""
    stand_ins = {entry.otherwise for entry in entries.values()}
    for first in entries:
        if first in stand_ins:
            continue
        name: str | None = first
        while name is not None and not entries[name].fits(level, facts):
            name = entries[name].otherwise
        if name is not None:
            yield name


def holds(condition: str, facts: Facts) -> bool:
    """Whether a condition is true of `facts`; an unknown number is on no side of any limit."""
    return _holds(_parsed(condition), facts)


@cache
def _parsed(condition: str) -> Condition:
    return parse(condition)


def _holds(condition: Condition, facts: Facts) -> bool:
    if isinstance(condition, Is):
        return (facts.get(condition.fact, "unasked") == condition.state) != condition.negated
    if isinstance(condition, Compare):
        value = facts.get(condition.fact, "unasked")
        known = not isinstance(value, str)
        return known and _COMPARE[condition.operator](float(value), condition.limit)
    if isinstance(condition, AtLeast):
        return sum(_holds(part, facts) for part in condition.parts) >= condition.count
    assert isinstance(condition, Named)
    raise ValueError(f"the name '{condition.name}' is known to the tree only")
