"""Noise under the patient, at a given distance from the speech."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from assistant.rehearsal.patient_voice import RATE
from assistant.voice.clip import Clip, Samples, read_clip

_WINDOW = RATE // 50
_ACTIVE_DB = 20.0
"""Windows of 20 ms within so many dB of the loudest count as speech; pauses do not."""


class Noise:
    """A recording, played round and round. `snr`: active speech over noise in dB."""

    def __init__(self, clip: Clip, snr: float) -> None:
        self._samples = clip.at(RATE).samples.astype(np.float64)
        self._level = max(float(np.sqrt(np.mean(self._samples**2))), 1e-9)
        self._snr = snr
        self._gain = 0.0
        self._at = 0

    def fit(self, speech: Clip) -> None:
        """Set the loudness of the noise from now on by this speech."""
        level = active_level(speech)
        if level > 0:
            self._gain = level / self._level * 10 ** (-self._snr / 20)

    def under(self, samples: Samples) -> Samples:
        """The samples with the next stretch of noise added."""
        count = len(samples)
        where = np.arange(self._at, self._at + count) % len(self._samples)
        self._at = (self._at + count) % len(self._samples)
        mixed = np.round(samples + self._gain * self._samples[where])
        return np.clip(mixed, -32768, 32767).astype(np.int16)


def load_noise(path: Path, snr: float) -> Noise:
    """Raises UsageError where the file can't be read."""
    return Noise(read_clip(path), snr)


def active_level(speech: Clip) -> float:
    """Root mean square of the windows with speech; 0 where there is no sound."""
    samples = speech.at(RATE).samples.astype(np.float64)
    whole = len(samples) // _WINDOW
    if not whole:
        return float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
    power = np.mean(samples[: whole * _WINDOW].reshape(whole, _WINDOW) ** 2, axis=1)
    if not power.any():
        return 0.0
    active = power >= power.max() * 10 ** (-_ACTIVE_DB / 10)
    return float(np.sqrt(power[active].mean()))
