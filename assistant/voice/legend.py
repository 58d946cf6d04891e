"""What the earcons mean is told once, when somebody hears them for the first time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from platformdirs import user_state_path

from assistant.voice.earcons import Name

TOLD = "sounds-explained"
"""The file that remembers it; delete it to hear the legend again."""


class Legend:
    """`texts`: a sentence for each earcon, in the order of telling."""

    def __init__(self, texts: Mapping[Name, str], folder: Path | None = None) -> None:
        self._texts = texts
        self._folder = folder or user_state_path("bedside")
        self._told = not texts or (self._folder / TOLD).exists()

    def untold(self) -> Iterator[tuple[Name, str]]:
        """The earcons with their sentences, if they were never told; from now on they were."""
        if self._told:
            return
        self._told = True
        yield from self._texts.items()
        with contextlib.suppress(OSError):  # then it is told again: a nuisance, no harm
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self._folder / TOLD).touch()
