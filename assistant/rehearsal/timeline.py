"""Both sides of a conversation in virtual time, for one WAV: Bedside left, the patient right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from assistant.rehearsal.patient_voice import RATE
from assistant.voice.clip import Clip, Samples, write_wav
from assistant.voice.player import never


class Timeline:
    """Collects sound as it happens; what one side says, the other side is silent for."""

    rate = RATE

    def __init__(self) -> None:
        self._pairs: list[tuple[Samples, Samples]] = []
        self._length = 0

    @property
    def seconds(self) -> float:
        """How long the conversation has lasted."""
        return self._length / self.rate

    def play(self, clip: Clip, interrupted: Callable[[], bool] = never) -> bool:
        """Bedside speaks: the timeline is its loudspeaker, and takes no time."""
        if interrupted():
            return False
        samples = clip.at(self.rate).samples
        self._add(samples, np.zeros_like(samples))
        return True

    def patient(self, samples: Samples) -> None:
        """The microphone hears the patient's side."""
        self._add(np.zeros_like(samples), samples)

    def _add(self, left: Samples, right: Samples) -> None:
        self._pairs.append((left, right))
        self._length += len(left)

    def to_wav(self, path: Path) -> None:
        """Write the WAV. Raises UsageError where that can't be done."""
        nothing = np.zeros((0, 2), dtype=np.int16)
        sides = [np.stack(pair, axis=1) for pair in self._pairs]
        write_wav(path, np.concatenate([nothing, *sides]), self.rate)
