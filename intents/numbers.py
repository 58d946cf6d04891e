"""Numbers with their units, as people say them: "six or seven", "thirty nine two", "since Monday".

Number words become digits with text2num; what text2num does not know (couples, halves, days of the
week, a temperature said in two pieces) stands in `numbers.yaml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from intents.meaning import Number, Unit
from intents.normalise import BOUNDARIES

CELSIUS = (33.0, 43.5)
FAHRENHEIT = (92.0, 110.5)
_DAYS_IN: dict[str, float] = {
    "minutes": 1 / 1440,
    "hours": 1 / 24,
    "days": 1,
    "weeks": 7,
    "months": 30,
    "years": 365,
}
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class NumberWords:
    """`numbers.yaml` of one language."""

    units: dict[str, tuple[str, ...]]
    amounts: dict[str, str]
    vague: tuple[str, ...]
    half: tuple[str, ...]
    half_before: tuple[str, ...]
    point: tuple[str, ...]
    out_of: tuple[str, ...]
    moments: dict[str, str]
    weekdays: dict[str, str]
    nothing: tuple[str, ...]
    conclusion: tuple[str, ...]
    zero: tuple[str, ...]
    scale: tuple[str, ...]
    ask_days: tuple[str, ...]
    ask_degrees: tuple[str, ...]
    ask_age: tuple[str, ...]
    ask_hours: tuple[str, ...]
    ask_percent: tuple[str, ...]
    ask_pulse: tuple[str, ...]
    ask_breaths: tuple[str, ...]
    respelled: dict[str, str] = field(default_factory=dict)
    """Number words as text2num wants them, where `letters` of words.yaml changed them."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount in the text: a value, its unit if said, and whether it was only a vague one."""

    value: float
    unit: str | None
    at: int
    vague: bool = False


