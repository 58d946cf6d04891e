"""A Piper voice, where the package piper-tts is installed: sounds more human than eSpeak NG.

https://github.com/OHF-Voice/piper1-gpl (piper-tts 1.3 and later; GPL, so it is not brought along)
"""

from __future__ import annotations

import importlib
import logging
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from assistant.errors import MissingError, UsageError
from assistant.voice.clip import Clip, join
from assistant.voice.renderer import Renderer

_log = logging.getLogger(__name__)
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
    """`path`: the .onnx file; its .onnx.json lies beside it.

    `fallback` speaks where Piper fails: an ill person must hear something.
    """

    def __init__(self, path: Path, fallback: Renderer) -> None:
        self.voice = f"piper:{path}"
        self._path = path
        self._fallback = fallback
        self._piper: Any = None
        self._broken = False
        self._lock = threading.Lock()

    def render(self, text: str, rate_wpm: int) -> Clip:
        with self._lock:
            if not self._broken:
                try:
                    return self._render(text, rate_wpm)
                except Exception as error:  # what a broken voice raises differs by its fault
                    self._broken = True
                    _log.warning("The Piper voice fails (%s); the usual voice speaks.", error)
        return self._fallback.render(text, rate_wpm)

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

    def close(self) -> None:
        """Let go of the model."""
        with self._lock:
            self._piper, self._broken = None, True
        close = getattr(self._fallback, "close", None)
        if close is not None:
            close()
