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
_FAR = 4.0


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
    likely: Hypothesis | None = None
    """Of the other engine, with the likely phrases only."""

    def candidates(self, grammar: Grammar) -> tuple[str, ...]:
        """The texts that may be the answer: whole phrases that any ear heard."""
        texts = [self.guided.text]
        others = (self.second, self.likely, self.free)
        texts += [ear.text for ear in others if ear and not ear.unknown]
        if self.free and self.free.ratings:
            texts.append(max(self.free.ratings, key=self.free.ratings.__getitem__))
        return tuple(text for text in dict.fromkeys(texts) if grammar.covers(text))


FEATURES = (
    "first_says_it",
    "first_confidence",
    "first_among_unknown",
    "second_says_it",
    "likely_says_it",
    "likely_margin",
    "free_says_it",
    "first_and_free",
    "likely_and_free",
    "first_and_likely",
    "all_three",
    "second_and_free",
    "likely_and_second",
    "first_sure_and_free",
    "free_sounds_apart",
    "sounds_apart",
    "first_sounds_apart",
    "second_sounds_apart",
    "likely_sounds_apart",
    "fit",
    "length_apart",
    "longer",
    "free_words",
    "shortness",
    "rated",
    "rated_ahead",
    "rated_over_nothing",
)


def features(text: str, heard: Opinions, sounds_of: Callable[[str], Sounds]) -> tuple[float, ...]:
    """The numbers named in FEATURES for the answer `text`.

    `sounds_of` gives the sounds of a text. Distances between strings of sounds run from 0 (same)
    to 1; `fit` is the log likelihood a frame by which free sounds fit better (negative), and
    `likely_margin` the one by which the likely phrase fits better than the next best, both within
    4 to either side; `length_apart` is the absolute log of the speech's length over the usual one,
    `longer` the same where it is positive; `shortness` one over the number of sounds. `rated` is
    the rater's log probability over that of what it wrote freely, `rated_ahead` over the best other
    phrase, `rated_over_nothing` over no word at all; all within RATED of 0, and 0 without a rater.
    """
    sounds = sounds_of(text)
    none = Hypothesis()
    first, second = heard.guided, heard.second or heard.guided
    likely, free = heard.likely or none, heard.free or none
    frames = max(10.0, heard.speech_seconds * 100)
    count = max(1, len(sounds))
    length = math.log(max(0.05, heard.speech_seconds) / (count * _USUAL_SOUND_SECONDS))
    in_first = float(first.text == text and not first.unknown)
    confidence = min((w.score for w in first.words), default=0.0) if first.text == text else 0.0
    in_second = float(second.text == text and not second.unknown)
    in_likely, in_free = float(likely.text == text), float(free.text == text)
    return (
        in_first,
        confidence * in_first,
        confidence * (1 - in_first),
        in_second,
        in_likely,
        in_likely * _within(likely.score / frames),
        in_free,
        in_first * in_free,
        in_likely * in_free,
        in_first * in_likely,
        in_first * in_likely * in_free,
        in_second * in_free,
        in_likely * in_second,
        confidence * in_first * in_free,
        apart(sounds_of(free.text), sounds),
        apart(second.sounds, sounds),
        apart(sounds_of(first.text), sounds),
        apart(sounds_of(second.text), sounds),
        apart(sounds_of(likely.text), sounds),
        _within(second.score / frames),
        abs(length),
        max(0.0, length),
        float(min(4, len(free.text.split()))),
        1 / count,
        *_rated(text, free),
    )


def _rated(text: str, free: Hypothesis) -> tuple[float, float, float]:
    if not free.ratings:
        return 0.0, 0.0, 0.0
    own = free.ratings.get(text, -RATED + min(free.ratings.values()))
    others = [rating for phrase, rating in free.ratings.items() if phrase != text]
    return (
        _within(own - free.score, RATED),
        _within(own - max(others, default=own), RATED),
        _within(own - free.nothing, RATED),
    )


def _within(value: float, bound: float = _FAR) -> float:
    return max(-bound, min(bound, value))


def apart(one: Sounds, other: Sounds) -> float:
    """How different two strings of sounds are, from 0 (the same) to 1."""
    return float(Levenshtein.normalized_distance(one, other))
