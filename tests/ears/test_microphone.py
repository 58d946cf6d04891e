from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from assistant.ears import microphone as room
from assistant.ears.microphone import Microphone
from assistant.errors import AudioError
from assistant.voice import devices

FINE = SimpleNamespace(input_overflow=False)
OVERFLOW = SimpleNamespace(input_overflow=True)


class FakeStream:
    active = True

    def __init__(self, **options: Any) -> None:
        self.samplerate = float(options["samplerate"])
        self.callback = options["callback"]
        self.device = options["device"]
        self.closed = False

    def start(self) -> None: ...

    def close(self, ignore_errors: bool) -> None:
        self.closed = True


class FakeSounddevice:
    """One microphone of 44.1 kHz, unless `names` says otherwise."""

    PortAudioError = type("PortAudioError", (Exception,), {})

    def __init__(self, names: tuple[str, ...] = ("Desk microphone",)) -> None:
        self.names = names
        self.streams: list[FakeStream] = []

    default = SimpleNamespace(device={"input": 0})

    def query_devices(self) -> Any:
        info = {"max_input_channels": 1, "default_samplerate": 44_100.0}
        return [{"name": name, **info} for name in self.names]

    def RawInputStream(self, **options: Any) -> FakeStream:
        self.streams.append(FakeStream(**options))
        return self.streams[-1]


@pytest.fixture
def card(monkeypatch: pytest.MonkeyPatch) -> FakeSounddevice:
    fake = FakeSounddevice()
    monkeypatch.setattr(room, "load_sounddevice", lambda: fake)
    monkeypatch.setattr(devices, "load_sounddevice", lambda: fake)
    monkeypatch.setattr(room, "_PATIENCE_SECONDS", 0.01)
    return fake


def test_blocks_arrive_as_bytes_at_the_devices_own_rate(card: FakeSounddevice) -> None:
    with Microphone() as microphone:
        card.streams[0].callback(memoryview(b"\x01\x02"), 1, None, FINE)
        assert microphone.rate == 44_100
        assert microphone.read() == b"\x01\x02"
        assert microphone.read() == b""
    assert card.streams[0].closed


def test_nobody_reading_drops_the_oldest_and_counts(card: FakeSounddevice) -> None:
    microphone = Microphone()
    for index in range(1100):
        card.streams[0].callback(index.to_bytes(2, "little"), 1, None, FINE)
    card.streams[0].callback(b"\xff\xff", 1, None, OVERFLOW)
    assert microphone.overflows == 1100 - 1000 + 2
    assert microphone.read() == (101).to_bytes(2, "little")
    microphone.flush()
    assert microphone.read() == b""


def test_an_unplugged_microphone_is_noticed(
    card: FakeSounddevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    microphone = Microphone()
    monkeypatch.setattr(room, "STALLED_SECONDS", 0.0)
    with pytest.raises(AudioError, match="stopped giving sound"):
        microphone.read()
    monkeypatch.setattr(room, "STALLED_SECONDS", 60.0)
    assert microphone.read() == b""
    card.streams[0].active = False
    with pytest.raises(AudioError, match="stopped giving sound"):
        microphone.read()


def test_a_part_of_the_name_is_enough(card: FakeSounddevice) -> None:
    card.names = ("Desk microphone", "USB Headset")
    with Microphone("headset"):
        assert card.streams[0].device == 1


def test_a_wrong_name_lists_what_there_is(card: FakeSounddevice) -> None:
    with pytest.raises(AudioError, match="Desk microphone"):
        Microphone("Headset")


def test_no_microphone_at_all(card: FakeSounddevice) -> None:
    card.names = ()
    with pytest.raises(AudioError, match="There is no microphone"):
        Microphone()
