"""Clips keep their sound through files, rates and volumes."""

from __future__ import annotations

import struct

import numpy as np
import pytest
import soundfile

from assistant.errors import UsageError
from assistant.voice.clip import Clip, join, read_clip, silence


def _tone(seconds: float, rate: int, pitch: float = 440.0) -> Clip:
    times = np.arange(round(seconds * rate)) / rate
    return Clip((10_000 * np.sin(2 * np.pi * pitch * times)).astype(np.int16), rate)


def test_a_wav_file_keeps_every_sample(tmp_path):
    clip = _tone(0.5, 22_050)
    clip.to_wav(tmp_path / "a.wav")
    again = read_clip(tmp_path / "a.wav")
    assert again.rate == 22_050
    assert np.array_equal(again.samples, clip.samples)


def test_resampling_keeps_length_and_pitch():
    clip = _tone(1.0, 22_050).at(16_000)
    assert clip.rate == 16_000
    assert clip.seconds == pytest.approx(1.0, abs=0.001)
    spectrum = np.abs(np.fft.rfft(clip.samples))
    assert np.argmax(spectrum) == pytest.approx(440, abs=1)


def test_joined_clips_have_the_pause_and_the_first_rate():
    joined = join([_tone(0.5, 16_000), _tone(0.5, 8000)], pause=0.25)
    assert joined.rate == 16_000
    assert joined.seconds == pytest.approx(1.25, abs=0.001)
    assert not joined.samples[8000 + 100 : 8000 + 3900].any()


def test_too_loud_is_clipped_and_never_wraps():
    louder = Clip(np.array([20_000, -20_000], dtype=np.int16), 8000).scaled(2.0)
    assert louder.samples.tolist() == [32_767, -32_768]


def test_trimming_takes_silence_from_both_ends_only():
    clip = join([silence(0.3, 8000), _tone(0.2, 8000), _tone(0.2, 8000), silence(0.5, 8000)], 0.1)
    assert clip.trimmed().seconds == pytest.approx(0.5, abs=0.01)
    assert silence(1.0, 8000).trimmed().seconds == 0


def test_stereo_becomes_one_channel(tmp_path):
    left = _tone(0.1, 8000).samples
    soundfile.write(tmp_path / "s.wav", np.stack([left, np.zeros_like(left)], axis=1), 8000)
    assert np.abs(read_clip(tmp_path / "s.wav").samples - left // 2).max() <= 1


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "is not there"), (b"", "can be read"), (b"no sound at all" * 9, "can be read")],
)
def test_what_is_no_recording_is_refused_by_name(tmp_path, content, said):
    path = tmp_path / "x.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=said) as raised:
        read_clip(path)
    assert str(path) in str(raised.value)


def test_a_wav_without_samples_is_refused(tmp_path):
    path = tmp_path / "empty.wav"
    form = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36,
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        8000,
        16_000,
        2,
        16,
        b"data",
        0,
    )
    path.write_bytes(form)
    with pytest.raises(UsageError, match="no sound"):
        read_clip(path)


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(UsageError, match="can't be written"):
        _tone(0.1, 8000).to_wav(tmp_path / "nowhere" / "a.wav")
