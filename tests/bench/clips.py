"""Real recordings for the ears: words, sentences, noise and talk, clean and in household noise.

They are read in place (BEDSIDE_SHARED, default ../shared beside the checkout) and never copied.
People and noises that the small model learnt from (models/recipe/real.py) are left out: what is
measured or fitted with them would flatter it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.ears.audio_file import read_recording
from intents.hearing import Hearing
from models.recipe.real import OPEN, taught

SHARED = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).parents[3] / "shared"))
DATA = SHARED / "evaldata"
RATE = 16_000
CLEAN = 99.0
Kind = Literal["yes_no", "number"]
_TALK = "two_person_conversation"
_BARE = ("yes", "no", "yeah", "stop", "nope", "yep")
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording, and what should come out of it when an answer of `kind` is awaited.

    `said`: the words, "" for noise. `inside`: they are an answer that the grammar has. `snr` in dB,
    CLEAN for none added. `speaker` groups clips for cross-validation.
    """

    set: str
    said: str
    inside: bool
    kind: Kind
    snr: float
    speaker: str
    samples: NDArray[np.int16]
    room: bool = False
    """Played back as in a room with an echo."""


def same_answer(hearing: Hearing, one: str, other: str) -> bool:
    """Whether both texts are the same answer, in these words or in others of their list."""
    lists = (hearing.yes, hearing.no, hearing.dont_know, hearing.emergency)
    return one == other or any(one in phrases and other in phrases for phrases in lists)


def clips(
    hearing: Hearing,
    snrs: tuple[float, ...] = (CLEAN, 10.0),
    every: int = 1,
    rooms: bool = False,
) -> Iterator[Clip]:
    """All clips, every n-th one of each set; with `rooms` the single words also with an echo."""
    if rooms:
        for index, clip in enumerate(_words((CLEAN,), every)):
            yield replace(clip, samples=in_room(clip.samples, index), room=True)
    yield from _words(snrs, every)
    yield from _answers(snrs, every)
    yield from _sentences(every)
    yield from _noise(every)


def rows(name: str) -> list[dict[str, Any]]:
    """The manifest of a set."""
    with (DATA / name / "dev.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def unheard(name: str) -> list[dict[str, Any]]:
    """The rows of a set with people whom the small model did not learn from."""
    found = rows(name)
    speakers = [row["speaker"] for row in found]
    return [
        row
        for row in found
        if not (row["licence"].startswith(OPEN) and taught(row["speaker"], speakers))
    ]


def _unheard_noises() -> list[dict[str, Any]]:
    """The recipe learns from the first file of each two."""
    return sorted(rows("noise"), key=lambda row: str(row["file"]))[1::2]


def _words(snrs: tuple[float, ...], every: int) -> Iterator[Clip]:
    counts = {"fsdd": 2}  # half of the 300 telephone digits, or they would drown the rest
    for index, row in enumerate(unheard("words")):
        if index % (every * counts.get(row["subset"], 1)):
            continue
        said = row["text"]
        inside = said in _BARE or said in _DIGITS or said == "emergency"
        kinds: list[Kind] = ["yes_no", "number"]
        if inside:
            kinds = ["number" if said in _DIGITS else "yes_no"]
        samples = read_recording(DATA / row["file"])
        for snr in snrs:
            noisy = samples if snr == CLEAN else in_noise(samples, snr, index)
            for kind in kinds if snr == CLEAN else kinds[:1]:
                yield Clip(row["subset"], said, inside, kind, snr, row["speaker"], noisy)


def _answers(snrs: tuple[float, ...], every: int) -> Iterator[Clip]:
    """The one-word answers of patients that the grammar has."""
    bare = [row for row in unheard("answers_audio") if row.get("bare")]
    for index, row in enumerate(bare[::every]):
        said = row["text"].lower().strip(" .,")
        if said not in _BARE:
            continue
        samples = read_recording(DATA / row["file"])
        for snr in snrs:
            noisy = samples if snr == CLEAN else in_noise(samples, snr, index)
            yield Clip("bare answers", said, True, "yes_no", snr, row["speaker"], noisy)


def _sentences(every: int) -> Iterator[Clip]:
    for index, row in enumerate(unheard("sentences")[::every]):
        samples = read_recording(DATA / row["file"])[: 8 * RATE]
        kind: Kind = "number" if index % 2 else "yes_no"
        yield Clip("sentences", row["text"], False, kind, CLEAN, row["speaker"], samples)


def _noise(every: int) -> Iterator[Clip]:
    for row in _unheard_noises():
        samples = read_recording(DATA / row["file"])[: 60 * RATE]
        name = "talk" if row["label"] == _TALK else "noise"
        for index in range(0, len(samples) - RATE, 3 * RATE * every):
            kind: Kind = "number" if index % 2 else "yes_no"
            part = samples[index : index + 3 * RATE]
            yield Clip(name, "", False, kind, CLEAN, row["file"], part)


def in_noise(samples: NDArray[np.int16], snr: float, seed: int) -> NDArray[np.int16]:
    """The clip in household noise, `snr` dB below the loud parts of the speech."""
    random = np.random.default_rng(seed)
    noises = _household()
    noise = noises[random.integers(len(noises))]
    start = random.integers(max(1, len(noise) - len(samples)))
    under = np.resize(noise[start : start + len(samples)], len(samples)).astype(np.float64)
    speech = samples.astype(np.float64)
    loud = speech[np.abs(speech) > 0.02 * np.abs(speech).max()]
    gain = np.sqrt((loud**2).mean() / max(1e-9, (under**2).mean()) / 10 ** (snr / 10))
    mixed: NDArray[np.int16] = np.clip(speech + gain * under, -32768, 32767).astype(np.int16)
    return mixed


def in_room(samples: NDArray[np.int16], index: int) -> NDArray[np.int16]:
    """The clip as one of the recorded rooms answers it, as loud as before."""
    found = recorded_rooms()
    speech = samples.astype(np.float64)
    echo = np.convolve(speech, found[index % len(found)])
    gain = np.sqrt((speech**2).sum() / max(1e-9, (echo**2).sum()))
    answered: NDArray[np.int16] = np.clip(gain * echo, -32768, 32767).astype(np.int16)
    return answered


@lru_cache(maxsize=1)
def recorded_rooms() -> list[NDArray[np.float64]]:
    found = [read_recording(DATA / row["file"]).astype(np.float64) for row in rows("rirs")]
    return [room[int(np.abs(room).argmax()) :] for room in found]  # from the direct sound on


@lru_cache(maxsize=1)
def _household() -> list[NDArray[np.int16]]:
    quiet = [row for row in _unheard_noises() if row["label"] not in (_TALK, "dude_miaowing")]
    return [read_recording(DATA / row["file"]) for row in quiet]
