"""The espeak-ng program as a voice: a process for each sentence, which can't hang the assistant."""

from __future__ import annotations

import subprocess

import numpy as np

from assistant.errors import MissingError
from assistant.voice.clip import Clip

_SECONDS = 20
"""A sentence takes milliseconds; after so long something is wrong."""


class EspeakProgram:
    """Renders through `espeak-ng --stdout`. `voice`: one of `espeak-ng --voices`."""

    def __init__(self, voice: str = "en") -> None:
        self.voice = voice

    def render(self, text: str, rate_wpm: int) -> Clip:
        """Raises MissingError where the program is missing or does not know the voice."""
        # The text goes through a pipe: arguments can be read by every user of the machine.
        command = ["espeak-ng", "-v", self.voice, "-s", str(rate_wpm), "--stdin", "--stdout"]
        try:
            done = subprocess.run(
                command, input=text.encode(), capture_output=True, timeout=_SECONDS, check=True
            )
        except FileNotFoundError as error:
            raise MissingError(
                "The program espeak-ng is missing; install it with: sudo apt install espeak-ng, "
                "or: sudo dnf install espeak-ng, or: brew install espeak-ng"
            ) from error
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise MissingError(
                f"espeak-ng can't speak with the voice '{self.voice}'; "
                "choose one that is listed by: espeak-ng --voices"
            ) from error
        return _streamed_wav(done.stdout)


def _streamed_wav(data: bytes) -> Clip:
    """A WAV written to a pipe: its header was written before its length was known."""
    header = data.find(b"data", 12)
    rate = int.from_bytes(data[24:28], "little")
    body = data[header + 8 :]
    return Clip(np.frombuffer(body[: len(body) // 2 * 2], dtype="<i2").astype(np.int16), rate)
