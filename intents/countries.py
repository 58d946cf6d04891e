"""Emergency, advice and crisis numbers by country, and how they are spoken digit by digit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints

from intents.errors import ContentError
from intents.yaml_file import load

_HERE = Path(__file__).parent

OTHER = "other"
"""The code of a country that isn't in the table."""
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?[-_]([A-Za-z]{2})(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Number:
    """A telephone number; `digits` may hold spaces between the groups that are spoken together.

    `status` v: seen in a source; BK: background knowledge, to be verified, and never spoken.
    """

    digits: Annotated[str, StringConstraints(pattern=r"^[0-9*#]+( [0-9*#]+)*$")]
    status: Literal["v", "BK"]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of one country, the one to speak first of each kind."""

    ambulance: tuple[Number, ...]
    advice_line: tuple[Number, ...] = ()
    crisis_line: tuple[Number, ...] = ()
    poison_line: tuple[Number, ...] = ()
    locale_names: tuple[str, ...] = ()
    """What the operating system may call the country in a locale's name (Windows)."""


@dataclass(frozen=True, slots=True)
class _Table:
    checked: str
    aliases: dict[str, str]
    members_of_eu: tuple[str, ...]
    countries: dict[str, Numbers]


@dataclass(frozen=True, slots=True)
class _Unknown:
    ambulance: str
    number: str
    advice_line: str
    crisis_line: str


@dataclass(frozen=True, slots=True)
class _Words:
    digits: dict[str, str]
    names: dict[str, str]
    advice_lines: dict[str, str]
    crisis_lines: dict[str, str]
    unknown: _Unknown


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its numbers (None for `other`) and the words for the slots of the advice."""

    code: str
    numbers: Numbers | None
    slots: Mapping[str, str]
    """ambulance, number, advice_line, crisis_line, country."""

    @property
    def known(self) -> bool:
        """False for `other`: then say that the numbers aren't known."""
        return self.numbers is not None


@dataclass(frozen=True, slots=True)
class Countries:
    """All countries in the words of one language."""

    table: _Table
    words: _Words

    @property
    def checked(self) -> str:
        """The date (ISO 8601) of the table."""
        return self.table.checked

    def codes(self) -> tuple[str, ...]:
        """Every code that has an entry of its own, `other` last."""
        return (*self.table.countries, OTHER)

    def country(self, code: str) -> Country:
        """The country of an ISO 3166 alpha-2 code (UK means GB); `other` where it's unknown."""
        code = code.strip().upper()
        code = self.table.aliases.get(code, code)
        if code in self.table.members_of_eu:
            code = "EU"
        numbers = self.table.countries.get(code)
        code = code if numbers else OTHER
        return Country(code, numbers, self._slots(code, numbers))

    def spoken(self, digits: str) -> str:
        """'0800 611' -> 'zero eight zero zero, six one one'."""
        groups = (" ".join(self.words.digits[digit] for digit in group) for group in digits.split())
        return ", ".join(groups)

    def _slots(self, code: str, numbers: Numbers | None) -> dict[str, str]:
        unknown = self.words.unknown
        ambulance = self._first(numbers.ambulance if numbers else ())
        advice = self._first(numbers.advice_line if numbers else ())
        crisis = self._first(numbers.crisis_line if numbers else ())
        named_advice = self.words.advice_lines.get(code, "{number}").format(number=advice)
        named_crisis = self.words.crisis_lines.get(code, "{number}").format(number=crisis)
        return {
            "ambulance": ambulance or unknown.ambulance,
            "number": ambulance or unknown.number,
            "advice_line": named_advice if advice else unknown.advice_line,
            "crisis_line": named_crisis if crisis else unknown.crisis_line,
            "country": self.words.names[code],
        }

    def _first(self, numbers: tuple[Number, ...]) -> str:
        verified = next((number for number in numbers if number.status == "v"), None)
        return self.spoken(verified.digits) if verified else ""


@cache
def load_countries(language: str = "en") -> Countries:
    """Read and check the table. Raises ContentError for a broken file or a missing name."""
    table = _table()
    path = _HERE / language / "countries.yaml"
    words = load(path, _Words)
    codes = {*table.countries, OTHER}
    if odd := sorted(codes ^ set(words.names)):
        raise ContentError(
            f"{path}, key 'names.{odd[0]}': it must be in ../countries.yaml and here."
        )
    if missing := sorted(set("0123456789*#") - set(words.digits)):
        raise ContentError(f"{path}, key 'digits': there is no word for '{missing[0]}'.")
    return Countries(table, words)


def country(code: str, language: str = "en") -> Country:
    """The country of a code, in the words of a language; `other` where it isn't in the table."""
    return load_countries(language).country(code)


def from_locale(locale_name: str) -> str:
    """The country code of a locale's name: 'en_GB.UTF-8' -> 'GB'; `other` where it names none.

    Understands POSIX and BCP 47 names, and those of Windows ('English_United Kingdom.1252').
    """
    if match := _LOCALE.match(locale_name):
        return match[1].upper()
    name = locale_name.split(".")[0].partition("_")[2].strip().lower()
    for code, numbers in _table().countries.items():
        if name in (known.lower() for known in numbers.locale_names):
            return code
    return OTHER


@cache
def _table() -> _Table:
    return load(_HERE / "countries.yaml", _Table)
