"""Hears whether the patient interrupts while Bedside itself is speaking.

Bedside knows what it says and when. That sound is taken out of what the microphone hears; where the
rest is no louder than what was taken out, it is not believed; and words that Bedside is just saying
count only when the patient is clearly louder. Until the room has been learnt nothing counts.
"""

from __future__ import annotations

import math
import re

import numpy as np

from assistant.ears.echo import EchoCanceller
from assistant.ears.residue import HOP, Residue
from assistant.ears.speech_detector import SpeechDetector
from assistant.ears.spotter import Spotter
from assistant.ears.team import Team
from assistant.voice.own import OwnVoice
from intents.hearing import Hearing

TAUGHT_SECONDS = 4.0
"""Of own voice, until the echo of the room is known well enough."""
LOUDER_DB = -8.0
"""The patient over the echo, at least; what is left of a learnt echo is 12 to 25 dB below it."""
OWN_WORD_DB = 0.0
"""The same for a word that Bedside is just saying."""


class BargeIn:
    """`own`: what is being played; `team`: see quick_team."""

    def __init__(
        self, own: OwnVoice, team: Team, hearing: Hearing, detector: SpeechDetector | None = None
    ) -> None:
        self._echo = EchoCanceller(own.between)
        self._residue = Residue()
        self._spotter = Spotter(team, detector)
        self._hearing = hearing
        self._own_words: frozenset[str] = frozenset()
        self._rest = self._taken = 0.0

    def begin(self, text: str, must_hear: bool, question: bool) -> None:
        """Bedside begins to say `text`. `question`: yes and no are answers to it."""
        may = self._hearing.interrupting
        phrases = may.always
        if not must_hear:
            phrases += may.otherwise + (may.answers if question else ())
        self._own_words = frozenset(words := re.findall(r"[a-z']+", text.lower()))
        listed = {*may.always, *may.otherwise, *may.answers}
        self._spotter.begin(phrases, (*(listed - {*phrases}), *may.decoys, *_first(words)))

    def hear(self, frame: bytes, at: float) -> str:
        """The next frame, heard from time `at` on; the interruption that it completes, else ""."""
        heard = np.frombuffer(frame, dtype=np.int16).astype(np.float64)
        rest, echo = self._echo.clean(heard, at)
        if not self._spotter.speaking:
            self._rest = self._taken = 0.0
        self._rest += float((rest**2).sum())
        self._taken += float((echo**2).sum())
        blocks = zip(rest.reshape(-1, HOP), echo.reshape(-1, HOP), strict=True)
        patient = np.concatenate([self._residue.lower(*block) for block in blocks])
        cleaned = np.clip(np.round(patient), -32768, 32767).astype(np.int16).tobytes()
        spotted = self._spotter.hear(cleaned)
        if spotted is None or self._echo.taught < TAUGHT_SECONDS:
            return ""
        over = 10 * math.log10(max(self._rest, 1.0) / max(self._taken, 1.0))
        if self._own_words.isdisjoint(spotted.text.split()):
            return spotted.text if over > LOUDER_DB else ""
        return spotted.text if self._echo.found and over > OWN_WORD_DB else ""


def _first(words: list[str]) -> list[str]:
    """Each word once, in its order; single letters are no decoys."""
    return [word for word in dict.fromkeys(words) if len(word) > 1]
