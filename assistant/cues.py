"""Earcons at their time, beside the conversation: they never keep it waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from itertools import chain, repeat

from assistant.errors import BedsideError
from assistant.voice.earcons import Name

HEARD_AFTER = 0.25
"""Seconds after the end of an answer; a reply that is there by then says enough itself."""
THINKING_AFTER, THINKING_EVERY = 0.7, 2.5

Plan = Iterable[tuple[float, Name]]


class Cues:
    """Plays what tells that Bedside listens, has heard, or is thinking.

    `play`: sounds an earcon and returns at its end, or soon after what it is given says True.
    """

    def __init__(self, play: Callable[[Name, Callable[[], bool]], object]) -> None:
        self._play = play
        self._stop = threading.Event()

    def listening(self) -> None:
        """Your turn. It sounds within the moment that is not listened to (see listener.GATE)."""
        self._begin([(0.0, "listening")])

    def ended(self) -> None:
        """The answer is over, the reply is to come."""
        first: Plan = [(HEARD_AFTER, "heard"), (THINKING_AFTER - HEARD_AFTER, "thinking")]
        self._begin(chain(first, repeat((THINKING_EVERY, "thinking"))))

    def quiet(self) -> None:
        """Somebody speaks: what sounds ends within a block, what was to come does not."""
        self._stop.set()

    def _begin(self, plan: Plan) -> None:
        self.quiet()
        self._stop = threading.Event()
        threading.Thread(
            target=self._carry_out, name="cues", args=(plan, self._stop), daemon=True
        ).start()

    def _carry_out(self, plan: Plan, stop: threading.Event) -> None:
        for seconds, name in plan:
            if stop.wait(seconds):
                return
            try:
                self._play(name, stop.is_set)
            except BedsideError:
                return  # the loudspeaker is gone; the next sentence finds out
