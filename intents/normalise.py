"""Text from a recogniser or a keyboard, made comparable: one form of each word, fillers gone.

The forms come from `words.yaml` of a language; there is no word in this file. Combining marks stay
(Hindi and Thai need them), so Unicode is only composed (NFC) and casefolded, never stripped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_CHARACTERS = 4000
"""Nobody says more in one breath; the rest of a longer line is not read."""

PAUSE = ","
STOP = "."
BOUNDARIES = frozenset((PAUSE, STOP))

# The "_" is how text2num and others join; a decimal point or comma inside a number belongs to it.
_PARTS = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:['\u2019][^\W\d_]+)*['\u2019]?|[\W_]", re.UNICODE)
_MARKS = re.compile(r"[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e]")
_PAUSES = frozenset(",;:()\u2014\u2013\u2026\u060c\u3001")
_STOPS = frozenset(".?!\u3002\u061f\u0964\u00bf\u00a1\n")


@dataclass(frozen=True, slots=True)
class Words:
    """The word forms of one language (`words.yaml`).

    `spoken` maps a word or a sequence of words to its one form ("can't" to "can not"); `fillers`
    are sounds that mean nothing; `polite` are words that may surround any answer or command;
    `light` are words that symptom phrases look past; `digits` are number words, which may be said
    twice ("nine nine nine"); `endings` are cut from words that have no form of their own;
    `number_words` is the language code for text2num; `letters` are written as other letters, where
    people leave marks out ("mas" for "más").
    """

    spoken: dict[str, str]
    fillers: tuple[str, ...]
    polite: tuple[str, ...]
    light: tuple[str, ...]
    digits: tuple[str, ...]
    endings: tuple[str, ...]
    number_words: str
    letters: dict[str, str] = field(default_factory=dict)


class Normaliser:
    """Makes token tuples out of text with the forms of one language."""

    def __init__(self, words: Words) -> None:
        self._letters = str.maketrans(words.letters)
        self._fillers = frozenset(word.casefold() for word in words.fillers)
        self._digits = frozenset(words.digits)
        self._endings = words.endings
        self._single: dict[str, tuple[str, ...]] = {}
        self._several: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for said, form in words.spoken.items():
            pieces = tuple(split(said, self._letters))
            target = tuple(form.translate(self._letters).split())
            if len(pieces) == 1:
                self._single[pieces[0]] = target
            else:
                self._several.setdefault(pieces[0], []).append((pieces, target))
        for choices in self._several.values():
            choices.sort(key=lambda choice: -len(choice[0]))

    def tokens(self, text: str) -> tuple[str, ...]:
        """The words of `text` in their one form, with "," and "." where the text pauses or stops.

        A word said twice in a row counts once; fillers and empty boundaries are left out.
        """
        words = self._replace(split(text, self._letters))
        return _tidy(words, self._digits)

    def phrase(self, text: str) -> tuple[str, ...]:
        """`text` as written in a content file: its tokens without boundaries."""
        return tuple(token for token in self.tokens(text) if token not in BOUNDARIES)

    def _replace(self, parts: list[str]) -> list[str]:
        result: list[str] = []
        i = 0
        while i < len(parts):
            part = parts[i]
            for pieces, target in self._several.get(part, ()):
                if tuple(parts[i : i + len(pieces)]) == pieces:
                    result.extend(target)
                    i += len(pieces)
                    break
            else:
                if part not in self._fillers:
                    result.extend(self._single.get(part) or (self._bare(part),))
                i += 1
        return result

    def _bare(self, part: str) -> str:
        for ending in self._endings:
            if part.endswith(ending):
                return part[: -len(ending)]
        return part


def split(text: str, letters: Mapping[int, str] | None = None) -> list[str]:
    """Casefolded words, numbers and boundaries of `text`; everything else only separates.

    `letters` (as of str.maketrans) are exchanged.
    """
    text = unicodedata.normalize("NFC", text[:MAX_CHARACTERS]).casefold().replace("\u2019", "'")
    if letters:
        text = text.translate(letters)
    if text.isascii():
        return [
            _boundary(part) for part in _PARTS.findall(text) if not part.isspace() and _kept(part)
        ]
    return [
        _boundary(part)
        for part in _joined(_PARTS.findall(text))
        if not part.isspace() and _kept(part)
    ]


def _joined(parts: list[str]) -> list[str]:
    """Combining marks are not letters to a regular expression; they belong to the word before."""
    result: list[str] = []
    glue = False
    for part in parts:
        if _MARKS.fullmatch(part) and result and result[-1][-1:].isalpha():
            result[-1] += part
            glue = True
        elif glue and part[:1].isalpha():
            result[-1] += part
            glue = False
        else:
            result.append(part)
            glue = False
    return result


def _kept(part: str) -> bool:
    return part[0].isalnum() or part in _PAUSES or part in _STOPS


def _boundary(part: str) -> str:
    if part in _STOPS:
        return STOP
    if part in _PAUSES:
        return PAUSE
    return part.rstrip("'")


def _tidy(words: list[str], kept: frozenset[str]) -> tuple[str, ...]:
    """Without doubled words (but for `kept`), doubled boundaries, and boundaries at either end."""
    result: list[str] = []
    for word in words:
        if word in BOUNDARIES:
            if not result:
                continue
            if result[-1] in BOUNDARIES:
                if word == STOP:
                    result[-1] = STOP
                continue
        elif result and result[-1] == word and not word.isdigit() and word not in kept:
            continue
        elif len(result) > 1 and result[-1] == PAUSE and result[-2] == word and word not in kept:
            result.pop()
            continue
        result.append(word)
    while result and result[-1] in BOUNDARIES:
        result.pop()
    return tuple(result)


def without(tokens: tuple[str, ...], words: frozenset[str]) -> tuple[str, ...]:
    """`tokens` without boundaries and without any of `words`."""
    return tuple(token for token in tokens if token not in words and token not in BOUNDARIES)
