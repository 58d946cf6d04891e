"""Lets a team of ears hear clips, and keeps what each ear said before anything is decided."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from assistant.ears.agreement import Judge, Verdict
from assistant.ears.audio_file import Recording
from assistant.ears.choose import Ears
from assistant.ears.evidence import Opinions
from assistant.ears.grammar import Grammar, grammar_for
from assistant.ears.listener import Ended, Listener
from intents.hearing import Hearing
from intents.meaning import Expectation
from tests.bench.clips import Clip


@dataclass(frozen=True, slots=True)
class Listened:
    """A clip without its samples, and the opinions on each utterance found in it."""

    set: str
    said: str
    inside: bool
    kind: str
    snr: float
    speaker: str
    opinions: tuple[Opinions, ...]
    seconds: float
    work: float
    room: bool = False


class _Notes:
    """Stands where the judge stands, and writes down what it is shown."""

    def __init__(self) -> None:
        self.seen: list[Opinions] = []
        self.free_speech = False

    def decide(self, heard: Opinions, grammar: Grammar) -> Verdict:
        self.seen.append(heard)
        return Verdict("ignored", "", "only noted")


def listen(ears: Ears, hearing: Hearing, clips: Iterable[Clip]) -> Iterator[Listened]:
    """What the ears hear in each clip, by the same path as in a live turn."""
    for clip in clips:
        notes = _Notes()
        source = Recording(clip.samples)
        listener = Listener(source, ears.team, hearing, notes)
        begun = time.process_time()
        expect = Expectation(clip.kind)
        while not isinstance(
            listener.listen(expect, wait=float("inf"), flush=False, gate=0.0), Ended
        ):
            pass
        yield Listened(
            clip.set,
            clip.said,
            clip.inside,
            clip.kind,
            clip.snr,
            clip.speaker,
            tuple(notes.seen),
            len(clip.samples) / np.float64(16_000),
            time.process_time() - begun,
            clip.room,
        )


def grammars(hearing: Hearing) -> dict[str, Grammar]:
    """The grammar of each kind of answer."""
    return {
        "yes_no": grammar_for(hearing, Expectation("yes_no")),
        "number": grammar_for(hearing, Expectation("number")),
    }


def verdict(judge: Judge, heard: Listened, grammar: Grammar) -> Verdict:
    """The verdict on a whole clip: that of its one utterance, or of several the least certain."""
    verdicts = [judge.decide(one, grammar) for one in heard.opinions]
    counted = [each for each in verdicts if each.decision != "ignored"]
    if not counted:
        return Verdict("ignored", "", "nothing counted")
    if len(counted) == 1:
        return counted[0]
    text = " ".join(each.text for each in counted)
    sure = all(each.decision == "heard" for each in counted)
    clear = all(each.decision == "heard" or each.clear for each in counted)
    return Verdict("heard" if sure else "unsure", text, "several", clear=clear)
