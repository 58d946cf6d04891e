"""Says text aloud, sentence by sentence: it starts soon and can be stopped between any two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Literal

from assistant.voice.cache import CachedRenderer
from assistant.voice.clip import join, silence
from assistant.voice.earcons import Name, earcon
from assistant.voice.player import Player, never
from assistant.voice.renderer import Renderer
from assistant.voice.shelf import Shelf

PAUSE_SECONDS = 0.25
"""After each sentence but the last; with what the device adds, a person could breathe in it."""
RATES = (100, 120, 140, 155, 175, 200, 225, 250)
"""Words a minute that "slower" and "faster" step through."""
GAINS = (0.25, 0.4, 0.6, 0.8, 1.0)
"""Parts of full scale that "quieter" and "louder" step through."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Speech:
    """A voice. `rate`: words a minute; `gain`: 0..1 of what the renderer gives.

    `rate` and `gain` are kept here: the engine reports only its defaults.
    """

    def __init__(
        self,
        renderer: Renderer,
        player: Player,
        rate: int = 155,
        gain: float = 0.8,
        shelf: Shelf | None = None,
        rendering: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """`rendering`: what surrounds each wait for a sentence's sound."""
        self.rate = rate
        self.gain = gain
        self._rendering = rendering
        self._renderer = CachedRenderer(renderer, shelf=shelf)
        self._player = player

    def say(self, text: str, interrupted: Callable[[], bool] = never) -> bool:
        """Speak; True when the last sound is over, False soon after `interrupted` says so.

        Raises MissingError without a speech engine, AudioError when the device is gone.
        """
        spoken = sentences(text)
        for number, sentence in enumerate(spoken):
            with self._rendering():
                clip = self._renderer.render(sentence, self.rate).scaled(self.gain)
            self._renderer.prepare(spoken[number + 1 : number + 2], self.rate)
            if number < len(spoken) - 1:
                clip = join([clip, silence(PAUSE_SECONDS, clip.rate)])
            if not self._player.play(clip, interrupted):
                return False
        return True

    def sound(self, name: Name, interrupted: Callable[[], bool] = never) -> bool:
        """Play an earcon, as `say` does."""
        return self._player.play(earcon(name).scaled(min(1.0, self.gain)), interrupted)

    def prepare(self, texts: Iterable[str]) -> None:
        """Render what may be said next, in the background."""
        spoken = (sentence for text in texts for sentence in sentences(text))
        self._renderer.prepare(spoken, self.rate)

    def change(self, how: Literal["slower", "faster", "louder", "quieter"]) -> None:
        """One step of rate or loudness, from where it is now; at the end of the range it stays."""
        if how == "faster":
            self.rate = min((step for step in RATES if step > self.rate), default=self.rate)
        elif how == "slower":
            self.rate = max((step for step in RATES if step < self.rate), default=self.rate)
        elif how == "louder":
            self.gain = min((step for step in GAINS if step > self.gain), default=self.gain)
        else:
            self.gain = max((step for step in GAINS if step < self.gain), default=self.gain)

    def close(self) -> None:
        """Stop rendering ahead."""
        self._renderer.close()


def sentences(text: str) -> list[str]:
    """The sentences of a text, without what holds no word."""
    parts = _SENTENCE_END.split(text.strip())
    return [part for part in parts if any(map(str.isalnum, part))]
