"""Reads recordings: WAV, FLAC and whatever else libsndfile knows, as one channel at 16 kHz."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.ears.recogniser import RATE
from assistant.errors import UsageError


def read_recording(path: Path) -> NDArray[np.int16]:
    """The samples of a recording, stereo mixed to mono, resampled to 16 kHz.

    Raises UsageError where the file is missing, empty or not audio.
    """
    import soundfile
    import soxr

    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        why = "is not there" if not path.exists() else "is not a recording that can be read"
        raise UsageError(f"{path} {why}; name a WAV or FLAC file.") from error
    except OSError as error:
        raise UsageError(
            f"{path} can't be read ({error.strerror}); name a WAV or FLAC file."
        ) from error
    if len(samples) == 0:
        raise UsageError(f"{path} holds no sound; name a WAV or FLAC file that was recorded.")
    mono = np.nan_to_num(samples.mean(axis=1))
    if rate != RATE:
        mono = soxr.resample(mono, rate, RATE)
    scaled: NDArray[np.int16] = (np.clip(mono, -1.0, 1.0) * 32767).astype(np.int16)
    return scaled


class Recording:
    """Samples as an audio source: real blocks without waiting, then silence, then the end."""

    rate = RATE

    def __init__(self, samples: NDArray[np.int16], tail: float = 2.0, block: int = 1600) -> None:
        self._audio = samples.tobytes() + bytes(2 * round(tail * RATE))
        self._step = 2 * block
        self._at = 0

    def read(self) -> bytes | None:
        block = self._audio[self._at : self._at + self._step]
        self._at += self._step
        return block or None

    def flush(self) -> None:
        """Nothing to drop: a recording waits for its reader."""
