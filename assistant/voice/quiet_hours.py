"""At night Bedside speaks softer, where that is wished for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

SOFTER = 0.5
"""What is left of the volume: 6 dB less, plainly softer and still close to the ear."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of the day to another, over midnight too; never where one is missing."""

    begin: time | None = None
    end: time | None = None

    def factor(self, now: time) -> float:
        """What the volume is multiplied with at this time of the day."""
        if self.begin is None or self.end is None or self.begin == self.end:
            return 1.0
        if self.begin < self.end:
            quiet = self.begin <= now < self.end
        else:
            quiet = now >= self.begin or now < self.end
        return SOFTER if quiet else 1.0


NEVER = QuietHours()


def quiet_hours(begin: str, end: str) -> QuietHours:
    """From two times as HH:MM; "" for never. Raises ValueError for anything else."""
    return QuietHours(
        time.fromisoformat(begin) if begin else None, time.fromisoformat(end) if end else None
    )
