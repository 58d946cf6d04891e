"""Sound gets through: from the player to the loudspeaker, from a mouth to the microphone."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest

from assistant.rehearsal.patient_voice import RATE
from assistant.voice.clip import Clip, join, read_clip, silence
from tests.bedside.virtual_card import Card

# PortAudio sees the devices that are there when it starts: each test has a process of its own.
PLAY = """
import sys, time
from pathlib import Path
from assistant.voice.clip import read_clip
from assistant.voice.player import SounddevicePlayer
with SounddevicePlayer() as player:
    for _ in range(3):
        assert player.play(read_clip(Path(sys.argv[1])))
"""
STOP = """
import sys, time
from pathlib import Path
from assistant.voice.clip import read_clip
from assistant.voice.player import SounddevicePlayer
with SounddevicePlayer() as player:
    start = time.monotonic()
    whole = player.play(read_clip(Path(sys.argv[1])), lambda: time.monotonic() - start > 0.5)
    print(whole, time.monotonic() - start)
"""
RECORD = """
import sys, time
from assistant.ears.microphone import Microphone
with Microphone() as microphone:
    print(microphone.rate, flush=True)
    end = time.monotonic() + float(sys.argv[2])
    with open(sys.argv[1], "wb") as file:
        while time.monotonic() < end:
            file.write(microphone.read())
"""


def _pulses() -> Clip:
    """Five short sounds: at the very start, in between, and at the very end."""
    samples = np.zeros(RATE, dtype=np.int16)
    for start in (0, 1600, 8000, 14_400, RATE - 160):
        samples[start : start + 160] = 8000
    return Clip(samples, RATE)


def _stretches(clip: Clip, threshold: int = 2000) -> list[float]:
    """When sounds begin that follow at least 20 ms of quiet, in seconds."""
    loud = np.flatnonzero(np.abs(clip.samples.astype(np.int32)) > threshold)
    if not len(loud):
        return []
    begins = np.concatenate([loud[:1], loud[1:][np.diff(loud) > clip.rate // 50]])
    return [round(float(begin) / clip.rate, 3) for begin in begins]


def _python(card: Card, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, env=card.environment, capture_output=True, text=True, timeout=60, check=True
    )


def test_every_instant_of_a_clip_reaches_the_loudspeaker(card: Card, tmp_path):
    wav = tmp_path / "pulses.wav"
    _pulses().to_wav(wav)
    for _ in range(3):  # a busy machine drops a block now and then; a bug drops one every time
        begun = len(_stretches(card.speaker.clip))
        _python(card, PLAY, str(wav))
        time.sleep(0.3)
        heard = np.array(_stretches(card.speaker.clip)[begun:])
        whole = len(heard) == 15
        offsets = heard.reshape(3, 5) - heard.reshape(3, 5)[:, :1] if whole else heard
        if whole and np.allclose(offsets, [0, 0.1, 0.5, 0.9, 0.99], atol=0.02):
            return
    raise AssertionError(f"sounds began at {heard}")


def test_an_interrupted_clip_ends_at_once(card: Card, tmp_path):
    wav = tmp_path / "long.wav"
    tone = (8000 * np.sin(np.arange(5 * RATE) / 5)).astype(np.int16)
    Clip(tone, RATE).to_wav(wav)
    whole, seconds = _python(card, STOP, str(wav)).stdout.split()
    assert whole == "False"
    assert float(seconds) < 0.8
    time.sleep(0.3)
    sound = np.abs(card.speaker.clip.samples.astype(np.int32)) > 2000
    assert 0.2 < sound.sum() / RATE < 0.8


def test_what_is_said_into_the_mouth_reaches_the_microphone(card: Card, tmp_path):
    raw = tmp_path / "heard.raw"
    command = [sys.executable, "-c", RECORD, str(raw), "4"]
    with subprocess.Popen(command, env=card.environment, stdout=subprocess.PIPE) as recording:
        assert recording.stdout is not None
        rate = int(recording.stdout.readline())
        card.speak(join([silence(0.1, RATE), _pulses(), silence(0.2, RATE)]))
    heard = Clip(np.fromfile(raw, dtype=np.int16), rate)
    begins = np.array(_stretches(heard))
    assert begins - begins[0] == pytest.approx([0, 0.1, 0.5, 0.9, 0.99], abs=0.02)


def test_devices_are_found_by_name_without_noise(card: Card):
    code = """
from assistant.voice.devices import choose, has_microphone, has_speaker
print(has_microphone(), has_speaker(), choose("output", "PULSE").name)
"""
    done = _python(card, code)
    assert done.stdout.split() == ["True", "True", "pulse"]
    assert done.stderr == ""


def test_a_recording_is_what_was_written(tmp_path):
    wav = tmp_path / "pulses.wav"
    _pulses().to_wav(wav)
    assert np.array_equal(read_clip(wav).samples, _pulses().samples)
