"""What the doctor command says, as data."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from intents.yaml_file import load

_HERE = Path(__file__).parent

Part = Literal["microphone", "speaker", "voice", "recogniser", "loop", "content"]


@dataclass(frozen=True, slots=True)
class LoopWords:
    """What is told of Bedside's own voice in its own microphone."""

    begins: str
    levels: str
    understood: str
    misunderstood: str
    absent: str
    quiet: str
    clipped: str
    noisy: str


@dataclass(frozen=True, slots=True)
class DeviceWords:
    """How the sound devices are listed."""

    microphones: str
    speakers: str
    used: str
    unused: str
    rates: str
    closed: str
    none: str
    choose: str


@dataclass(frozen=True, slots=True)
class DoctorWords:
    """The words of one language; see doctor.yaml.

    `sentence` is said as a test, in words that the ears know.
    """

    parts: dict[Part, str]
    works: dict[Part, str]
    quiet_microphone: str
    fails: str
    unexpected: str
    hangs: str
    sentence: str
    loop: LoopWords
    devices: DeviceWords


def load_doctor(language: str = "en") -> DoctorWords:
    """Raises ContentError where the file is broken."""
    return load(_HERE / language / "doctor.yaml", DoctorWords)
