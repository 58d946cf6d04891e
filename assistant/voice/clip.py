"""A stretch of sound: 16 bit samples of one channel, and their rate."""

from __future__ import annotations

import wave
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import UsageError

Samples = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """One channel of 16 bit samples; `rate` in samples a second."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    def at(self, rate: int) -> Clip:
        """The same sound at another rate."""
        if rate == self.rate:
            return self
        import soxr

        return Clip(soxr.resample(self.samples, self.rate, rate).astype(np.int16), rate)

    def scaled(self, gain: float) -> Clip:
        """Louder or softer; what would overflow is clipped."""
        if gain == 1.0:
            return self
        scaled = np.clip(np.round(self.samples * gain), -32768, 32767)
        return Clip(scaled.astype(np.int16), self.rate)

    def trimmed(self, threshold: int = 64) -> Clip:
        """Without the near-silence at both ends (samples not above `threshold`)."""
        loud = np.flatnonzero(np.abs(self.samples.astype(np.int32)) > threshold)
        if not len(loud):
            return Clip(self.samples[:0], self.rate)
        return Clip(self.samples[loud[0] : loud[-1] + 1], self.rate)

    def to_wav(self, path: Path) -> None:
        """Write a WAV file. Raises UsageError where that can't be done."""
        write_wav(path, self.samples.reshape(-1, 1), self.rate)


def silence(seconds: float, rate: int) -> Clip:
    """Nothing, for so long."""
    return Clip(np.zeros(round(seconds * rate), dtype=np.int16), rate)


def join(clips: Iterable[Clip], pause: float = 0.0) -> Clip:
    """Clips one after another, `pause` seconds between them, at the rate of the first.

    Raises ValueError where there is no clip.
    """
    first, *others = clips
    between = silence(pause, first.rate).samples
    parts = [first.samples]
    for clip in others:
        parts += [between, clip.at(first.rate).samples]
    return Clip(np.concatenate(parts), first.rate)


def read_clip(path: Path) -> Clip:
    """The sound in a file of any format that libsndfile knows, by its header and not by its name.

    Raises UsageError where the file is missing, empty or not audio.
    """
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="int16", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as error:
        why = "is no recording that can be read" if path.exists() else "is not there"
        raise UsageError(f"{path} {why}; name a WAV or FLAC file.") from error
    if not len(samples):
        raise UsageError(f"{path} holds no sound; name a recording that is not empty.")
    mono = samples[:, 0] if samples.shape[1] == 1 else samples.mean(axis=1).astype(np.int16)
    return Clip(mono, int(rate))


def write_wav(path: Path, channels: Samples, rate: int) -> None:
    """Write samples (rows are instants, columns are channels) as a WAV file.

    Raises UsageError where that can't be done.
    """
    try:
        with path.open("wb") as plain, wave.open(plain, "wb") as file:
            file.setnchannels(channels.shape[1])
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes(channels.astype("<i2").tobytes())
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(f"{path} can't be written ({reason}); name another file.") from error
