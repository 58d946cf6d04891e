"""The sound devices for people: names, what is in use, and the rates each really opens at."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.errors import AudioError
from assistant.settings import Settings
from assistant.voice.devices import (
    Device,
    Direction,
    choose,
    devices,
    load_sounddevice,
    quiet_stderr,
)
from intents.doctor import DeviceWords

RATES = (8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000)


def device_lines(words: DeviceWords, settings: Settings) -> Iterator[str]:
    """Lines, as they are found. Raises MissingError without PortAudio."""
    headings: dict[Direction, tuple[str, str]] = {
        "input": (words.microphones, settings.microphone),
        "output": (words.speakers, settings.speaker),
    }
    for direction, (heading, wanted) in headings.items():
        yield heading
        found = devices(direction)
        if not found:
            yield f"  {words.none}"
        in_use = _in_use(direction, wanted)
        for device in found:
            rates = open_rates(device, direction)
            told = words.rates.format(rates=", ".join(map(str, rates))) if rates else words.closed
            form = words.used if device.index == in_use else words.unused
            yield f"  {form.format(name=device.name, rates=told)}"
    yield words.choose


def _in_use(direction: Direction, wanted: str) -> int | None:
    try:
        return choose(direction, wanted).index
    except AudioError:  # the kept one is not there: the usual one stands in for it
        return choose(direction).index if devices(direction) else None


def open_rates(device: Device, direction: Direction) -> list[int]:
    """The rates at which it opens right now, of the common ones and its own; none: it is taken."""
    sounddevice = load_sounddevice()
    stream = sounddevice.RawInputStream if direction == "input" else sounddevice.RawOutputStream
    found = []
    for rate in sorted({*RATES, device.rate}):
        try:
            with quiet_stderr():
                stream(samplerate=rate, device=device.index, channels=1, dtype="int16").close()
        except (sounddevice.PortAudioError, ValueError):
            continue
        found.append(rate)
    return found
