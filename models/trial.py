"""Whether an engine survives a model that nobody vouches for: it is tried in a process of its own.

Vosk crashes on some damaged graphs instead of refusing them, and a crash can't be caught.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from models.errors import ModelError

_SECONDS = 60.0
_TRIAL = """
import random, sys, vosk
vosk.SetLogLevel(-2)
words = '["yes", "no", "one", "two", "[unk]"]'
recogniser = vosk.KaldiRecognizer(vosk.Model(model_path=sys.argv[1]), 16000.0, words)
recogniser.AcceptWaveform(random.Random(0).randbytes(64000))
recogniser.FinalResult()
"""


def check_by_trial(directory: Path) -> None:
    """Try it, as long as that takes. Raises ModelError where Vosk can't load it or crashes."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _TRIAL, str(directory)],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        done = 1
    if done:
        raise ModelError(
            f"The speech model in {directory} can't be used, it seems damaged; "
            "get one with: bedside models fetch"
        )
