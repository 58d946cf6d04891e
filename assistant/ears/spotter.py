"""Catches a few short commands in a stream of sound: while Bedside speaks, and while it sleeps.

Two ears of different makes must hear the very same phrase, and nothing beside it. Words that sound
alike, or that Bedside is just saying, stand in the grammar as decoys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from assistant.ears.endpoint import Endpointer
from assistant.ears.evidence import Opinions
from assistant.ears.grammar import Grammar
from assistant.ears.recogniser import RATE
from assistant.ears.speech_detector import SileroDetector, SpeechDetector
from assistant.ears.team import Team

AFTER = 0.09
"""Seconds of quiet after a command."""
LONGEST = 2.5
"""Seconds; what goes on for longer is talk."""
SHORTEST = 0.12
"""Seconds of speech; clicks are shorter."""
FIT = -2.0
"""By so much a frame may free sounds fit better than the phrase (log likelihood)."""
UNANIMOUS_FIT, STRICT_FIT = -0.5, 0.0
"""The same in other people's talk: where all three ears heard the phrase alone, and elsewhere."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A phrase, and when the speech began and ended (seconds since `begin`)."""

    text: str
    started_at: float
    ended_at: float


class Spotter:
    """Listens for the phrases of one grammar at a time. `team`: two ears, see quick_team."""

    def __init__(
        self,
        team: Team,
        detector: SpeechDetector | None = None,
        after: float = AFTER,
        strict: Mapping[str, float] | None = None,
    ) -> None:
        """`after`: seconds of quiet that end a phrase.

        `strict`: for long hours of other people's talk; all ears must hear the phrase, and well:
        how well, for phrases that it names (see `strictly`).
        """
        self._strict = strict
        self._team = team
        self._after = after
        self._length = 0.0
        self._hopeful = False
        self._ends = Endpointer(detector or SileroDetector())
        self._grammar: Grammar | None = None
        self._open = False

    def begin(self, phrases: Iterable[str], decoys: Iterable[str]) -> None:
        """From now on listen for these. Raises ValueError for no phrase."""
        self._grammar = Grammar.of(phrases, decoys, likely=phrases)
        self._ends.forget()
        self._open = False

    @property
    def speaking(self) -> bool:
        """Whether somebody is speaking right now."""
        return self._ends.speaking

    def hear(self, frame: bytes) -> Spotted | None:
        """The next frame (512 samples, 16 kHz); the phrase that it completes, if it does."""
        assert self._grammar is not None
        audio = self._ends.hear(frame)
        if not audio:
            return None
        if not self._open:
            self._team.start(self._grammar)
            self._open, self._length, self._hopeful = True, 0.0, False
        self._length += len(audio) / (2 * RATE)
        talk = self._length > LONGEST
        if not talk:
            so_far = self._team.accept(audio)
            self._hopeful |= any(phrase in so_far for phrase in self._grammar.phrases)
        if self._ends.quiet < self._after:
            return None
        begun, ended = self._ends.started_at, self._ends.ended_at
        seconds = self._ends.speech_seconds
        self._open = False
        self._ends.next_utterance()
        # The others decode at the end only, at length: in vain where the leading ear heard nothing.
        if talk or seconds < SHORTEST or not self._hopeful:
            return None
        opinions = self._team.finish(seconds)
        if self._strict is None:
            text = agreed(opinions, self._grammar)
        else:
            text = strictly(opinions, self._grammar, self._strict)
        return Spotted(text, begun, ended) if text else None


def strictly(heard: Opinions, grammar: Grammar, fits: Mapping[str, float]) -> str:
    """The phrase that all three ears heard, and that fits; else "".

    Where the leading ear heard it alone, the others may have lost the end of several words; where
    it heard noise beside it, they must have heard it alone. `fits`: see UNANIMOUS_FIT, by phrase.
    """
    first, second, likely = heard.guided, heard.second, heard.likely
    if second is None or likely is None or second.unknown or likely.unknown:
        return ""
    fit = second.score / max(10.0, heard.speech_seconds * 100)
    others = (second.text, likely.text)
    for phrase in grammar.phrases:
        alone = first.text == phrase and not first.unknown
        if others == (phrase, phrase):
            bound = fits.get(phrase, UNANIMOUS_FIT) if alone else STRICT_FIT
            if fit > bound and phrase in first.text:
                return phrase
        elif alone and fit > STRICT_FIT and all(map(partial(_begins, phrase), others)):
            return phrase
    return ""


def _begins(phrase: str, heard: str) -> bool:
    """Whether it is made of the first words of the phrase, at least one."""
    return bool(heard) and f"{phrase} ".startswith(f"{heard} ")


def agreed(heard: Opinions, grammar: Grammar) -> str:
    """The phrase that the leading ear heard (last) and an ear of the other make too; else "".

    Where the leading ear heard more before it, both others must have heard the phrase alone.
    """
    first, second, likely = heard.guided, heard.second, heard.likely
    frames = max(10.0, heard.speech_seconds * 100)
    if second is None or second.score / frames < FIT:
        return ""
    others = [ear.text for ear in (second, likely) if ear and not ear.unknown]
    for phrase in grammar.phrases:
        alone = first.text == phrase and not first.unknown
        if alone and phrase in others:
            return phrase
        if first.text.endswith(phrase) and others.count(phrase) == 2:
            return phrase
    return ""