class NumberReader:
    """Reads numbers in one language."""

    def __init__(self, words: NumberWords, language: str) -> None:
        self._words = words
        self._language = language
        self._unit_of = {word: unit for unit, said in words.units.items() for word in said}
        self._amounts = {said: float(value) for said, value in words.amounts.items()}
        self._asked: tuple[tuple[Unit, tuple[str, ...]], ...] = (
            ("score", words.scale), ("hours", words.ask_hours), ("days", words.ask_days),
            ("celsius", words.ask_degrees), ("breaths", words.ask_breaths),
            ("percent", words.ask_percent), ("per_minute", words.ask_pulse),
            ("years", words.ask_age),
        )  # fmt: skip

    def unit_asked(self, question: tuple[str, ...]) -> Unit | None:
        """The unit that a question asks for, by its words."""
        text = f" {' '.join(question)} "
        for unit, signs in self._asked:
            if any(f" {sign} " in text for sign in signs):
                return unit
        return None

    def read(self, tokens: tuple[str, ...], unit: Unit | None, today: date) -> Number | None:
        """The number that `tokens` state, for a question that asks for `unit` (None: any).

        Of a range the worse end counts: the higher score, the longer time. None where there is no
        number, or where its unit can't be told (a temperature of 60).
        """
        words = self._digits(tokens)
        amounts = self._amounts_in(words)
        if unit in ("celsius", "fahrenheit"):
            return self._temperature(words, amounts)
        if unit == "score":
            return self._score(words, amounts)
        if unit in ("days", "hours"):
            return self._duration(words, amounts, unit, today)
        if unit is not None:
            return self._plain(amounts, unit)
        return self._any(words, amounts, today)

    def _any(self, words: list[str], amounts: list[Amount], today: date) -> Number | None:
        """A number that nobody asked for counts only with its unit."""
        warm = [a for a in amounts if a.unit in ("celsius", "fahrenheit")]
        joined = f" {' '.join(words)} "
        if warm or any(f" {sign} " in joined for sign in self._words.ask_degrees):
            found = self._temperature(words, amounts)
            if found is not None:
                return found
        for amount in amounts:
            if amount.unit == "score":
                return Number(amount.value, "score")
            if amount.unit == "percent":
                return Number(amount.value, "percent")
            if amount.unit == "years_old":
                return Number(amount.value, "years")
        if any(a.unit in _DAYS_IN for a in amounts) or self._moments_in(words, today):
            return self._duration(words, amounts, "days", today)
        return None

    def _digits(self, tokens: tuple[str, ...]) -> list[str]:
        if not tokens:
            return []
        from text_to_num import alpha2digit

        respelled = self._words.respelled
        text = " ".join(respelled.get(t, t) for t in tokens) if respelled else " ".join(tokens)
        return str(alpha2digit(text, self._language)).split()

    def _amounts_in(self, words: list[str]) -> list[Amount]:
        amounts: list[Amount] = []
        i = 0
        while i < len(words):
            value, size = self._value_at(words, i)
            if value is None:
                i += 1
                continue
            vague = words[i] in self._words.vague
            after = i + size
            half, used = self._half_at(words, after)
            value += half
            after += used
            unit, used = self._unit_at(words, after)
            after += used
            half, used = self._half_at(words, after)
            if unit is not None:
                value += half
                after += used
            amounts.append(Amount(value, unit, i, vague))
            i = max(after, i + 1)
        return self._share_units(amounts)

    def _value_at(self, words: list[str], i: int) -> tuple[float | None, int]:
        word = words[i]
        if _NUMERAL.fullmatch(word):
            value = float(word.replace(",", "."))
            tenths = words[i + 2] if i + 2 < len(words) else ""
            if tenths.isdecimal() and words[i + 1] in self._words.point:
                return float(f"{word}.{tenths}"), 3
            return value, 1
        if word in self._words.half_before:
            past = 2 if words[i + 1 : i + 2] and words[i + 1] in self._words.vague else 1
            unit, _ = self._unit_at(words, i + past)  # "half an hour"
            return (0.5, past) if unit else (None, 1)
        if word in self._amounts:
            return self._amounts[word], 1
        if word in self._words.zero:
            return 0.0, 1
        return None, 1

    def _half_at(self, words: list[str], i: int) -> tuple[float, int]:
        for phrase in self._words.half:
            pieces = phrase.split()
            if words[i : i + len(pieces)] == pieces:
                return 0.5, len(pieces)
        return 0.0, 0

    def _unit_at(self, words: list[str], i: int) -> tuple[str | None, int]:
        """The unit at `i`, past "of", "full" and the like; "8 out of 10" is a score."""
        for phrase in self._words.out_of:
            pieces = phrase.split()
            if words[i : i + len(pieces)] == pieces:
                tail = words[i + len(pieces) : i + len(pieces) + 1]
                if tail and tail[0] == "10":
                    return "score", len(pieces) + 1
        for skip in (0, 1):
            for size in (2, 1):
                said = " ".join(words[i + skip : i + skip + size])
                unit = self._unit_of.get(said)
                if unit is not None and not (skip and self._is_amount(words[i])):
                    return unit, skip + size
        return None, 0

    def _is_amount(self, word: str) -> bool:
        return word in self._amounts or _NUMERAL.fullmatch(word) is not None

    def _share_units(self, amounts: list[Amount]) -> list[Amount]:
        """ "two or three days": the first number takes the unit of the one close after it."""
        shared = list(amounts)
        for i in range(len(shared) - 2, -1, -1):
            here, after = shared[i], shared[i + 1]
            if here.unit is None and after.unit is not None and after.at - here.at <= 2:
                shared[i] = Amount(here.value, after.unit, here.at, here.vague)
        return shared

    def _temperature(self, words: list[str], amounts: list[Amount]) -> Number | None:
        found: list[Number] = []
        for k, amount in enumerate(amounts):
            value = amount.value
            following = amounts[k + 1] if k + 1 < len(amounts) else None
            split = (
                following is not None
                and following.value < 10
                and following.value == int(following.value)
                and value == int(value)
                and all(w in BOUNDARIES for w in words[amount.at + 1 : following.at])
                and following.at - amount.at <= 2
                and following.unit in (None, amount.unit, "celsius", "fahrenheit")
            )
            if split and following is not None:
                value += following.value / 10
            if CELSIUS[0] <= value <= CELSIUS[1] and amount.unit in (None, "celsius", "degrees"):
                found.append(Number(round(value, 2), "celsius"))
            elif FAHRENHEIT[0] <= value <= FAHRENHEIT[1] and amount.unit in (
                None,
                "fahrenheit",
                "degrees",
            ):
                found.append(Number(round(value, 2), "fahrenheit"))
        return max(
            found,
            key=lambda n: n.value if n.unit == "celsius" else (n.value - 32) / 1.8,
            default=None,
        )

    def _score(self, words: list[str], amounts: list[Amount]) -> Number | None:
        fitting = [
            a.value
            for a in amounts
            if a.unit in (None, "score") and 0 <= a.value <= 10 and not a.vague
        ]
        if fitting:
            return Number(max(fitting), "score")
        text = f" {' '.join(words)} "
        if any(f" {sign} " in text for sign in self._words.nothing):
            return Number(0.0, "score")
        return None

    def _duration(
        self, words: list[str], amounts: list[Amount], unit: Unit, today: date
    ) -> Number | None:
        """In `unit`. A conclusion ("so I would say ...") beats what came before; the precise beats
        the vague; of numbers side by side the larger counts."""
        timed = [a for a in amounts if a.unit in _DAYS_IN] + self._moments_in(words, today)
        if not timed:
            bare = [a for a in amounts if a.unit is None and not a.vague]
            if not bare:
                return None
            return Number(max(a.value for a in bare), unit)
        timed.sort(key=lambda a: a.at)
        turn = self._conclusion(words)
        later = [a for a in timed if a.at > turn]
        if turn >= 0 and later:
            timed = later
        precise = [a for a in timed if not a.vague] or timed
        first = precise[0]
        near = [a for a in precise if a.unit == first.unit and abs(a.at - first.at) <= 4]
        days = max(a.value * _DAYS_IN[a.unit or "days"] for a in near)
        return Number(round(days * 24 if unit == "hours" else days, 2), unit)

    def _conclusion(self, words: list[str]) -> int:
        text = f" {' '.join(words)} "
        last = -1
        for sign in self._words.conclusion:
            at = text.rfind(f" {sign} ")
            if at >= 0:
                last = max(last, text[: at + 1].count(" ") - 1)
        return last

    def _moments_in(self, words: list[str], today: date) -> list[Amount]:
        """ "yesterday", "last week", "since Tuesday" as days before `today`."""
        found: list[Amount] = []
        text = f" {' '.join(words)} "
        for said, days in self._words.moments.items():
            at = text.find(f" {said} ")
            if at >= 0:
                found.append(Amount(float(days), "days", text[: at + 1].count(" ") - 1))
        for said, number in self._words.weekdays.items():
            if said in words:
                ago = (today.weekday() - int(number)) % 7 or 7
                found.append(Amount(float(ago), "days", words.index(said), vague=False))
        return found

    def _plain(self, amounts: list[Amount], unit: Unit) -> Number | None:
        """Years, breaths, percent, beats: the number with that unit, else the last bare one."""
        own = {"years": ("years", "years_old")}.get(unit, (unit,))
        fitting = [a for a in amounts if a.unit in own] or [
            a for a in amounts if a.unit is None and not a.vague
        ]
        if not fitting:
            return None
        if unit == "breaths":
            return Number(max(a.value for a in fitting), unit)
        return Number(fitting[-1].value if unit != "years" else fitting[0].value, unit)
