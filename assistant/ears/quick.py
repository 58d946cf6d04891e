"""Two light ears for short commands, beside those that hear answers."""

from __future__ import annotations

from assistant.ears.sphinx_ear import SphinxEar
from assistant.ears.team import Team
from assistant.ears.vosk_ear import VoskEar
from models.errors import ModelError
from models.store import usable


def quick_team() -> Team | None:
    """Bedside's own small Vosk model and PocketSphinx; None where one of them is missing.

    The small model is enough for a handful of phrases, and cheap enough to listen all night.
    """
    for found in reversed(list(usable())):
        ear = VoskEar(found.path, found.free_speech)
        try:
            ear.load()
        except ModelError:
            continue
        return Team(ear, SphinxEar(), likely=SphinxEar(likely=True))
    return None
