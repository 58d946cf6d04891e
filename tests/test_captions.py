"""Captions: plain where they are read by machines, one line at a time, big only where it works."""

from __future__ import annotations

import io
import time

import pytest

from assistant import captions as room
from assistant.captions import Captions, can_be_big
from intents.captions import CaptionWords, load_captions

XTERM = {"TERM": "xterm", "XTERM_VERSION": "XTerm(379)"}
LONG = "Do you have any of these? Being more breathless than usual. Chest pain or tightness."


class Out(io.StringIO):
    """Remembers how much there was at each flush."""

    def __init__(self, terminal: bool = False) -> None:
        super().__init__()
        self._terminal = terminal
        self.flushed: list[str] = []

    def isatty(self) -> bool:
        return self._terminal

    def flush(self) -> None:
        self.flushed.append(self.getvalue())


@pytest.fixture
def words() -> CaptionWords:
    return load_captions()


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("COLUMNS", "40")
    return 40


@pytest.mark.usefixtures("narrow")
def test_a_pipe_gets_each_text_as_one_plain_line(words: CaptionWords) -> None:
    out = Out()
    shown = Captions(out, words, size=3, environ=XTERM)
    shown.said(LONG)
    shown.heard("no", "heard")
    assert out.getvalue() == f"{LONG}\nYou: no\n"


def test_a_terminal_gets_lines_that_fit_each_flushed(words: CaptionWords, narrow: int) -> None:
    out = Out(terminal=True)
    Captions(out, words, environ={"TERM": "xterm", "NO_COLOR": "1"}).said(LONG)
    lines = out.getvalue().splitlines()
    assert " ".join(lines) == LONG
    assert max(map(len, lines)) < narrow
    assert [len(text.splitlines()) for text in out.flushed] == list(range(1, len(lines) + 1))


def test_bold_is_the_only_dress_and_can_be_left_out(words: CaptionWords) -> None:
    out = Out(terminal=True)
    shown = Captions(out, words, environ={"TERM": "xterm"})
    shown.said("Hello.")
    shown.heard("yes", "unsure")
    assert out.getvalue() == "\x1b[1mHello.\x1b[0m\nYou, maybe: yes\n"
    for environ in ({"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}):
        out = Out(terminal=True)
        Captions(out, words, environ=environ).said("Hello.")
        assert out.getvalue() == "Hello.\n"


def test_big_lines_are_half_as_long(words: CaptionWords, narrow: int) -> None:
    out = Out(terminal=True)
    Captions(out, words, 2, {**XTERM, "NO_COLOR": "1"}).said(LONG)
    lines = out.getvalue().splitlines()
    assert all(line.startswith("\x1b#6") for line in lines)
    assert max(len(line) - 3 for line in lines) < narrow / 2
    out = Out(terminal=True)
    Captions(out, words, 3, {**XTERM, "NO_COLOR": "1"}).said("Hello.")
    assert out.getvalue() == "\x1b#3Hello.\n\x1b#4Hello.\n"


def test_a_terminal_that_cannot_says_so_once_and_stays_plain(words: CaptionWords) -> None:
    out = Out(terminal=True)
    shown = Captions(out, words, 3, {"TERM": "xterm-256color", "NO_COLOR": "1"})
    shown.said("Hello.")
    *told, hello = out.getvalue().splitlines()
    assert " ".join(told) == words.no_bigger
    assert hello == "Hello."


def test_terminals_that_drop_line_attributes_are_known() -> None:
    assert can_be_big(XTERM)
    assert can_be_big({"TERM_PROGRAM": "Apple_Terminal"})
    assert not can_be_big({"TERM": "xterm"})
    assert not can_be_big({**XTERM, "TMUX": "/tmp/tmux"})
    assert not can_be_big({**XTERM, "VTE_VERSION": "7600"})


def test_what_was_no_answer_is_shown_as_such(words: CaptionWords) -> None:
    out = Out()
    shown = Captions(out, words)
    shown.heard("", "ignored", "turn the tv off")
    shown.heard("", "ignored")
    first, second = out.getvalue().splitlines()
    assert "turn the tv off" in first
    assert first.startswith("(")
    assert second == words.noise


def test_only_a_long_wait_is_told(words: CaptionWords, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "SLOW_SECONDS", 0.05)
    out = Out()
    shown = Captions(out, words)
    with shown.waiting("loading_ears"):
        pass
    time.sleep(0.1)
    assert out.getvalue() == ""
    with shown.waiting("rendering"):
        time.sleep(0.15)
    assert out.getvalue() == words.rendering + "\n"
