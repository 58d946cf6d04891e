"""What is asked the first time, and of a check that was broken off: words, and their reading."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from intents.countries import OTHER, Countries
from intents.normalise import Normaliser
from intents.yaml_file import load

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SetupWords:
    """The words of one language; slots stand in braces. See setup.yaml."""

    offer: str
    country: str
    which_country: str
    country_noted: str
    country_unknown: str
    voice: str
    voice_how: str
    slow: str
    night: str
    kept: str
    not_kept: str
    left_out: str
    known: str
    go_on: str
    going_on: str
    afresh: str
    afresh_urgent: str
    urgent: str
    skip: tuple[str, ...]
    later: tuple[str, ...]
    also: dict[str, tuple[str, ...]]
    """Other names of countries, by code."""


def load_setup(language: str = "en") -> SetupWords:
    """Raises ContentError where the file is broken."""
    return load(_HERE / language / "setup.yaml", SetupWords)


class SetupReader:
    """Understands what only these questions have for an answer: skipping, and countries."""

    def __init__(self, words: SetupWords, countries: Countries, normaliser: Normaliser) -> None:
        self._plain = normaliser.phrase
        self._skip = self._phrases(words.skip)
        self._later = self._phrases(words.later)
        names = [(name, code) for code, name in countries.words.names.items() if code != OTHER]
        names += [(name, code) for code, also in words.also.items() for name in also]
        self._countries = {self._plain(name): code for name, code in names}

    def _phrases(self, texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
        return frozenset(map(self._plain, texts))

    def skips(self, text: str) -> bool:
        """Whether this question is to be left out."""
        return self._plain(text) in self._skip

    def puts_off(self, text: str) -> bool:
        """Whether all of them are to be left out, for now."""
        return self._plain(text) in self._later

    def country(self, text: str) -> str | None:
        """The code of the country that is named in it; the longest name counts."""
        said = self._plain(text)
        named = [
            (len(name), code)
            for name, code in self._countries.items()
            if any(said[at : at + len(name)] == name for at in range(len(said)))
        ]
        return max(named)[1] if named else None
