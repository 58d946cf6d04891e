"""How long the ways through the tree are: simulated patients answer the route. Pure."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.triage.assess import assess
from assistant.triage.facts import Facts, FactValue
from assistant.triage.route import next_question
from intents.tree import Fact, Tree

BAD_RATE = 0.02
UNKNOWN_RATE = 0.02
"""Chances that a simulated patient's answer to a fact is the bad one, or unknown: assumptions."""
AGES = (18, 90)
OPENING: dict[str, FactValue] = {"cold_symptoms": "yes", "body_ache": "yes", "days_ill": 3.0}
"""What the plain flu patient says in the opening: "I have had a cold for three days and ache"."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One way through the tree. `turns` counts the open first question too."""

    asked: tuple[str, ...]
    level: str

    @property
    def turns(self) -> int:
        """Spoken turns: the opening and each question."""
        return len(self.asked) + 1


def walk(tree: Tree, known: Facts, patient: Facts) -> Walk:
    """Ask until nothing is left; what `patient` does not name has the unremarkable answer."""
    facts: dict[str, FactValue] = dict(known)
    opened: frozenset[str] = frozenset()
    asked: list[str] = []
    while (question := next_question(tree, facts, opened)) is not None:
        asked.append(question.id)
        answers = {name: answer(tree.facts[name], patient) for name in question.facts}
        if len(answers) == 1 or all(value == "no" for value in answers.values()):
            facts.update(answers)
        else:
            opened |= {question.id}
    return Walk(tuple(asked), assess(tree, facts).level)


def answer(fact: Fact, patient: Mapping[str, FactValue]) -> FactValue:
    """What the patient says to one fact."""
    if fact.id in patient:
        return patient[fact.id]
    if fact.kind == "number":
        return fact.best if fact.best is not None else "dont_know"
    return "no" if fact.worse == "yes" else "yes"


def named_walks(tree: Tree) -> dict[str, Walk]:
    """The ways that have a promised length."""
    risk: dict[str, FactValue] = {
        fact.id: "no"
        for fact in tree.facts.values()
        if fact.block == "C" and fact.kind == "yes_no" and fact.gate is None
    }
    return {
        "plain_flu": walk(tree, OPENING, {}),
        "plain_flu_risk_known": walk(tree, {**OPENING, **risk, "age": 30.0}, {}),
        "nothing_volunteered": walk(tree, {}, {"cold_symptoms": "yes", "days_ill": 3.0}),
        "ambulance_known": walk(tree, {"bladder_bowel_trouble": "yes"}, {}),
    }


def sample(tree: Tree, patients: int = 1000, seed: int = 5) -> Counter[tuple[str, int]]:
    """Simulated patients: how many of them had this level after so many turns."""
    chance = random.Random(seed)
    counts: Counter[tuple[str, int]] = Counter()
    for _ in range(patients):
        way = walk(tree, OPENING, _patient(tree, chance))
        counts[way.level, way.turns] += 1
    return counts


def _patient(tree: Tree, chance: random.Random) -> dict[str, FactValue]:
    patient: dict[str, FactValue] = {"age": float(chance.randint(*AGES))}
    for fact in tree.facts.values():
        roll = chance.random()
        if fact.kind == "yes_no" and roll < BAD_RATE:
            patient[fact.id] = fact.worse
        elif roll < BAD_RATE + UNKNOWN_RATE and fact.id != "age":
            patient[fact.id] = "dont_know"
    return patient
