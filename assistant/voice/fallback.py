"""A voice, and the usual one for where it fails: an ill person must hear something."""

from __future__ import annotations

import logging
from typing import Protocol

from assistant.voice.clip import Clip
from assistant.voice.renderer import Renderer

_log = logging.getLogger(__name__)


class ClosingRenderer(Renderer, Protocol):
    """A renderer that holds something, such as a folder or a model."""

    def close(self) -> None:
        """Let go of it."""


class WithFallback:
    """After its first failure `renderer` is not asked again, so that the voice changes once."""

    def __init__(self, renderer: Renderer, usual: ClosingRenderer) -> None:
        self.voice = renderer.voice
        self._renderer: Renderer | None = renderer
        self._usual = usual

    def render(self, text: str, rate_wpm: int) -> Clip:
        if (renderer := self._renderer) is not None:
            try:
                return renderer.render(text, rate_wpm)
            except Exception as error:  # what a broken voice raises differs by its fault
                self._renderer = None
                _log.warning("The voice %s fails (%s); the usual one speaks.", self.voice, error)
        return self._usual.render(text, rate_wpm)

    def close(self) -> None:
        """Let go of both."""
        self._renderer = None
        self._usual.close()
