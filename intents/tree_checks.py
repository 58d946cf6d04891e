"""Checks of meaning on the tree, beyond its schema. Each error names file, line and key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from intents.condition import Compare, Condition, facts_in, names_in
from intents.errors import ContentError
from intents.tree import LEVELS, Tree
from intents.yaml_file import Path_

COUNTS = frozenset({"urgent_not_ruled_out"})
"""Names that a condition may compare although they are no facts."""
MOST_ITEMS = 3
"""So many spoken items a bundle may have."""

Problem = tuple[Path_, str]


def check(tree: Tree, lines: dict[Path_, int], path: Path) -> None:
    """Raise ContentError for the first thing that makes no sense."""
    for find in (_levels, _names, _structure, _facts, _unreachable, _cycles, _rules, _gates):
        for key, problem in find(tree):
            while key and key not in lines:
                key = key[:-1]
            dotted = ".".join(str(part) for part in key)
            line = lines.get(key, 1)
            raise ContentError(f"{path}, line {line}, key '{dotted}': {problem}.")


def conditions(tree: Tree) -> Iterator[tuple[Path_, Condition]]:
    """Every condition of the tree with the key where it stands."""
    yield ("support",), tree.support
    for name, condition in tree.named.items():
        yield ("named", name), condition
    for fact in tree.facts.values():
        if fact.gate is not None:
            yield ("facts", fact.id, "gate"), fact.gate
    for rule in tree.rules:
        yield ("rules", rule.id, "when"), rule.when


def all_facts_in(tree: Tree, condition: Condition) -> frozenset[str]:
    """The facts that a condition depends on, also through named conditions."""
    found = facts_in(condition)
    for name in names_in(condition):
        found |= all_facts_in(tree, tree.named[name])
    return found - COUNTS


def _levels(tree: Tree) -> Iterator[Problem]:
    if tree.levels != LEVELS:
        yield ("levels",), f"the levels must be {', '.join(LEVELS)}, in this order"


def _names(tree: Tree) -> Iterator[Problem]:
    for key, condition in conditions(tree):
        for name in sorted(facts_in(condition)):
            if name not in tree.facts and name not in COUNTS:
                yield key, f"there is no fact or named condition '{name}'"
        for name in sorted(_compared(condition)):
            if name in tree.facts and tree.facts[name].kind != "number":
                yield key, f"'{name}' is no number and can't be compared"
    for kind, owners in (("facts", tree.facts.values()), ("rules", tree.rules)):
        for owner in owners:
            if not owner.source:
                yield (kind, owner.id, "source"), "a source is missing"
            for source in owner.source:
                if source not in tree.sources:
                    yield (kind, owner.id, "source"), f"there is no source '{source}'"


def _compared(condition: Condition) -> frozenset[str]:
    if isinstance(condition, Compare):
        return frozenset({condition.fact})
    parts = getattr(condition, "parts", ())
    return frozenset().union(*(_compared(part) for part in parts))


def _structure(tree: Tree) -> Iterator[Problem]:
    for bundle in tree.bundles.values():
        key: Path_ = ("bundles", bundle.id)
        if bundle.id in tree.facts:
            yield key, "a fact has the same name"
        if not 2 <= len(bundle.parts) <= MOST_ITEMS:
            yield key, f"a bundle has two or three parts, this has {len(bundle.parts)}"
        for part in bundle.parts:
            if part not in tree.facts and part not in tree.bundles:
                yield key, f"there is no fact or bundle '{part}'"
            elif part in tree.facts and tree.facts[part].kind != "yes_no":
                yield key, f"'{part}' is a number and can't be part of a bundle"
            elif part in tree.facts and tree.facts[part].worse != "yes":
                yield key, f"'{part}' is a good answer when it is yes, so one no can't cover it"
    for name in tree.bundles:
        if name in _below(tree, name):
            yield ("bundles", name), "the bundle holds itself"
    for node in tree.order:
        if node not in tree.facts and node not in tree.bundles:
            yield ("order",), f"there is no fact or bundle '{node}'"


def _below(tree: Tree, name: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for part in tree.bundles[name].parts:
        if part in seen:
            continue
        found |= {part}
        if part in tree.bundles:
            found |= _below(tree, part, seen | {part})
    return found


def _facts(tree: Tree) -> Iterator[Problem]:
    refs: dict[str, str] = {}
    for fact in tree.facts.values():
        key: Path_ = ("facts", fact.id)
        if fact.ref in refs:
            yield (*key, "ref"), f"'{fact.ref}' is the ref of '{refs[fact.ref]}' too"
        refs[fact.ref] = fact.id
        if fact.kind == "number":
            if None in (fact.unit, fact.low, fact.high, fact.best):
                yield key, "a number needs unit, low, high and best"
            elif not (fact.low or 0) <= (fact.best or 0) <= (fact.high or 0):
                yield (*key, "best"), "best must lie between low and high"
        if fact.follow_up and (fact.gate is None or fact.worse != "no"):
            yield key, "a follow-up needs a gate, and no must be its bad answer"


def _unreachable(tree: Tree) -> Iterator[Problem]:
    asked = [fact for node in tree.order for fact in tree.facts_of(node)]
    for name in sorted({name for name in asked if asked.count(name) > 1}):
        yield ("order",), f"'{name}' would be asked twice"
    for fact in tree.facts.values():
        if fact.asked in ("only_said", "with_advice"):
            if fact.id in asked:
                yield ("facts", fact.id, "asked"), "it is in the order, so the route asks for it"
        elif fact.id not in asked:
            yield ("facts", fact.id), "no question of the order asks for it"
    used = {part for bundle in tree.bundles.values() for part in bundle.parts}
    for name in tree.bundles:
        with_advice = {tree.facts[part].asked for part in tree.facts_of(name)} == {"with_advice"}
        if name not in used and name not in tree.order and not with_advice:
            yield ("bundles", name), "no question of the order uses it"


def _cycles(tree: Tree) -> Iterator[Problem]:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if name in path:
            return (*path, name)
        if name not in done:
            for other in sorted(names_in(tree.named[name])):
                if found := visit(other, (*path, name)):
                    return found
            done.add(name)
        return ()

    for name in tree.named:
        if circle := visit(name, ()):
            yield ("named", name), f"it is defined by itself: {' -> '.join(circle)}"


def _rules(tree: Tree) -> Iterator[Problem]:
    ids = {rule.id for rule in tree.rules}
    for rule in tree.rules:
        for name in rule.cancels:
            if name not in ids:
                yield ("rules", rule.id, "cancels"), f"there is no rule '{name}'"
            elif rule.id != "T21":
                yield ("rules", rule.id, "cancels"), "only T21 may lower a level"
        if not all_facts_in(tree, rule.when) and "urgent_not_ruled_out" not in facts_in(rule.when):
            yield ("rules", rule.id, "when"), "no question can satisfy it"


def _gates(tree: Tree) -> Iterator[Problem]:
    """A red flag's gate must be opened by an answer, never only by something nobody asks."""
    for fact in tree.facts.values():
        if fact.gate is None:
            continue
        keys = all_facts_in(tree, fact.gate)
        if fact.id in keys:
            yield ("facts", fact.id, "gate"), "the gate waits for its own answer"
        can_be_asked = any(tree.facts[name].asked == "always" for name in keys)
        if not can_be_asked and "urgent_not_ruled_out" not in facts_in(fact.gate):
            yield ("facts", fact.id, "gate"), "the gate hides it: nothing that opens it is asked"
