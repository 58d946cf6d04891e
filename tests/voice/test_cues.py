"""Earcons: at their time, out of the way of speech, never taken for speech, explained once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.cues import Cues
from assistant.ears.endpoint import FRAME_BYTES, Endpointer
from assistant.ears.recogniser import RATE
from assistant.ears.speech_detector import SileroDetector
from assistant.errors import AudioError
from assistant.voice.earcons import earcon
from assistant.voice.legend import Legend


class Player:
    """Notes what sounds when; a sound lasts a tenth of a second."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.played: list[tuple[str, float]] = []
        self.cut = threading.Event()

    def play(self, name: str, interrupted: Callable[[], bool]) -> None:
        self.played.append((name, time.monotonic() - self.began))
        end = time.monotonic() + 0.1
        while time.monotonic() < end:
            if interrupted():
                self.cut.set()
                return
            time.sleep(0.005)


def test_a_reply_that_comes_at_once_is_not_announced():
    player = Player()
    cues = Cues(player.play)
    cues.ended()
    time.sleep(0.1)
    cues.quiet()
    time.sleep(0.4)
    assert player.played == []


def test_thinking_is_told_after_seven_tenths_of_a_second():
    player = Player()
    cues = Cues(player.play)
    cues.ended()
    time.sleep(1.1)
    cues.quiet()
    (heard, early), (thinking, late) = player.played
    assert (heard, thinking) == ("heard", "thinking")
    assert early == pytest.approx(0.25, abs=0.15)
    assert late == pytest.approx(0.8, abs=0.2)


def test_speech_ends_an_earcon_and_what_was_to_come():
    player = Player()
    cues = Cues(player.play)
    cues.listening()
    time.sleep(0.03)
    cues.quiet()
    assert player.cut.wait(1)
    time.sleep(0.3)
    assert [name for name, _ in player.played] == ["listening"]


def test_a_loudspeaker_that_is_gone_is_left_to_the_next_sentence():
    def gone(name: str, interrupted: Callable[[], bool]) -> None:
        raise AudioError("unplugged")

    cues = Cues(gone)
    cues.listening()
    time.sleep(0.05)
    cues.quiet()


@pytest.mark.parametrize("name", ["listening", "heard", "thinking", "alarm"])
@pytest.mark.parametrize("gain", [1.0, 0.3, 0.05])
def test_an_earcon_is_not_heard_as_speech(name, gain):
    quiet = np.zeros(RATE // 2, dtype=np.int16)
    samples = np.concatenate([quiet, earcon(name).at(RATE).scaled(gain).samples, quiet]).tobytes()
    endpointer = Endpointer(SileroDetector())
    for start in range(0, len(samples) - FRAME_BYTES + 1, FRAME_BYTES):
        endpointer.hear(samples[start : start + FRAME_BYTES])
    assert not endpointer.speaking


def test_the_legend_is_told_once(tmp_path: Path):
    texts = {"listening": "I listen.", "alarm": "It is urgent."}
    legend = Legend(texts, tmp_path / "state")
    assert list(legend.untold()) == list(texts.items())
    assert list(legend.untold()) == []
    assert list(Legend(texts, tmp_path / "state").untold()) == []


def test_a_legend_that_was_broken_off_is_told_again(tmp_path: Path):
    texts = {"listening": "I listen.", "alarm": "It is urgent."}
    next(Legend(texts, tmp_path).untold())
    assert list(Legend(texts, tmp_path).untold()) == list(texts.items())


def test_every_earcon_has_its_sentence(script):
    assert set(script.prompts.sounds) == {"listening", "heard", "thinking", "alarm"}
