"""The thread that keeps an output stream going: clips when there are some, else silence."""

from __future__ import annotations

import threading
import time
from typing import Any

import numpy as np

from assistant.voice.clip import Clip, Samples
from assistant.voice.own import OwnVoice

BLOCK_SECONDS = 0.02
IDLE_SECONDS = 30.0
"""So long after the last sound the device may rest."""
STALLED_SECONDS = 2.0
"""A block that is not taken for so long means that the device is gone."""


class Feeder:
    """Writes to a stream that was started, one clip at a time; `done` is set when it has sounded.

    `latency`: seconds from writing to sounding.
    """

    def __init__(
        self,
        stream: Any,
        rate: int,
        latency: float,
        errors: tuple[type[Exception], ...],
        own: OwnVoice,
        first: Samples,
    ) -> None:
        self.error: Exception | None = None
        self.done = threading.Event()
        self._stream, self._rate, self._latency, self._errors = stream, rate, latency, errors
        self._own = own
        self._coming = first
        self._lock = threading.Lock()
        self._over = False
        self._last_write = self._began = time.monotonic()
        self._written = 0
        self._tail = latency
        self._idle = 0.0
        own.begin(Clip(first, rate), self._began)
        self._thread = threading.Thread(target=self._feed, name="loudspeaker", daemon=True)
        self._thread.start()

    @property
    def stalled(self) -> bool:
        """Whether the device takes nothing any more."""
        return time.monotonic() - self._last_write > STALLED_SECONDS

    def give(self, samples: Samples) -> bool:
        """The next clip; False: the stream has ended, start a new one."""
        with self._lock:
            if self._over:
                return False
            self._coming = samples
            self.done.clear()
            self._own.begin(Clip(samples, self._rate), self._at)
        return True

    def drop(self) -> None:
        """Leave the rest of the clip unsaid."""
        with self._lock:
            self._coming = self._coming[:0]
            self._own.cut(self._at)
        self.done.set()

    def end(self) -> bool:
        """Stop writing; False where the device keeps the last block waiting for ever."""
        with self._lock:
            self._over = True
        self._thread.join(STALLED_SECONDS)
        return not self._thread.is_alive()

    @property
    def _at(self) -> float:
        """When the next sample would sound at a latency of 0, counted in samples."""
        return self._began + self._written / self._rate

    def _feed(self) -> None:
        try:
            while (block := self._next()) is not None:
                self._stream.write(block)
                self._last_write = time.monotonic()
            self._stream.stop()
        except self._errors as error:
            self.error, self._over = error, True
        self.done.set()

    def _next(self) -> Samples | None:
        """The next block, None at the end."""
        size = round(self._rate * BLOCK_SECONDS)
        with self._lock:
            block, self._coming = self._coming[:size], self._coming[size:]
            if len(block):
                self._tail = self._latency
                self._idle = 0.0
            else:
                self._tail -= BLOCK_SECONDS
                self._idle += BLOCK_SECONDS
                if self._tail <= 0:
                    self.done.set()
            if self._over or self._idle > IDLE_SECONDS:
                self._over = True
                return None
            self._written += size
        return np.pad(block, (0, size - len(block)))
