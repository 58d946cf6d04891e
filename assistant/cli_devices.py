"""Microphone and loudspeaker by name, as options of commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from assistant.errors import AudioError, MissingError, UsageError

Command = TypeVar("Command", bound=Callable[..., Any])


def device_options(command: Command) -> Command:
    """--microphone and --speaker."""
    for flag, what in (("--speaker", "loudspeaker"), ("--microphone", "microphone")):
        text = f"Part of the {what}'s name; see: bedside doctor --devices"
        command = click.option(flag, metavar="NAME", help=text)(command)
    return command


def check_devices(microphone: str | None, speaker: str | None) -> None:
    """Raises UsageError, with near names, for a name that no device has.

    Without any device, or without PortAudio, it says nothing: talking goes on typed then.
    """
    from assistant.voice.devices import Direction, choose, devices

    wanted: dict[Direction, str | None] = {"input": microphone, "output": speaker}
    for direction, name in wanted.items():
        try:
            there = bool(name) and bool(devices(direction))
        except MissingError:
            return
        if there:
            try:
                choose(direction, name or "")
            except AudioError as error:
                raise UsageError(str(error)) from error
