"""Which sentences count without being read back, though no grammar covers them. Pure."""

from __future__ import annotations

from typing import Literal

from intents.meaning import Meaning

YES_FROM, NO_FROM = 0.9, 0.95
"""How sure the understanding must be of a sentence that one ear alone wrote down.

At 0.9 none of 113 recorded sentences to somebody else, and one of 60 stretches of people talking,
counts as an answer (at 0.8 three and six). A wrong no hides a danger, so it needs more.
"""
HARMLESS = frozenset(
    {
        *("repeat", "slower", "faster", "louder", "quieter", "wait"),
        *("why", "explain", "help", "summary", "emergency"),
    }
)
"""Commands that lose nothing if they were not meant."""


def decision(
    meaning: Meaning, heard: Literal["heard", "unsure"], clear: bool
) -> Literal["heard", "unsure"]:
    """Whether to believe an utterance. `clear`: a free ear wrote down a sentence without guessing.

    A clear sentence is believed where its meaning is plain: a yes, a no, don't know, or a harmless
    command. Numbers are not: one letter makes fifty of fifteen.
    """
    if heard == "heard" or not clear or meaning.by_sound:
        return heard
    if meaning.command:
        plain = meaning.command in HARMLESS and meaning.confidence >= YES_FROM
    elif meaning.answer is None or meaning.number is not None:
        plain = False
    else:
        plain = meaning.confidence >= (NO_FROM if meaning.answer == "no" else YES_FROM)
    return "heard" if plain else "unsure"
