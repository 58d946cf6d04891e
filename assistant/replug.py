"""A device was unplugged: say so on what is left, wait for it, and go on where it was."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Literal, Protocol

from assistant.errors import AudioError
from assistant.voice.devices import look_again

Trouble = Literal["speaker_gone", "microphone_gone", "device_back"]
TRY_EVERY = 1.0
LOOK_EVERY = 4
"""Attempts between two looks for new devices; looking ends the sound of all others."""
GIVE_UP = 600.0
"""Seconds; whoever comes after that starts Bedside anew."""

_log = logging.getLogger(__name__)


class Device(Protocol):
    """What can be unplugged."""

    def let_go(self) -> None:
        """Close it, whatever state it is in."""

    def reopen(self) -> None:
        """Take it again. Raises AudioError where it is not there."""


class Replug:
    """`texts`: what to tell; `tell`: says it by whatever way is left."""

    def __init__(self, texts: Mapping[Trouble, str], tell: Callable[[str], None]) -> None:
        self._texts = texts
        self._tell = tell
        self.devices: list[Device] = []
        """All that are in use."""

    def wait(self, gone: Trouble, device: Device, trouble: AudioError) -> None:
        """Returns when `device` is back. Raises `trouble` where it never does."""
        _log.warning("%s", trouble)
        self._say(gone)
        end = time.monotonic() + GIVE_UP
        attempt = 0
        while time.monotonic() < end:
            time.sleep(TRY_EVERY)
            attempt += 1
            try:
                if attempt % LOOK_EVERY == 0:
                    self._look()
                device.reopen()
            except AudioError:
                continue
            self._say("device_back")
            return
        raise trouble

    def _look(self) -> None:
        """Look for new devices. PortAudio must have no open stream then."""
        for device in self.devices:
            device.let_go()
        look_again()
        for device in self.devices:
            with suppress(AudioError):
                device.reopen()

    def _say(self, what: Trouble) -> None:
        if text := self._texts.get(what):
            self._tell(text)
