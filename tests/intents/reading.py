"""How hard a text is to follow by ear: sentences, words, and the Flesch-Kincaid school grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

LONGEST_SENTENCE = 15
"""Words."""
HARDEST_GRADE = 6.99
"""Grade six, up to its end."""
FEWEST_WORDS = 12
"""Below this the formula says nothing: one long word decides."""

FORBIDDEN = (
    "you are fine", "you're fine", "probably nothing", "nothing to worry", "nothing serious",
    "don't worry",
    "do not worry", "it is just", "it's just", "you have the flu", "you have an infection",
    "you have sepsis", "you have meningitis",
    "percent", "%", "definitely", "diagnos", "guarantee", "e.g.", "i.e.", "etc", "myalgia", "pyelo",
)  # fmt: skip


def texts(part: object) -> Iterator[str]:
    """Every string in content: in a file as it was read, or in dataclasses."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from texts(value)
    elif is_dataclass(part):
        for field in fields(part):
            yield from texts(getattr(part, field.name))


def sentences(text: str) -> list[str]:
    """The sentences of a text; a colon ends one as well, for the ear does too."""
    return [part for part in re.split(r"(?<=[.?!:])\s+", text.strip()) if part]


def words(text: str) -> list[str]:
    """Its words; a decimal point or an apostrophe belongs to its word."""
    return re.findall(r"[A-Za-z0-9']+(?:\.\d+)?", text)


def syllables(word: str) -> int:
    """About how many: groups of vowels, without a silent e at the end."""
    word = re.sub(r"[^a-z]", "", word.lower())
    if word.endswith("e") and not word.endswith(("le", "ee")):
        word = word[:-1]
    if word.endswith("ed") and not word.endswith(("ted", "ded")):
        word = word[:-2] + "d"
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text (Kincaid 1975)."""
    spoken = words(text)
    per_sentence = len(spoken) / len(sentences(text))
    per_word = sum(map(syllables, spoken)) / len(spoken)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59
