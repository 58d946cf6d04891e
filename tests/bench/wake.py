"""Does Bedside wake when it is called, and only then? And what does its sleep cost?

False wakes: recordings of people and of households (no one the small model learnt from), one after
another, each time shifted by a part of a frame. Missed wakes: synthetic patients call it, clean and
in household noise. The cost is computing time per second of sound, without the sound card.

python -m tests.bench.wake [--hours 8]
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.ears.audio_file import read_recording
from assistant.ears.quick import quick_team
from assistant.rehearsal.patient import Line
from assistant.rehearsal.patient_voice import PatientVoice
from assistant.sleep import Sleeper
from assistant.voice.flite_program import NATURAL_RATE
from intents.hearing import Hearing, load_hearing
from tests.bench.clips import DATA, RATE, in_noise, rows, unheard

OUT = Path("build/bench/wake.json")
VOICES = (
    *(f"flite:{name}" for name in NATURAL_RATE),
    *(f"espeak:{name}" for name in ("en-us", "en-gb", "en-gb-scotland", "en-us+f3", "en-gb+m3")),
)
NOISE_DB = 10.0
BLOCK = 2 * RATE // 20

Samples = NDArray[np.int16]


class Sound:
    """A source of samples that were recorded before."""

    rate = RATE

    def __init__(self, samples: Samples) -> None:
        self._rest = samples.tobytes()

    def read(self) -> bytes | None:
        block, self._rest = self._rest[:BLOCK], self._rest[BLOCK:]
        return block or None

    def flush(self) -> None:
        """Nothing was recorded before."""


def others() -> list[tuple[str, Samples]]:
    """People who do not call, and households; with a rest after each."""
    found = [
        (row["text"] or name, read_recording(DATA / row["file"]))
        for name in ("words", "answers_audio", "sentences")
        for row in unheard(name)
        if row["text"].lower() not in ("emergency", "help me")
    ]
    found += [
        (row["label"], read_recording(DATA / row["file"]))
        for row in sorted(rows("noise"), key=lambda row: str(row["file"]))[1::2]
    ]
    return found


def asleep(sleeper: Sleeper) -> Iterator[str]:
    """Each phrase that woke it, until the sound is over."""
    while phrase := sleeper.sleep():
        yield phrase


def false_wakes(hearing: Hearing, hours: float) -> tuple[float, list[str], float]:
    """Hours heard, what woke it (and the recording), computing seconds per second."""
    team = quick_team()
    assert team is not None
    heard = 0.0
    woken: list[str] = []
    begun = time.process_time()
    for turn in itertools.count():
        for name, samples in others():
            if heard >= hours * 3600:
                return heard / 3600, woken, (time.process_time() - begun) / heard
            random = np.random.default_rng(turn)
            shift = random.integers(512) if turn else 0
            sound = np.concatenate([samples[shift:], np.zeros(RATE, dtype=np.int16)])
            if turn:  # another distance from the bed
                sound = (sound * random.uniform(0.2, 1.0)).astype(np.int16)
            heard += len(sound) / RATE
            woken += [
                f"{phrase}: {name}" for phrase in asleep(Sleeper(Sound(sound), team, hearing))
            ]
    raise AssertionError


def missed(hearing: Hearing, noisy: bool) -> tuple[Counter[str], Counter[str]]:
    """How often each phrase was called, and how often it woke nobody."""
    team = quick_team()
    assert team is not None
    called: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    phrases = (*hearing.waking.calls, *hearing.waking.emergency)
    calls = itertools.product(VOICES, phrases, range(3 if noisy else 1))
    for seed, (voice, phrase, _) in enumerate(calls):
        said = PatientVoice(voice).clip(Line(phrase)).samples
        rest = np.random.default_rng(seed).normal(0, 8, RATE).astype(np.int16)
        sound = np.concatenate([rest, said, rest])
        if noisy:
            sound = in_noise(sound, NOISE_DB, seed)
        called[phrase] += 1
        lost[phrase] += phrase not in asleep(Sleeper(Sound(sound), team, hearing))
    return called, lost


def cost(hearing: Hearing, noise: bool) -> float:
    """Computing seconds per second of quiet, or of household noise."""
    team = quick_team()
    assert team is not None
    sound = np.random.default_rng(1).normal(0, 8, 60 * RATE)
    if noise:
        sound = in_noise((sound * 100).astype(np.int16), 0.0, 1).astype(np.float64)
    begun = time.process_time()
    Sleeper(Sound(sound.astype(np.int16)), team, hearing).sleep()
    return (time.process_time() - begun) / 60


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--out", type=Path, default=OUT)
    wish = parser.parse_args()
    if not DATA.is_dir():
        raise SystemExit(f"There are no recordings at {DATA}; set BEDSIDE_SHARED.")
    hearing = load_hearing()
    result: dict[str, object] = {}
    for name, noise in (("quiet", False), ("household noise", True)):
        result[f"cost {name}"] = share = cost(hearing, noise)
        print(f"asleep in {name}: {100 * share:.1f} % of a core (target: 5 %)", flush=True)
    for name, noisy in (("clean", False), (f"{NOISE_DB:.0f} dB", True)):
        called, lost = missed(hearing, noisy)
        for phrase in called:
            print(f"missed, {name:6} {phrase:18} {lost[phrase]:3} of {called[phrase]:3}")
        rate = sum(lost.values()) / sum(called.values())
        print(f"missed, {name}: {100 * rate:.1f} % (target at 10 dB: 5 %)", flush=True)
        result[f"missed {name}"] = {phrase: [lost[phrase], called[phrase]] for phrase in called}
    hours, woken, share = false_wakes(hearing, wish.hours)
    print(f"false wakes: {len(woken)} in {hours:.2f} h of talk and noise (target: under 1 in 8 h)")
    for each in woken:
        print("  ", each)
    print(f"while others talk: {100 * share:.1f} % of a core")
    result |= {"hours": hours, "woken": woken, "cost talk": share}
    wish.out.parent.mkdir(parents=True, exist_ok=True)
    wish.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
