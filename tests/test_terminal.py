"""Keys come one at a time from a real terminal, which is always given back as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from assistant.terminal import open_keys, strokes

if sys.platform == "win32":
    pytest.skip("no pseudo-terminals", allow_module_level=True)

import fcntl
import pty
import select
import termios

CHILD = """
import time
from contextlib import closing
from assistant.terminal import open_keys
keys = open_keys()
print("works", keys.works, flush=True)
with closing(keys):
    while True:
        if stroke := keys.next():
            print("pressed", repr(stroke.char), flush=True)
            if stroke.char == "c":
                raise RuntimeError("a bug")
            if stroke.char == "e":
                break
        time.sleep(0.005)
"""
SHELL = """
import os, signal, subprocess, sys, termios
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
os.environ["PYTHONUNBUFFERED"] = "1"
job = subprocess.Popen([sys.executable, "-c", sys.argv[1]], process_group=0)
os.tcsetpgrp(0, job.pid)
while True:
    _, status = os.waitpid(job.pid, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpgrp())
    if not os.WIFSTOPPED(status):
        break
    plain = bool(termios.tcgetattr(0)[3] & termios.ECHO)
    print("stopped", "plain" if plain else "raw", flush=True)
    sys.stdin.readline()
    os.tcsetpgrp(0, job.pid)
    os.killpg(job.pid, signal.SIGCONT)
"""


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, *program: str) -> None:
        self.master, self._slave = pty.openpty()
        self.before = termios.tcgetattr(self._slave)
        self.process = subprocess.Popen(
            [sys.executable, "-c", *program],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        self.shown = ""

    def type(self, text: str) -> None:
        os.write(self.master, text.encode())

    def until(self, text: str, seconds: float = 15.0) -> None:
        end = time.monotonic() + seconds
        while text not in self.shown:
            assert time.monotonic() < end, f"no {text!r} in {self.shown!r}"
            if select.select([self.master], [], [], 0.1)[0]:
                self.shown += os.read(self.master, 4096).decode()

    @property
    def echoes(self) -> bool:
        return bool(termios.tcgetattr(self._slave)[3] & termios.ECHO)

    @property
    def as_before(self) -> bool:
        return termios.tcgetattr(self._slave) == self.before

    def close(self) -> None:
        self.process.kill()
        self.process.wait(10)
        os.close(self.master)
        os.close(self._slave)


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    running = Terminal(CHILD)
    running.until("works True")
    yield running
    running.close()


def test_keys_come_without_enter_and_without_echo(terminal: Terminal) -> None:
    assert not terminal.echoes
    for sent, key in (("y", "y"), (" ", " "), ("N", "n"), ("\r", "\\n"), ("\x04", "\\x1b")):
        terminal.shown = ""
        terminal.type(sent)
        terminal.until(f"pressed '{key}'")
        assert terminal.shown.count("pressed") == 1


def test_escape_is_told_from_arrows(terminal: Terminal) -> None:
    terminal.type("\x1b[A\x1bOB\x1b[3~7")
    terminal.until("pressed '7'")
    assert terminal.shown.count("pressed") == 1
    terminal.type("\x1b")
    terminal.until("pressed '\\x1b'")
    terminal.type("\x1b[")
    time.sleep(0.02)
    terminal.type("Cy")
    terminal.until("pressed 'y'")
    assert "'['" not in terminal.shown


@pytest.mark.parametrize(("key", "code"), [("e", 0), ("c", 1), ("\x03", -signal.SIGINT)])
def test_the_terminal_is_given_back(terminal: Terminal, key: str, code: int) -> None:
    """At the end, after a bug, after Ctrl-C."""
    terminal.type(key)
    if key != "e":
        terminal.until("KeyboardInterrupt" if key == "\x03" else "a bug")
    assert terminal.process.wait(10) == code
    assert terminal.as_before


def test_what_is_still_held_down_does_not_run_in_the_shell(terminal: Terminal) -> None:
    terminal.type("e" * 50)
    terminal.process.wait(10)
    assert not select.select([terminal._slave], [], [], 0.1)[0]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="subprocess knows no process groups")
def test_suspending_gives_it_back_and_going_on_takes_it_again() -> None:
    shell = Terminal(SHELL, CHILD)
    try:
        shell.until("works True")
        shell.type("\x1a")
        shell.until("stopped plain")
        shell.shown = ""
        shell.type("\n")
        time.sleep(0.3)
        assert not shell.echoes
        shell.type("y")
        shell.until("pressed 'y'")
        shell.type("\x1a")
        shell.until("stopped plain")
        shell.type("\n")
        time.sleep(0.3)
        shell.type("e")
        assert shell.process.wait(10) == 0
        assert shell.as_before
    finally:
        shell.close()


def test_no_terminal_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull) as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert not open_keys().works
    monkeypatch.setattr(sys, "stdin", None)
    assert not open_keys().works


def test_characters_become_keys() -> None:
    assert strokes("Y\x1b[1;5C\r\x1b\x1b") == ["y", "\n", "\x1b", "\x1b"]
