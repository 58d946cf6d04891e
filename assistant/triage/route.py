"""Which question comes next. Pure: it depends on the facts and on which bundles were opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.triage.assess import assess, is_child, must_ask
from assistant.triage.facts import Facts
from intents.meaning import Unit
from intents.tree import Tree

NOTHING_OPENED: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A question to speak. More than one fact: a bundle, whose "no" is a "no" to each of them."""

    id: str
    facts: tuple[str, ...]
    kind: Literal["yes_no", "number"]
    unit: Unit | None = None


def next_question(
    tree: Tree, facts: Facts, opened: frozenset[str] = NOTHING_OPENED
) -> Question | None:
    """The most urgent question that is still needed; None where the result stands.

    `opened`: ids of the bundles that were answered with yes or "don't know"; their parts are then
    asked one by one. An ambulance-level answer ends the questions, but for a follow-up that could
    still show that no ambulance is needed. After an emergency only blocks A and B are finished.
    """
    level = assess(tree, facts).level
    if level == "emergency_ambulance":
        return next(_follow_ups(tree, facts, level), None)
    blocks = "A" if is_child(tree, facts) else "AB" if level == "emergency" else ""
    for node in tree.order:
        for question in _questions(tree, node, facts, opened):
            if not blocks or any(tree.facts[name].block in blocks for name in question.facts):
                return question
    return next(_follow_ups(tree, facts, level), None)


def _follow_ups(tree: Tree, facts: Facts, level: str) -> Iterator[Question]:
    """Questions whose good answer would show that this level is not needed."""
    for fact in tree.facts.values():
        if fact.follow_up and fact.id not in facts and must_ask(tree, fact.id, facts):
            good: Literal["yes", "no"] = "yes" if fact.worse == "no" else "no"
            better = assess(tree, {**facts, fact.id: good}).level
            if tree.levels.index(better) > tree.levels.index(level):
                yield Question(fact.id, (fact.id,), fact.kind, fact.unit)


def _questions(tree: Tree, node: str, facts: Facts, opened: frozenset[str]) -> Iterator[Question]:
    """The questions that a fact or a bundle still needs, whole or in its parts."""
    bundle = tree.bundles.get(node)
    if bundle is None:
        fact = tree.facts[node]
        wanted = must_ask(tree, node, facts) or fact.asked == "with_its_bundle"
        if node not in facts and wanted:
            yield Question(node, (node,), fact.kind, fact.unit)
        return
    members = tree.facts_of(node)
    unknown = tuple(name for name in members if name not in facts)
    needed = [name for name in unknown if must_ask(tree, name, facts)]
    touched = any(facts.get(name) in ("yes", "dont_know") for name in members)
    if node not in opened and not needed:
        return
    if node in opened or touched or len(needed) == 1:
        for part in bundle.parts:
            if part in tree.facts and part not in needed and node not in opened:
                continue
            yield from _questions(tree, part, facts, opened)
    else:
        yield Question(node, unknown, "yes_no")
