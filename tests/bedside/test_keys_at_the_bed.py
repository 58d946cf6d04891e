"""A check by keys alone, in a real terminal, while Bedside speaks and listens on the card."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bedside.at_the_card import Running
from tests.bedside.virtual_card import Card

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals", allow_module_level=True)

import fcntl
import pty
import termios


class KeyedTalk(Running):
    """A real `bedside talk` on the card, in a terminal."""

    def __init__(self, card: Card, folder: Path) -> None:
        super().__init__(card, folder)
        self.master, self.slave = pty.openpty()
        self.before = termios.tcgetattr(self.slave)
        command = [sys.executable, "-m", "assistant", "talk", "--rate", "250", "--country", "GB"]
        command += ["--journal", str(self.journal.path)]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                env=card.environment,
                stdin=self.slave,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            )

    def press(self, key: str) -> None:
        os.write(self.master, key.encode())

    def close(self) -> None:
        super().close()
        os.close(self.master)
        os.close(self.slave)


@pytest.fixture
def talk(card: Card, tmp_path: Path) -> Iterator[KeyedTalk]:
    running = KeyedTalk(card, tmp_path)
    yield running
    running.close()


@pytest.mark.timeout(150)
def test_keys_answer_repeat_and_call_for_help(card: Card, talk: KeyedTalk) -> None:
    talk.until_asked("complaint")
    talk.press("d")
    talk.until(lambda: "complaint_gave_up" in talk.said(), "short questions")
    talk.until_asked("ask.")
    talk.press(" ")
    talk.until(lambda: talk.heard()[-1] == "repeat", "repetition", 2.0)
    asked = next(key for key in talk.said() if key.startswith("ask."))
    talk.until(lambda: talk.said().count(asked) == 2, "question again")
    talk.until(lambda: card.speaker.silent_for < 0.1, "voice")
    count = len(talk.said())
    talk.press("y")  # into the middle of the question: it is enough
    talk.until(lambda: talk.heard()[-1] == "yes", "answer", 2.0)
    talk.until(lambda: len(talk.said()) > count, "next question")
    end = time.monotonic() + 2.0
    while time.monotonic() < end:  # held down
        talk.press(" ")
        time.sleep(0.04)
    talk.until(lambda: "emergency" in talk.heard(), "call for help", 3.0)
    talk.until(lambda: "nine nine nine" in talk.log.read_text(), "number")
    time.sleep(0.5)
    talk.press("\x1b")
    talk.process.wait(40)
    assert talk.process.returncode == 0, talk.log.read_text()
    assert termios.tcgetattr(talk.slave) == talk.before


@pytest.mark.timeout(100)
def test_a_key_interrupts_the_voice_at_once(card: Card, talk: KeyedTalk) -> None:
    talk.until(lambda: "greeting.2" in talk.said(), "greeting")
    talk.until(lambda: card.speaker.silent_for < 0.05, "voice")
    talk.press("\x1b")
    assert talk.until(lambda: "stop" in talk.heard(), "stop", 5.0) < 1.0
    assert "greeting.3" not in talk.said()
    talk.process.wait(40)
    assert talk.process.returncode == 0
