"""Several ears on the same audio: did they hear an answer, perhaps one, or none?

A recogniser with a grammar turns any speech into an answer, so no ear is believed alone. How much
each sign counts was fitted on recordings; the numbers are data (calibration.yaml).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from assistant.ears.evidence import FEATURES, Opinions, Sounds, apart, features
from assistant.ears.grammar import Grammar
from intents.errors import ContentError
from intents.yaml_file import load

Decision = Literal["heard", "unsure", "ignored"]
_SENTENCE_WORDS = 2
_CLEAR = -1.0
"""Log probability a word and for the end: below it the free ear guesses more than it hears."""
_LIKELY_NO, _WRITTEN_NO = -3.5, -5.0
"""Log probability a word: most people's "no" lies above the first, "oh" below it; above the second
where the free ear wrote "no" itself (an "oh" in noise that it took for one: -6.6)."""
_ALIKE = 0.5
"""Distance of sounds (0..1) up to which two texts are the same thing, written in two ways."""
_FILE = Path(__file__).parent / "calibration.yaml"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the ears made of an utterance together. `text` is "" where it was ignored.

    `probability`: that it was said, where the team was calibrated, else the share of its ears.
    `clear`: a free ear wrote down all of it and did not guess, though the others can't confirm it.
    """

    decision: Decision
    text: str
    reason: str
    probability: float = 0.0
    clear: bool = False


@dataclass(frozen=True, slots=True)
class Calibration:
    """How much each sign counts (per unit, and `bias`), and from which probability on.

    `heard_no` is the stricter bound for denials: a wrong "no" hides a danger.
    """

    measured: str
    """When, and with which ears and model."""
    weights: Mapping[str, float]
    heard: float
    heard_no: float
    unsure: float

    def probability(self, signs: tuple[float, ...]) -> float:
        """That the answer with these signs (in the order of FEATURES) was said."""
        total = self.weights["bias"] + sum(
            self.weights[name] * sign for name, sign in zip(FEATURES, signs, strict=True)
        )
        return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, total))))


@dataclass(frozen=True, slots=True)
class _File:
    teams: dict[str, Calibration]


@lru_cache(maxsize=1)
def calibrations() -> Mapping[str, Calibration]:
    """The calibration of each team that was measured. Raises ContentError for a broken file."""
    teams = load(_FILE, _File).teams
    for name, team in teams.items():
        if missing := {*FEATURES, "bias"} - set(team.weights):
            raise ContentError(f"{_FILE}: the team '{name}' has no weight '{min(missing)}'.")
    return teams


@dataclass(frozen=True, slots=True)
class Judge:
    """Decides what was said from what the ears of one team heard.

    `calibration`: how far this team can be believed, None where it was never measured.
    `free_speech`: its free ear can follow descriptions. `denials`: the phrases that mean no.
    `sounds_of` gives the sounds of a text.
    """

    calibration: Calibration | None
    free_speech: bool
    denials: frozenset[str]
    sounds_of: Callable[[str], Sounds]

    def decide(self, heard: Opinions, grammar: Grammar) -> Verdict:
        """The verdict on an utterance that was heard with `grammar`."""
        if grammar.several:
            return self._description(heard)
        rated = [(self._probability(text, heard), text) for text in heard.candidates(grammar)]
        bounds = self.calibration or _UNMEASURED
        probability, text = max(rated, default=(0.0, ""))
        needed = bounds.heard_no if text in self.denials else bounds.heard
        sentence = self._sentence(heard)
        likely = probability >= bounds.unsure and self._misspelt(sentence, text, grammar)
        if probability < needed and sentence and not likely:
            return Verdict("unsure", sentence, "a sentence of its own", probability, clear=True)
        if not rated:
            return Verdict("ignored", "", "no known answer")
        if probability >= needed and self._hardly_said(text, heard):
            return Verdict("unsure", text, "another ear doubts it", probability)
        if probability >= needed:
            return Verdict("heard", text, "the ears agree", probability)
        if probability >= bounds.unsure:
            return Verdict("unsure", text, "the ears are not sure", probability)
        return Verdict("ignored", "", "it sounds like something else", probability)

    def _probability(self, text: str, heard: Opinions) -> float:
        if self.calibration:
            return self.calibration.probability(features(text, heard, self.sounds_of))
        ears = [ear for ear in (heard.guided, heard.second, heard.free) if ear]
        return sum(ear.text == text and not ear.unknown for ear in ears) / max(2, len(ears))

    def _hardly_said(self, text: str, heard: Opinions) -> bool:
        """A denial that the rater finds unlikely, however well it beats other answers: "oh".

        Without a rater: one that the other engine took for a word that answers nothing.
        """
        if text not in self.denials:
            return False
        ratings = heard.free.ratings if heard.free else None
        if not ratings:
            return heard.second is not None and heard.second.unknown
        wrote_it = heard.free is not None and heard.free.text == text
        needed = _WRITTEN_NO if wrote_it else _LIKELY_NO
        return ratings.get(text, -math.inf) < needed * len(text.split())

    def _misspelt(self, sentence: str, text: str, grammar: Grammar) -> bool:
        """Whether the sentence is just how a free ear wrote a number: "thirty eight blanket"."""
        if not grammar.numbers or text.split()[:1] != sentence.split()[:1]:
            return False
        return apart(self.sounds_of(sentence), self.sounds_of(text)) <= _ALIKE

    def _sentence(self, heard: Opinions) -> str:
        """What the free ear wrote without guessing, where it is more than a word; else ""."""
        free = heard.free
        if not (self.free_speech and free):
            return ""
        words = len(free.text.split())
        clear = words >= _SENTENCE_WORDS and free.score / (words + 1) > _CLEAR
        return free.text if clear else ""

    def _description(self, heard: Opinions) -> Verdict:
        free = heard.free.text if heard.free else ""
        if self.free_speech and free:
            return Verdict("heard", free, "a description")
        text = heard.guided.text or free
        if not text:
            return Verdict("ignored", "", "no known word")
        return Verdict("unsure", text, "these ears are poor at descriptions")


_UNMEASURED = Calibration("never", {}, heard=1.0, heard_no=1.0, unsure=0.0)
"""Without measurement all ears must say the same, and everything else is asked back."""
