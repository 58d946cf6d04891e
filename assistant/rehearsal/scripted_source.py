"""The microphone of a rehearsal: the patient's clips, then quiet, as fast as they are read."""

from __future__ import annotations

import numpy as np

from assistant.rehearsal.noise import Noise
from assistant.rehearsal.patient_voice import RATE
from assistant.rehearsal.timeline import Timeline
from assistant.voice.clip import Clip

REACTION_SECONDS = 0.6
"""From the end of the prompt to the answer; people take at least so long for a machine."""
_BLOCK = RATE // 20


class ScriptedSource:
    """An audio source in virtual time; all that is read from it goes into the timeline.

    `longest`: after so many seconds of conversation it ends, whatever happens.
    """

    rate = RATE

    def __init__(
        self, timeline: Timeline, noise: Noise | None = None, longest: float = 3600.0
    ) -> None:
        self._timeline = timeline
        self._noise = noise
        self._longest = longest
        self._coming = np.zeros(0, dtype=np.int16)

    def say(self, clip: Clip, after: float = 0.0) -> None:
        """The next line; it begins REACTION_SECONDS + `after` seconds after the prompt."""
        if self._noise is not None:
            self._noise.fit(clip)
        wait = np.zeros(round((REACTION_SECONDS + after) * RATE), dtype=np.int16)
        self._coming = np.concatenate([wait, clip.at(RATE).samples])

    def read(self) -> bytes | None:
        """The next 50 ms; None when the rehearsal has lasted too long."""
        if self._timeline.seconds >= self._longest:
            return None
        block, self._coming = self._coming[:_BLOCK], self._coming[_BLOCK:]
        block = np.pad(block, (0, _BLOCK - len(block)))
        if self._noise is not None:
            block = self._noise.under(block)
        self._timeline.patient(block)
        return block.tobytes()

    def flush(self) -> None:
        """Nothing to drop: the patient waits for the prompt to end."""
