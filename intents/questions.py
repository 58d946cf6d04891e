"""The words of the question tree in one language: how facts and bundles are asked and told."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from intents.condition import AtLeast, Compare, Condition, Is, Named
from intents.errors import ContentError
from intents.tree import Fact, Tree, load_tree
from intents.yaml_file import read, validate

_HERE = Path(__file__).parent
_COMPARE = {">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt}


@dataclass(frozen=True, slots=True)
class Words:
    """How one fact or bundle is spoken of. `{number}` in a text is a number with its unit."""

    ask: str
    plainer: str
    why: str
    confirm: str = ""
    """A thing, for read-backs: "chest pain"."""
    reason: str = ""
    """A clause, for the outcome: "you have chest pain"."""
    phone: str = ""
    """A sentence to say on the phone, where one fits."""


@dataclass(frozen=True, slots=True)
class QuestionsFile:
    """questions.yaml as it stands."""

    reason_default: str
    reason_unknown: str
    whys: dict[str, str]
    facts: dict[str, Words]
    bundles: dict[str, Words]
    reasons: dict[str, str]
    decimal: str = "."


@dataclass(frozen=True, slots=True)
class Questions:
    """All words of the tree."""

    tree: Tree
    words: Mapping[str, Words]
    reason_texts: Mapping[str, str]
    reason_unknown: str
    decimal: str = "."
    """What stands between a number and its tenths."""

    def of(self, name: str) -> Words:
        """The words of a fact or bundle, by its id; raises KeyError."""
        return self.words[name]

    def reasons(self, reason: str, facts: Mapping[str, str | float]) -> Iterator[str]:
        """What a rule (or `unfinished`) rests on, as clauses in the patient's words."""
        if reason in self.reason_texts:
            yield self.reason_texts[reason]
            return
        for leaf in self._leaves_that_hold(self.tree.rule(reason).when, facts):
            yield self._clause(self.tree.facts[leaf.fact], facts[leaf.fact])

    def _clause(self, fact: Fact, value: str | float) -> str:
        words = self.words[fact.id]
        if value == "dont_know":
            thing = words.confirm.replace("{number}", "").strip() if fact.kind == "number" else ""
            return self.reason_unknown.format(thing=thing or words.confirm)
        return words.reason.format(number=value if isinstance(value, str) else self.number(value))

    def number(self, value: float) -> str:
        """38.0 -> '38', 38.5 -> '38.5', as this language writes it."""
        return f"{value:g}".replace(".", self.decimal)

    def _leaves_that_hold(
        self, condition: Condition, facts: Mapping[str, str | float]
    ) -> Iterator[Is | Compare]:
        """The findings that make a condition true.

        What is only not the case is no finding, and neither is what a well person has too: nobody
        is sent to a doctor "because your temperature is 37 degrees".
        """
        if isinstance(condition, Named):
            yield from self._leaves_that_hold(self.tree.named[condition.name], facts)
        elif isinstance(condition, AtLeast):
            for part in condition.parts:
                yield from self._leaves_that_hold(part, facts)
        elif isinstance(condition, Compare):
            value, best = facts.get(condition.fact), self.tree.facts[condition.fact].best
            holds = _COMPARE[condition.operator]
            normal = best is not None and holds(best, condition.limit)
            if isinstance(value, float | int) and holds(value, condition.limit) and not normal:
                yield condition
        elif (
            not condition.negated
            and facts.get(condition.fact) == condition.state
            and condition.state in (self.tree.facts[condition.fact].worse, "dont_know")
        ):
            yield condition


def load_questions(language: str = "en", tree: Tree | None = None) -> Questions:
    """The words of one language; raises ContentError where some are missing or too many."""
    tree = tree or load_tree()
    path = _HERE / language / "questions.yaml"
    data, lines = read(path)
    rows = validate(data, lines, QuestionsFile, path)

    def fail(kind: str, name: str, problem: str) -> ContentError:
        line = lines.get((kind, name), lines.get((kind,), 1))
        return ContentError(f"{path}, line {line}, key '{kind}.{name}': {problem}.")

    wanted = (("facts", rows.facts, set(tree.facts)), ("bundles", rows.bundles, set(tree.bundles)))
    for kind, given, needed in wanted:
        for name in sorted(needed - set(given)):
            raise fail(kind, name, "its words are missing in this language")
        for name in sorted(set(given) - needed):
            raise fail(kind, name, "the tree has nothing of this name")
        for name, entry in given.items():
            if entry.why not in rows.whys:
                raise fail(kind, name, f"there is no why '{entry.why}'")
            if kind == "facts" and not entry.confirm:
                raise fail(kind, name, "the word to confirm it is missing")
    words = {
        name: Words(
            entry.ask,
            entry.plainer,
            rows.whys[entry.why],
            entry.confirm,
            entry.reason or rows.reason_default.format(thing=entry.confirm),
            entry.phone,
        )
        for name, entry in (rows.facts | rows.bundles).items()
    }
    return Questions(tree, words, rows.reasons, rows.reason_unknown, rows.decimal)
