"""Keyboard (or a pipe) for ears and plain lines for a voice, fit for a screen reader."""

from __future__ import annotations

import select
import time
from collections.abc import Iterable
from typing import TextIO

from assistant.captions import Captions
from assistant.conversation import EndOfInput, Utterance
from assistant.delivery import PLAIN, Delivery
from assistant.dialogue.actions import Listen, Say
from assistant.voice.manner import Change


class TypedEars:
    """Each line is an utterance; an empty line is silence."""

    free_speech = True

    def __init__(self, source: TextIO, echo: TextIO | None = None) -> None:
        self._source = source
        self._echo = echo

    def listen(self, say: Say, wanted: Listen) -> Utterance | None:
        """The next line. Raises EndOfInput at the end of the pipe.

        During an exercise a keyboard may be silent for its pause; a pipe does not keep time.
        """
        if wanted.seconds is not None and not self._typed_within(wanted.seconds):
            return None
        if self._echo is not None:
            self._echo.write("> ")
            self._echo.flush()
        line = self._source.readline()
        if not line:
            raise EndOfInput
        text = line.strip()
        return Utterance(text) if text else None

    def _typed_within(self, seconds: float) -> bool:
        if not self._source.isatty():
            return False
        try:
            return bool(select.select([self._source], [], [], seconds)[0])
        except (OSError, ValueError):  # Windows can't wait for a keyboard like this
            time.sleep(seconds)
            return False


class TypedVoice:
    """Shows what another voice would say."""

    def __init__(self, captions: Captions, delivery: Delivery = PLAIN) -> None:
        self._captions = captions
        self._delivery = delivery
        self._manner = delivery.manner

    def say(self, said: Say, question: bool = False) -> None:
        """Show the text."""
        self._captions.said(said.text)

    def prepare(self, texts: Iterable[str]) -> None:
        """A printed voice needs no time."""

    def change(self, how: Change) -> None:
        """A printed voice has no rate and no volume, but the next one may speak."""
        self._manner = self._manner.changed(how)
        self._delivery.changed(how, self._manner)
