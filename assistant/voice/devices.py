"""Which sound devices there are, found by name: numbers change whenever something is plugged in."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from assistant.errors import AudioError, MissingError

Direction = Literal["input", "output"]

PORTAUDIO_MISSING = (
    "The sound library PortAudio is missing; install it with: sudo apt install libportaudio2, "
    "or: sudo dnf install portaudio, or: brew install portaudio"
)
_NEAR = 70
"""Likeness, of 100, from which on a name may be the one that was meant."""
_NAMES = {"input": "microphone", "output": "loudspeaker"}


@dataclass(frozen=True, slots=True)
class Device:
    """One direction of a sound device. `rate`: its own rate in samples a second."""

    index: int
    name: str
    rate: int
    default: bool = False


def load_sounddevice() -> Any:
    """The sounddevice module. Raises MissingError where the PortAudio library is missing."""
    with quiet_stderr():
        try:
            import sounddevice
        except OSError as error:
            raise MissingError(PORTAUDIO_MISSING) from error
    _hush_alsa()
    return sounddevice


@cache
def _hush_alsa() -> None:
    """Stop ALSA from printing in the middle of the transcript whenever the machine is busy."""
    try:
        alsa = ctypes.CDLL("libasound.so.2")
        # Errors are told in C, from threads of PortAudio: a C function that ignores its arguments
        # is a safe listener at any time, a Python one is not when the interpreter ends.
        alsa.snd_lib_error_set_handler(ctypes.cast(ctypes.CDLL(None).getpid, ctypes.c_void_p))
    except (OSError, AttributeError):
        return  # no ALSA here


def look_again() -> None:
    """Find devices that were plugged in since; all open streams end."""
    sounddevice = load_sounddevice()
    with quiet_stderr():
        sounddevice._terminate()
        sounddevice._initialize()


def devices(direction: Direction) -> list[Device]:
    """All devices that record or play. Raises MissingError without PortAudio."""
    with quiet_stderr():
        sounddevice = load_sounddevice()
        default = sounddevice.default.device[direction]
        return [
            Device(index, info["name"], round(info["default_samplerate"]), index == default)
            for index, info in enumerate(sounddevice.query_devices())
            if info[f"max_{direction}_channels"] > 0
        ]


def choose(direction: Direction, name: str = "") -> Device:
    """The default device, or the first one with `name` in its name (any case).

    Raises MissingError without PortAudio, AudioError, naming what is near and what there is,
    without such a device.
    """
    found = devices(direction)
    kind = _NAMES[direction]
    if not found:
        raise AudioError(f"There is no {kind}; connect one, or go on with: bedside talk --typed")
    if not name:
        return next((device for device in found if device.default), found[0])
    for device in found:
        if name.casefold() in device.name.casefold():
            return device
    names = [device.name for device in found]
    near = process.extractOne(
        name, names, scorer=fuzz.WRatio, processor=default_process, score_cutoff=_NEAR
    )
    meant = f"did you mean '{near[0]}'? Choose" if near else "choose"
    raise AudioError(
        f"There is no {kind} named '{name}'; {meant} one of these: {', '.join(names)}."
    )


def has_microphone() -> bool:
    """Whether there is a device to record from. Raises MissingError without PortAudio."""
    return bool(devices("input"))


def has_speaker() -> bool:
    """Whether there is a device to play on. Raises MissingError without PortAudio."""
    return bool(devices("output"))


@contextlib.contextmanager
def quiet_stderr() -> Iterator[None]:
    """Drop what C libraries write to standard error: ALSA and JACK fill a screen at the start.

    The file descriptor belongs to the whole process, so this is for short calls only.
    """
    sys.stderr.flush()
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error at all
        yield
        return
    try:
        with open(os.devnull, "w") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)
