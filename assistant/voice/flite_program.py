"""The flite program as a voice: small, recorded from people, quick enough for old machines.

http://www.festvox.org/flite
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
from pathlib import Path

from assistant.errors import BedsideError, MissingError, UsageError
from assistant.voice.clip import Clip, read_clip
from assistant.voice.renderer import Renderer

_log = logging.getLogger(__name__)
NATURAL_RATE = {"rms": 180, "slt": 205, "awb": 190, "kal16": 235}
"""Words a minute of each voice as it was recorded, measured on sentences of ours with their pauses.

rms and awb are men (American, Scottish), slt a woman; kal16 is the oldest and the least natural.
"""
MISSING = (
    "The program flite is missing; install it with: sudo apt install flite, "
    "or: sudo dnf install flite, or choose a voice of espeak-ng."
)
_SECONDS = 60
"""A sentence takes some 50 ms; after so long something is wrong."""


class FliteProgram:
    """Renders through `flite`. `name`: one of NATURAL_RATE.

    `fallback` speaks where flite fails. Raises UsageError for a voice that there is not.
    """

    def __init__(self, name: str = "rms", fallback: Renderer | None = None) -> None:
        if name not in NATURAL_RATE:
            raise UsageError(
                f"flite has no voice '{name}'; choose one of {', '.join(NATURAL_RATE)}."
            )
        self.voice = f"flite:{name}"
        self._name = name
        self._fallback = fallback

    def render(self, text: str, rate_wpm: int) -> Clip:
        """Raises MissingError where the program is missing or gives no sound."""
        try:
            return self._render(text, rate_wpm)
        except MissingError as error:
            if self._fallback is None:
                raise
            _log.warning("%s The usual voice speaks.", error)
            return self._fallback.render(text, rate_wpm)

    def close(self) -> None:
        """Let go of the fallback."""
        close = getattr(self._fallback, "close", None)
        if close is not None:
            close()

    def _render(self, text: str, rate_wpm: int) -> Clip:
        stretch = NATURAL_RATE[self._name] / rate_wpm
        # Arguments can be read by every user of the machine; a file in a private folder can't.
        with tempfile.TemporaryDirectory(prefix="bedside-voice-") as folder:
            said, sound = Path(folder) / "said.txt", Path(folder) / "said.wav"
            said.write_text(text, encoding="utf-8")
            command = ["flite", "-voice", self._name, "--setf", f"duration_stretch={stretch:.3f}"]
            command += ["-f", str(said), "-o", str(sound)]
            try:
                subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
                return read_clip(sound).trimmed()
            except FileNotFoundError as error:
                raise MissingError(MISSING) from error
            except (subprocess.SubprocessError, BedsideError) as error:
                raise MissingError(
                    f"flite gives no sound with its voice '{self._name}'; "
                    "choose a voice of espeak-ng."
                ) from error


def check_flite(name: str) -> str:
    """`name`, where it can speak. Raises UsageError or MissingError where it can't."""
    FliteProgram(name)
    if shutil.which("flite") is None:
        raise MissingError(MISSING)
    return name
