"""The tables of tests/cases/<language>, and how each language pads and denies."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intents.languages import languages
from intents.meaning import Unit
from intents.yaml_file import load

PLACE = Path(__file__).parents[1] / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """An utterance and what it should mean; `answer` is to the question about chest pain."""

    say: str
    answer: str = ""
    command: str = ""
    topic: str = ""
    facts: tuple[str, ...] = ()
    not_facts: tuple[str, ...] = ()
    unit: Unit | None = None
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Manners:
    """`manners.yaml`: plain answers, what may be said around them, and ways to deny."""

    answers: tuple[str, ...]
    fillers: tuple[str, ...]
    """Sounds and courtesy that mean nothing."""
    around: tuple[str, ...]
    """Answers with something harmless around it, {} being the answer."""
    denials: tuple[str, ...]
    """A denial of {}."""
    not_denied: tuple[str, ...] = ()
    """Words in a phrase that turn a denial around."""

    def deniable(self, phrase: str) -> bool:
        """Whether a denial before `phrase` denies it."""
        return set(self.not_denied).isdisjoint(phrase.split())


def cases(*names: str) -> list[tuple[str, Case]]:
    """The cases of these tables in every language, each with its language."""
    return [
        (language, case)
        for language in languages()
        for name in names
        for case in load(PLACE / language / f"{name}.yaml", tuple[Case, ...])
    ]


@cache
def manners(language: str) -> Manners:
    """How people pad and deny in a language."""
    return load(PLACE / language / "manners.yaml", Manners)
