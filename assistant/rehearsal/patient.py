"""A patient who follows a script: answers what is asked, and falls silent in the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.rehearsal.script import Item, PatientScript

READ_BACKS = ("check_answer", "check_number", "volunteered_check")
"""Prompts that put what was heard to the patient: yes only where that is what was said."""
LINES_AT_MOST = 200

Agrees = Callable[[str, str], bool]
"""Whether what the patient said is what the prompt reads back."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the patient does in one turn; see Item."""

    say: str = ""
    wav: str = ""
    silence: float = 0.0


class ScriptedPatient:
    """Items with a `when` answer what they name, as often as it is asked (several in turn, the last
    one again and again); the others are said one a turn, in order, where no answer fits; when they
    are used up, everything else gets `otherwise`, and an open question the last free line again.
    """

    def __init__(self, script: PatientScript, agrees: Agrees | None = None) -> None:
        self._otherwise = script.otherwise
        self._agree, self._disagree = script.agree, script.disagree
        self._agrees = agrees
        self._free = [item for item in script.says if not item.when]
        self._answers: dict[str, list[Item]] = {}
        for item in script.says:
            if item.when:
                self._answers.setdefault(item.when, []).append(item)
        self._left = LINES_AT_MOST
        self._last_free: Item | None = None
        self._last_said = ""

    def next_line(self, asks: tuple[str, ...], prompt_key: str, prompt: str = "") -> Line | None:
        """The answer to a prompt that asks for these facts; None: silent, maybe for good.

        `prompt`: its text, for read-backs.
        """
        if self._left == 0:
            return None
        self._left -= 1
        item = self._answer(asks, prompt_key) or self._read_back(prompt_key, prompt)
        if item is None and self._free:
            item = self._last_free = self._free.pop(0)
        if item is None:
            item = self._default(asks, prompt_key)
        if item is None:
            return None
        if prompt_key not in READ_BACKS:
            self._last_said = item.say
        return Line(item.say, item.wav, item.silence)

    def _answer(self, asks: tuple[str, ...], prompt_key: str) -> Item | None:
        question = prompt_key.partition(".")[2]
        asked = {*asks, prompt_key, question}
        for when, items in self._answers.items():
            if when in asked:
                return items.pop(0) if len(items) > 1 else items[0]
        return None

    def _read_back(self, prompt_key: str, prompt: str) -> Item | None:
        if prompt_key not in READ_BACKS or self._agrees is None:
            return None
        right = self._agrees(self._last_said, prompt)
        said = self._agree if right else self._disagree
        return Item(say=said) if said else None

    def _default(self, asks: tuple[str, ...], prompt_key: str) -> Item | None:
        if not asks and prompt_key.startswith("complaint"):
            return self._last_free
        return Item(say=self._otherwise) if self._otherwise else None
