"""Every way through the tree from which self-care can still be reached.

The state space is reduced, not sampled:
* a number stands for its band: one value for each stretch between two limits of the tree;
* a branch is cut where not even the best possible answers to everything else give self-care. Worse
  answers never lower a level (test_monotone.py), so nothing behind the cut can reach it;
* the bundles already settled are forgotten: what they set are facts, and the facts are the state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.triage.assess import assess, pending
from assistant.triage.condition import holds
from assistant.triage.facts import FactValue
from assistant.triage.route import Question, next_question
from intents.condition import AtLeast, Compare, Condition
from intents.tree import Fact, Tree
from intents.tree_checks import conditions

Facts = dict[str, FactValue]


@dataclass
class Walked:
    """What an exhaustive walk saw."""

    states: int = 0
    """Distinct sets of facts that were visited."""
    cut: int = 0
    """Answers after which self-care was out of reach, each checked with the best completion."""
    finished: list[Facts] = field(default_factory=list)
    """The facts of each check that ended in self-care."""
    longest: int = 0
    """Most questions on any of these ways."""


def bands(tree: Tree, fact: Fact) -> list[float]:
    """One number for each stretch that no comparison of the tree tells apart."""
    assert fact.low is not None
    assert fact.high is not None
    comparisons = {
        one for _, condition in conditions(tree) for one in _comparisons(condition, fact.id)
    }
    if fact.id == "age":
        comparisons.add(Compare("age", "<", tree.child_age))
    marks = sorted({fact.low, fact.high, *(one.limit for one in comparisons)})
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    stretches: dict[tuple[bool, ...], float] = {}
    for value in (*between, *marks):
        side = tuple(holds(tree, one, {fact.id: value}) for one in sorted(comparisons, key=str))
        stretches.setdefault(side, value)
    return sorted(stretches.values())


def _comparisons(condition: Condition, name: str) -> Iterator[Compare]:
    if isinstance(condition, Compare) and condition.fact == name:
        yield condition
    if isinstance(condition, AtLeast):
        for part in condition.parts:
            yield from _comparisons(part, name)


def answers(tree: Tree, question: Question) -> list[FactValue]:
    """Everything that can be said to a single question."""
    fact = tree.facts[question.facts[0]]
    if fact.kind == "number":
        return [*bands(tree, fact), "dont_know"]
    return ["no", "yes", "dont_know"]


def best_completion(tree: Tree, facts: Facts) -> Facts:
    """The same facts with the best answer to everything that is still open."""
    full: Facts = {}
    for fact in tree.facts.values():
        if fact.best is not None:
            full[fact.id] = fact.best
        elif fact.row == "support" or fact.worse == "no":
            full[fact.id] = "yes"
        else:
            full[fact.id] = "no"
    return {**full, **facts}


def walk_all(tree: Tree, known: Facts, leave_out: frozenset[str] = frozenset()) -> Walked:
    """Follow every answer to every question. Facts of `leave_out` are only answered with no."""
    seen: set[frozenset[tuple[str, object]]] = set()
    result = Walked()
    todo: list[tuple[Facts, frozenset[str], int]] = [(known, frozenset(), 0)]
    while todo:
        facts, opened, count = todo.pop()
        key: frozenset[tuple[str, object]] = frozenset(
            [*facts.items(), *(("opened", name) for name in _still_open(tree, facts, opened))]
        )
        if key in seen:
            continue
        seen.add(key)
        result.longest = max(result.longest, count)
        question = next_question(tree, facts, opened)
        if question is None:
            if assess(tree, facts).level == "self_care":
                assert not pending(tree, facts)
                result.finished.append(facts)
            continue
        if len(question.facts) > 1:
            todo.append(({**facts, **dict.fromkeys(question.facts, "no")}, opened, count + 1))
            if not leave_out.issuperset(question.facts):
                todo.append((facts, opened | {question.id}, count + 1))
            continue
        name = question.facts[0]
        values: list[FactValue] = ["no"] if name in leave_out else answers(tree, question)
        for value in values:
            after: Facts = {**facts, name: value}
            if assess(tree, best_completion(tree, after)).level == "self_care":
                todo.append((after, opened, count + 1))
            else:
                result.cut += 1
    result.states = len(seen)
    return result


def _still_open(tree: Tree, facts: Facts, opened: frozenset[str]) -> Iterator[str]:
    for name in opened:
        if any(fact not in facts for fact in tree.facts_of(name)):
            yield name
