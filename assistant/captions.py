"""What is said and heard, as plain lines that a screen reader can follow; bigger where it can be.

Nothing is ever redrawn, and nothing is told by colour: what Bedside says is bold on a terminal.
"""

from __future__ import annotations

import os
import shutil
import textwrap
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal, TextIO

from intents.captions import CaptionWords

SIZES = (1, 2, 3)
"""Plain, wide, and wide and twice as high."""
SLOW_SECONDS = 2.0
"""Whoever waits longer than this is told what for."""
_WIDEST = 100
"""Columns; longer lines are hard to follow."""
# DEC's line attributes (VT100 and later): what a line of the terminal looks like from now on.
_WIDE, _TOP, _BOTTOM = "\x1b#6", "\x1b#3", "\x1b#4"
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_BIG_PROGRAMS = ("Apple_Terminal", "WezTerm", "mintty")
_BIG_MARKS = ("XTERM_VERSION", "KONSOLE_VERSION", "WT_SESSION")
_NOT_BIG = ("TMUX", "STY", "VTE_VERSION")
"""Multiplexers and GNOME's terminals drop line attributes: both halves would show."""

Waiting = Literal["loading_ears", "starting", "rendering"]


class Captions:
    """Lines on `out`, each flushed by itself; plain and unwrapped where that is no terminal.

    `size`: one of SIZES; where the terminal can't, it says so once and stays plain.
    """

    def __init__(
        self,
        out: TextIO,
        words: CaptionWords,
        size: int = 1,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self._out = out
        self._words = words
        self._lock = threading.Lock()
        self._terminal = out.isatty() and environ.get("TERM") != "dumb"
        self._bold = self._terminal and not environ.get("NO_COLOR")
        self._size = size if self._terminal and can_be_big(environ) else 1
        if self._terminal and self._size != size:
            self._show(words.no_bigger)

    def said(self, text: str) -> None:
        """Something that Bedside says."""
        self._show(text, bold=True)

    def heard(
        self, text: str, decision: Literal["heard", "unsure", "ignored"], guess: str = ""
    ) -> None:
        """What was made of an utterance; `guess`: what it may have been where it was ignored."""
        words = self._words
        form = {"heard": words.heard, "unsure": words.unsure, "ignored": words.ignored}[decision]
        told = text or guess
        self._show(form.format(text=told) if told else words.noise)

    def keys(self) -> None:
        """What the keys do."""
        self._show(self._words.keys)

    @contextmanager
    def waiting(self, what: Waiting) -> Iterator[None]:
        """Says what is being waited for, where the block takes longer than SLOW_SECONDS."""
        timer = threading.Timer(SLOW_SECONDS, self._show, [getattr(self._words, what)])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _show(self, text: str, bold: bool = False) -> None:
        with self._lock:
            for line in self._lines(text):
                for shown in self._sized(line, bold):
                    print(shown, file=self._out, flush=True)

    def _lines(self, text: str) -> list[str]:
        if not self._terminal:
            return [text]
        columns = shutil.get_terminal_size().columns
        width = columns // 2 if self._size > 1 else min(columns, _WIDEST)
        return textwrap.wrap(text, max(width - 1, 10)) or [""]

    def _sized(self, line: str, bold: bool) -> list[str]:
        weighed = f"{_BOLD}{line}{_PLAIN}" if bold and self._bold else line
        if self._size == 1:
            return [weighed]
        if self._size == 2:
            return [_WIDE + weighed]
        return [_TOP + weighed, _BOTTOM + weighed]


def can_be_big(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is one of those that are known to show lines of double size.

    The others ignore it, and would show both halves of a high line as two lines.
    """
    if any(environ.get(name) for name in _NOT_BIG):
        return False
    known = environ.get("TERM_PROGRAM") in _BIG_PROGRAMS
    return known or any(environ.get(name) for name in _BIG_MARKS)
