"""Says text aloud, sentence by sentence: it starts soon and can be stopped between any two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext

from assistant.voice.cache import CachedRenderer
from assistant.voice.clip import join, silence
from assistant.voice.earcons import Name, earcon
from assistant.voice.manner import USUAL, Change, Manner
from assistant.voice.player import Player, never
from assistant.voice.renderer import Renderer
from assistant.voice.shelf import Shelf

PAUSE_SECONDS = 0.25
"""After each sentence but the last; with what the device adds, a person could breathe in it."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def _as_loud_as_ever() -> float:
    """No quiet hours."""
    return 1.0


class Speech:
    """A voice. `manner`: how fast and how loud; the engine itself reports only its defaults."""

    def __init__(
        self,
        renderer: Renderer,
        player: Player,
        manner: Manner = USUAL,
        shelf: Shelf | None = None,
        rendering: Callable[[], AbstractContextManager[None]] = nullcontext,
        hush: Callable[[], float] = _as_loud_as_ever,
    ) -> None:
        """`rendering`: what surrounds each wait for a sentence's sound.

        `hush`: what the volume is multiplied with at this hour, but for what is said `aloud`.
        """
        self.manner = manner
        self._hush = hush
        self._rendering = rendering
        self._renderer = CachedRenderer(renderer, shelf=shelf)
        self._player = player

    def say(self, text: str, interrupted: Callable[[], bool] = never, aloud: bool = False) -> bool:
        """Speak; True when the last sound is over, False soon after `interrupted` says so.

        Raises MissingError without a speech engine, AudioError when the device is gone.
        """
        spoken = sentences(text)
        for number, sentence in enumerate(spoken):
            with self._rendering():
                clip = self._renderer.render(sentence, self.manner.rate).scaled(self._volume(aloud))
            self._renderer.prepare(spoken[number + 1 : number + 2], self.manner.rate)
            if number < len(spoken) - 1:
                clip = join([clip, silence(PAUSE_SECONDS, clip.rate)])
            if not self._player.play(clip, interrupted):
                return False
        return True

    def sound(self, name: Name, interrupted: Callable[[], bool] = never) -> bool:
        """Play an earcon, as `say` does."""
        volume = self._volume(aloud=name == "alarm")
        return self._player.play(earcon(name).scaled(volume), interrupted)

    def _volume(self, aloud: bool) -> float:
        return self.manner.volume * (1.0 if aloud else self._hush())

    def prepare(self, texts: Iterable[str]) -> None:
        """Render what may be said next, in the background."""
        spoken = (sentence for text in texts for sentence in sentences(text))
        self._renderer.prepare(spoken, self.manner.rate)

    def change(self, how: Change) -> None:
        """One step of rate or loudness, from where it is now; at the end of the range it stays."""
        self.manner = self.manner.changed(how)

    def close(self) -> None:
        """Stop rendering ahead."""
        self._renderer.close()


def sentences(text: str) -> list[str]:
    """The sentences of a text, without what holds no word."""
    parts = _SENTENCE_END.split(text.strip())
    return [part for part in parts if any(map(str.isalnum, part))]
