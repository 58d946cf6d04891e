"""The loudspeaker's voice: what is said softer at night, and what is kept of a change."""

from __future__ import annotations

import io
from datetime import datetime, time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assistant import delivery as deliveries
from assistant import spoken
from assistant.captions import Captions
from assistant.delivery import Delivery
from assistant.dialogue.actions import Listen, Say
from assistant.ears.listener import Silence
from assistant.keys import NoKeys, Presses
from assistant.settings import Settings
from assistant.talk import adopting
from assistant.voice.manner import Manner
from assistant.voice.quiet_hours import SOFTER, QuietHours
from intents.captions import load_captions
from intents.meaning import Expectation
from intents.prompts import load_prompts
from tests.fakes_voice import RATE, CountingRenderer, KeepingPlayer


class Player(KeepingPlayer):
    """With what the loudspeaker's player has besides."""

    def __init__(self, *_: object) -> None:
        super().__init__()

    def close(self) -> None:
        pass


class Renderer(CountingRenderer):
    def close(self) -> None:
        pass


def make_voice(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(spoken, "SounddevicePlayer", Player)
    monkeypatch.setattr(spoken, "make_renderer", lambda wanted: Renderer())
    presses = Presses(NoKeys(), load_prompts())
    return spoken.SpokenVoice(delivery, Captions(io.StringIO(), load_captions()), presses)


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def test_at_night_all_is_softer_but_emergency_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    all_day = QuietHours(time(0), time(23, 59, 59, 999_999))
    voice = make_voice(Delivery(Manner(155, 0.8), all_day), monkeypatch)
    voice.say(Say("complaint", "Tell me."))
    voice.say(Say("advice.emergency", "Go now.", alarm=True))
    voice.say(Say("advice.then", "Lie down.", must_hear=True))
    soft, _alarm, first, then = (int(np.max(clip.samples)) for clip in voice._player.played)
    assert (soft, first, then) == (800 * SOFTER, 800, 800)
    voice.close()


def test_a_change_is_heard_at_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[object] = []
    voice = make_voice(Delivery(Manner(155, 0.8), keep=kept.append), monkeypatch)
    for how in ("slower", "slower", "louder"):
        voice.change(how)
    voice.say(Say("complaint", "Tell me."))
    assert kept == [{"rate": 140}, {"rate": 120}, {"volume": 1.0}]
    assert voice._renderer.rendered[-1] == ("Tell me.", 120)
    assert int(np.max(voice._player.played[-1].samples)) == 1000
    voice.close()


class Listener:
    """Hears nothing, and remembers how patient it was told to be."""

    free_speech = True

    def __init__(self) -> None:
        self.slow: list[float] = []

    def prepare(self) -> None:
        pass

    def listen(self, expect: Expectation, *, slow: float, **_: object) -> Silence:
        self.slow.append(slow)
        return Silence(8.0)


def test_what_the_first_questions_changed_counts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    night = SimpleNamespace(now=lambda: datetime(2026, 1, 1, 3))
    monkeypatch.setattr(spoken, "datetime", night)
    listener = Listener()
    voice = make_voice(Delivery(Manner(155, 0.8)), monkeypatch)
    monkeypatch.setattr(spoken, "Microphone", lambda name: object())
    monkeypatch.setattr(spoken, "make_listener", lambda microphone, wish: listener)
    ears = spoken.SpokenEars("auto", voice)
    adopt = adopting(ears, voice)
    tell = Say("complaint", "Tell me.")
    for settings in (
        Settings(),
        Settings(slow_speech=True, quiet_from="22:00", quiet_to="07:00"),
        Settings(),
    ):
        adopt(settings)
        voice.say(tell)
        assert ears.listen(tell, Listen(Expectation("yes_no"))) is None
    assert listener.slow == [1.0, spoken.SLOW, 1.0]
    peaks = [int(np.max(clip.samples)) for clip in voice._player.played if clip.rate == RATE]
    assert peaks == [800, 800 * SOFTER, 800]
    voice.close()


def test_by_default_nothing_is_kept() -> None:
    assert deliveries.PLAIN.keep({"rate": 100}) is None
