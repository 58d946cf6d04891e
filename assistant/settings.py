"""Settings: defaults < the file in the platform's config folder < environment < flags."""

from __future__ import annotations

import locale
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path
from typing import Any, Literal, get_args

from assistant.captions import SIZES
from assistant.errors import UsageError
from assistant.settings_file import read, settings_path
from assistant.voice.manner import RATE_HIGH, RATE_LOW, USUAL, VOLUME_HIGH, VOLUME_LOW
from intents.countries import OTHER, from_locale, load_countries
from intents.languages import languages

RecogniserChoice = Literal["auto", "vosk", "sphinx"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How Bedside runs. `rate` in words a minute; `country` as ISO 3166 alpha-2.

    `volume`: part of full scale. `voice`: see voice/choice.py; "" is the engine's own.
    `slow_speech`: the ears wait longer before they take an answer for finished. Between
    `quiet_from` and `quiet_to` (HH:MM, "" for never) Bedside speaks softer. `language` is a folder
    of intents/, as ISO 639-1. `interrupt`: commands are listened for while Bedside speaks.
    `captions_size`: one of captions.SIZES. `microphone`, `speaker`: parts of the devices' names, ""
    for the default.
    `keep_unfinished`: a check that breaks off may be remembered for an hour, in a private file.
    """

    country: str = ""
    rate: int = USUAL.rate
    volume: float = USUAL.volume
    voice: str = ""
    slow_speech: bool = False
    quiet_from: str = ""
    quiet_to: str = ""
    recogniser: RecogniserChoice = "auto"
    language: str = "en"
    interrupt: bool = False
    captions_size: int = 1
    microphone: str = ""
    speaker: str = ""
    keep_unfinished: bool = False


def load_settings(
    flags: Mapping[str, object],
    environ: Mapping[str, str] = os.environ,
    path: Path | None = None,
) -> Settings:
    """The settings in force. Raises UsageError for a value or a file that can't be right."""
    path = path or settings_path()
    values = read(path)
    if unknown := sorted(set(values) - set(KEYS)):
        raise UsageError(
            f"The settings file {path} has an unknown key '{unknown[0]}'; delete that line."
        )
    values.update({name: text for name in KEYS if (text := environ.get(f"BEDSIDE_{name.upper()}"))})
    values.update({name: value for name, value in flags.items() if value is not None})
    known = {name: checked(name, value) for name, value in values.items()}
    known["country"] = known.get("country") or _country_here()
    return Settings(**known)


def checked(name: str, value: object) -> Any:
    """The value of a setting in its own type. Raises UsageError where it can't be right."""
    if name not in _CHECKS:
        raise UsageError(f"There is no setting '{name}'; choose one of these: {', '.join(KEYS)}.")
    return _CHECKS[name](name, str(value).strip())


def _rate(name: str, text: str) -> int:
    if not text.isdecimal() or not RATE_LOW <= int(text) <= RATE_HIGH:
        raise UsageError(
            f"The speech rate must be a whole number from {RATE_LOW} to {RATE_HIGH} words a minute."
        )
    return int(text)


def _volume(name: str, text: str) -> float:
    try:
        volume = float(text)
    except ValueError:
        volume = 0.0
    if not VOLUME_LOW <= volume <= VOLUME_HIGH:
        raise UsageError(f"The volume must be a number from {VOLUME_LOW} to {VOLUME_HIGH}.")
    return volume


def _recogniser(name: str, text: str) -> str:
    if text not in get_args(RecogniserChoice):
        raise UsageError(f"There is no recogniser '{text}'; choose auto, vosk or sphinx.")
    return text


def _size(name: str, text: str) -> int:
    if text not in map(str, SIZES):
        raise UsageError(f"The captions' size can't be '{text}'; choose 1 (normal), 2 or 3.")
    return int(text)


def _yes(name: str, text: str) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if text.lower() not in words:
        raise UsageError(f"The setting '{name}' is '{text}'; write true or false.")
    return words[text.lower()]


def _clock(name: str, text: str) -> str:
    """HH:MM, or "" for never."""
    if not text:
        return ""
    try:
        hour, minute, *_ = (int(part) for part in text.split(":"))
        return time(hour, minute).strftime("%H:%M")
    except ValueError:
        raise UsageError(
            f"The setting '{name}' is '{text}'; write an hour and minutes, such as 22:00."
        ) from None


def known_language(code: str) -> str:
    """`code` in lower case. Raises UsageError, naming what there is, for a language unknown."""
    if code.lower() not in languages():
        raise UsageError(
            f"Bedside does not speak '{code}'; choose one of these languages: "
            f"{', '.join(languages())}."
        )
    return code.lower()


def _country(name: str, text: str) -> str:
    code = text.upper()
    if code and not (len(code) == 2 and code.isalpha()) and code != OTHER.upper():
        codes = ", ".join(load_countries().codes())
        raise UsageError(f"'{text}' is no country's code of two letters; write one of: {codes}.")
    return code


def _country_here() -> str:
    return from_locale(locale.getlocale()[0] or os.environ.get("LANG", ""))


_CHECKS: Mapping[str, Callable[[str, str], Any]] = {
    "country": _country,
    "rate": _rate,
    "volume": _volume,
    "voice": lambda name, text: text,
    "slow_speech": _yes,
    "quiet_from": _clock,
    "quiet_to": _clock,
    "recogniser": _recogniser,
    "language": lambda name, text: known_language(text or "en"),
    "interrupt": _yes,
    "captions_size": _size,
    "microphone": lambda name, text: text,
    "speaker": lambda name, text: text,
    "keep_unfinished": _yes,
}
KEYS = tuple(field.name for field in fields(Settings))
