"""Woken by its name and by a cry for help, by nothing that only sounds like them."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from assistant.ears.quick import quick_team
from assistant.ears.recogniser import RATE
from assistant.rehearsal.patient import Line
from assistant.rehearsal.patient_voice import PatientVoice
from assistant.sleep import Sleeper
from intents.hearing import load_hearing
from intents.meaning import Expectation
from intents.phrases import load_phrases
from intents.understand import Understander
from tests.fakes_ears import FakeSource

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


def test_an_emergency_phrase_is_understood_as_one() -> None:
    understander = Understander(load_phrases())
    for words in HEARING.waking.emergency:
        meaning = understander.understand(words, Expectation("complaint"))
        assert meaning.command == "emergency"
