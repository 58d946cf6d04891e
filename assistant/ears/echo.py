"""Takes Bedside's own voice out of what the microphone hears.

An adaptive filter learns how the room carries the loudspeaker to the microphone. It is the Kalman
filter in the frequency domain, in partitions: it needs no detector for "both speak at once", it
learns less the more of the sound it can't explain. Enzner and Vary 2006, Signal Processing 86(6),
https://doi.org/10.1016/j.sigpro.2005.09.013; Kuech et al. 2014, ICASSP, pp. 1295-1299.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from assistant.ears.recogniser import RATE

Floats = NDArray[np.float64]

HOP = 256
"""Samples the filter works on at a time: 16 ms."""
PARTS = 40
"""Partitions of HOP samples: an echo of 0.64 s is learnt."""
BEFORE = 640
"""Samples that the learnt response may begin before the strongest path: that may be a reflection
(one room's was 27 ms late)."""
_KEPT = 0.9998
_SMOOTH = 0.6
_LATEST = 0.5
"""Seconds from playing to hearing, at most: the buffers of both devices, and the way."""
_WINDOW = RATE
_SAME = 0.0005
"""Seconds between two looks that found the same delay."""
_SURE = 8
"""Looks in a row that must find a new delay before the known one is given up: two seconds. The
voice of a patient correlates with Bedside's for a moment, too."""
_PROMINENT = 8.0
"""So much must the peak of the correlation stand out of its surroundings."""


class EchoCanceller:
    """`own`: the samples that were played from a time on (seconds, 16 kHz); see OwnVoice.between.

    `taught`: seconds of own voice that were played since the delay is known as it is now; `found`:
    whether any of it was heard again.
    """

    def __init__(self, own: Callable[[float, int], Floats]) -> None:
        self._own = own
        self._lag: float | None = None
        self._forget()
        self._heard = np.zeros(_WINDOW)
        self._heard_until = 0.0
        self._since_look = 0
        self._looked = -1.0
        self._agreed = 0

    def _forget(self) -> None:
        self._response = np.zeros((PARTS, HOP + 1), dtype=np.complex128)
        self._doubt = np.ones((PARTS, HOP + 1))
        self._past = np.zeros((PARTS, HOP + 1), dtype=np.complex128)
        self._noise = np.zeros(HOP + 1)
        self.taught = 0.0

    @property
    def found(self) -> bool:
        """Whether there is an echo: with a headset there is none."""
        return self._lag is not None

    def clean(self, heard: Floats, at: float) -> tuple[Floats, Floats]:
        """What was heard from time `at` on without the echo, and the echo that was taken out.

        The number of samples is a multiple of HOP; they follow what was given before.
        """
        self._follow(heard, at)
        if self._own(at, len(heard)).any():
            self.taught += len(heard) / RATE
        if self._lag is None or not self._own(at - 1.0, RATE + len(heard)).any():
            self._past[:] = 0
            return heard, np.zeros(len(heard))
        rest, echo = [], []
        for start in range(0, len(heard), HOP):
            when = at + start / RATE - self._lag + BEFORE / RATE
            one, other = self._block(
                heard[start : start + HOP], self._own(when - HOP / RATE, 2 * HOP)
            )
            rest.append(one)
            echo.append(other)
        return np.concatenate(rest), np.concatenate(echo)

    def _block(self, heard: Floats, played: Floats) -> tuple[Floats, Floats]:
        self._past = np.roll(self._past, 1, axis=0)
        self._past[0] = np.fft.rfft(played)
        echo = np.fft.irfft((self._past * self._response).sum(axis=0))[HOP:]
        rest = heard - echo
        error = np.fft.rfft(np.concatenate([np.zeros(HOP), rest]))
        power = np.abs(self._past) ** 2
        self._noise = np.maximum(_SMOOTH * self._noise + (1 - _SMOOTH) * np.abs(error) ** 2, 1.0)
        step = self._doubt / ((power * self._doubt).sum(axis=0) * 0.5 + self._noise)
        change = np.fft.irfft(step * np.conj(self._past) * error, axis=1)
        change[:, HOP:] = 0
        self._doubt = (
            _KEPT**2 * (1 - 0.5 * step * power) * self._doubt
            + (1 - _KEPT**2) * np.abs(self._response) ** 2
        )
        self._response = _KEPT * (self._response + np.fft.rfft(change, axis=1))
        return rest, echo

    def _follow(self, heard: Floats, at: float) -> None:
        """Find out how much later than played the own voice is heard, every quarter second."""
        self._heard = np.concatenate([self._heard, heard])[-_WINDOW:]
        self._heard_until = at + len(heard) / RATE
        self._since_look += len(heard)
        if self._since_look < RATE // 4:
            return
        self._since_look = 0
        begin = self._heard_until - _WINDOW / RATE
        latest = round(_LATEST * RATE)
        played = self._own(begin - _LATEST, _WINDOW + latest)
        if np.count_nonzero(played[latest:]) < _WINDOW // 2:
            return
        place = delay(played, self._heard)
        if place is None:
            return
        found = (latest - place) / RATE
        self._agreed = self._agreed + 1 if abs(found - self._looked) < _SAME else 0
        self._looked = found
        if self._lag is None:
            self._lag = found
        # Rooms have several strong paths, and which of them is the strongest depends on the words.
        # A learnt response holds them all: only what lies outside of it is a new delay.
        elif self._agreed >= _SURE and not self._reaches(found - self._lag):
            self._lag = found
            self._forget()

    @staticmethod
    def _reaches(later: float) -> bool:
        """Whether the learnt response holds a path that comes so many seconds after the known."""
        return -(BEFORE - HOP // 4) / RATE < later < PARTS * HOP / RATE / 4


def delay(played: Floats, heard: Floats) -> int | None:
    """The place in `played` where `heard` begins, None where there is no clear one.

    Phase correlation: every frequency has the same say (Knapp and Carter 1976, GCC-PHAT).
    """
    size = 1 << (len(played) + len(heard) - 1).bit_length()
    cross = np.fft.rfft(played, size) * np.conj(np.fft.rfft(heard, size))
    strength = np.fft.irfft(cross / (np.abs(cross) + 1e-6 * np.abs(cross).max() + 1e-9))
    places = np.abs(strength[: max(1, len(played) - len(heard) + 1)])
    best = int(places.argmax())
    prominent = places[best] > _PROMINENT * np.sqrt(np.mean(places**2))
    return best if prominent else None
