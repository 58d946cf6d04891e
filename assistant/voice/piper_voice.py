"""A Piper voice, where the package piper-tts is installed: sounds more human than eSpeak NG.

https://github.com/OHF-Voice/piper1-gpl (piper-tts 1.3 and later; GPL, so it is not brought along)
"""

from __future__ import annotations

import importlib
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import MissingError, UsageError
from assistant.voice.clip import Clip, join

_OWN_PACE = 155
"""Words a minute that a voice's own pace is taken for; Piper knows only "longer" and "shorter"."""


def check_piper(path: Path) -> Path:
    """The path of a voice that is there with its description.

    Raises MissingError without the package, UsageError where a file is missing.
    """
    if find_spec("piper") is None:
        raise MissingError("Piper is not installed; install it with: pip install piper-tts")
    for file in (path, Path(f"{path}.json")):
        if not file.is_file():
            raise UsageError(
                f"The Piper voice {file} is not there; a voice is two files, .onnx and .onnx.json."
            )
    return path


class PiperRenderer:
    """`path`: the .onnx file; its .onnx.json lies beside it."""

    def __init__(self, path: Path) -> None:
        self.voice = f"piper:{path}"
        self._path = path
        self._piper: Any = None
        self._lock = threading.Lock()

    def render(self, text: str, rate_wpm: int) -> Clip:
        """Raises what Piper raises."""
        with self._lock:
            return self._render(text, rate_wpm)

    def _render(self, text: str, rate_wpm: int) -> Clip:
        piper = importlib.import_module("piper")
        if self._piper is None:
            self._piper = piper.PiperVoice.load(self._path)
        scale = self._piper.config.length_scale * _OWN_PACE / rate_wpm
        settings = piper.SynthesisConfig(length_scale=scale)
        chunks = [
            Clip(np.frombuffer(chunk.audio_int16_bytes, dtype=np.int16), chunk.sample_rate)
            for chunk in self._piper.synthesize(text, syn_config=settings)
        ]
        return join(chunks).trimmed()
