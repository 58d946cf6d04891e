"""The words that may be heard now: phrases that count, and decoys that only catch other speech."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from intents.hearing import Hearing
from intents.meaning import Expectation

_PHRASE = re.compile(r"[a-z'][a-z']*(?: [a-z']+)*")


@dataclass(frozen=True, slots=True)
class Grammar:
    """Whole phrases in lower case, single spaces between words.

    `decoys` are single words that sound like the phrases, or are common in other talk. They never
    leave the recogniser as text: they stand for "something else was said".
    Raises ValueError for no phrase at all or one that engines can't take (an empty list or a digit
    makes them crash or drop words without a word: so it must never reach them).
    """

    phrases: tuple[str, ...]
    decoys: tuple[str, ...] = ()
    likely: frozenset[str] = frozenset()
    """The phrases that most people answer with."""
    several: bool = False
    """Several phrases may follow each other: a description, not an answer."""
    numbers: bool = False
    """A number is awaited."""

    def __post_init__(self) -> None:
        if not self.phrases:
            raise ValueError("a grammar needs at least one phrase")
        for phrase in (*self.phrases, *self.decoys):
            if not _PHRASE.fullmatch(phrase):
                raise ValueError(f"'{phrase}' is not a phrase of plain lower-case words")

    @classmethod
    def of(
        cls,
        phrases: Iterable[str],
        decoys: Iterable[str] = (),
        likely: Iterable[str] = (),
        several: bool = False,
        numbers: bool = False,
    ) -> Grammar:
        """A grammar without doubles; decoys that are words of a phrase are dropped."""
        wanted = tuple(dict.fromkeys(phrases))
        words = {word for phrase in wanted for word in phrase.split()}
        others = tuple(decoy for decoy in dict.fromkeys(decoys) if decoy not in words)
        return cls(wanted, others, frozenset(likely).intersection(wanted), several, numbers)

    def within(self, knows: Callable[[str], bool]) -> tuple[Grammar, tuple[str, ...]]:
        """The part of it made of words that `knows`, and the phrases that fell out.

        Engines drop single unknown words in silence ("take ibuprofen" becomes "take"), so a phrase
        goes as a whole. Raises ValueError when no phrase is left.
        """

        def whole(phrase: str) -> bool:
            return all(map(knows, phrase.split()))

        lost = tuple(phrase for phrase in self.phrases if not whole(phrase))
        kept = filter(whole, self.phrases)
        decoys = filter(whole, self.decoys)
        return Grammar.of(kept, decoys, self.likely, self.several, self.numbers), lost

    def likely_only(self) -> Grammar | None:
        """The likely phrases by themselves; None where there are none."""
        likely = tuple(phrase for phrase in self.phrases if phrase in self.likely)
        return Grammar(likely, likely=self.likely) if likely else None

    @property
    def words(self) -> frozenset[str]:
        """Every word of the phrases (decoys left out)."""
        return frozenset(word for phrase in self.phrases for word in phrase.split())

    def known(self, words: Iterable[str]) -> tuple[str, ...]:
        """Those of `words` that stand in a phrase; decoys and unknown-word marks fall out."""
        inside = self.words
        return tuple(word for word in words if word in inside)

    def covers(self, text: str) -> bool:
        """Whether `text` is one phrase, or several after each other ("no" "no i don't").

        Engines take a grammar as a model of word pairs and hand back recombinations, such as half
        a phrase; those are no answers.
        """
        words = text.split()
        reached = {0}
        for end in range(1, len(words) + 1):
            if any(" ".join(words[start:end]) in self.phrases for start in reached):
                reached.add(end)
        return bool(words) and len(words) in reached


def grammar_for(hearing: Hearing, expect: Expectation) -> Grammar:
    """What may be said where `expect` is open."""
    return Grammar.of(
        hearing.phrases(expect),
        hearing.decoys,
        hearing.likely_phrases(expect),
        several=expect.kind == "complaint",
        numbers=expect.kind == "number",
    )
