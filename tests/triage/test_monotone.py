"""Worse answers never lower the level, save by T21; the order of answers does not matter."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.triage.assess import Others, assess
from assistant.triage.facts import FactValue
from intents.tree import Fact, load_tree

TREE = load_tree()
LOWERING = "lifting_strain"
"""The one finding that may lower a level (rule T21)."""


def limits(fact: Fact) -> list[float]:
    """Numbers on both sides of every limit that any rule or gate sets for this fact."""
    from intents.condition import Compare, Condition, Is, Named
    from intents.tree_checks import conditions

    def compared(condition: Condition) -> list[float]:
        if isinstance(condition, Compare):
            return [condition.limit] if condition.fact == fact.id else []
        if isinstance(condition, Is | Named):
            return []
        return [limit for part in condition.parts for limit in compared(part)]

    assert fact.low is not None
    assert fact.high is not None
    assert fact.best is not None
    found = {fact.low, fact.high, fact.best}
    for _, condition in conditions(TREE):
        for limit in compared(condition):
            found |= {limit - 0.1, limit, limit + 0.1}
    return sorted(value for value in found if fact.low <= value <= fact.high)


NUMBERS = {fact.id: limits(fact) for fact in TREE.facts.values() if fact.kind == "number"}


def values(fact: Fact) -> st.SearchStrategy[FactValue]:
    if fact.kind == "number":
        return st.sampled_from([*NUMBERS[fact.id], "dont_know"])
    return st.sampled_from(["no", "no", "no", "no", "yes", "dont_know"])


def fact_sets(*, few_bad: bool) -> st.SearchStrategy[dict[str, FactValue]]:
    """Partial fact sets; with few bad ones the level stays low enough to be able to fall."""
    every = list(TREE.facts.values())
    if not few_bad:
        return st.fixed_dictionaries({}, optional={fact.id: values(fact) for fact in every})
    good: dict[str, FactValue] = {fact.id: better(fact) for fact in every}
    changes = st.dictionaries(st.sampled_from(every), st.none(), min_size=0, max_size=6).flatmap(
        lambda chosen: st.fixed_dictionaries({fact.id: values(fact) for fact in chosen})
    )
    gone = st.sets(st.sampled_from([fact.id for fact in every]), max_size=3)
    return st.tuples(changes, gone).map(
        lambda both: {
            name: value for name, value in {**good, **both[0]}.items() if name not in both[1]
        }
    )


def better(fact: Fact) -> FactValue:
    if fact.best is not None:
        return fact.best
    return "no" if fact.worse == "yes" else "yes"


def worse_values(fact: Fact, value: FactValue | None) -> list[FactValue]:
    """What is worse than this value of this fact."""
    if fact.kind == "yes_no":
        return [] if value == fact.worse else [fact.worse]
    if value is None or isinstance(value, str) or fact.best is None:
        return []
    if value >= fact.best:
        high: list[FactValue] = [other for other in NUMBERS[fact.id] if other > value]
    else:
        high = []
    low: list[FactValue] = [other for other in NUMBERS[fact.id] if other < value]
    return high + (low if value <= fact.best else [])


def rank(facts: dict[str, FactValue], others: Others) -> int:
    return TREE.levels.index(assess(TREE, facts, others).level)


@pytest.mark.parametrize("few_bad", [True, False])
@pytest.mark.parametrize("others", ["unasked", "no"])
def test_a_worse_answer_never_lowers_the_level(few_bad: bool, others: Others) -> None:
    @settings(max_examples=150, deadline=None, derandomize=True)
    @given(fact_sets(few_bad=few_bad))
    def check(facts: dict[str, FactValue]) -> None:
        before = rank(facts, others)
        for fact in TREE.facts.values():
            if others == "unasked" and fact.id not in facts:
                continue  # an answer that finishes the check may end its "unfinished"
            for value in worse_values(fact, facts.get(fact.id)):
                after = rank({**facts, fact.id: value}, others)
                if after > before:
                    reasons = assess(TREE, {**facts, fact.id: value}, others).reasons
                    assert fact.id == LOWERING, (fact.id, facts.get(fact.id), value, facts)
                    assert "T21" in reasons

    check()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(fact_sets(few_bad=False), st.randoms())
def test_the_order_of_the_answers_does_not_matter(
    facts: dict[str, FactValue], chance: random.Random
) -> None:
    shuffled = list(facts.items())
    chance.shuffle(shuffled)
    assert assess(TREE, dict(shuffled)) == assess(TREE, facts)
