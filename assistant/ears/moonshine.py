"""Moonshine, a network that writes down free speech, and says how likely any phrase was.

It hears a whole utterance at once: an encoder reads the sound, a decoder writes pieces of words.
Given a phrase, the decoder tells how likely it is that just that was said; next to what it would
write freely that is evidence of its own kind, for the phrase and against it.
Jeffries et al. 2024, Moonshine: speech recognition for live transcription and voice commands,
https://arxiv.org/abs/2410.15608
"""

from __future__ import annotations

import itertools
import lzma
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.errors import ModelError
from models.moonshine import ENTRY, FILES, PIECES

RATE = 16_000
_LAYERS, _HEADS, _WIDTH = 6, 8, 36
_BEGIN, _END = 1, 2
_PIECES_A_SECOND = 7
"""Nobody speaks more pieces than that; a decoder that goes on is running in a circle."""
_AROUND = RATE // 2
"""Silence before and after the speech: without it the last sound of a single word is lost."""
_LOUD = 0.5
_BATCH = 8
"""Phrases scored at once; each takes a megabyte of scores."""
_FRUGAL = ("session.disable_prepacking", "session.use_device_allocator_for_initializers")
"""Without a second copy of the weights: 30 MB less, and no slower."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Written:
    """What it wrote: `text` as people write, its log probability, and that of having heard nothing.

    `log_nothing` is for no words at all; it is high for single short words, too.
    """

    text: str
    log_probability: float
    log_nothing: float


class Moonshine:
    """The model in `folder`, loaded (0.3 s). Not thread-safe. Raises ModelError if it can't be."""

    def __init__(self, folder: Path) -> None:
        try:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.enable_cpu_mem_arena = False
            for frugal in _FRUGAL:
                options.add_session_config_entry(frugal, "1")
            options.log_severity_level = 4
            encoder, decoder, _ = FILES
            self._encoder, self._decoder = (
                onnxruntime.InferenceSession(
                    str(folder / name), options, providers=["CPUExecutionProvider"]
                )
                for name in (encoder, decoder)
            )
        except ImportError as error:
            raise ModelError(
                "Moonshine needs ONNX Runtime; install it with: pip install onnxruntime"
            ) from error
        except Exception as error:  # onnxruntime raises types of its own, and some bare ones
            raise ModelError(
                f"The model in {folder} can't be loaded; delete it and run: "
                f"bedside models fetch {ENTRY.name}"
            ) from error
        self._pieces = _pieces()

    def encode(self, speech: npt.NDArray[np.int16]) -> Floats:
        """What the encoder makes of one utterance (16 bit mono at RATE), for the other calls."""
        samples = speech.astype(np.float32)
        peak = float(np.abs(samples).max(initial=0.0))
        samples *= _LOUD / max(peak, 1.0)
        around = np.zeros(_AROUND, np.float32)
        heard: Floats = self._encoder.run(
            None, {"input_values": np.concatenate([around, samples, around])[None]}
        )[0]
        return heard

    def write(self, heard: Floats, seconds: float) -> Written:
        """What was said in so many seconds of speech, at least one piece."""
        past = _no_past(1)
        given, written, total, nothing = _BEGIN, [], 0.0, 0.0
        for step in range(max(4, round(seconds * _PIECES_A_SECOND))):
            scores, *present = self._decoder.run(
                None,
                {
                    "input_ids": np.array([[given]], np.int64),
                    "encoder_hidden_states": heard,
                    "use_cache_branch": np.array([step > 0]),
                    **past,
                },
            )
            logs = _log_softmax(scores[0, -1])
            choice = logs.copy()
            if step == 0:
                nothing = float(logs[_END])
                choice[_END] = -np.inf
            given = int(choice.argmax())
            total += float(logs[given])
            if given == _END:
                break
            written.append(given)
            for name, value in zip(past, present, strict=True):
                if step == 0 or ".decoder." in name:
                    past[name] = value
        text = "".join(self._pieces[piece] for piece in written).replace("\u2581", " ").strip()
        return Written(text, total, nothing)

    def score(self, heard: Floats, phrases: Sequence[str]) -> tuple[float, ...]:
        """The log probability of each phrase (plain lower-case words) being all that was said."""
        return tuple(
            score
            for start in range(0, len(phrases), _BATCH)
            for score in self._score(heard, phrases[start : start + _BATCH])
        )

    def _score(self, heard: Floats, phrases: Sequence[str]) -> Iterable[float]:
        rows = [(*spell(phrase.capitalize() + "."), _END) for phrase in phrases]
        given = np.full((len(rows), max(map(len, rows))), _END, np.int64)
        for row, pieces in zip(given, rows, strict=True):
            row[: len(pieces)] = (_BEGIN, *pieces[:-1])
        scores = self._decoder.run(
            ["logits"],
            {
                "input_ids": given,
                "encoder_hidden_states": np.repeat(heard, len(rows), axis=0),
                "use_cache_branch": np.array([False]),
                **_no_past(len(rows)),
            },
        )[0]
        for row, pieces in zip(scores, rows, strict=True):
            logs = _log_softmax(row[: len(pieces)])
            yield float(logs[np.arange(len(pieces)), pieces].sum())


def _no_past(rows: int) -> dict[str, Any]:
    nothing = np.zeros((rows, _HEADS, 0, _WIDTH), np.float32)
    return {
        f"past_key_values.{layer}.{part}.{kind}": nothing
        for layer in range(_LAYERS)
        for part in ("decoder", "encoder")
        for kind in ("key", "value")
    }


def _log_softmax(scores: Floats) -> Floats:
    shifted: Floats = scores - scores.max(axis=-1, keepdims=True)
    logs: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logs


@lru_cache(maxsize=1)
def _pieces() -> tuple[str, ...]:
    with lzma.open(PIECES, "rt", encoding="utf-8", newline="\n") as file:
        pieces = file.read().split("\n")
    return tuple("" if piece.startswith("<") and piece.endswith(">") else piece for piece in pieces)


@lru_cache(maxsize=1)
def _numbers() -> dict[str, int]:
    return {piece: number for number, piece in enumerate(_pieces()) if piece}


@lru_cache(maxsize=4096)
def spell(text: str) -> tuple[int, ...]:
    """The numbers of the pieces of `text`: neighbours are joined, the commonest pair first.

    A piece with a lower number is commoner. Raises ValueError for a letter that has no piece.
    """
    numbers = _numbers()
    parts = list("\u2581" + text.replace(" ", "\u2581"))
    if unknown := [part for part in parts if part not in numbers]:
        raise ValueError(f"no piece for {unknown[0]!r}")
    while True:
        pairs = [
            (numbers[one + two], place)
            for place, (one, two) in enumerate(itertools.pairwise(parts))
            if one + two in numbers
        ]
        if not pairs:
            return tuple(numbers[part] for part in parts)
        _, place = min(pairs)
        parts[place : place + 2] = [parts[place] + parts[place + 1]]
