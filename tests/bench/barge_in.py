"""Does Bedside answer itself, and does it hear a patient who interrupts?

Its prompts come back through a recorded room with a delay, at several levels; in other runs a
patient says "stop" in between, as loud as the prompt leaves the loudspeaker. The ears are those of
a live turn (assistant.ears.barge_in), without the sound card. Baseline: the same without taking the
own voice out.

python -m tests.bench.barge_in [--prompts 200] [--stops 100]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import time
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.dialogue.ahead import fixed_texts
from assistant.dialogue.script import load_script
from assistant.ears.audio_file import read_recording
from assistant.ears.barge_in import BargeIn
from assistant.ears.quick import quick_team
from assistant.ears.speech_detector import FRAME
from assistant.rehearsal.noise import active_level
from assistant.rehearsal.patient import Line
from assistant.rehearsal.patient_voice import PatientVoice
from assistant.voice.clip import Clip
from assistant.voice.espeak_program import EspeakProgram
from assistant.voice.own import OwnVoice
from intents.hearing import load_hearing
from tests.bench.clips import DATA, RATE, recorded_rooms, unheard

OUT = Path("build/bench/barge_in.json")
LEVELS = (-6.0, -12.0, -20.0)
DELAY = 0.12
"""Seconds from playing to the first sound at the microphone."""
GREETING = 5
"""Prompts from which the room is learnt first, as from the greeting of a check."""
VOICES = ("flite:slt", "flite:rms", "espeak:en-us", "espeak:en-gb")
"""The bounds were chosen with these voices; with the following ones and real people not."""
APART = ("flite:awb", "flite:kal16", "espeak:en-gb+m3", "espeak:en-gb-scotland", "espeak:en-us+f3")
PERSON = "a person"
NOISE = 10.0
"""Root mean square of the microphone's own noise."""
BASELINE_PROMPTS = 40

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one level: self-answers among prompts, stops heard, delays in seconds."""

    level: float
    prompts: int
    self_answers: list[str]
    stops: Counter[str]
    """By who said them."""
    heard: Counter[str]
    delays: list[float]

    def share(self, voices: Container[str]) -> str:
        """How many of their stops were heard."""
        heard, stops = (
            sum(count for who, count in counts.items() if who in voices)
            for counts in (self.heard, self.stops)
        )
        return f"{heard:4} of {stops:3}"


class Bed:
    """One room; Bedside speaks in it, and perhaps a patient."""

    def __init__(self, room: Floats, level: float, cancel: bool) -> None:
        self._own = OwnVoice()
        self._room = room * 10 ** (level / 20)
        self._cancel = cancel
        team = quick_team()
        assert team is not None
        self.barge_in = BargeIn(self._own if cancel else OwnVoice(), team, load_hearing())
        self._now = 0.0
        self._random = np.random.default_rng(7)

    def say(self, text: str, clip: Clip, word: Clip | None) -> tuple[list[str], float]:
        """What was heard as an interruption, and how long after the end of `word`."""
        count = -(-(len(clip.samples) + RATE) // FRAME) * FRAME
        sound = self._random.normal(0, NOISE, count)
        echo = convolve(clip.samples.astype(np.float64), self._room)
        begin = round(DELAY * RATE)
        sound[begin : begin + len(echo)] += echo[: count - begin]
        ended = 0.0
        if word is not None:
            latest = max(0.4, clip.seconds - word.seconds)
            at = round(self._random.uniform(0.3, latest) * RATE)
            loud = word.scaled(active_level(clip) / active_level(word)).samples
            sound[at : at + len(loud)] += loud[: count - at]
            ended = (at + len(word.trimmed(300).samples)) / RATE
        self._own.begin(clip, self._now)
        self.barge_in.begin(text, must_hear=False, question=True)
        if not self._cancel:
            self.barge_in._echo.taught = 99.0
        found: list[str] = []
        delay = 0.0
        heard = np.clip(sound, -32768, 32767).astype(np.int16)
        for start in range(0, count, FRAME):
            begun = time.monotonic()
            frame = heard[start : start + FRAME].tobytes()
            if said := self.barge_in.hear(frame, self._now + start / RATE):
                found.append(said)
                delay = (start + FRAME) / RATE - ended + time.monotonic() - begun
        self._now += count / RATE
        return found, delay


def convolve(sound: Floats, room: Floats) -> Floats:
    """The sound as the room answers it."""
    size = 1 << (len(sound) + len(room) - 1).bit_length()
    both = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(room, size), size)
    return both[: len(sound) + len(room) - 1]


def prompts() -> Iterator[tuple[str, Clip]]:
    """Everything that Bedside may ask, in its own voice, over and over."""
    voice = EspeakProgram("en")
    texts = list(dict.fromkeys(fixed_texts(load_script("GB"))))
    rendered = {text: voice.render(text, 155).at(RATE).scaled(0.8) for text in texts}
    return itertools.cycle(rendered.items())


def stops() -> Iterator[tuple[str, Clip]]:
    """Who says "stop", and how: synthetic voices and people."""
    said = {voice: PatientVoice(voice).clip(Line("stop")).trimmed() for voice in (*VOICES, *APART)}
    for row in unheard("words"):
        if row["text"] == "stop":
            said[PERSON] = Clip(read_recording(DATA / row["file"]), RATE).trimmed(300)
    return itertools.cycle(said.items())


def measure(level: float, silent: int, interrupted: int, cancel: bool = True) -> Result:
    """So many prompts without and with a patient, spread over the rooms."""
    answers: list[str] = []
    delays: list[float] = []
    heard: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    says, words = prompts(), stops()
    every = [room / np.sqrt((room**2).sum()) for room in recorded_rooms()]
    for number, room in enumerate(every):
        bed = Bed(room, level, cancel)
        for text, clip in itertools.islice(says, GREETING):
            bed.say(text, clip, None)
        for text, clip in itertools.islice(says, share(silent, number, len(every))):
            found, _ = bed.say(text, clip, None)
            answers += [f"{each}: {text}" for each in found]
        for text, clip in itertools.islice(says, share(interrupted, number, len(every))):
            who, word = next(words)
            asked[who] += 1
            found, delay = bed.say(text, clip, word)
            if "stop" in found:
                heard[who] += 1
                delays.append(delay)
            answers += [f"{each}: {text}" for each in found if each != "stop"]
    return Result(level, silent, answers, asked, heard, delays)


def share(total: int, number: int, parts: int) -> int:
    """The size of one of so many parts."""
    return total // parts + (number < total % parts)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--prompts", type=int, default=200)
    parser.add_argument("--stops", type=int, default=100)
    parser.add_argument("--out", type=Path, default=OUT)
    wish = parser.parse_args()
    if not DATA.is_dir():
        raise SystemExit(f"There are no rooms at {DATA}; set BEDSIDE_SHARED.")
    print(
        f"{'':14} {'echo':>6} {'self-answers':>14} {'stops, voices':>13} {'others':>11} "
        f"{'after p50':>10} {'p95':>6}"
    )
    rows: list[dict[str, Any]] = []
    runs = [(level, wish.prompts, wish.stops, True) for level in LEVELS]
    few = min(BASELINE_PROMPTS, wish.prompts)
    for level, silent, spoken, cancel in [*runs, (LEVELS[0], few, few, False)]:
        found = measure(level, silent, spoken, cancel)
        late = np.percentile(found.delays or [np.nan], [50, 95])
        name = "Bedside" if cancel else "echo left in"
        print(
            f"{name:14} {level:4.0f}dB {len(found.self_answers):7} of {silent:3} "
            f"{found.share(VOICES):>13} {found.share((*APART, PERSON)):>11} "
            f"{late[0]:9.2f}s {late[1]:5.2f}s",
            flush=True,
        )
        for who in found.stops if cancel else ():
            print(f"   {who:24} {found.share((who,))}")
        for answer in found.self_answers if cancel else ():
            print("   heard", answer)
        rows.append(
            {
                "who": name,
                "level": level,
                "prompts": silent,
                "self_answers": found.self_answers,
                "stops": dict(found.stops),
                "heard": dict(found.heard),
                "p50": late[0],
                "p95": late[1],
            }
        )
    wish.out.parent.mkdir(parents=True, exist_ok=True)
    data = {"load": os.getloadavg()[0], "rows": rows}
    wish.out.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
