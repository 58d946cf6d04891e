"""`bedside doctor` says a sentence through the card, hears it through the card, and judges it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from intents.doctor import load_doctor
from tests.bedside.virtual_card import Card

WORDS = load_doctor().loop


def doctor(card: Card) -> tuple[int, str]:
    """Exit code, and what is said of both together."""
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "doctor"],
        env=card.environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    told = [line for line in done.stdout.splitlines() if line.startswith("Both together")]
    assert len(told) == 1, done.stdout
    return done.returncode, told[0]


def levels(told: str) -> tuple[int, int]:
    silence, speech = map(int, re.findall(r"(-?\d+) dB ", told))
    return silence, speech


@pytest.mark.timeout(300)
def test_it_understands_itself_and_tells_the_levels(card: Card) -> None:
    card.connect()
    code, told = doctor(card)
    assert WORDS.understood in told
    assert code == 0
    silence, speech = levels(told)
    assert silence == -96  # the card is silent to the last bit
    assert -35 < speech < -5
    card.environment["BEDSIDE_VOLUME"] = "0.2"
    _, softer = doctor(card)
    assert speech - levels(softer)[1] == pytest.approx(12, abs=2)  # 0.8 to 0.2 is 12 dB


@pytest.mark.timeout(200)
def test_without_a_way_back_it_is_a_headset(card: Card) -> None:
    code, told = doctor(card)
    assert WORDS.absent in told
    assert code == 0


@pytest.mark.timeout(200)
def test_too_loud_is_told(card: Card) -> None:
    card.connect(3.0)
    _, told = doctor(card)
    assert WORDS.clipped in told
