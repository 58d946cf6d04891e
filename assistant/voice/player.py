"""Sound to the loudspeaker, through sounddevice. It can be stopped within two blocks."""

from __future__ import annotations

import atexit
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Protocol

import numpy as np

from assistant.errors import AudioError
from assistant.voice.clip import Clip, Samples
from assistant.voice.devices import choose, load_sounddevice, quiet_stderr
from assistant.voice.feeder import BLOCK_SECONDS, Feeder
from assistant.voice.own import OwnVoice

LEAD_SECONDS = 0.05
"""Silence before the first clip: a starting stream loses its first instant (measured: 20 ms)."""


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
    """An output device at its own rate. `device`: part of its name; "": the default.

    Between clips the stream goes on with silence: then the next clip starts at once, and what the
    microphone hears of it comes at a constant delay. `own` is told what sounds when.
    Raises MissingError without PortAudio, AudioError without a usable device.
    """

    def __init__(self, device: str = "", own: OwnVoice | None = None) -> None:
        self._wanted = device
        self._own = own or OwnVoice()
        self._playing = threading.Lock()
        self._feeder: Feeder | None = None
        self._stream: Any = None
        self._open()
        # PortAudio ends at exit; a thread that still writes would crash the process then.
        atexit.register(self.close)

    def _open(self) -> None:
        with quiet_stderr():
            sounddevice = load_sounddevice()
            self._errors = (sounddevice.PortAudioError, ValueError)
            found = choose("output", self._wanted)
            self.device = found.name
            # The device's own rate always opens; others are refused by many.
            self.rate = found.rate
            self._block = round(self.rate * BLOCK_SECONDS)
            try:
                self._stream = sounddevice.OutputStream(
                    samplerate=self.rate, device=found.index, channels=1, dtype="int16"
                )
                self._latency = float(self._stream.latency)
            except self._errors as error:
                raise AudioError(_unusable(found.name, error)) from error

    def reopen(self) -> None:
        """After the device was gone: take it again. Raises AudioError where it is not back."""
        self.let_go()
        self._open()

    def play(self, clip: Clip, interrupted: Callable[[], bool] = never) -> bool:
        samples = clip.at(self.rate).samples
        with self._playing:
            feeder = self._feeder
            if feeder is None or not feeder.give(samples):
                samples = np.pad(samples, (round(self.rate * LEAD_SECONDS), 0))
                feeder = self._feeder = self._start(samples)
            while not feeder.done.wait(BLOCK_SECONDS / 2):
                if interrupted():
                    feeder.drop()
                    return False
                if feeder.stalled:
                    raise AudioError(_unusable(self.device, "it takes no sound"))
            if feeder.error is not None:
                raise AudioError(_unusable(self.device, feeder.error)) from feeder.error
        return True

    def _start(self, samples: Samples) -> Feeder:
        if self._stream is None:
            raise AudioError(_unusable(self.device, "it is gone"))
        try:
            self._stream.start()
        except self._errors as error:
            raise AudioError(_unusable(self.device, error)) from error
        return Feeder(self._stream, self.rate, self._latency, self._errors, self._own, samples)

    def close(self) -> None:
        """Let go of the device."""
        atexit.unregister(self.close)
        self.let_go()

    def let_go(self) -> None:
        """Close the stream; a stream that is closed twice crashes PortAudio."""
        feeder, self._feeder = self._feeder, None
        stream, self._stream = self._stream, None
        idle = feeder is None or feeder.end()
        if stream is not None and idle:  # a stream that still takes a block can't be closed
            stream.close(ignore_errors=True)

    def __enter__(self) -> SounddevicePlayer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _unusable(name: str, error: object) -> str:
    return (
        f"The loudspeaker '{name}' can't be used ({error}); "
        "connect it again, or go on with: bedside talk --typed"
    )
