"""Devices by name: a part is enough, a wrong one names the near ones, and rates are real ones."""

from __future__ import annotations

import sys

import pytest

from assistant.__main__ import run
from assistant.device_list import device_lines, open_rates
from assistant.settings import Settings
from assistant.talk import with_devices
from assistant.voice.devices import choose, devices
from intents.doctor import load_doctor
from tests.fakes_voice import sounddevice_with


@pytest.fixture
def sound(monkeypatch):
    def install(*names: str, **how):
        monkeypatch.setitem(sys.modules, "sounddevice", sounddevice_with(*names, **how))

    return install


def test_rates_are_those_at_which_it_opens(sound):
    sound("USB Speaker", rates=(16_000, 48_000))
    assert open_rates(devices("output")[0], "output") == [16_000, 48_000]


def test_the_list_names_all_and_marks_what_is_in_use(sound):
    sound("HDMI", "USB Headset", "pulse", rates=(44_100,))
    lines = list(device_lines(load_doctor().devices, Settings(microphone="usb")))
    marked = [line for line in lines if "in use" in line]
    assert [line.split(" (")[0].strip() for line in marked] == ["USB Headset", "pulse"]
    assert all("44100 samples" in line for line in lines if "HDMI" in line)
    assert sum("HDMI" in line for line in lines) == 2


def test_a_device_that_another_program_holds_is_listed_as_that(sound):
    sound("HDMI", rates=(1,))
    lines = list(device_lines(load_doctor().devices, Settings()))
    assert sum("Another program" in line for line in lines) == 2


def test_no_device_at_all_is_said(sound):
    sound()
    words = load_doctor().devices
    assert list(device_lines(words, Settings())).count(f"  {words.none}") == 2


@pytest.mark.parametrize(
    "command",
    [
        ["talk", "--microphone", "Headzet"],
        ["talk", "--speaker", "Headzet"],
        ["wait", "--microphone", "Headzet"],
        ["doctor", "--speaker", "Headzet"],
        ["settings", "microphone", "Headzet"],
    ],
)
def test_a_wrong_name_is_wrong_use_and_names_what_is_near(sound, capsys, command):
    sound("HDMI", "USB Headset")
    assert run(command) == 2
    said = capsys.readouterr().err
    assert "did you mean 'USB Headset'" in said
    assert "HDMI" in said
    assert said.count("\n") == 1


def test_a_name_like_no_other_only_lists(sound, capsys):
    sound("HDMI", "USB Headset")
    assert run(["talk", "--speaker", "qqqq"]) == 2
    assert "did you mean" not in capsys.readouterr().err


def test_a_kept_device_that_is_not_there_gives_way_to_the_usual_one(sound, capsys):
    sound("HDMI", "pulse")
    settings = with_devices(Settings(microphone="Headset", speaker="hdmi"))
    assert (settings.microphone, settings.speaker) == ("", "hdmi")
    assert "Headset" in capsys.readouterr().err
    assert choose("input", settings.microphone).name == "pulse"
