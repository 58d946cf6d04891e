"""Mel cepstra exactly as Kaldi computes them (povey window, DC removal, pre-emphasis, liftering).

The settings are those of CONF, which goes into the packed model; no dither. Kaldi works on samples
in the range of 16 bit integers.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

RATE = 16000
LENGTH = 400  # samples of a frame, 25 ms
SHIFT = 160  # samples from frame to frame, 10 ms
FFT = 512
BINS = 30
CEPSTRA = 20
LOW, HIGH = 20.0, 7600.0  # Hz
PRE_EMPHASIS = 0.97
LIFTER = 22.0
FLOOR = float(np.finfo(np.float32).eps)
CONF = (
    f"--sample-frequency={RATE}\n--use-energy=false\n--num-mel-bins={BINS}\n--num-ceps={CEPSTRA}\n"
    f"--low-freq={LOW:g}\n--high-freq={HIGH:g}\n--dither=0\n--allow-downsample=true\n"
    "--allow-upsample=true\n"
)
Matrix = npt.NDArray[np.float32]


def mfcc(samples: npt.NDArray[np.generic], warp: float = 1.0) -> Matrix:
    """One row of CEPSTRA coefficients a frame.

    `warp` stretches the frequency axis of the filters (1 = none): a shorter or longer vocal tract.
    """
    wave = np.asarray(samples, dtype=np.float32)
    if len(wave) < LENGTH:
        return np.zeros((0, CEPSTRA), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(wave, LENGTH)[::SHIFT].copy()
    frames -= frames.mean(axis=1, keepdims=True)
    frames[:, 1:] -= PRE_EMPHASIS * frames[:, :-1]
    frames[:, 0] *= 1 - PRE_EMPHASIS
    frames *= _window()
    spectrum = np.fft.rfft(frames, FFT, axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    mel = np.log(np.maximum(power[:, : FFT // 2] @ _filters(round(warp, 2)), FLOOR))
    result: Matrix = (mel @ _cosines()).astype(np.float32)
    return result


@lru_cache
def _window() -> Matrix:
    n = np.arange(LENGTH)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * n / (LENGTH - 1))
    povey: Matrix = (hann**0.85).astype(np.float32)
    return povey


def _mel(hertz: npt.ArrayLike) -> npt.NDArray[np.float64]:
    return 1127.0 * np.log(1.0 + np.asarray(hertz, dtype=np.float64) / 700.0)


@lru_cache(maxsize=64)
def _filters(warp: float) -> Matrix:
    edges = np.linspace(_mel(LOW), _mel(HIGH), BINS + 2)
    bins = _mel(np.minimum(np.arange(FFT // 2) * RATE / FFT * warp, RATE / 2))
    left, centre, right = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising = (bins - left) / (centre - left)
    falling = (right - bins) / (right - centre)
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return np.ascontiguousarray(triangles.T.astype(np.float32))


@lru_cache
def _cosines() -> Matrix:
    k = np.arange(CEPSTRA)[None, :]
    n = np.arange(BINS)[:, None]
    basis = np.sqrt(2.0 / BINS) * np.cos(np.pi * k * (n + 0.5) / BINS)
    basis[:, 0] = np.sqrt(1.0 / BINS)
    lift = 1.0 + 0.5 * LIFTER * np.sin(np.pi * k / LIFTER)
    lifted: Matrix = (basis * lift).astype(np.float32)
    return lifted
