"""The short way in which the tables of this folder write facts: `U2 U9=dk S1=18`."""

from __future__ import annotations

from pathlib import Path

from assistant.triage.facts import FactValue
from intents.tree import Tree

CASES = Path(__file__).parent / "cases"
LEVELS = {
    "L1": "emergency_ambulance",
    "L2": "emergency",
    "L3": "consultation_24",
    "L4": "consultation",
    "L5": "self_care",
}
_WORDS: dict[str, FactValue] = {"yes": "yes", "no": "no", "dk": "dont_know"}


def facts(tree: Tree, text: str) -> dict[str, FactValue]:
    """`U2 U9=dk S1=18` as facts."""
    found: dict[str, FactValue] = {}
    for item in text.split():
        ref, _, value = item.partition("=")
        name = tree.fact(ref).id
        found[name] = _WORDS[value or "yes"] if (value or "yes") in _WORDS else float(value)
    return found


def lines(name: str) -> list[str]:
    """The lines of a table without comments."""
    text = (CASES / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
