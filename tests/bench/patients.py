"""Simulated patients: facts at assumed rates, and answers in people's own words."""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass, field
from pathlib import Path

from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.triage.facts import FactValue
from assistant.triage.paths import answer, walk
from intents.meaning import Meaning
from intents.tree import Fact

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("BEDSIDE_SHARED", ROOT.parent / "shared"))
ANSWERS = SHARED / "evaldata" / "answers" / "dev.jsonl"
FALLBACK = {
    "yes": ["yes", "yeah", "yep", "I do, yes"],
    "no": ["no", "nope", "no, nothing like that", "not really"],
    "dont_know": ["I don't know", "not sure"],
}
"""Answers where the recorded ones are absent."""
PLAIN = {"yes": ["yes"], "no": ["no"], "dont_know": ["I don't know"]}
"""What people say who were not understood."""
MOST_WORDS = 4
"""Only answers this short say nothing about another question than ours."""
URGENT_SHARE, BAD_RATE, UNKNOWN_RATE = 0.5, 0.02, 0.02
"""Assumptions: half have a sign of the two top levels; else 2 % are bad and 2 % unknown."""
OPENING = "I have had a cold for three days and I ache all over"
OPENING_FACTS: dict[str, FactValue] = {
    "cold_symptoms": "yes",
    "ache_all_over": "yes",
    "days_ill": 3.0,
}


def spoken_answers(path: Path = ANSWERS) -> dict[str, list[str]]:
    """Short answers of real people by what they mean; the fallback where there are none."""
    found: dict[str, list[str]] = {key: list(texts) for key, texts in FALLBACK.items()}
    if not path.exists():
        return found
    names = {"yes": "yes", "no": "no", "unsure": "dont_know"}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        plain = not row["flags"] and not row["surface_contradicts"]
        if plain and row["label"] in names and len(row["answer"].split()) <= MOST_WORDS:
            found[names[row["label"]]].append(row["answer"])
    return found


@dataclass(frozen=True, slots=True)
class Patient:
    """What is true of a patient; what is not named is unremarkable."""

    truth: dict[str, FactValue] = field(default_factory=dict)

    def value(self, fact: Fact) -> FactValue:
        """The true answer to one fact."""
        return answer(fact, self.truth)

    def level(self, script: Script) -> str:
        """The level that an errorless check should reach."""
        return walk(script.tree, {**OPENING_FACTS}, self.truth).level


def random_patient(script: Script, chance: random.Random) -> Patient:
    """A patient with a cold; often with one sign of the two top levels."""
    tree = script.tree
    truth: dict[str, FactValue] = {
        "cold_symptoms": "yes",
        "ache_all_over": "yes",
        "body_ache": "yes",
    }
    truth |= {"days_ill": 3.0, "age": float(chance.randint(18, 49)), "pain_score": 4.0}
    truth["temperature"] = round(chance.uniform(36.5, 39.0), 1)
    for fact in tree.facts.values():
        if fact.kind == "number" or fact.id in truth or fact.gate is not None:
            continue
        roll = chance.random()
        if roll < BAD_RATE:
            truth[fact.id] = fact.worse
        elif roll < BAD_RATE + UNKNOWN_RATE:
            truth[fact.id] = "dont_know"
    if chance.random() < URGENT_SHARE:
        signs = [
            fact.id
            for fact in tree.facts.values()
            if fact.row in tree.levels[:2] and fact.kind == "yes_no" and fact.gate is None
        ]
        truth[chance.choice(signs)] = "yes"
    for fact in tree.facts.values():
        if fact.follow_up:
            truth[fact.id] = chance.choice(["yes", "no"])
    return Patient(truth)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in the patient's words, and whether it means yes, no or dont_know ("": other)."""

    text: str
    label: str = ""


def says(
    script: Script,
    state: State,
    patient: Patient,
    words: dict[str, list[str]],
    chance: random.Random,
) -> Said:
    """What the patient says in this state: in own words, and when asked again in one."""
    question = state.question
    if state.check is not None:
        label = "yes" if _right(script, state, patient) else "no"
    elif question is None:
        return Said(OPENING)
    elif question.kind == "number":
        value = patient.value(script.tree.facts[question.facts[0]])
        if not isinstance(value, str):
            return Said(f"{value:g}")
        label = "dont_know"
    else:
        label = _answer(script, question.facts, patient)
    texts = PLAIN if state.failures else words
    return Said(chance.choice(texts[label]), label)


def _answer(script: Script, facts: tuple[str, ...], patient: Patient) -> str:
    values = [patient.value(script.tree.facts[name]) for name in facts]
    for value in ("yes", "dont_know"):
        if value in values:
            return value
    return "no"


def _right(script: Script, state: State, patient: Patient) -> bool:
    """Whether a read-back is what the patient meant."""
    assert state.check is not None
    meaning: Meaning = state.check.meaning
    if meaning.command:
        return False
    if any(
        patient.value(script.tree.facts[name]) != value for name, value in meaning.facts.items()
    ):
        return False
    question = state.question
    if question is None:
        return True
    if meaning.number is not None:
        return patient.value(script.tree.facts[question.facts[0]]) == meaning.number.value
    return meaning.answer is None or meaning.answer == _answer(script, question.facts, patient)
