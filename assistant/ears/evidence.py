"""What speaks for and against an answer: the ears' hypotheses as a few numbers.

Both engines, given a grammar, force any speech into it with full confidence; so what counts is
whether they agree, whether a free string of sounds agrees, and whether length and rest fit.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from assistant.ears.grammar import Grammar
from assistant.ears.recogniser import Hypothesis

Sounds = tuple[str, ...]
_USUAL_SOUND_SECONDS = 0.12
RATED = 8.0
"""Log probabilities further apart than this say nothing more."""


@dataclass(frozen=True, slots=True)
class Opinions:
    """What all ears made of one utterance."""

    guided: Hypothesis
    """Of the leading ear, with the grammar."""
    second: Hypothesis | None
    """Of the other engine, with the same grammar."""
    free: Hypothesis | None
    """Of an ear without grammar."""
    speech_seconds: float

    def candidates(self, grammar: Grammar) -> tuple[str, ...]:
        """The texts that may be the answer: whole phrases that any ear heard."""
        texts = [self.guided.text]
        texts += [ear.text for ear in (self.second, self.free) if ear and not ear.unknown]
        if self.free and self.free.ratings:
            texts.append(max(self.free.ratings, key=self.free.ratings.__getitem__))
        return tuple(text for text in dict.fromkeys(texts) if grammar.covers(text))


FEATURES = (
    "first_says_it",
    "first_confidence",
    "second_says_it",
    "free_says_it",
    "free_sounds_apart",
    "sounds_apart",
    "first_sounds_apart",
    "second_sounds_apart",
    "fit",
    "length_apart",
    "rated",
    "rated_ahead",
    "rated_over_nothing",
)


def features(text: str, heard: Opinions, sounds_of: Callable[[str], Sounds]) -> tuple[float, ...]:
    """The numbers named in FEATURES for the answer `text`.

    `sounds_of` gives the sounds of a text. Distances between strings of sounds run from 0 (same)
    to 1; `fit` is the log likelihood a frame by which free sounds fit better (negative), at least
    -3; `length_apart` the absolute log of the speech's length over the usual one. `rated` is the
    rater's log probability over that of what it wrote freely, `rated_ahead` over the best other
    phrase, `rated_over_nothing` over no word at all; all within RATED of 0, and 0 without a rater.
    """
    sounds = sounds_of(text)
    first, second, free = heard.guided, heard.second or Hypothesis(), heard.free or Hypothesis()
    first_says = first.text == text
    frames = max(10.0, heard.speech_seconds * 100)
    usual = max(1, len(sounds)) * _USUAL_SOUND_SECONDS
    return (
        float(first_says and not first.unknown),
        min((w.score for w in first.words), default=0.0) if first_says else 0.0,
        float(second.text == text and not second.unknown),
        float(free.text == text),
        _apart(sounds_of(free.text), sounds),
        _apart(second.sounds, sounds),
        _apart(sounds_of(first.text), sounds),
        _apart(sounds_of(second.text), sounds),
        max(-3.0, second.score / frames),
        abs(math.log(max(0.05, heard.speech_seconds) / usual)),
        *_rated(text, free),
    )


def _rated(text: str, free: Hypothesis) -> tuple[float, float, float]:
    if not free.ratings:
        return 0.0, 0.0, 0.0
    own = free.ratings.get(text, -RATED + min(free.ratings.values()))
    others = [rating for phrase, rating in free.ratings.items() if phrase != text]
    return (
        _within(own - free.score),
        _within(own - max(others, default=own)),
        _within(own - free.nothing),
    )


def _within(value: float) -> float:
    return max(-RATED, min(RATED, value))


def _apart(one: Sounds, other: Sounds) -> float:
    return float(Levenshtein.normalized_distance(one, other))
