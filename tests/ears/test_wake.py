"""Woken by its name and by a cry for help, by nothing that only sounds like them."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from assistant.ears.quick import quick_team
from assistant.ears.quiet_gate import HOLD, QuietGate
from assistant.ears.recogniser import RATE
from assistant.rehearsal.patient import Line
from assistant.rehearsal.patient_voice import PatientVoice
from assistant.sleep import Sleeper
from intents.hearing import load_hearing
from intents.meaning import Expectation
from intents.phrases import load_phrases
from intents.understand import Understander
from tests.fakes_ears import LOUD, FakeSource, LoudnessDetector

HEARING = load_hearing()
VOICES = ("espeak:en-us", *(("flite:slt",) if shutil.which("flite") else ()))


def _woken_by(words: str, voice: str) -> str:
    said = PatientVoice(voice).clip(Line(words)).samples
    quiet = np.random.default_rng(1).normal(0, 8, RATE).astype(np.int16)
    audio = np.concatenate([quiet, said, quiet]).astype(np.int16)
    team = quick_team()
    assert team is not None
    try:
        return Sleeper(FakeSource(audio.tobytes()), team, HEARING).sleep()
    finally:
        team.close()


@pytest.mark.skipif(shutil.which("flite") is None, reason="no flite: apt install flite")
@pytest.mark.parametrize("words", [*HEARING.waking.calls, *HEARING.waking.emergency])
def test_it_wakes(words: str) -> None:
    assert _woken_by(words, "flite:slt") == words


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize(
    "words",
    [
        "hello",
        "hello there my friend",
        "he sat beside me",
        "let me help you with the dishes",
        "what a yellow bed",
        "that was no emergency at all",
    ],
)
def test_it_sleeps_on(voice: str, words: str) -> None:
    assert _woken_by(words, voice) == ""


def test_the_detector_is_spared_the_quiet_and_asked_for_what_stands_out() -> None:
    asked: list[bytes] = []

    class Counting(LoudnessDetector):
        def probability(self, frame: bytes) -> float:
            asked.append(frame)
            return super().probability(frame)

    gate = QuietGate(Counting())
    random = np.random.default_rng(1)
    hum = [random.normal(0, 50, 512).astype(np.int16).tobytes() for _ in range(3000)]
    for frame in hum:
        gate.probability(frame)
    assert gate._quiet > 30
    asked.clear()
    for frame in hum[:100]:
        gate.probability(frame)
    assert asked == []
    assert gate.probability(LOUD) == 1.0
    assert len([frame for frame in hum[:100] if gate.probability(frame) or asked]) == 100
    assert len(asked) == 1 + HOLD - 1


def test_an_emergency_phrase_is_understood_as_one() -> None:
    understander = Understander(load_phrases())
    for words in HEARING.waking.emergency:
        meaning = understander.understand(words, Expectation("complaint"))
        assert meaning.command == "emergency"
