"""Written cases, one JSON object a line, assessed: the pure part of `bedside assess`."""

from __future__ import annotations

import json
import math
from typing import Any

from assistant.errors import UsageError
from assistant.triage.assess import Others, assess
from assistant.triage.facts import FactValue
from intents.tree import Fact, Tree

VALUE_NAMES = {
    "temp_c": "temperature",
    "temp_f": "temperature",
    "pain": "pain_score",
    "sbp": "systolic_pressure",
}
"""Names of readings in written cases that are no fact ids themselves."""
MILD_BREATHLESSNESS = "mild_on_effort"
"""The value of the reading `breathless` that means: mild, on effort only."""
_ANSWERS: dict[str, FactValue] = {"yes": "yes", "no": "no", "dont_know": "dont_know"}
_KNOWN_KEYS = {*_ANSWERS, "values", "unknown"}


def assess_line(tree: Tree, line: str, others: Others = "unasked") -> dict[str, object]:
    """The result of one case as {"id", "level", "reasons"}.

    `others`: what facts that the case does not name are taken for, as in `assess`. Raises
    UsageError with what is wrong in the line; the caller adds file and line number.
    """
    try:
        case = json.loads(line)
    except ValueError as error:
        raise UsageError(f"this is not JSON ({error})") from None
    if not isinstance(case, dict):
        raise UsageError('a case must be an object like {"id": "a", "facts": {"yes": ["U2"]}}')
    result = assess(tree, case_facts(tree, case), others)
    return {"id": case.get("id"), "level": result.level, "reasons": list(result.reasons)}


def case_facts(tree: Tree, case: dict[str, Any]) -> dict[str, FactValue]:
    """The facts of a case; raises UsageError for unknown facts and impossible numbers."""
    stated = case.get("facts", {})
    if not isinstance(stated, dict):
        raise UsageError("'facts' must be an object with yes, no, dont_know and values")
    if odd := sorted(set(stated) - _KNOWN_KEYS):
        raise UsageError(f"'facts' has the unknown key {', '.join(odd)}")
    facts: dict[str, FactValue] = {}
    for answer, value in _ANSWERS.items():
        names = stated.get(answer, [])
        if not isinstance(names, list):
            raise UsageError(f"'{answer}' must be a list of facts")
        for name in names:
            fact = _fact(tree, name)
            if fact.kind == "number" and answer != "dont_know":
                raise UsageError(f"'{name}' is a number: put it under values")
            if facts.setdefault(fact.id, value) != value:
                raise UsageError(f"'{name}' has two different answers")
    values = stated.get("values", {})
    if not isinstance(values, dict):
        raise UsageError("'values' must be an object of numbers")
    for name, value in values.items():
        facts.update(_reading(tree, name, value))
    if case.get("age") is not None:
        facts.update(_reading(tree, "age", case["age"]))
    return facts


def _fact(tree: Tree, name: object) -> Fact:
    try:
        return tree.fact(str(name))
    except KeyError:
        raise UsageError(f"there is no fact '{name}' (bedside tree --facts lists them)") from None


def _reading(tree: Tree, name: str, value: object) -> dict[str, FactValue]:
    if name == "breathless":
        if value != MILD_BREATHLESSNESS:
            raise UsageError(f"'breathless' can only be {MILD_BREATHLESSNESS}, not {value!r}")
        return {"more_breathless": "yes", "breathless_only_on_effort": "yes"}
    fact = _fact(tree, VALUE_NAMES.get(name, name))
    if fact.kind != "number":
        raise UsageError(f"'{name}' is no number: put it under yes, no or dont_know")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UsageError(f"'{name}' must be a number, not {value!r}")
    number = to_celsius(float(value)) if name == "temp_f" else float(value)
    low, high = fact.low or 0.0, fact.high or 0.0
    if not (math.isfinite(number) and low <= number <= high):
        raise UsageError(f"'{name}' is {value:g}, but can only be from {low:g} to {high:g}")
    return {fact.id: number}


def to_celsius(fahrenheit: float) -> float:
    """Degrees Fahrenheit in degrees Celsius, to a tenth of a degree as thermometers show it."""
    return round((fahrenheit - 32) / 1.8, 1)
