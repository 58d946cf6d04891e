"""Unplugged and plugged in again: Bedside says so, waits, and goes on where it was."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.rehearsal.patient import Line
from assistant.rehearsal.patient_voice import PatientVoice
from tests.bedside.at_the_card import Running
from tests.bedside.virtual_card import Card

VOICE = "espeak:en-us"


class Talk(Running):
    """A real `bedside talk` (or another command, which keeps no journal) on the card."""

    def __init__(self, card: Card, folder: Path, command: str = "talk") -> None:
        super().__init__(card, folder)
        program = [sys.executable, "-m", "assistant", command, "--rate", "250", "--country", "GB"]
        program += ["--journal", str(self.journal.path)] if command == "talk" else []
        self._out = self.log.open("w")
        self.process = subprocess.Popen(
            program,
            env=card.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._out,
            stderr=self._out,
        )

    def answer(self, words: str) -> None:
        """Say it, and see that it is heard."""
        before = len(self.heard())
        self.card.speak(PatientVoice(VOICE).clip(Line(words)))
        self.until(lambda: len(self.heard()) > before, "answer")

    def close(self) -> None:
        super().close()
        self._out.close()


@pytest.fixture
def talk(card: Card, tmp_path: Path) -> Iterator[Talk]:
    running = Talk(card, tmp_path)
    yield running
    running.close()


@pytest.mark.timeout(150)
def test_a_loudspeaker_unplugged_in_a_prompt(card: Card, talk: Talk) -> None:
    talk.until(lambda: "greeting.2" in talk.said(), "greeting")
    card.take_out("speaker")
    talk.until(lambda: "The loudspeaker is gone" in talk.log.read_text(), "notice")
    card.put_back("speaker")
    talk.until(lambda: "I am back" in talk.log.read_text(), "return")
    talk.until_asked("complaint")
    talk.answer("my back hurts")
    assert "Traceback" not in talk.log.read_text()


@pytest.mark.timeout(150)
def test_a_microphone_unplugged_in_an_answer(card: Card, talk: Talk) -> None:
    talk.until_asked("complaint")
    card.take_out("mouth")
    gone = time.monotonic()
    talk.until(lambda: "The microphone is gone" in talk.log.read_text(), "notice")
    talk.until(lambda: card.speaker.last_sound > gone + 0.5, "spoken notice")
    card.put_back("mouth")
    talk.until(lambda: "I am back" in talk.log.read_text(), "return")
    talk.until(lambda: talk.log.read_text().count("Tell me what is wrong") >= 2, "question again")
    back = time.monotonic()
    talk.until(
        lambda: card.speaker.last_sound > back and card.speaker.silent_for > 1.0, "end of it"
    )
    talk.answer("my back hurts")
    assert "Traceback" not in talk.log.read_text()


@pytest.mark.timeout(200)
@pytest.mark.parametrize("sink", ["mouth", "speaker"])
def test_a_device_unplugged_while_it_sleeps(card: Card, tmp_path: Path, sink: str) -> None:
    bed = Talk(card, tmp_path, "wait")
    try:
        bed.until(lambda: "I sleep now" in bed.log.read_text(), "sleep")
        asleep = time.monotonic()
        bed.until(
            lambda: card.speaker.last_sound > asleep and card.speaker.silent_for > 1.0, "quiet"
        )
        card.take_out(sink)
        if sink == "mouth":
            bed.until(lambda: "The microphone is gone" in bed.log.read_text(), "notice")
        else:
            time.sleep(5)
        card.put_back(sink)
        if sink == "mouth":
            bed.until(lambda: "I am back" in bed.log.read_text(), "return")
            back = time.monotonic()
            bed.until(
                lambda: card.speaker.last_sound > back and card.speaker.silent_for > 1.0, "end"
            )
        for _ in range(4):  # a call may be missed, here as in a quiet room
            card.speak(PatientVoice(VOICE).clip(Line("hello bedside")))
            time.sleep(4)
            if "I am Bedside" in bed.log.read_text():
                break
        assert "I am Bedside" in bed.log.read_text(), bed.log.read_text()
        woken = time.monotonic()
        bed.until(lambda: card.speaker.last_sound > woken, "voice", 20)
        assert "Traceback" not in bed.log.read_text()
    finally:
        bed.close()
