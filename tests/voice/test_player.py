"""The player on a PortAudio to order: whole clips, quick stops, plain words for what is missing."""

from __future__ import annotations

import builtins
import os
import sys
import time

import numpy as np
import pytest

from assistant.errors import AudioError, MissingError
from assistant.voice import feeder
from assistant.voice.clip import Clip
from assistant.voice.devices import choose, devices, has_speaker, load_sounddevice, quiet_stderr
from assistant.voice.own import OwnVoice
from assistant.voice.player import SounddevicePlayer
from tests.fakes_voice import sounddevice_with

CLIP = Clip(np.full(8000, 1000, dtype=np.int16), 8000)


@pytest.fixture
def sound(monkeypatch):
    def install(*names: str, **how: bool):
        fake = sounddevice_with(*names, **how)
        monkeypatch.setitem(sys.modules, "sounddevice", fake)
        return fake

    return install


def test_the_whole_clip_goes_out_at_the_rate_of_the_device(sound):
    stream = sound("USB Speaker").stream
    with SounddevicePlayer() as player:
        assert player.play(CLIP)
    written = np.concatenate(stream.written)
    loud = np.flatnonzero(written)
    assert len(loud) / 44_100 == pytest.approx(1.0, abs=0.01)
    assert loud[0] >= 0.05 * 44_100
    assert len(written) - loud[-1] > 0.02 * 44_100
    assert stream.calls == ["start", "stop", "close"]


def test_an_interruption_is_noticed_within_a_block(sound):
    stream = sound("USB Speaker").stream
    player = SounddevicePlayer()
    assert not player.play(CLIP, lambda: len(stream.written) >= 4)
    sounding = sum(bool(block.any()) for block in stream.written)
    time.sleep(0.03)
    assert sum(bool(block.any()) for block in stream.written) <= sounding + 1
    assert sounding < 30
    player.close()
    assert stream.calls == ["start", "stop", "close"]


def test_the_stream_goes_on_between_clips_and_rests_in_the_end(sound, monkeypatch):
    monkeypatch.setattr(feeder, "IDLE_SECONDS", 0.5)
    stream = sound("USB Speaker").stream
    with SounddevicePlayer() as player:
        player.play(CLIP)
        player.play(CLIP)
        assert stream.calls == ["start"]
        end = time.monotonic() + 5
        while stream.calls != ["start", "stop"] and time.monotonic() < end:
            time.sleep(0.01)
        player.play(CLIP)
        assert stream.calls[:3] == ["start", "stop", "start"]
    assert sum(np.count_nonzero(block) for block in stream.written) == 3 * 44_100


def test_a_device_that_takes_nothing_any_more_is_an_audio_error(sound, monkeypatch):
    monkeypatch.setattr(feeder, "STALLED_SECONDS", 0.1)
    fake = sound("USB Speaker")
    fake.stream.write = lambda block: time.sleep(0.5)
    with pytest.raises(AudioError, match="takes no sound"):
        SounddevicePlayer().play(CLIP)


def test_own_voice_is_known_to_the_sample(sound):
    sound("USB Speaker")
    own = OwnVoice()
    begun = time.monotonic()
    with SounddevicePlayer(own=own) as player:
        player.play(CLIP)
        player.play(CLIP)
    known = own.between(begun - 0.1, 16_000 * 3)
    assert np.count_nonzero(known) == pytest.approx(2 * 16_000, abs=400)


def test_a_device_that_goes_away_is_an_audio_error(sound):
    sound("USB Speaker", broken=True)
    with pytest.raises(AudioError, match=r"'USB Speaker' can't be used.*--typed"):
        SounddevicePlayer().play(CLIP)


def test_a_device_that_is_taken_is_an_audio_error(sound):
    sound("USB Speaker", refuses=True)
    with pytest.raises(AudioError, match="USB Speaker"):
        SounddevicePlayer()


def test_without_a_device_it_says_what_to_do(sound):
    sound()
    assert not has_speaker()
    with pytest.raises(AudioError, match=r"There is no loudspeaker.*--typed"):
        SounddevicePlayer()


def test_devices_are_chosen_by_a_part_of_their_name(sound):
    sound("HDMI", "USB Speaker", "pulse")
    assert [device.name for device in devices("output") if device.default] == ["pulse"]
    assert choose("output").name == "pulse"
    assert choose("output", "usb").index == 1
    with pytest.raises(AudioError, match="HDMI, USB Speaker, pulse"):
        choose("output", "headphones")


def test_a_missing_portaudio_says_how_to_get_it(monkeypatch):
    plain = builtins.__import__

    def without(name: str, *rest):
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return plain(name, *rest)

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingError, match=r"apt install libportaudio2.*dnf.*brew"):
        load_sounddevice()


def test_noise_of_c_libraries_is_dropped_and_then_no_more(capfd):
    with quiet_stderr():
        os.write(2, b"ALSA lib confmisc.c: cannot find card")
    os.write(2, b"mine")
    assert capfd.readouterr().err == "mine"
