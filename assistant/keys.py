"""Keys and switches for who can't or won't speak: what was pressed, and what that says.

Space repeats, escape stops, letters and digits answer. For a single switch that sends Enter: one
tap is yes, two are no, three are don't know; at a number, as many taps. Any key held for HELD
seconds calls for help.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.conversation import Utterance
from assistant.dialogue.actions import Say
from assistant.dialogue.script import Script
from intents.meaning import Kind
from intents.prompts import Prompts

SPACE, ENTER, ESCAPE = " ", "\n", "\x1b"
HELD = 1.5
"""Seconds."""
SAME = 0.7
"""Seconds; the same key again within them is one press (keyboards repeat after 0.25 to 0.66 s, and
hands tremble), but for taps and digits."""
FAST, FAST_ENOUGH = 0.12, 4
"""Seconds from one to the next, and how often: only a keyboard that repeats is so fast."""
TAPS_END, DIGITS_END = 1.0, 1.5
"""Seconds after the last tap or digit; then no more is to come."""
_LOOK_EVERY = 0.02


@dataclass(frozen=True, slots=True)
class Stroke:
    """One character from the keyboard; `at` on the clock of time.monotonic."""

    char: str
    at: float


class Keys(Protocol):
    """A keyboard, or anything that says it is one."""

    works: bool
    """Whether there is any key to press."""

    def next(self) -> Stroke | None:
        """The next stroke that nobody has looked at; never waits."""

    def close(self) -> None:
        """Give the keyboard back as it was."""


class NoKeys:
    """There is no keyboard."""

    works = False

    def next(self) -> None:
        """Nothing is ever pressed."""

    def close(self) -> None:
        """There is nothing to give back."""


@dataclass(slots=True)
class _Run:
    """Strokes of one key that may all be one long press."""

    char: str
    first: float
    last: float
    begin: int
    """How many strokes of the answer came before it."""
    fast: int = 0
    spent: bool = False
    """It has said what it says; it can only become a call for help."""
    helped: bool = False
    """It has called for help."""


class Presses:
    """What is said by keys, in the words that a patient would say."""

    def __init__(
        self,
        keys: Keys,
        prompts: Prompts,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._keys = keys
        self._now, self._sleep = now, sleep
        words = prompts.words
        self._letters = {char.casefold(): words[answer] for answer, char in prompts.keys.items()}
        self._tapped = (words["yes"], words["no"], words["dont_know"])
        self._commands = {SPACE: words["command_repeat"], ESCAPE: words["command_stop"]}
        self._help = words["command_emergency"]
        self._run: _Run | None = None
        self._command = ""
        self._answer: list[Stroke] = []
        self._whole = False
        self._early = False

    def over(self, said: Say, question: bool) -> Callable[[], bool]:
        """What tells, while `said` is spoken, whether a key ends it.

        What was pressed before is no answer to it. An answer ends a `question` only; nothing but
        repeat and stop ends what must be heard, and a call for help is kept until it is over.
        """
        self._take()
        self._forget()

        def ended() -> bool:
            self._take()
            if self._command:
                return not said.must_hear or self._command in self._commands.values()
            if not question or said.must_hear:
                self._forget()
            self._early = bool(self._answer)
            return self._early

        return ended

    def command(self) -> str:
        """The command that was pressed; "" for none. It is told once."""
        self._take()
        command, self._command = self._command, ""
        return command

    def pressed(self) -> bool:
        """Whether a key says something."""
        self._take()
        return bool(self._command or self._answer)

    def answer(self, kind: Kind) -> Utterance | None:
        """What the keys say to a question of this kind, as soon as it is whole; None: nothing.

        It counts as heard. A "no" into the middle of a question is read back, as a spoken one is.
        """
        while self.pressed():
            if self._command:
                self._forget()
                return Utterance(self.command())
            if self._settled(kind):
                text = self._said(kind)
                denied = self._early and kind == "yes_no" and text in (self._tapped[1], "2")
                self._forget()
                return Utterance(text, "unsure" if denied else "heard")
            self._sleep(_LOOK_EVERY)
        return None

    def _settled(self, kind: Kind) -> bool:
        quiet = self._now() - self._answer[-1].at
        if self._run is not None and not self._run.spent:
            quiet = min(quiet, self._now() - self._run.last)
        first = self._answer[0].char
        if first == ENTER:
            return quiet >= TAPS_END
        if first in self._letters or kind != "number":
            return True
        return self._whole or quiet >= DIGITS_END

    def _said(self, kind: Kind) -> str:
        first, count = self._answer[0].char, len(self._answer)
        if first == ENTER:
            return str(count) if kind == "number" else self._tapped[min(count, 3) - 1]
        return self._letters.get(first) or "".join(stroke.char for stroke in self._answer)

    def _forget(self) -> None:
        """Leave the answer; a key that is still down can only become a call for help."""
        self._answer, self._whole, self._early = [], False, False
        if self._run is not None:
            self._run.spent = True

    def _take(self) -> None:
        while (stroke := self._keys.next()) is not None:
            self._add(stroke)

    def _add(self, stroke: Stroke) -> None:
        run = self._run
        if run is None or run.char != stroke.char or stroke.at - run.last >= SAME:
            self._run = _Run(stroke.char, stroke.at, stroke.at, len(self._answer))
            self._press(stroke)
            return
        run.fast += stroke.at - run.last <= FAST
        run.last = stroke.at
        if run.fast >= FAST_ENOUGH:
            if not run.spent:
                del self._answer[run.begin + 1 :]
            if stroke.at - run.first >= HELD and not run.helped:
                self._forget()
                run.helped, self._command = True, self._help
        elif not run.spent and (stroke.char == ENTER or _is_digit(stroke.char)):
            self._press(stroke)

    def _press(self, stroke: Stroke) -> None:
        char = stroke.char
        if char in self._commands:
            self._command = self._commands[char]
        elif char in self._letters:
            self._answer = [stroke]
        elif char == ENTER and self._answer and _is_digit(self._answer[-1].char):
            self._whole = True
        elif char == ENTER or _is_digit(char):
            if self._answer and _is_digit(self._answer[0].char) != _is_digit(char):
                self._answer = []
            self._answer.append(stroke)


def _is_digit(char: str) -> bool:
    return char in "0123456789.,"


def with_hint(script: Script) -> Script:
    """The script that tells of the keys."""
    prompts = script.prompts
    return replace(script, prompts=replace(prompts, take_your_time=prompts.take_your_time_keys))
