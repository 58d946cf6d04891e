"""How Bedside speaks to this person, and how a change of it is kept for the next time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from assistant.settings_file import Keeper, settings_path
from assistant.voice.manner import USUAL, Change, Manner
from assistant.voice.quiet_hours import NEVER, QuietHours, quiet_hours

Keep = Callable[[Mapping[str, object]], object]
"""Takes settings to be kept; it returns at once and never fails."""


def keep_nothing(changes: Mapping[str, object]) -> None:
    """Nothing is kept: a rehearsal, a test."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """`manner`: where a conversation starts. `keep`: gets what the patient changed."""

    manner: Manner = USUAL
    quiet: QuietHours = NEVER
    keep: Keep = keep_nothing
    voice: str = ""
    """See voice/choice.py."""
    speaker: str = ""
    """Part of the loudspeaker's name; "" is the default one."""

    def changed(self, how: Change, manner: Manner) -> None:
        """The patient asked for this, and it led to this manner."""
        if how in ("slower", "faster"):
            self.keep({"rate": manner.rate})
        else:
            self.keep({"volume": manner.volume})


PLAIN = Delivery()
"""The defaults; nothing is kept."""


def delivery(settings: Settings, path: Path | None = None) -> Delivery:
    """What the settings say; changes go back into their file."""
    hours = quiet_hours(settings.quiet_from, settings.quiet_to)
    keep = Keeper(path or settings_path())
    manner = Manner(settings.rate, settings.volume)
    return Delivery(manner, hours, keep, settings.voice, settings.speaker)
