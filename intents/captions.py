"""The words around what is shown: who spoke, and what takes its time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intents.yaml_file import load

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class CaptionWords:
    """The words of one language; slots stand in braces. See captions.yaml."""

    heard: str
    unsure: str
    ignored: str
    noise: str
    loading_ears: str
    starting: str
    rendering: str
    no_bigger: str
    keys: str


def load_captions(language: str = "en") -> CaptionWords:
    """Raises ContentError where the file is broken."""
    return load(_HERE / language / "captions.yaml", CaptionWords)
