"""Spares the detector of speech the hours in which nothing stands out of the quiet."""

from __future__ import annotations

import numpy as np

from assistant.ears.speech_detector import SpeechDetector

ABOVE = 1.5
"""Amplitude over that of the quiet (3.5 dB) from which the detector is asked."""
RISE = 1.002
"""By so much a frame the level of the quiet follows a louder one: 0.5 dB a second."""
HOLD = 30
"""Frames that it is asked for after that: about a second."""


class QuietGate:
    """A detector that says 0 without looking where a frame is no louder than the quiet around."""

    def __init__(self, detector: SpeechDetector) -> None:
        self._detector = detector
        self._quiet = 1.0
        self._held = 0

    def probability(self, frame: bytes) -> float:
        level = 1.0 + float(np.abs(np.frombuffer(frame, dtype=np.int16).astype(np.int32)).mean())
        loud = level > ABOVE * self._quiet
        self._quiet = min(level, self._quiet * RISE)
        self._held = HOLD if loud else max(0, self._held - 1)
        return self._detector.probability(frame) if self._held else 0.0

    def reset(self) -> None:
        self._detector.reset()
