"""The flite program as a voice: small, recorded from people, quick enough for old machines.

http://www.festvox.org/flite
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from assistant.errors import BedsideError, MissingError, UsageError
from assistant.voice.clip import Clip, read_clip

NATURAL_RATE = {"rms": 180, "slt": 205, "awb": 190, "kal16": 235}
"""Words a minute of each voice as it was recorded, measured on sentences of ours with their pauses.

rms and awb are men (American, Scottish), slt a woman; kal16 is the oldest and the least natural.
"""
_SECONDS = 60
"""A sentence takes some 50 ms; after so long something is wrong."""


class FliteProgram:
    """Renders through `flite`. `name`: one of NATURAL_RATE.

    Raises UsageError for a voice that there is not, MissingError without the program.
    """

    def __init__(self, name: str = "rms") -> None:
        if name not in NATURAL_RATE:
            raise UsageError(
                f"flite has no voice '{name}'; choose one of {', '.join(NATURAL_RATE)}."
            )
        if shutil.which("flite") is None:
            raise MissingError(
                "The program flite is missing; install it with: sudo apt install flite, "
                "or: sudo dnf install flite, or choose a voice of espeak-ng."
            )
        self.voice = f"flite:{name}"
        self._name = name

    def render(self, text: str, rate_wpm: int) -> Clip:
        """Raises MissingError where the program gives no sound."""
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
            except (OSError, subprocess.SubprocessError, BedsideError) as error:
                raise MissingError(
                    f"flite gives no sound with its voice '{self._name}'; "
                    "choose a voice of espeak-ng."
                ) from error
