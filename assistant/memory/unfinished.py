"""What is left of a check that was broken off, as its journal tells it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from assistant.triage.facts import FactValue
from intents.tree import Fact, Tree

FRESH = timedelta(hours=1)
"""An illness changes: what was broken off longer ago begins anew."""
_AHEAD = timedelta(minutes=1)
"""A clock that was set back so far is no reason for distrust; more is."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The facts that still count."""

    facts: Mapping[str, FactValue]

    def worse(self, tree: Tree) -> dict[str, FactValue]:
        """Those that tell of something bad, and numbers."""
        return {
            name: value
            for name, value in self.facts.items()
            if value == tree.fact(name).worse or not isinstance(value, str)
        }

    def pressing(self, tree: Tree) -> dict[str, FactValue]:
        """Those that by themselves may need an ambulance or an emergency department."""
        return {
            name: value
            for name, value in self.facts.items()
            if value == tree.fact(name).worse and tree.fact(name).row in tree.levels[:2]
        }


def find_unfinished(path: Path, tree: Tree, now: datetime) -> Unfinished | None:
    """The unfinished check in a journal, where one broke off within the last hour.

    None for a check that came to its result, an old one, one without facts, and for a file that is
    damaged: only its last line may be cut off. Of what is older than an hour by itself, only bad
    signs are left: a "no" of then is no answer now. `now` is in UTC.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        events = _events(lines)
        facts, last = _facts(events)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if last is None or not -_AHEAD <= now - last <= FRESH:
        return None
    known: dict[str, FactValue] = {}
    for name, (value, since) in facts.items():
        fact = tree.facts.get(name)
        if fact is None or not _possible(fact, value):
            return None
        if now - since <= FRESH or value == fact.worse:
            known[name] = value
    return Unfinished(known) if known else None


def _events(lines: list[str]) -> list[dict[str, Any]]:
    """Raises ValueError for a line that is none, but for the last."""
    events: list[dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            events.append(dict(json.loads(line)))
        except ValueError:
            if number < len(lines):
                raise
    return events


def _facts(
    events: list[dict[str, Any]],
) -> tuple[dict[str, tuple[FactValue, datetime]], datetime | None]:
    """Each fact with the time since when it is known so; the time of the end, or None if over."""
    facts: dict[str, tuple[FactValue, datetime]] = {}
    last: datetime | None = None
    stopped = over = False
    for event in events:
        last = datetime.fromisoformat(event["time"]).astimezone(timezone.utc)
        if event["event"] == "outcome":
            over = not stopped
            continue
        over = False
        if event["event"] == "heard":
            stopped = False
        elif event["event"] == "said":
            stopped = stopped or event["key"] == "stopped"
        elif event["event"] == "fact":
            name, value = str(event["id"]), event["value"]
            if value is None:
                facts.pop(name, None)
            elif name not in facts or facts[name][0] != value:
                facts[name] = (value, last)
    return facts, None if over else last


def _possible(fact: Fact, value: object) -> bool:
    if value == "dont_know":
        return True
    if fact.kind == "yes_no":
        return value in ("yes", "no")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low = value if fact.low is None else fact.low
    high = value if fact.high is None else fact.high
    return low <= value <= high
