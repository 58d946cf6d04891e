"""Listens in a thread of its own while Bedside speaks, and stops it when the patient says so."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.dialogue.actions import Say
from assistant.ears.barge_in import BargeIn
from assistant.ears.endpoint import FRAME_SECONDS
from assistant.ears.microphone import Microphone
from assistant.ears.source import Frames
from assistant.errors import AudioError


class Interrupter:
    """`microphone`: the one that hears the answers, too; never both at a time."""

    def __init__(self, microphone: Microphone, barge_in: BargeIn) -> None:
        self._microphone = microphone
        self._frames = Frames(microphone)
        self._barge_in = barge_in

    def during(
        self, speak: Callable[[Callable[[], bool]], object], said: Say, question: bool
    ) -> str:
        """Run `speak`, which gets something to ask whether to stop; what interrupted it, or "".

        `question`: an answer may interrupt, too.
        """
        self._barge_in.begin(said.text, said.must_hear, question)
        over = threading.Event()
        heard: list[str] = []
        ears = threading.Thread(target=self._listen, args=(over, heard), daemon=True)
        ears.start()
        try:
            speak(lambda: bool(heard))
        finally:
            over.set()
            ears.join()
        return heard[0] if heard else ""

    def _listen(self, over: threading.Event, heard: list[str]) -> None:
        self._frames.flush()
        while not (over.is_set() or heard):
            try:
                frames = list(self._frames.read() or ())
            except AudioError:
                return  # who listens for the answer finds out and says so
            end = self._microphone.heard_until - self._frames.pending
            for number, frame in enumerate(frames):
                at = end - (len(frames) - number) * FRAME_SECONDS
                if said := self._barge_in.hear(frame, at):
                    heard.append(said)
                    return
