"""The loudspeaker's voice: what is said softer at night, and what is kept of a change."""

from __future__ import annotations

import io
from datetime import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant import delivery as deliveries
from assistant import spoken
from assistant.captions import Captions
from assistant.delivery import Delivery
from assistant.dialogue.actions import Say
from assistant.keys import NoKeys, Presses
from assistant.voice.manner import Manner
from assistant.voice.quiet_hours import SOFTER, QuietHours
from intents.captions import load_captions
from intents.prompts import load_prompts
from tests.fakes_voice import CountingRenderer, KeepingPlayer


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


def test_by_default_nothing_is_kept() -> None:
    assert deliveries.PLAIN.keep({"rate": 100}) is None
