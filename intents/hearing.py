"""What the ears listen for, as data: the phrases of each kind of answer, and decoys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from intents.meaning import Expectation, Unit
from intents.yaml_file import load

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words that numbers are made of.

    `ones` are the numbers with a word of their own, from zero to at least nineteen; `tens` begin at
    twenty. `tens_joined` stands between tens and ones; `hundred_and` begins a number above 100.
    """

    ones: tuple[str, ...]
    tens: tuple[str, ...]
    hundred: str
    point: str
    with_words: tuple[str, ...]
    """Whole answers such as "two weeks", for questions after a time."""
    tens_joined: str = " "
    hundred_and: str = ""

    def spoken(self, number: int) -> str:
        """A whole number from 0 to 199 in words."""
        if number < len(self.ones):
            return self.ones[number]
        if number >= 100:
            rest = number - 100
            before = self.hundred_and or self.hundred
            return f"{before} {self.spoken(rest)}" if rest else self.hundred
        tens, ones = divmod(number, 10)
        return self.tens[tens - 2] + (self.tens_joined + self.ones[ones] if ones else "")


@dataclass(frozen=True, slots=True)
class Interrupting:
    """What may be said while Bedside speaks.

    `always`: even into emergency advice; `otherwise`: into all else; `answers`: into a question.
    `decoys`: words that sound like them.
    """

    always: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    decoys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waking:
    """What wakes Bedside: `calls` to it, and `emergency`, which is answered at once.

    `fits`: how well a phrase must fit where all ears heard it (log likelihood a frame over that of
    free sounds). `decoys`: words and phrases that sound like them.
    """

    calls: tuple[str, ...] = ()
    emergency: tuple[str, ...] = ()
    fits: Mapping[str, float] = field(default_factory=dict)
    decoys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hearing:
    """The phrases of one language by what they answer. See hearing.yaml."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    dont_know: tuple[str, ...]
    emergency: tuple[str, ...]
    commands: tuple[str, ...]
    choices: tuple[str, ...]
    descriptions: tuple[str, ...]
    """What people say first, in pieces that may follow each other."""
    numbers: NumberWords
    whole: tuple[str, ...]
    likely: tuple[str, ...]
    """What most people answer; small whole numbers are taken as likely too."""
    decoys: tuple[str, ...]
    interrupting: Interrupting = Interrupting()
    waking: Waking = Waking()

    def phrases(self, expect: Expectation) -> tuple[str, ...]:
        """Everything that may be said where `expect` is open; emergency words and commands always.

        For `complaint` these are pieces of a description that may follow each other.
        """
        always = self.commands + self.emergency
        if expect.kind == "number":
            return (*self._numbers(expect.unit), *self.dont_know, *always)
        if expect.kind == "command":
            return always
        if expect.kind == "complaint":
            return (*self.descriptions, *self.yes, *self.no, *self.dont_know, *always)
        return (*self.yes, *self.no, *self.dont_know, *self.choices, *always)

    def likely_phrases(self, expect: Expectation) -> tuple[str, ...]:
        """Those of the phrases that most people answer with."""
        if expect.kind == "number":
            return (*self.likely, *self.numbers.ones[:11])
        return self.likely

    def _numbers(self, unit: Unit | None) -> tuple[str, ...]:
        low, high, tenths = _RANGES.get(unit, (0, 100, False))
        said = [self.numbers.spoken(number) for number in range(low, high + 1)]
        if tenths:
            point = f" {self.numbers.point} "
            said += [whole + point + tenth for whole in said for tenth in self.numbers.ones[:10]]
        if unit in ("days", "hours", None):
            said += self.numbers.with_words
        return tuple(said)


_RANGES: Mapping[Unit | None, tuple[int, int, bool]] = {
    "score": (0, 10, False),
    "years": (0, 110, False),
    "days": (0, 31, False),
    "hours": (0, 48, False),
    "celsius": (34, 43, True),
    "fahrenheit": (94, 109, True),
    "breaths": (0, 60, False),
    "percent": (50, 100, False),
    "per_minute": (30, 199, False),
}
"""The numbers worth hearing for each unit: lowest, highest, with tenths."""


def load_hearing(language: str = "en") -> Hearing:
    """Raises ContentError where the file is broken."""
    return load(_HERE / language / "hearing.yaml", Hearing)
