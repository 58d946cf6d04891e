"""The cepstra must be Kaldi's, or the packed network hears something else than it learnt."""

from __future__ import annotations

import numpy as np
import pytest

from models.recipe import features

KNOWN_10 = [104.2114, -19.1326, 7.8444, -9.836, -28.4454, -51.9522]
KNOWN_80 = [101.5465, -41.945, -25.3925, 8.8822, 1.4296, -44.3682]


def chirp() -> np.ndarray:
    """One second from 100 Hz to 3 kHz, with a click every 12.5 ms so that no band is empty."""
    t = np.arange(16000) / 16000
    wave = 12000 * np.sin(2 * np.pi * (100 * t + 1450 * t * t))
    wave[::200] += 6000
    return np.rint(wave).astype(np.int16)


def test_known_values() -> None:
    """Two frames as kaldi-native-fbank 1.22.5 gives them (values copied from a run of it)."""
    rows = features.mfcc(chirp())
    assert rows.shape == (98, 20)
    np.testing.assert_allclose(rows[10, :6], KNOWN_10, atol=1e-3)
    np.testing.assert_allclose(rows[80, :6], KNOWN_80, atol=1e-3)


def test_against_kaldi_native_fbank() -> None:
    """All frames, where that library is installed."""
    knf = pytest.importorskip("kaldi_native_fbank")
    options = knf.MfccOptions()
    options.frame_opts.dither = 0
    options.frame_opts.samp_freq = features.RATE
    options.mel_opts.num_bins = features.BINS
    options.mel_opts.low_freq = features.LOW
    options.mel_opts.high_freq = features.HIGH
    options.num_ceps = features.CEPSTRA
    options.use_energy = False
    online = knf.OnlineMfcc(options)
    online.accept_waveform(features.RATE, chirp().astype(float).tolist())
    online.input_finished()
    theirs = np.array([online.get_frame(i) for i in range(online.num_frames_ready)])
    np.testing.assert_allclose(features.mfcc(chirp()), theirs, atol=1e-3)


def test_digital_silence_is_finite_and_short_audio_has_no_frame() -> None:
    assert np.isfinite(features.mfcc(np.zeros(800, np.int16))).all()
    assert features.mfcc(np.zeros(399, np.int16)).shape == (0, 20)


def test_a_warp_changes_the_spectrum_only_slightly() -> None:
    plain, warped = features.mfcc(chirp()), features.mfcc(chirp(), 1.1)
    assert not np.allclose(plain, warped)
    assert np.corrcoef(plain.ravel(), warped.ravel())[0, 1] > 0.7
