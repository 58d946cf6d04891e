"""Turns the corpus into training frames: a new disguise of every utterance for every epoch."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.recipe import augment, features, phones
from models.recipe.corpus import Corpus, Spoken

BLOCK = 500  # utterances a worker does at a time
IGNORED = -100
UNTOLD = 0.08  # share of utterances whose speech is labelled SPN, so that SPN means "any speech"


@dataclass(frozen=True, slots=True)
class Frames:
    """Feature rows and their pdfs; rows of padding have the label IGNORED."""

    rows: npt.NDArray[np.float16]
    labels: npt.NDArray[np.int16]


_HELD: dict[str, tuple[Corpus, augment.Scene, int]] = {}


def _hold(corpus: Corpus, scene: augment.Scene, padding: int) -> None:
    _HELD["here"] = (corpus, scene, padding)


def epochs(
    corpus: Corpus, scene: augment.Scene, padding: int, seed: int, count: int, workers: int = 1
) -> Iterator[Frames]:
    """One Frames per epoch; made in other processes while the previous one is learnt.

    `padding` rows are repeated at both ends of each utterance, as Kaldi does for missing context.
    """
    blocks = range(0, len(corpus.spoken), BLOCK)
    pool = ProcessPoolExecutor(workers, initializer=_hold, initargs=(corpus, scene, padding))

    def start(epoch: int) -> list[Future[Frames]]:
        return [pool.submit(_block, seed, epoch, block) for block in blocks]

    try:
        waiting = [start(0)]
        for epoch in range(count):
            if epoch + 1 < count:
                waiting.append(start(epoch + 1))
            parts = [future.result() for future in waiting.pop(0)]
            yield Frames(
                np.concatenate([p.rows for p in parts]), np.concatenate([p.labels for p in parts])
            )
    finally:
        pool.shutdown(cancel_futures=True)


def _block(seed: int, epoch: int, block: int) -> Frames:
    corpus, scene, padding = _HELD["here"]
    random = np.random.default_rng([seed, epoch, block])
    rows: list[npt.NDArray[np.float16]] = []
    labels: list[npt.NDArray[np.int16]] = []
    for spoken in corpus.spoken[block : block + BLOCK]:
        made = example(spoken, random, scene)
        rows.append(np.pad(made.rows, ((padding, padding), (0, 0)), mode="edge"))
        labels.append(np.pad(made.labels, padding, constant_values=IGNORED))
    return Frames(np.concatenate(rows), np.concatenate(labels))


def example(spoken: Spoken, random: np.random.Generator, scene: augment.Scene) -> Frames:
    """One utterance in disguise, with the pdf of each of its frames."""
    wave: augment.Wave = (spoken.samples / 32768).astype(np.float32)
    speed = float(np.exp(random.uniform(np.log(0.8), np.log(1.3))))
    wave = augment.change_speed(wave, speed)
    ends = (spoken.ends / speed).astype(np.float32)
    wave, ends = _edges(wave, ends, spoken.units, random)
    wave = augment.disguise(wave, random, scene)
    warp = float(random.uniform(0.88, 1.14))
    rows = features.mfcc(np.rint(wave * 32767), warp)
    untold = bool(random.random() < UNTOLD)
    return Frames(rows.astype(np.float16), frame_labels(spoken.units, ends, len(rows), untold))


def _edges(
    wave: augment.Wave, ends: npt.NDArray[np.float32], units: tuple[str, ...],
    random: np.random.Generator,
) -> tuple[augment.Wave, npt.NDArray[np.float32]]:  # fmt: skip
    """Cut into the silence around the speech, or add to it (sometimes perfect zeros)."""
    rate = augment.RATE
    first = ends[0] if units[0] == phones.SILENCE else 0.0
    last = ends[-2] if units[-1] == phones.SILENCE and len(ends) > 1 else ends[-1]
    cut = max(0.0, first - random.uniform(0, 0.3))
    stop = min(len(wave) / rate, last + random.uniform(0.02, 0.4))
    wave = wave[int(cut * rate) : max(int(stop * rate), int(cut * rate) + 800)]
    lead = random.uniform(0, 0.4) if random.random() < 0.5 else 0.0
    trail = random.uniform(0, 0.4) if random.random() < 0.5 else 0.0
    padded = np.pad(wave, (int(lead * rate), int(trail * rate)))
    return padded.astype(np.float32), (ends - cut + lead).astype(np.float32)


def frame_labels(
    units: tuple[str, ...], ends: npt.NDArray[np.float32], count: int, untold: bool
) -> npt.NDArray[np.int16]:
    """The pdf at the middle of each frame; after the last sound there is silence."""
    times = np.arange(count) * 0.01 + 0.0125
    which = np.searchsorted(ends, times, side="right")
    starts = np.concatenate([[0.0], ends[:-1]])
    halves = np.array(
        [[phones.pdf(unit, 0), phones.pdf(unit, 1)] for unit in units]
        + [[phones.SILENCE_PDF, phones.SILENCE_PDF]]
    )
    middles = np.append((starts + ends) / 2, np.inf)
    labels = halves[which, (times >= middles[which]).astype(int)]
    labels[times < 0] = phones.SILENCE_PDF
    if untold:
        labels[labels != phones.SILENCE_PDF] = phones.SPOKEN_PDF
    result: npt.NDArray[np.int16] = labels.astype(np.int16)
    return result
