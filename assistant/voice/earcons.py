"""Short sounds that say what Bedside is doing: soft, low, and told apart by their melody.

They stay below 700 Hz, where old ears hear best, and swell and fade, so that nobody is startled.
Long notes below 400 Hz are taken for a voice by the speech detector; so "thinking" is short.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from assistant.voice.clip import Clip, join, silence

Name = Literal["listening", "heard", "thinking", "alarm"]
RATE = 22_050
_FADE_SECONDS = 0.03


@dataclass(frozen=True, slots=True)
class Tone:
    """One note: frequency in Hz, length in seconds, loudness 0..1 of full scale."""

    pitch: float
    seconds: float
    loudness: float = 0.12


_MELODIES: dict[Name, tuple[Tone, ...]] = {
    "listening": (Tone(392, 0.09), Tone(523, 0.12)),  # rises: your turn
    "heard": (Tone(440, 0.08),),
    "thinking": (Tone(392, 0.06, 0.06), Tone(392, 0.06, 0.06)),
    "alarm": tuple(Tone(pitch, 0.25, 0.35) for pitch in (659, 494, 659, 494)),
}
_GAP = 0.04


def earcon(name: Name) -> Clip:
    """The sound of this name."""
    notes = [_note(tone) for tone in _MELODIES[name]]
    return join([*notes, silence(_GAP, RATE)], pause=_GAP)


def _note(tone: Tone) -> Clip:
    times = np.arange(round(tone.seconds * RATE)) / RATE
    fade = np.minimum(1.0, np.minimum(times, times[::-1]) / _FADE_SECONDS)
    # A little of the octave makes a note, where a pure sine is hard to locate.
    wave = np.sin(2 * np.pi * tone.pitch * times) + 0.25 * np.sin(4 * np.pi * tone.pitch * times)
    return Clip((wave * fade * tone.loudness * 32767 / 1.25).astype(np.int16), RATE)
