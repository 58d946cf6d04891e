"""Bedside's own voice in its microphone: levels, advice, and no alarm at headsets."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.self_test import Loop, is_like, measured, verdict
from assistant.voice.clip import Clip
from intents.doctor import load_doctor

RATE = 16_000
WORDS = load_doctor().loop
SENTENCE = load_doctor().sentence


def loop(noise: float, voice: float) -> Loop:
    """A second of noise, then two with a voice, of these amplitudes (1.0: full scale)."""
    chance = np.random.default_rng(1)
    sound = chance.normal(0.0, noise, 3 * RATE)
    sound[RATE:] += voice * np.sin(np.arange(2 * RATE) * 0.2)
    samples = (np.clip(sound, -1.0, 1.0) * 32_767).astype(np.int16)
    return measured(Clip(samples, RATE), RATE)


def advice(found: Loop, heard: str = SENTENCE) -> tuple[bool, list[str]]:
    return verdict(WORDS, found, heard, SENTENCE)


def test_levels_are_those_of_the_sound() -> None:
    found = loop(0.001, 0.1)
    assert found.silence == pytest.approx(-60, abs=0.5)
    assert found.speech == pytest.approx(-23, abs=0.5)
    assert found.clipped == 0.0
    assert advice(found) == (True, [WORDS.understood])


def test_a_headset_that_lets_nothing_through_is_fine() -> None:
    assert advice(loop(0.001, 0.0), "") == (True, [WORDS.absent])
    assert advice(loop(0.0, 0.0), "") == (True, [WORDS.absent])


def test_a_voice_that_is_heard_and_not_understood_is_not_fine() -> None:
    works, told = advice(loop(0.001, 0.1), "turn the lights off")
    assert not works
    assert "turn the lights off" in told[0]


@pytest.mark.parametrize(
    ("noise", "voice", "wanted"),
    [(0.0001, 0.003, "quiet"), (0.001, 3.0, "clipped"), (0.02, 0.3, "noisy")],
)
def test_advice_fits_the_trouble(noise: float, voice: float, wanted: str) -> None:
    works, told = advice(loop(noise, voice))
    assert works
    assert told == [WORDS.understood, getattr(WORDS, wanted)]


def test_a_word_or_two_may_be_wrong() -> None:
    assert is_like("my lower back hurts and i have had a fever for two days", SENTENCE)
    assert is_like("my lower back hurts i have a fever for two days", SENTENCE)
    assert not is_like("my back aches", SENTENCE)
    assert not is_like("", SENTENCE)
