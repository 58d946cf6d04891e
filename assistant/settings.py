"""Settings: defaults < TOML in the platform's config folder < environment < command-line flags."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Literal, cast, get_args

from platformdirs import user_config_path

from assistant.captions import SIZES
from assistant.errors import UsageError
from intents.countries import from_locale
from intents.languages import languages

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

RecogniserChoice = Literal["auto", "vosk", "sphinx"]
RATE_LOW, RATE_HIGH = 100, 250
"""Words a minute that stay intelligible (numbers: 150-200 is comfortable, slower on request)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How Bedside runs. `rate` in words a minute; `country` as ISO 3166 alpha-2.

    `language` is a folder of intents/, as ISO 639-1. `interrupt`: commands are listened for while
    Bedside speaks. `captions_size`: one of captions.SIZES.
    """

    country: str = ""
    rate: int = 155
    recogniser: RecogniserChoice = "auto"
    language: str = "en"
    interrupt: bool = False
    captions_size: int = 1


def load_settings(flags: Mapping[str, object], environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings in force. Raises UsageError for a value or a file that can't be right."""
    names = [field.name for field in fields(Settings)]
    values: dict[str, object] = {}
    values.update(_from_file(user_config_path("bedside") / "settings.toml", names))
    for name in names:
        if from_environ := environ.get(f"BEDSIDE_{name.upper()}"):
            values[name] = from_environ
    values.update({name: value for name, value in flags.items() if value is not None})
    return _checked(values)


def _from_file(path: Path, names: list[str]) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        values: dict[str, object] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"The settings file {path} can't be read ({error}); mend or delete it."
        ) from error
    if unknown := sorted(set(values) - set(names)):
        raise UsageError(
            f"The settings file {path} has an unknown key '{unknown[0]}'; delete that line."
        )
    return values


def _checked(values: Mapping[str, object]) -> Settings:
    language = known_language(str(values.get("language") or "en"))
    settings = Settings(country=_country(str(values.get("country") or "")), language=language)
    try:
        rate = int(str(values.get("rate", settings.rate)))
    except ValueError:
        rate = 0
    if not RATE_LOW <= rate <= RATE_HIGH:
        raise UsageError(
            f"The speech rate must be a whole number from {RATE_LOW} to {RATE_HIGH} words a minute."
        )
    settings = replace(settings, captions_size=_size(values.get("captions_size", 1)))
    settings = replace(settings, interrupt=_yes(values.get("interrupt", False)))
    choice = str(values.get("recogniser", settings.recogniser))
    if choice not in get_args(RecogniserChoice):
        raise UsageError(f"There is no recogniser '{choice}'; choose auto, vosk or sphinx.")
    return replace(settings, rate=rate, recogniser=cast(RecogniserChoice, choice))


def _size(value: object) -> int:
    if str(value) not in map(str, SIZES):
        raise UsageError(f"The captions' size can't be '{value}'; choose 1 (normal), 2 or 3.")
    return int(str(value))


def _yes(value: object) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    if str(value).lower() not in words:
        raise UsageError(f"The setting 'interrupt' is '{value}'; write true or false.")
    return words[str(value).lower()]


def known_language(code: str) -> str:
    """`code` in lower case. Raises UsageError, naming what there is, for a language unknown."""
    if code.lower() not in languages():
        raise UsageError(
            f"Bedside does not speak '{code}'; choose one of these languages: "
            f"{', '.join(languages())}."
        )
    return code.lower()


def _country(code: str) -> str:
    if code:
        return code.upper()
    return from_locale(locale.getlocale()[0] or os.environ.get("LANG", ""))
