"""Speech with free labels: flite and espeak-ng say a text and tell when each sound ends.

Nothing here is recorded from people. Both programs come with Debian (`flite`, `espeak-ng`).
"""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from models.recipe import phones

RATE = 16000
Samples = npt.NDArray[np.int16]
FLITE = ("rms", "slt", "awb", "kal16")
ACCENTS = ("en-us", "en", "en-gb-x-rp", "en-gb-scotland", "en-us-nyc", "en-029", "en-gb-x-gbclan",
           "en-gb-x-gbcwmd")  # fmt: skip
RHOTIC = frozenset({"en-us", "en-gb-scotland", "en-us-nyc"})
VARIANTS = ("", "f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8",
            "klatt", "klatt2", "klatt3", "klatt4", "klatt6", "Andy", "Annie", "Alicia", "Michael",
            "Mario", "linda", "Denis", "Jacky", "Lee", "Diogo", "Gene", "Hugo", "belinda",
            "grandma", "grandpa", "steph", "whisper", "croak", "adam", "caleb", "david",
            "robert", "victor", "zac", "quincy", "travis", "aunty", "max", "shelby")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manner:
    """How a text is to be said: whose voice, how fast (1 = normal, 2 = half as long), how high."""

    engine: str
    voice: str
    tempo: float
    pitch: float
    """flite: mean of the fundamental in Hz; espeak-ng: its pitch setting, 0 to 99."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Samples at RATE and their sounds: unit names and where each ends, in seconds."""

    samples: Samples
    units: tuple[str, ...]
    ends: tuple[float, ...]


class UnlabelledSoundError(Exception):
    """A synthesiser used a sound that the tables of phones.py do not know."""


def flite(text: str, manner: Manner) -> Utterance:
    """Say `text` with flite.

    Raises UnlabelledSoundError for an unknown sound, CalledProcessError or FileNotFoundError when
    flite fails or is not installed.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "said.wav"
        command = [
            "flite", "-voice", manner.voice, "--setf", f"duration_stretch={1 / manner.tempo}",
            "--setf", f"int_f0_target_mean={manner.pitch}", "-psdur", "-t", text, "-o", str(path),
        ]  # fmt: skip
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        samples, rate = soundfile.read(path, dtype="int16")
    units: list[str] = []
    ends: list[float] = []
    for pair in done.stdout.split():
        name, _, end = pair.rpartition(":")
        unit = phones.flite_unit(name)
        if unit is None:
            raise UnlabelledSoundError(name)
        units.append(unit)
        ends.append(float(end))
    return Utterance(_at_rate(samples, rate), tuple(units), tuple(ends))


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("text", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int), ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int), ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int), ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p), ("id", _Id),
    )  # fmt: skip


_PHONEME = 7  # espeakEVENT_PHONEME in speak_lib.h
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class Espeak:
    """espeak-ng through its C library, which reports each phoneme with its first sample.

    Raises OSError when the library is not installed. One per process: the library has one state.
    """

    def __init__(self) -> None:
        self._library = ctypes.CDLL("libespeak-ng.so.1")
        self._rate: int = self._library.espeak_Initialize(2, 0, None, 1)
        self._audio: list[bytes] = []
        self._marks: list[tuple[str, int]] = []
        self._callback = _Callback(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)

    def _collect(self, wav: ctypes._Pointer[ctypes.c_short], count: int,
                 events: ctypes._Pointer[_Event]) -> int:  # fmt: skip
        if wav and count:
            self._audio.append(ctypes.string_at(wav, 2 * count))
        for i in range(1 << 20):
            if events[i].type == 0:
                break
            if events[i].type == _PHONEME:
                self._marks.append((events[i].id.text.decode(), events[i].sample))
        return 0

    def speak(self, text: str, manner: Manner) -> Utterance:
        """Say `text`; raises UnlabelledSoundError for a mnemonic that phones.py does not know."""
        self._audio.clear()
        self._marks.clear()
        self._library.espeak_SetVoiceByName(manner.voice.encode())
        self._library.espeak_SetParameter(1, round(175 * manner.tempo), 0)
        self._library.espeak_SetParameter(3, round(manner.pitch), 0)
        data = text.encode()
        self._library.espeak_Synth(data, len(data) + 1, 0, 1, 0, 1, None, None)
        self._library.espeak_Synchronize()
        samples = np.frombuffer(b"".join(self._audio), dtype=np.int16)
        units, ends = self._timed(len(samples), manner.voice.split("+")[0] in RHOTIC)
        return Utterance(_at_rate(samples, self._rate), units, ends)

    def sounds(self, text: str, accent: str = "en-us") -> tuple[str, ...]:
        """The units that espeak-ng says for `text`, without silences."""
        said = self.speak(text, Manner("espeak", accent, 1.0, 50))
        return tuple(unit for unit in said.units if unit != phones.SILENCE)

    def _timed(self, length: int, rhotic: bool) -> tuple[tuple[str, ...], tuple[float, ...]]:
        marks = [mark for mark in self._marks if mark[0] not in phones.CONTINUES]
        starts = [start for _, start in marks] + [length]
        units: list[str] = []
        ends: list[float] = []
        if starts[0] > 0:
            units.append(phones.SILENCE)
            ends.append(starts[0] / self._rate)
        for (mnemonic, start), end in zip(marks, starts[1:], strict=True):
            parts = phones.espeak_units(mnemonic, rhotic)
            if parts is None:
                raise UnlabelledSoundError(mnemonic)
            for i, part in enumerate(parts, 1):
                units.append(part)
                ends.append((start + (end - start) * i / len(parts)) / self._rate)
        return tuple(units), tuple(ends)


def _at_rate(samples: Samples, rate: int) -> Samples:
    if rate == RATE:
        return samples
    result: Samples = soxr.resample(samples, rate, RATE)
    return result


def manners(random: np.random.Generator) -> Iterator[Manner]:
    """An endless supply of ways to speak: half flite, half espeak-ng."""
    while True:
        if random.random() < 0.5:
            voice = str(random.choice(FLITE, p=[0.32, 0.32, 0.26, 0.10]))
            low, high = (120, 290) if voice == "slt" else (70, 200)
            tempo = float(np.exp(random.uniform(np.log(0.65), np.log(1.9))))
            yield Manner("flite", voice, tempo, float(random.uniform(low, high)))
        else:
            accent = str(random.choice(ACCENTS, p=[0.3, 0.16, 0.16, 0.1, 0.1, 0.06, 0.06, 0.06]))
            variant = str(random.choice(VARIANTS))
            voice = f"{accent}+{variant}" if variant else accent
            tempo = float(np.exp(random.uniform(np.log(0.6), np.log(1.5))))
            yield Manner("espeak", voice, tempo, float(random.uniform(20, 80)))
