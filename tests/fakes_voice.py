"""Fakes of the voice room: a renderer that counts, a player that keeps, a PortAudio to order."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np

from assistant.voice.clip import Clip
from assistant.voice.player import never

RATE = 8000


@dataclass
class CountingRenderer:
    """A tenth of a second for each word; remembers what it was asked for."""

    voice: str = "fake"
    rendered: list[tuple[str, int]] = field(default_factory=list)
    fail_on: str = ""

    def render(self, text: str, rate_wpm: int) -> Clip:
        self.rendered.append((text, rate_wpm))
        if self.fail_on and self.fail_on in text:
            raise RuntimeError("no sound")
        return Clip(np.full(len(text.split()) * RATE // 10, 1000, dtype=np.int16), RATE)

    def close(self) -> None:
        pass


@dataclass
class KeepingPlayer:
    """Keeps the clips; `on_play` is called while each one sounds."""

    played: list[Clip] = field(default_factory=list)
    on_play: Callable[[], None] = lambda: None

    def play(self, clip: Clip, interrupted: Callable[[], bool] = never) -> bool:
        if interrupted():
            return False
        self.played.append(clip)
        self.on_play()
        return True


class PortAudioError(Exception):
    """As sounddevice names it."""


class FakeStream:
    """An output stream that keeps what is written; `broken`: it fails at the first write."""

    latency = 0.02

    def __init__(self, broken: bool) -> None:
        self.broken = broken
        self.calls: list[str] = []
        self.written: list[Any] = []

    def start(self) -> None:
        self.calls.append("start")

    def write(self, block: Any) -> None:
        if self.broken:
            raise PortAudioError("Unanticipated host error [PaErrorCode -9999]")
        time.sleep(0.001)  # a device takes its time, too
        self.written.append(block)

    def stop(self) -> None:
        self.calls.append("stop")

    def abort(self) -> None:
        self.calls.append("abort")

    def close(self, ignore_errors: bool = True) -> None:
        self.calls.append("close")


def sounddevice_with(
    *names: str, broken: bool = False, refuses: bool = False, rates: tuple[int, ...] = ()
) -> Any:
    """A module like sounddevice, with devices of these names that play and record."""
    stream = FakeStream(broken)

    def open_stream(**_: Any) -> FakeStream:
        if refuses:
            raise PortAudioError("Device unavailable [PaErrorCode -9985]")
        return stream

    infos = [
        {
            "name": n,
            "default_samplerate": 44100.0,
            "max_input_channels": 1,
            "max_output_channels": 2,
        }
        for n in names
    ]
    last = len(names) - 1

    def raw_stream(samplerate: float, device: int, **_: Any) -> FakeStream:
        if samplerate not in (rates or (44_100, 48_000)):
            raise PortAudioError("Invalid sample rate [PaErrorCode -9997]")
        return stream

    return SimpleNamespace(
        PortAudioError=PortAudioError,
        default=SimpleNamespace(device={"input": last, "output": last}),
        query_devices=lambda: infos,
        OutputStream=open_stream,
        RawInputStream=raw_stream,
        RawOutputStream=raw_stream,
        stream=stream,
    )
