"""The question tree: facts, rules and order as data, free of any language."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, Protocol

from intents.condition import Condition, parse
from intents.errors import ContentError
from intents.meaning import Unit
from intents.yaml_file import Path_, read, validate

Level = Literal["emergency_ambulance", "emergency", "consultation_24", "consultation", "self_care"]
LEVELS: tuple[Level, ...] = (
    "emergency_ambulance",
    "emergency",
    "consultation_24",
    "consultation",
    "self_care",
)
Row = Level | Literal["modifier", "route", "support"]
"""The highest level that a row reaches, or what else it does."""
Asked = Literal["always", "with_its_bundle", "with_advice", "only_said"]
"""`with_its_bundle`: never asked for its own sake; `with_advice`: asked after the result, where a
no allows more advice; `only_said`: never asked."""
_PATH = Path(__file__).parent / "tree.yaml"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know about the patient.

    `worse` is the answer that is the bad one; a number gets worse as it moves away from `best`.
    `low` and `high` are what a person can plausibly have, in `unit`. `gate`: asked only where this
    condition holds. `follow_up`: asked even after an ambulance-level answer where a good answer
    would show that no ambulance is needed.
    """

    id: str
    ref: str
    block: str
    row: Row
    kind: Literal["yes_no", "number"] = "yes_no"
    worse: Literal["yes", "no"] = "yes"
    unit: Unit | None = None
    low: float | None = None
    high: float | None = None
    best: float | None = None
    gate: Condition | None = None
    asked: Asked = "always"
    follow_up: bool = False
    assume: Literal["yes", "no"] = "no"
    """What `bedside assess --others no` takes an unmentioned fact for."""
    source: tuple[str, ...] = ()

    @property
    def red_flag(self) -> bool:
        """Whether only an explicit good answer allows self-care."""
        urgent = self.row in ("emergency_ambulance", "emergency", "consultation_24")
        return urgent and self.kind == "yes_no" and self.worse == "yes"


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition that raises the level; `cancels`: rules whose level it takes away."""

    id: str
    when: Condition
    level: Level
    source: tuple[str, ...]
    cancels: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A question that one "no" answers for all its parts: facts, or smaller bundles."""

    id: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement is from, how it was read, and when it was taken over."""

    title: str
    how: Literal["read", "second_hand", "background", "authored"]
    on: str

    @property
    def to_verify(self) -> bool:
        """Background knowledge and own design choices have not been checked against a text."""
        return self.how in ("background", "authored")


@dataclass(frozen=True)
class Tree:
    """All facts, rules, bundles and the order of the questions."""

    version: str
    levels: tuple[str, ...]
    """Level names, most urgent first."""
    facts: dict[str, Fact]
    bundles: dict[str, Bundle]
    order: tuple[str, ...]
    """Ids of bundles and facts, most urgent first."""
    rules: tuple[Rule, ...]
    named: dict[str, Condition]
    support: Condition
    """One of these positive findings must be there for self-care."""
    child_age: float
    """Below this age in years only block A is asked."""
    sources: dict[str, Source] = field(default_factory=dict)

    def fact(self, name: str) -> Fact:
        """The fact with this id or ref; raises KeyError."""
        return self.facts[name] if name in self.facts else self.facts[self._by_ref[name]]

    def rule(self, rule_id: str) -> Rule:
        """The rule with this id; raises KeyError."""
        return self._rules_by_id[rule_id]

    def facts_of(self, node: str) -> tuple[str, ...]:
        """The facts of a bundle, also of the bundles in it; of a fact: itself."""
        return self._leaves[node]

    @cached_property
    def _by_ref(self) -> dict[str, str]:
        return {fact.ref: fact.id for fact in self.facts.values()}

    @cached_property
    def _rules_by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def _leaves(self) -> dict[str, tuple[str, ...]]:
        leaves: dict[str, tuple[str, ...]] = {fact: (fact,) for fact in self.facts}

        def below(node: str) -> tuple[str, ...]:
            if node not in leaves:
                parts = self.bundles[node].parts
                leaves[node] = tuple(fact for part in parts for fact in below(part))
            return leaves[node]

        for bundle in self.bundles:
            below(bundle)
        return leaves


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact as it stands in tree.yaml."""

    ref: str
    block: str
    row: Row
    source: tuple[str, ...]
    kind: Literal["yes_no", "number"] = "yes_no"
    worse: Literal["yes", "no"] = "yes"
    unit: Unit | None = None
    low: float | None = None
    high: float | None = None
    best: float | None = None
    gate: str = ""
    asked: Asked = "always"
    follow_up: bool = False
    assume: Literal["yes", "no"] = "no"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as it stands in tree.yaml."""

    when: str
    level: Level
    source: tuple[str, ...]
    cancels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TreeFile:
    """tree.yaml as it stands."""

    version: str
    levels: tuple[str, ...]
    child_age: float
    support: str
    sources: dict[str, Source]
    facts: dict[str, FactRow]
    bundles: dict[str, tuple[str, ...]]
    order: tuple[str, ...]
    named: dict[str, str]
    rules: dict[str, RuleRow]


class _ParseAt(Protocol):
    def __call__(self, text: str, *key: str) -> Condition: ...


def load_tree(path: Path = _PATH) -> Tree:
    """The tree of `path`; raises ContentError that names file, line and key."""
    from intents.tree_checks import check

    data, lines = read(path)
    rows = validate(data, lines, TreeFile, path)
    tree = _build(rows, lines, path)
    check(tree, lines, path)
    return tree


def _build(rows: TreeFile, lines: dict[Path_, int], path: Path) -> Tree:
    named = frozenset(rows.named)

    def condition(text: str, *key: str) -> Condition:
        try:
            return parse(text, named)
        except ValueError as error:
            line = lines.get(key, 1)
            raise ContentError(f"{path}, line {line}, key '{'.'.join(key)}': {error}.") from None

    return Tree(
        version=rows.version,
        levels=rows.levels,
        facts={name: _fact(name, row, condition) for name, row in rows.facts.items()},
        bundles={name: Bundle(name, parts) for name, parts in rows.bundles.items()},
        order=rows.order,
        rules=tuple(
            Rule(
                name,
                condition(row.when, "rules", name, "when"),
                row.level,
                row.source,
                row.cancels,
                row.when,
            )
            for name, row in rows.rules.items()
        ),
        named={name: condition(text, "named", name) for name, text in rows.named.items()},
        support=condition(rows.support, "support"),
        child_age=rows.child_age,
        sources=rows.sources,
    )


def _fact(name: str, row: FactRow, condition: _ParseAt) -> Fact:
    gate = condition(row.gate, "facts", name, "gate") if row.gate else None
    return Fact(
        name, row.ref, row.block, row.row, row.kind, row.worse, row.unit, row.low, row.high,
        row.best, gate, row.asked, row.follow_up, row.assume, row.source,
    )  # fmt: skip
