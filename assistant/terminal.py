"""The keyboard of the terminal, one key at a time, without Enter; given back as it was."""

from __future__ import annotations

import atexit
import os
import re
import signal
import sys
import threading
import time
from queue import Empty, SimpleQueue

from assistant.keys import ENTER, ESCAPE, Keys, NoKeys, Stroke

_SEQUENCE_SECONDS = 0.05
"""The rest of an arrow key's characters comes within them; nothing follows Escape itself."""
_SEQUENCE = re.compile(r"\x1b[\[O][0-?]*[ -/]*[@-~]|\x1b[^\x1b]")
_UNFINISHED = re.compile(rb"\x1b(O|\[[0-?]*[ -/]*)?$")
_SAME = {"\r": ENTER, "\x04": ESCAPE}
"""Some switches send Return; Ctrl-D is how input ends elsewhere."""


def strokes(text: str) -> list[str]:
    """The keys behind the characters that a terminal sends; arrows and such are none."""
    return [_SAME.get(char, char.casefold()) for char in _SEQUENCE.sub("", text)]


class _Kept:
    """Strokes that wait to be looked at; a thread puts them there when they happen."""

    works = True

    def __init__(self) -> None:
        self._strokes: SimpleQueue[Stroke] = SimpleQueue()

    def put(self, text: str) -> None:
        for char in strokes(text):
            self._strokes.put(Stroke(char, time.monotonic()))

    def next(self) -> Stroke | None:
        try:
            return self._strokes.get_nowait()
        except Empty:
            return None


if sys.platform == "win32":
    import msvcrt

    class TerminalKeys(_Kept):
        """The Windows console."""

        def __init__(self) -> None:
            super().__init__()
            self._over = threading.Event()
            threading.Thread(target=self._read, name="keys", daemon=True).start()

        def _read(self) -> None:
            while not self._over.wait(0.02):
                while msvcrt.kbhit():
                    char = msvcrt.getwch()
                    if char in "\x00\xe0":
                        msvcrt.getwch()  # arrows and such come as two
                    else:
                        self.put(char)

        def close(self) -> None:
            """Leave the keyboard to others."""
            self._over.set()

    def _open() -> Keys:
        return TerminalKeys()

else:
    import select
    import termios
    import tty
    from types import FrameType

    class TerminalKeys(_Kept):
        """A terminal whose foreground job this is. Ctrl-C and Ctrl-Z do what they always do."""

        def __init__(self, terminal: int) -> None:
            super().__init__()
            self._terminal = terminal
            self._was = termios.tcgetattr(terminal)
            self._ends, self._end = os.pipe()
            self._begin()
            atexit.register(self._give_back)
            self._stop_was = signal.signal(signal.SIGTSTP, self._suspend)
            self._thread = threading.Thread(target=self._read, name="keys", daemon=True)
            self._thread.start()

        def _begin(self) -> None:
            if foreground(self._terminal):
                tty.setcbreak(self._terminal)

        def _give_back(self) -> None:
            """What was typed and not looked at is dropped: a shell would run it."""
            if foreground(self._terminal):
                termios.tcsetattr(self._terminal, termios.TCSAFLUSH, self._was)

        def _suspend(self, number: int, frame: FrameType | None) -> None:
            self._give_back()
            signal.signal(signal.SIGTSTP, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGTSTP)  # here it stands still until it goes on
            signal.signal(signal.SIGTSTP, self._suspend)
            self._begin()

        def _read(self) -> None:
            while True:
                ready, _, _ = select.select([self._terminal, self._ends], [], [])
                if self._ends in ready:
                    return
                if not foreground(self._terminal):
                    time.sleep(0.2)  # these keys are for somebody else
                    continue
                try:
                    data = os.read(self._terminal, 256)
                    while _UNFINISHED.search(data) and self._more():
                        data += os.read(self._terminal, 256)
                except OSError:
                    return  # the terminal was closed
                if not data:
                    return
                self.put(data.decode("utf-8", "ignore"))

        def _more(self) -> bool:
            return bool(select.select([self._terminal], [], [], _SEQUENCE_SECONDS)[0])

        def close(self) -> None:
            """Give the terminal back."""
            os.write(self._end, b".")
            self._thread.join(1.0)
            signal.signal(signal.SIGTSTP, self._stop_was)
            atexit.unregister(self._give_back)
            self._give_back()
            os.close(self._end)
            os.close(self._ends)

    def foreground(terminal: int) -> bool:
        """Whether the terminal listens to this job; changing it from the background stops us."""
        try:
            return os.tcgetpgrp(terminal) == os.getpgrp()
        except OSError:
            return False

    def _open() -> Keys:
        terminal = sys.stdin.fileno()
        return TerminalKeys(terminal) if foreground(terminal) else NoKeys()


def open_keys() -> Keys:
    """The keys of standard input, where that is a terminal; close them in the end."""
    try:
        return _open() if sys.stdin.isatty() else NoKeys()
    except (OSError, ValueError, AttributeError):  # there is no standard input at all
        return NoKeys()
