"""Sound to the loudspeaker, through sounddevice. It can be stopped within a block."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol

import numpy as np

from assistant.errors import AudioError
from assistant.voice.clip import Clip
from assistant.voice.devices import choose, load_sounddevice, quiet_stderr

BLOCK_SECONDS = 0.02
LEAD_SECONDS = 0.05
"""Silence before each clip: a starting stream loses its first instant (measured: about 20 ms)."""
TAIL_SECONDS = 0.05
"""Silence after each clip, beyond the device's latency: stopping drops what is not out yet."""


def never() -> bool:
    """Nothing interrupts."""
    return False


class Player(Protocol):
    """Plays one clip at a time."""

    def play(self, clip: Clip, interrupted: Callable[[], bool] = never) -> bool:
        """Returns when the last sound is over: True; or soon after `interrupted` says so: False.

        Raises AudioError where the device is gone.
        """


class SounddevicePlayer:
    """An output device at its own rate. `device`: part of its name; None: the default.

    Raises MissingError without PortAudio, AudioError without a usable device.
    """

    def __init__(self, device: str | None = None) -> None:
        with quiet_stderr():
            sounddevice = load_sounddevice()
            self._errors = (sounddevice.PortAudioError, ValueError)
            found = choose("output", device)
            self.device = found.name
            # The device's own rate always opens; others are refused by many.
            self.rate = found.rate
            self._block = round(self.rate * BLOCK_SECONDS)
            try:
                self._stream = sounddevice.OutputStream(
                    samplerate=self.rate, device=found.index, channels=1, dtype="int16"
                )
                self._tail = round(self.rate * (TAIL_SECONDS + self._stream.latency))
            except self._errors as error:
                raise AudioError(_unusable(found.name, error)) from error
        self._playing = threading.Lock()

    def play(self, clip: Clip, interrupted: Callable[[], bool] = never) -> bool:
        samples = clip.at(self.rate).samples
        lead = round(self.rate * LEAD_SECONDS)
        tail = self._tail + -(lead + len(samples) + self._tail) % self._block
        padded = np.pad(samples, (lead, tail))
        with self._playing:
            try:
                return self._play(padded.reshape(-1, self._block), interrupted)
            except self._errors as error:
                raise AudioError(_unusable(self.device, error)) from error

    def _play(self, blocks: Any, interrupted: Callable[[], bool]) -> bool:
        self._stream.start()
        for block in blocks:
            if interrupted():
                self._stream.abort()
                return False
            self._stream.write(block)
        self._stream.stop()
        return True

    def close(self) -> None:
        """Let go of the device."""
        self._stream.close(ignore_errors=True)

    def __enter__(self) -> SounddevicePlayer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _unusable(name: str, error: Exception) -> str:
    return (
        f"The loudspeaker '{name}' can't be used ({error}); "
        "connect it again, or go on with: bedside talk --typed"
    )
