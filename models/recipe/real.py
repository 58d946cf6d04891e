"""Recordings of people, where they are at hand and their licence lets a model learn from them.

They are read in place and never copied. Every second speaker is left out, so that the model can be
measured with people it has not heard; so are recordings under share-alike terms. PocketSphinx,
which knows the words, tells where each sound lies.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from models.recipe import phones
from models.recipe.corpus import LONGEST, Spoken

log = logging.getLogger(__name__)
SETS = ("words", "answers_audio", "sentences")
OPEN = ("CC BY 4.0", "CC0", "public domain", "MIT", "Apache-2.0")
_FRAME = 0.01
_SHORT, _COPIES_SHORT, _COPIES_LONG = 1.5, 40, 12
"""Single words weigh as answers do, or the voices of the synthesisers drown them."""


def taught(speaker: str, speakers: list[str]) -> bool:
    """Whether the model may learn from this one of all `speakers` of a set: every second one."""
    return sorted(set(speakers)).index(speaker) % 2 == 0


def recordings(folder: Path) -> Iterator[Spoken]:
    """The taught recordings below `folder`, each as often as it is to be learnt from."""
    aligner = _Aligner()
    for name in SETS:
        manifest = folder / name / "dev.jsonl"
        if not manifest.is_file():
            continue
        rows = [json.loads(line) for line in manifest.read_text(encoding="utf-8").splitlines()]
        speakers = [row["speaker"] for row in rows]
        used = 0
        for row in rows:
            if not row["licence"].startswith(OPEN) or not taught(row["speaker"], speakers):
                continue
            spoken = aligner.aligned(row["text"], folder / row["file"])
            if spoken is None:
                continue
            used += 1
            short = len(spoken.samples) < _SHORT * 16000
            yield from [spoken] * (_COPIES_SHORT if short else _COPIES_LONG)
        log.info("%s: %d recordings", name, used)


class _Aligner:
    """Forced alignment with PocketSphinx's own English model."""

    def __init__(self) -> None:
        import pocketsphinx

        self._decoder: Any = pocketsphinx.Decoder(lm=None, samprate=16000.0, loglevel="FATAL")

    def aligned(self, text: str, path: Path) -> Spoken | None:
        """The recording with its sounds; None where a word is unknown or the text does not fit."""
        samples, rate = soundfile.read(path, dtype="int16")
        words = re.sub(r"[^a-z' ]", " ", text.lower().replace("-", " ")).split()
        known = all(self._decoder.lookup_word(word) for word in words)
        if rate != 16000 or not words or not known or re.search(r"\d", text):
            return None
        if len(samples) > LONGEST * 16000:
            return None
        padded = np.pad(samples, 3200)
        decoder = self._decoder
        try:
            decoder.set_align_text(" ".join(words))
            self._decode(padded)
            if decoder.hyp() is None:
                return None
            decoder.set_alignment()
            self._decode(padded)
            alignment = decoder.get_alignment()
        except RuntimeError:
            return None
        units: list[str] = []
        ends: list[float] = []
        for word in alignment:
            for sound in word:
                unit = sound.name if sound.name in phones.INDEX else phones.SILENCE
                units.append(unit)
                ends.append((sound.start + sound.duration) * _FRAME)
        if not any(unit in phones.INDEX for unit in units):
            return None
        return Spoken(" ".join(words), padded, tuple(units), np.array(ends, np.float32))

    def _decode(self, samples: Any) -> None:
        self._decoder.start_utt()
        self._decoder.process_raw(samples.tobytes(), False, True)
        self._decoder.end_utt()
