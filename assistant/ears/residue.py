"""Turns down what is left of an echo after its removal, frequency by frequency.

Where the rest is weaker than a part of the echo that was taken out it is echo too: a learnt room is
never learnt to the last reflection. It comes half a hop later.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HOP = 256
PART = 0.03
"""Power of the rest over that of the echo below which the rest counts as echo (-15 dB; some 27 dB
of a learnt echo are taken out). More would take the patient's sounds, too."""
FADING = 0.6
"""What is left of the echo's power a hop later: rooms answer for longer than the filter knows."""
LOWEST = 0.15
"""The least a frequency is turned down to: holes in the sound are worse for the ears than echo."""


class Residue:
    """Works on blocks of HOP samples that follow each other."""

    def __init__(self) -> None:
        self._window = np.sqrt(np.hanning(2 * HOP + 1)[:-1])
        self._rest = np.zeros(HOP)
        self._echo = np.zeros(HOP)
        self._power = np.zeros(HOP + 1)
        self._over = np.zeros(HOP)

    def lower(self, rest: Floats, echo: Floats) -> Floats:
        """The rest of one block, HOP samples late, without what is probably echo."""
        sound = np.fft.rfft(np.concatenate([self._rest, rest]) * self._window)
        taken = np.abs(np.fft.rfft(np.concatenate([self._echo, echo]) * self._window)) ** 2
        self._rest, self._echo = rest, echo
        self._power = np.maximum(taken, FADING * self._power)
        gain = np.clip(1 - PART * self._power / (np.abs(sound) ** 2 + 1.0), LOWEST, 1.0)
        both = np.fft.irfft(sound * gain) * self._window
        done = self._over + both[:HOP]
        self._over = both[HOP:]
        return done
