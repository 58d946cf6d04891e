"""Advice by result: which of it fits a patient (logic, language-free) and its words.

Pure; the content is `advice.yaml` (logic, sources) and `<language>/advice.yaml` (words).
Not reviewed by a clinician yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intents.errors import ContentError
from intents.fitting import Entry, Facts, fitting
from intents.tree import Level
from intents.yaml_file import load

_HERE = Path(__file__).parent

Sentences = tuple[str, ...]
SLOTS = frozenset({"ambulance", "number", "advice_line", "crisis_line", "country"})
"""What may stand in braces in the words; `intents.countries.Country.slots` fills them."""


@dataclass(frozen=True, slots=True)
class Logic:
    """Who is told what, in order; no words."""

    items_at_most: dict[Level, int]
    items_at_once: int
    waiting_at_most: int
    then: dict[str, Entry]
    do_not: dict[str, Entry]
    items: dict[str, Entry]
    waiting: dict[str, Entry]
    suspects: dict[str, Entry]
    signs: dict[str, Entry]
    sign_facts: dict[str, tuple[str, ...]]
    """What the patient may name of each sign when asked to say one."""
    time_courses: dict[str, Entry]
    rechecks: dict[str, Entry]


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A result: its first sentences (the result itself), by when, and who is to be seen."""

    first: Sentences
    by: str
    who: str


@dataclass(frozen=True, slots=True)
class ItemWords:
    """A self-care item: its name, what to do, and what to take care of."""

    name: str
    text: Sentences
    caution: Sentences = ()


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language, by the ids of `Logic`."""

    levels: dict[Level, LevelWords]
    then: dict[str, Sentences]
    do_not: dict[str, Sentences]
    items: dict[str, ItemWords]
    waiting: dict[str, Sentences]
    suspects: dict[str, Sentences]
    signs: dict[str, str]
    time_courses: dict[str, Sentences]
    rechecks: dict[str, Sentences]
    items_intro: str
    signs_intro: str
    signs_more: str
    signs_act: str
    if_worried: str
    uncertainty: str
    how_to_get_help: Sentences
    country_check: str
    country_unknown: str
    teach_back: str
    say_again: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Logic and words of all advice in one language."""

    logic: Logic
    words: Words


_GROUPS = ("then", "do_not", "items", "waiting", "suspects", "signs", "time_courses", "rechecks")


def load_advice(language: str = "en") -> Advice:
    """Read and check the advice.

    Raises ContentError for a broken file or condition, and where words and logic don't have the
    same ids.
    """
    logic_path, words_path = _HERE / "advice.yaml", _HERE / language / "advice.yaml"
    logic, words = load(logic_path, Logic), load(words_path, Words)
    for group in _GROUPS:
        entries: dict[str, Entry] = getattr(logic, group)
        _check_entries(group, entries, logic_path)
        if odd := sorted(set(entries) ^ set(getattr(words, group))):
            raise ContentError(
                f"{words_path}, key '{group}.{odd[0]}': it must be in {logic_path.name} and here."
            )
    return Advice(logic, words)


def _check_entries(group: str, entries: dict[str, Entry], path: Path) -> None:
    for name, entry in entries.items():
        try:
            entry.facts()
        except ValueError as error:
            raise ContentError(f"{path}, key '{group}.{name}': {error}.") from error
        seen = [name]
        while (after := entries[seen[-1]].otherwise) is not None:
            if after not in entries or after in seen:
                raise ContentError(
                    f"{path}, key '{group}.{seen[-1]}.otherwise': '{after}' is not another entry."
                )
            seen.append(after)


def facts_used(advice: Advice) -> frozenset[str]:
    """Every fact id that some condition of the advice names."""
    return frozenset(
        fact
        for group in _GROUPS
        for entry in getattr(advice.logic, group).values()
        for fact in entry.facts()
    )


def pick(advice: Advice, level: str, facts: Facts) -> tuple[str, ...]:
    """The ids of the self-care items that fit, in the order in which they are said.

    An item is left out where a contraindication that must be ruled out isn't (`is not no`).
    """
    most = {str(key): count for key, count in advice.logic.items_at_most.items()}
    return tuple(fitting(advice.logic.items, level, facts))[: most[level]]


def pick_then(advice: Advice, level: str, facts: Facts) -> tuple[str, ...]:
    """The ids of the things to do that fit, in order."""
    return tuple(fitting(advice.logic.then, level, facts))


def pick_do_not(advice: Advice, level: str, facts: Facts) -> tuple[str, ...]:
    """The ids of the things not to do that fit, in order."""
    return tuple(fitting(advice.logic.do_not, level, facts))


def pick_waiting(advice: Advice, level: str, facts: Facts) -> tuple[str, ...]:
    """What to do until the ambulance is there: ids, most urgent first, few."""
    return tuple(fitting(advice.logic.waiting, level, facts))[: advice.logic.waiting_at_most]


def pick_suspect(advice: Advice, level: str, facts: Facts) -> str | None:
    """The id of what to say on the phone ("suspected ..."), if the facts point to one."""
    return next(fitting(advice.logic.suspects, level, facts), None)


def pick_time_course(advice: Advice, level: str, facts: Facts) -> str | None:
    """The id of how long it usually takes; None at the two emergency levels."""
    return next(fitting(advice.logic.time_courses, level, facts), None)


def pick_recheck(advice: Advice, level: str, facts: Facts) -> str | None:
    """The id of when to check again; its `minutes` are in `advice.logic.rechecks`."""
    return next(fitting(advice.logic.rechecks, level, facts), None)


def pick_safety_net(advice: Advice, level: str, facts: Facts) -> tuple[tuple[str, ...], ...]:
    """Five warning signs (ids) as a chunk of two and a chunk of three, those that fit best first.

    Empty at the two emergency levels, where the patient is on the way already.
    """
    signs = {name: sign for name, sign in advice.logic.signs.items() if level in sign.levels}
    best = sorted(signs, key=lambda name: -signs[name].weight(facts))[:5]
    return (tuple(best[:2]), tuple(best[2:])) if best else ()
