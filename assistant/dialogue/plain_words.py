"""Which sentences count without being read back, though no grammar covers them. Pure."""

from __future__ import annotations

from typing import Literal

from intents.meaning import Meaning

PLAIN = 0.95
"""How sure the understanding must be of a sentence that one ear alone wrote down.

One for all answers: which of yes and no hides a danger depends on the question. At 0.9 already none
of 113 recorded sentences to somebody else, and one of 60 stretches of people talking, counts as an
answer (at 0.8 three and six).
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
        possible = meaning.command in HARMLESS
    else:
        possible = meaning.answer is not None and meaning.number is None
    return "heard" if possible and meaning.confidence >= PLAIN else "unsure"
