"""What the project's own ears make of patients' answers: the safety bench's measured errors.

Each answer is rendered by flite or espeak-ng (or is a recording of a person), with or without
household noise, and goes through the ears of a live turn. Results are kept in
build/bench/kept/answers.json, so that twenty thousand patients cost one hearing of each answer.
"""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.conversation import IGNORED_LIMIT
from assistant.ears.agreement import Decision
from assistant.ears.audio_file import Recording, read_recording
from assistant.ears.choose import Ears
from assistant.ears.listener import Ended, Heard
from assistant.rehearsal.patient import Line
from assistant.rehearsal.patient_voice import PatientVoice
from intents.hearing import Hearing, load_hearing
from intents.meaning import Expectation
from tests.bench.clips import CLEAN, DATA, in_noise, unheard
from tests.bench.patients import MOST_WORDS

KEPT = Path(__file__).parents[2] / "build" / "bench" / "kept" / "answers.json"
VOICES = ("flite:kal16", "flite:awb", "flite:rms", "flite:slt", "espeak:en-us")
PEOPLE = "people"
"""Yes, no and don't know from recordings of many people, numbers from a synthetic voice."""
Result = tuple[Decision, str, bool]
"""The decision (heard, unsure, ignored), the text, and whether it is clear (see Verdict)."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it, and how many dB the household noise lies below (CLEAN for none)."""

    voice: str
    snr: float


class OwnEars:
    """Hears answers with the ears of this machine, each one once."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self._hearing: Hearing = load_hearing()
        self._voices: dict[str, PatientVoice] = {}
        self._recorded = _recorded_answers()
        self._kept: dict[str, Result] = {}
        if KEPT.is_file():
            stored = json.loads(KEPT.read_text(encoding="utf-8"))
            self._kept = {key: (value[0], value[1], value[2]) for key, value in stored.items()}

    def hear(
        self, text: str, label: str, speaker: Speaker, expect: Expectation, chance: random.Random
    ) -> Result:
        """What becomes of an answer. `label`: yes, no, dont_know, or "" for other answers."""
        recordings = self._recorded.get(label, []) if speaker.voice == PEOPLE else []
        said = str(chance.choice(recordings)) if recordings else text
        names = (self._ears.note, speaker.voice, speaker.snr, expect.kind, expect.unit, said)
        key = "|".join(map(str, names))
        if key not in self._kept:
            voice = (
                VOICES[hash_of(text) % len(VOICES)] if speaker.voice == PEOPLE else speaker.voice
            )
            samples = read_recording(DATA / said) if recordings else self._rendered(voice, text)
            if speaker.snr != CLEAN:
                samples = in_noise(samples, speaker.snr, hash_of(key))
            self._kept[key] = self._heard(samples, expect)
        return self._kept[key]

    def save(self) -> None:
        """Keep for the next run."""
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        KEPT.write_text(json.dumps(self._kept, indent=0), encoding="utf-8")

    def close(self) -> None:
        """Let the ears' threads end."""
        self._ears.team.close()

    def _samples(self, said: str, voice: str, recorded: bool) -> NDArray[np.int16]:
        if recorded:
            return read_recording(DATA / said)
        if voice == PEOPLE:
            voice = VOICES[hash_of(said) % len(VOICES)]
        return self._rendered(voice, said)

    def _rendered(self, voice: str, text: str) -> NDArray[np.int16]:
        if voice not in self._voices:
            self._voices[voice] = PatientVoice(voice)
        quiet = np.zeros(8_000, np.int16)
        samples = self._voices[voice].clip(Line(say=text)).samples
        return np.concatenate([quiet, samples, quiet, quiet])

    def _heard(self, samples: NDArray[np.int16], expect: Expectation) -> Result:
        listener = self._ears.listener(Recording(samples), self._hearing)
        for _ in range(IGNORED_LIMIT):
            event = listener.listen(expect, wait=float("inf"), flush=False, gate=0.0)
            if isinstance(event, Ended):
                break
            if isinstance(event, Heard) and event.decision != "ignored":
                return event.decision, event.text, event.clear
        return "ignored", "", False


def hash_of(text: str) -> int:
    """The same number for the same text in every run."""
    return random.Random(text).getrandbits(30)


def _recorded_answers() -> dict[str, list[Path]]:
    """Recordings of people whom the small model did not learn from, by what they mean."""
    found: dict[str, list[Path]] = {"yes": [], "no": [], "dont_know": []}
    if not DATA.is_dir():
        return found
    for row in unheard("answers_audio"):
        label = {"unsure": "dont_know"}.get(str(row.get("label")), str(row.get("label")))
        if label in found and len(row["text"].split()) <= MOST_WORDS:
            found[label].append(Path(os.fspath(row["file"])))
    for row in unheard("words"):
        if row["text"] in ("yes", "no"):
            found[row["text"]].append(Path(os.fspath(row["file"])))
    return found
