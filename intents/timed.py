"""Spoken exercises: lines, each with the time that it takes. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intents.yaml_file import load

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Step:
    """A line, and the seconds from its first word until the next line."""

    say: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Block:
    """Steps that are repeated `times`."""

    times: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Timed:
    """The exercises of one language, and what is timed before a question (by its id)."""

    breathing: tuple[Block, ...]
    body_scan: tuple[Block, ...]
    before: dict[str, tuple[Block, ...]]


def load_timed(language: str = "en") -> Timed:
    """Read the exercises. Raises ContentError for a broken file."""
    return load(_HERE / language / "timed.yaml", Timed)


def steps(blocks: tuple[Block, ...]) -> tuple[Step, ...]:
    """Every step in order, repeats written out."""
    return tuple(step for block in blocks for _ in range(block.times) for step in block.steps)
