"""Where audio comes from: a microphone, a file, a rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import soxr

from assistant.ears.endpoint import FRAME_BYTES
from assistant.ears.recogniser import RATE


class AudioSource(Protocol):
    """Gives 16 bit mono audio in blocks of any size."""

    rate: int
    """The real rate, in samples a second."""

    def read(self) -> bytes | None:
        """The next block; b"" when nothing came within a moment; None when it is over for good.

        Raises AudioError when the device is gone.
        """

    def flush(self) -> None:
        """Drop what was recorded and not yet read (it is Bedside's own voice)."""


class Frames:
    """The frames of a source, at 16 kHz, whatever rate it has."""

    def __init__(self, source: AudioSource) -> None:
        self._source = source
        self._rest = b""
        self._resampler = self._fresh()

    def _fresh(self) -> soxr.ResampleStream | None:
        if self._source.rate == RATE:
            return None
        return soxr.ResampleStream(self._source.rate, RATE, 1, dtype="int16")

    @property
    def pending(self) -> float:
        """Seconds of sound that wait for the rest of their frame."""
        return len(self._rest) / (2 * RATE)

    def flush(self) -> None:
        """Forget everything up to now."""
        self._source.flush()
        self._rest = b""
        self._resampler = self._fresh()

    def read(self) -> Iterator[bytes] | None:
        """The frames that the next block completes (maybe none); None at the end of the source."""
        block = self._source.read()
        if block is None:
            return None
        if block and self._resampler is not None:
            block = self._resampler.resample_chunk(np.frombuffer(block, dtype=np.int16)).tobytes()
        audio = self._rest + block
        whole = len(audio) - len(audio) % FRAME_BYTES
        self._rest = audio[whole:]
        return (audio[i : i + FRAME_BYTES] for i in range(0, whole, FRAME_BYTES))
