"""The microphone, through sounddevice. The callback only copies; the reader does the rest."""

from __future__ import annotations

import queue
import time
from types import TracebackType
from typing import Any

from assistant.errors import AudioError
from assistant.voice.devices import choose, load_sounddevice

BLOCK_SECONDS = 0.02
STALLED_SECONDS = 2.0
"""No block for so long means that the device is gone: unplugging is not reported."""
_QUEUE_SECONDS = 20.0
_PATIENCE_SECONDS = 0.25
_GAP_SECONDS = 0.3
_FIRST_SECONDS = 2.0
_STOPPED = (
    "The microphone stopped giving sound; plug it in again, or go on with: bedside talk --typed"
)


class Microphone:
    """An audio source on an input device, at the rate that the device really has.

    `device`: part of its name (indexes change when something is plugged in); "": the default.
    Raises MissingError without PortAudio, AudioError without a usable device.
    """

    def __init__(self, device: str = "") -> None:
        self._device = device
        self.overflows = 0
        self.heard_until = 0.0
        """When the last sample that was read arrived; counted in samples, so free of jitter."""
        self._began = float("inf")
        self._arrived_samples = 0
        self._queue: queue.Queue[tuple[bytes, float]] = queue.Queue(
            round(_QUEUE_SECONDS / BLOCK_SECONDS)
        )
        self._stream: Any = None
        self._open()

    def _open(self) -> None:
        sounddevice = load_sounddevice()
        found = choose("input", self._device)
        self._began, self._arrived_samples = float("inf"), 0
        self._last_block = time.monotonic()
        try:
            # The device's own rate always opens; 16000 is refused by many ("Invalid sample rate").
            self.rate = found.rate
            self._stream = sounddevice.RawInputStream(
                samplerate=self.rate,
                blocksize=round(self.rate * BLOCK_SECONDS),
                device=found.index,
                channels=1,
                dtype="int16",
                callback=self._arrived,
            )
            self._stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            raise AudioError(
                f"The microphone '{found.name}' can't be opened ({error}); connect it again, or "
                "choose another: bedside doctor --devices"
            ) from error
        self.rate = round(self._stream.samplerate)

    def _arrived(self, data: Any, frames: int, when: Any, status: Any) -> None:
        now = self._last_block = time.monotonic()
        self._arrived_samples += frames
        seconds = self._arrived_samples / self.rate
        # The block that came with the least delay tells best when it all began; after a gap in the
        # sound that is a new time.
        if status.input_overflow or now - seconds > self._began + _GAP_SECONDS:
            self._began = now - seconds
        self._began = min(self._began, now - seconds)
        block = bytes(data), self._began + seconds
        if status.input_overflow:
            self.overflows += 1
        try:
            self._queue.put_nowait(block)
        except queue.Full:  # nobody reads: the oldest sound is worth the least
            self.overflows += 1
            try:
                self._queue.get_nowait()
                self._queue.put_nowait(block)
            except (queue.Empty, queue.Full):
                pass

    def reopen(self) -> None:
        """After the device was gone: take it again. Raises AudioError where it gives no sound."""
        self.let_go()
        self._open()
        try:
            self._queue.get(timeout=_FIRST_SECONDS)
        except queue.Empty:
            self.let_go()
            raise AudioError(_STOPPED) from None

    def let_go(self) -> None:
        """Close the stream; a stream that is closed twice crashes PortAudio."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close(ignore_errors=True)

    def read(self) -> bytes | None:
        try:
            data, self.heard_until = self._queue.get(timeout=_PATIENCE_SECONDS)
            return data
        except queue.Empty:
            quiet = time.monotonic() - self._last_block
            if self._stream is None or not self._stream.active or quiet > STALLED_SECONDS:
                raise AudioError(_STOPPED) from None
            return b""

    def flush(self) -> None:
        while True:
            try:
                self._queue.get_nowait()
            except queue.Empty:
                return

    def close(self) -> None:
        """Let go of the device."""
        self.let_go()

    def __enter__(self) -> Microphone:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
