"""How fast and how loud Bedside speaks, and the steps in which a patient changes it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Change = Literal["slower", "faster", "louder", "quieter"]

RATE_LOW, RATE_HIGH = 100, 250
"""Words a minute that stay intelligible (numbers: 150-200 is comfortable, slower on request)."""
RATES = (100, 120, 140, 155, 175, 200, 225, 250)
"""Words a minute that "slower" and "faster" step through."""
VOLUME_LOW, VOLUME_HIGH = 0.1, 1.0
"""Parts of full scale; below the lowest, a voice that is on could be taken for one that is off."""
VOLUMES = (0.25, 0.4, 0.6, 0.8, 1.0)
"""Parts of full scale that "quieter" and "louder" step through."""


@dataclass(frozen=True, slots=True)
class Manner:
    """`rate` in words a minute; `volume` in parts of full scale."""

    rate: int = 155
    volume: float = 0.8

    def changed(self, how: Change) -> Manner:
        """One step from where it is now; at the end of the range it stays."""
        if how == "faster":
            rate = min((step for step in RATES if step > self.rate), default=self.rate)
            return replace(self, rate=rate)
        if how == "slower":
            rate = max((step for step in RATES if step < self.rate), default=self.rate)
            return replace(self, rate=rate)
        if how == "louder":
            volume = min((step for step in VOLUMES if step > self.volume), default=self.volume)
        else:
            volume = max((step for step in VOLUMES if step < self.volume), default=self.volume)
        return replace(self, volume=volume)


USUAL = Manner()
