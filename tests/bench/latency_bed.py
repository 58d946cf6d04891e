"""`bedside talk` that notes when each stage of a turn is done, for the latency bench.

Run in the virtual card's environment:
python -m tests.bench.latency_bed ahead|after MARKS talk ...
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TextIO

from assistant import spoken
from assistant.__main__ import run
from assistant.ears import utterance
from assistant.ears.listener import Listener
from assistant.voice.player import SounddevicePlayer


def _marked(file: TextIO, owner: Any, name: str, before: str = "", after: str = "") -> None:
    """Write a line with the time before or after each call of a method."""
    plain: Callable[..., Any] = getattr(owner, name)

    def mark(stage: str) -> None:
        if stage and threading.current_thread().name != "cues":  # an earcon is no reply
            file.write(json.dumps({"stage": stage, "at": time.monotonic()}) + "\n")
            file.flush()

    @wraps(plain)
    def wrapped(*args: Any, **named: Any) -> Any:
        mark(before)
        try:
            return plain(*args, **named)
        finally:
            mark(after)

    setattr(owner, name, wrapped)


if __name__ == "__main__":
    if sys.argv[1] == "after":  # the baseline: the ears decode when the utterance is over
        utterance.GUESS_AFTER = utterance.GUESS_AFTER_DESCRIBING = float("inf")
    with open(sys.argv[2], "w", encoding="utf-8") as marks:
        _marked(marks, Listener, "_finish", before="ended", after="recognised")
        _marked(marks, spoken.SpokenVoice, "say", before="understood")
        _marked(marks, SounddevicePlayer, "play", before="rendered")
        sys.exit(run(sys.argv[3:]))
