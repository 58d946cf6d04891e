"""pyttsx3 as a renderer: whole sentences at the rate asked for, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assistant.errors import MissingError
from assistant.voice import renderer
from assistant.voice.clip import Clip
from assistant.voice.espeak_program import EspeakProgram
from assistant.voice.renderer import Pyttsx3Renderer, plausible
from tests.fakes_voice import CountingRenderer

pytestmark = pytest.mark.usefixtures("engine_that_answers")
SENTENCE = "Do you have any pain in your chest?"
needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="no espeak-ng: apt install espeak-ng"
)


class FakeEngine:
    """An engine that writes the files it is told to write: how many seconds, one by one."""

    def __init__(self, *seconds: float) -> None:
        self.seconds = list(seconds)
        self.rates: list[int] = []
        self._path = ""

    def setProperty(self, name: str, value: Any) -> None:
        if name == "rate":
            self.rates.append(value)

    def save_to_file(self, text: str, path: str) -> None:
        self._path = path

    def runAndWait(self) -> None:
        samples = np.full(round(self.seconds.pop(0) * 8000), 5000, dtype=np.int16)
        Clip(samples, 8000).to_wav(Path(self._path))


@needs_espeak
def test_a_sentence_becomes_sound_and_a_slower_one_lasts_longer():
    voice = Pyttsx3Renderer()
    slow, middle, fast = (voice.render(SENTENCE, rate) for rate in (100, 155, 250))
    assert slow.seconds > 1.2 * middle.seconds > 1.2 * 1.2 * fast.seconds > 1.0
    assert np.abs(fast.samples.astype(int)).max() > 3000


@needs_espeak
def test_no_rate_is_lost_when_it_changes_all_the_time():
    voice = Pyttsx3Renderer()
    expected = {rate: voice.render(SENTENCE, rate).seconds for rate in (120, 200)}
    for number in range(60):
        rate = (120, 200)[number % 2]
        assert voice.render(SENTENCE, rate).seconds == pytest.approx(expected[rate], rel=0.02)


@needs_espeak
def test_standard_output_stays_clean(capfd):
    Pyttsx3Renderer().render(SENTENCE, 155)
    assert capfd.readouterr().out == ""


@needs_espeak
def test_the_files_are_private_and_gone_afterwards():
    voice = Pyttsx3Renderer()
    folder = Path(voice._folder.name)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    voice.render(SENTENCE, 155)
    assert os.listdir(folder) == []
    voice.close()
    assert not folder.exists()


@needs_espeak
def test_two_renderers_share_the_one_engine():
    first, second = Pyttsx3Renderer(), Pyttsx3Renderer()
    again = second.render(SENTENCE, 155).seconds
    assert first.render(SENTENCE, 155).seconds == pytest.approx(again, rel=0.02)


@pytest.mark.parametrize("attempts", [(0.0, 2.0), (0.1, 2.0)], ids=["empty", "far too short"])
def test_a_failed_rendering_is_tried_again(monkeypatch, attempts):
    engine = FakeEngine(*attempts)
    monkeypatch.setattr(renderer, "_engine", lambda: engine)
    clip = Pyttsx3Renderer(fallback=CountingRenderer()).render(SENTENCE, 155)
    assert clip.seconds == pytest.approx(2.0)
    assert engine.rates == [155, 155]


def test_after_two_failures_the_fallback_speaks(monkeypatch):
    monkeypatch.setattr(renderer, "_engine", lambda: FakeEngine(0.0, 0.0))
    fallback = CountingRenderer()
    Pyttsx3Renderer(fallback=fallback).render(SENTENCE, 130)
    assert fallback.rendered == [(SENTENCE, 130)]


def test_a_missing_engine_says_how_to_get_it(monkeypatch):
    def init() -> None:
        raise RuntimeError("This means you probably do not have eSpeak or eSpeak-ng installed!")

    renderer._engine.cache_clear()
    monkeypatch.setitem(sys.modules, "pyttsx3", SimpleNamespace(init=init))
    with pytest.raises(MissingError, match=r"apt install espeak-ng.*dnf.*brew"):
        Pyttsx3Renderer().render(SENTENCE, 155)


@pytest.mark.parametrize("text", ["", "   ", "...", "- ?"])
def test_nothing_to_say_is_a_mistake_of_the_caller(text):
    with pytest.raises(ValueError, match="nothing to say"):
        Pyttsx3Renderer(fallback=CountingRenderer()).render(text, 155)


def test_plausible_is_neither_silence_nor_a_fragment():
    sound = np.full(8000, 100, dtype=np.int16)
    assert plausible(Clip(sound, 8000), "three short words", 155)
    assert not plausible(Clip(np.zeros_like(sound), 8000), "three short words", 155)
    assert not plausible(Clip(sound[:800], 8000), "three short words", 155)


@needs_espeak
def test_the_program_speaks_too():
    slow, fast = (EspeakProgram().render(SENTENCE, rate) for rate in (100, 250))
    assert slow.seconds > 1.5 * fast.seconds > 1.0


@needs_espeak
def test_an_unknown_voice_of_the_program_is_named():
    with pytest.raises(MissingError, match=r"voice 'xx-nobody'.*--voices"):
        EspeakProgram("xx-nobody").render(SENTENCE, 155)


def test_a_missing_program_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match="apt install espeak-ng"):
        EspeakProgram().render(SENTENCE, 155)
