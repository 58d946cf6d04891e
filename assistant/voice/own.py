"""What Bedside said last and when, as sound: so that its ears can tell its voice from others."""

from __future__ import annotations

import threading
from collections import deque

import numpy as np
from numpy.typing import NDArray

from assistant.voice.clip import Clip

RATE = 16_000
_KEPT_SECONDS = 20.0
Floats = NDArray[np.float64]


class OwnVoice:
    """The sounds that were played lately. Times are those of time.monotonic()."""

    def __init__(self) -> None:
        self._played: deque[tuple[float, Floats]] = deque()
        self._lock = threading.Lock()

    def begin(self, clip: Clip, at: float) -> None:
        """A clip is handed to the loudspeaker; it sounds a constant little later."""
        samples = clip.at(RATE).samples.astype(np.float64)
        with self._lock:
            while self._played and self._played[0][0] < at - _KEPT_SECONDS:
                self._played.popleft()
            self._played.append((at, samples))

    def cut(self, at: float) -> None:
        """The last clip was broken off."""
        with self._lock:
            if self._played:
                begun, samples = self._played.pop()
                self._played.append((begun, samples[: max(0, round((at - begun) * RATE))]))

    def between(self, start: float, count: int) -> Floats:
        """`count` samples from a time on; zeros where nothing was played."""
        found = np.zeros(count)
        with self._lock:
            for at, samples in self._played:
                first = round((at - start) * RATE)
                low, high = max(0, first), min(count, first + len(samples))
                if low < high:
                    found[low:high] = samples[low - first : high - first]
        return found
