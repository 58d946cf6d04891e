"""The training speech: utterances said by the synthesisers, kept in one file with their labels."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.recipe import phones
from models.recipe.voices import Espeak, Manner, UnlabelledSoundError, Utterance, flite

log = logging.getLogger(__name__)
WORKERS = 2
LONGEST = 6.0  # seconds; longer ones are left out


@dataclass(frozen=True, slots=True)
class Spoken:
    """One utterance: 16 bit samples at 16 kHz and, per sound, its unit and its end in seconds."""

    text: str
    samples: npt.NDArray[np.int16]
    units: tuple[str, ...]
    ends: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Corpus:
    """All utterances."""

    spoken: tuple[Spoken, ...]

    @property
    def hours(self) -> float:
        return sum(len(s.samples) for s in self.spoken) / 16000 / 3600

    def save(self, path: Path) -> None:
        """Write everything into one uncompressed `.npz`."""
        units = [" ".join(s.units) for s in self.spoken]
        np.savez(
            path,
            texts=np.array([s.text for s in self.spoken]),
            units=np.array(units),
            counts=np.array([len(s.samples) for s in self.spoken]),
            samples=np.concatenate([s.samples for s in self.spoken]),
            ends=np.concatenate([s.ends for s in self.spoken]),
        )

    @classmethod
    def load(cls, path: Path) -> Corpus:
        """Read what `save` wrote."""
        data = np.load(path)
        cuts = np.cumsum(data["counts"])[:-1]
        units = [tuple(text.split()) for text in data["units"].tolist()]
        marks = np.cumsum([len(u) for u in units])[:-1]
        parts = zip(
            data["texts"].tolist(), np.split(data["samples"], cuts), units,
            np.split(data["ends"], marks), strict=True,
        )  # fmt: skip
        return cls(tuple(Spoken(*part) for part in parts))


def record(wanted: Iterable[tuple[str, Manner]]) -> Corpus:
    """Have every text said; utterances with unknown sounds or beyond LONGEST are left out."""
    with ProcessPoolExecutor(WORKERS) as pool:
        results = list(pool.map(_say, wanted, chunksize=64))
    spoken = tuple(result for result in results if result is not None)
    log.info("%d of %d utterances have labels", len(spoken), len(results))
    return Corpus(spoken)


_ESPEAK: list[Espeak] = []


def _say(wanted: tuple[str, Manner]) -> Spoken | None:
    text, manner = wanted
    try:
        if manner.engine == "flite":
            said = flite(text, manner)
        else:
            if not _ESPEAK:
                _ESPEAK.append(Espeak())
            said = _ESPEAK[0].speak(text, manner)
    except UnlabelledSoundError:
        return None
    return _checked(text, said)


def _checked(text: str, said: Utterance) -> Spoken | None:
    sounds = [unit for unit in said.units if unit != phones.SILENCE]
    if not sounds or not said.samples.any() or len(said.samples) > LONGEST * 16000:
        return None
    return Spoken(text, said.samples, said.units, np.array(said.ends, np.float32))
