"""Damages the tree in every small way and shows which damage the tables of tests/triage notice.

    python -m tests.mutate [--survivors]

Each rule is deleted, its level changed, each comparison flipped and shifted to the other side of
its limit, each "and" made an "or", and each part of a condition dropped. A mutant is caught when a
line of the tables (or a check of the `.open` rules) is no longer true.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.triage.assess import assess
from intents.condition import AtLeast, Compare, Condition, Is, Operator, describe
from intents.tree import LEVELS, Fact, Tree, load_tree
from tests.triage.notation import facts, lines
from tests.triage.tables import OPEN, rows, wrong, wrong_gate

_FLIPPED: dict[Operator, Operator] = {">=": "<", "<": ">=", ">": "<=", "<=": ">"}
_SHIFTED: dict[Operator, Operator] = {">=": ">", ">": ">=", "<=": "<", "<": "<="}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A damaged tree, and what was done to it."""

    kind: str
    where: str
    tree: Tree


def mutants(tree: Tree) -> Iterator[Mutant]:
    """Every damaged tree."""
    for number, rule in enumerate(tree.rules):
        before, after = tree.rules[:number], tree.rules[number + 1 :]
        yield Mutant("rule deleted", rule.id, replace(tree, rules=before + after))
        lower = LEVELS[min(LEVELS.index(rule.level) + 1, len(LEVELS) - 1)]
        changed = replace(rule, level=lower)
        yield Mutant("level lowered", rule.id, replace(tree, rules=(*before, changed, *after)))
        for kind, condition in _damaged(rule.when):
            changed = replace(rule, when=condition)
            where = f"{rule.id}: {describe(condition)}"
            yield Mutant(kind, where, replace(tree, rules=(*before, changed, *after)))
    for name, condition in tree.named.items():
        for kind, other in _damaged(condition):
            named = {**tree.named, name: other}
            yield Mutant(kind, f"{name}: {describe(other)}", replace(tree, named=named))
    for fact in tree.facts.values():
        if fact.gate is not None:
            yield from _gate_mutants(tree, fact)
    for kind, condition in _damaged(tree.support):
        yield Mutant(kind, f"support: {describe(condition)}", replace(tree, support=condition))


def _gate_mutants(tree: Tree, fact: Fact) -> Iterator[Mutant]:
    assert fact.gate is not None
    damaged = [("gate removed", None), *_damaged(fact.gate)]
    for kind, condition in damaged:
        facts_now = {**tree.facts, fact.id: replace(fact, gate=condition)}
        where = f"gate of {fact.id}: {describe(condition) if condition else 'always open'}"
        yield Mutant(f"gate: {kind}", where, replace(tree, facts=facts_now))


def _damaged(condition: Condition) -> Iterator[tuple[str, Condition]]:
    if isinstance(condition, Compare):
        yield "comparison flipped", replace(condition, operator=_FLIPPED[condition.operator])
        yield "limit shifted", replace(condition, operator=_SHIFTED[condition.operator])
    if isinstance(condition, Is):
        yield "answer negated", replace(condition, negated=not condition.negated)
    if not isinstance(condition, AtLeast):
        return
    parts = condition.parts
    every = condition.count == len(parts)
    if every or condition.count == 1:
        yield "and, or swapped", AtLeast(1 if every else len(parts), parts)
    else:
        yield "count changed", AtLeast(condition.count + 1, parts)
        yield "count changed", AtLeast(condition.count - 1, parts)
    for number, part in enumerate(parts):
        rest = (*parts[:number], *parts[number + 1 :])
        yield "part dropped", AtLeast(len(rest) if every else condition.count, rest)
        for kind, other in _damaged(part):
            changed = (*parts[:number], other, *parts[number + 1 :])
            yield kind, AtLeast(len(changed) if every else condition.count, changed)


def caught(tree: Tree, order: list[str], gates: list[str]) -> bool:
    """Whether a line of the tables notices."""
    if any(wrong(tree, row) for row in order):
        return True
    if any(wrong_gate(tree, row) for row in gates):
        return True
    return any(assess(tree, facts(tree, findings)).level != level for findings, level in OPEN)


def main() -> int:
    """Prints the score of each kind; the exit code is 1 where a deleted rule goes unnoticed."""
    tree, all_rows, gates = load_tree(), rows(), lines("gates.txt")
    tried: Counter[str] = Counter()
    survivors: list[Mutant] = []
    for mutant in mutants(tree):
        tried[mutant.kind] += 1
        names = mutant.where.split(":")[0]
        order = sorted(all_rows, key=lambda row: names not in row.split(" => ")[1].split())
        if not caught(mutant.tree, order, gates):
            survivors.append(mutant)
    lost = Counter(mutant.kind for mutant in survivors)
    for kind, count in sorted(tried.items()):
        print(f"{kind}: {count - lost[kind]} of {count} caught")
    total = sum(tried.values())
    print(f"all: {total - len(survivors)} of {total} caught")
    if "--survivors" in sys.argv:
        for mutant in survivors:
            print(f"  {mutant.kind}: {mutant.where}")
    return 1 if lost["rule deleted"] or lost["comparison flipped"] else 0


if __name__ == "__main__":
    sys.exit(main())
