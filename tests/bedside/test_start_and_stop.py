"""How soon the first word comes; Ctrl-C in the middle of a word; a card that is unplugged."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.bedside.virtual_card import Card

# The promise, and what a machine with more to do than it has cores may take.
FIRST_WORD_SECONDS = 2.0 if os.getloadavg()[0] < 1 else 8.0


def _start_and_interrupt(card: Card, log: Path) -> tuple[float, int]:
    """Seconds until the first sound, and the exit code after Ctrl-C."""
    start = time.monotonic()
    command = [sys.executable, "-m", "assistant", "talk", "--country", "GB"]
    with (
        log.open("w") as out,
        subprocess.Popen(
            command, env=card.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        ) as talk,
    ):
        while card.speaker.last_sound < start and time.monotonic() - start < 20:
            time.sleep(0.01)
        first = card.speaker.last_sound - start
        talk.send_signal(signal.SIGINT)
        try:
            talk.wait(10)
        except subprocess.TimeoutExpired:
            talk.kill()
            raise
    return first, talk.returncode


def test_the_first_word_comes_soon_and_ctrl_c_ends_it(card: Card, tmp_path: Path) -> None:
    times = []
    for number in range(3):
        log = tmp_path / f"talk{number}.log"
        first, code = _start_and_interrupt(card, log)
        assert code == 130, log.read_text()
        assert "Traceback" not in log.read_text()
        times.append(first)
        if first < FIRST_WORD_SECONDS:
            return
    raise AssertionError(f"the first word came after {times} seconds")


@pytest.mark.parametrize("after", ["the first word", "the question"])
def test_a_card_that_is_gone_for_good_is_waited_for_until_it_is_ended(
    card: Card, tmp_path: Path, after: str
) -> None:
    log = tmp_path / "talk.log"
    command = [sys.executable, "-m", "assistant", "talk", "--rate", "250", "--country", "GB"]
    start = time.monotonic()
    with (
        log.open("w") as out,
        subprocess.Popen(
            command, env=card.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        ) as talk,
    ):
        while card.speaker.last_sound < start and time.monotonic() - start < 20:
            time.sleep(0.01)
        if after == "the question":
            while card.speaker.silent_for < 1.5:
                time.sleep(0.05)
        card.unplug()
        end = time.monotonic() + 15
        while "Plug it in again" not in log.read_text() and time.monotonic() < end:
            time.sleep(0.1)
        assert talk.poll() is None, log.read_text()
        talk.send_signal(signal.SIGTERM)
        try:
            talk.wait(15)
        except subprocess.TimeoutExpired:
            talk.kill()
            raise
    said = log.read_text()
    assert talk.returncode == 143, said
    assert "Traceback" not in said
    assert "loudspeaker" in said if after == "the first word" else "microphone" in said
