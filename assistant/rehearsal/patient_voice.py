"""The patient's sound: a synthetic voice unlike Bedside's own, or a recording."""

from __future__ import annotations

import os
from pathlib import Path

from assistant.errors import UsageError
from assistant.rehearsal.patient import Line
from assistant.voice.clip import Clip, read_clip, silence
from assistant.voice.espeak_program import EspeakProgram
from assistant.voice.flite_program import NATURAL_RATE, FliteProgram

RATE = 16_000
_ESPEAK_RATE = 150
"""Words a minute of an espeak patient."""


class PatientVoice:
    """Turns lines into clips at 16 kHz. `voice`: flite:NAME or espeak:NAME.

    `place`: the script's folder; a recording that is not there is looked up in $BEDSIDE_SHARED.
    Raises UsageError for a voice that there is not.
    """

    def __init__(self, voice: str, place: Path = Path()) -> None:
        self._engine, _, self._name = voice.partition(":")
        self._place = place
        flite = self._engine == "flite" and self._name in NATURAL_RATE
        if not flite and not (self._engine == "espeak" and self._name):
            known = ", ".join(f"flite:{name}" for name in NATURAL_RATE)
            raise UsageError(
                f"There is no patient's voice '{voice}'; choose one of {known}, or espeak:en-us."
            )

    def clip(self, line: Line) -> Clip:
        """The sound of one line; nothing for a line without words.

        Raises MissingError without the program, UsageError for a recording that can't be read.
        """
        if line.wav:
            return read_clip(self._recording(line.wav)).at(RATE)
        if not line.say:
            return silence(0, RATE)
        if self._engine == "espeak":
            return EspeakProgram(self._name).render(line.say, _ESPEAK_RATE).at(RATE)
        flite = FliteProgram(self._name)
        return flite.render(line.say, NATURAL_RATE[self._name]).at(RATE)

    def _recording(self, name: str) -> Path:
        beside = self._place / name
        shared = os.environ.get("BEDSIDE_SHARED")
        if not beside.exists() and shared:
            return Path(shared) / name
        return beside
