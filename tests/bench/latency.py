"""How long people wait: from the last sound of an answer to the first sound of the reply.

A real `bedside talk` on a virtual sound card, with real playback and capture; a patient of flite's
voices answers. Both sounds are found in recordings of the card, so what the sound server adds on
the way in and out counts. Stages: endpoint (until the answer is taken to be over), recognition,
understanding (with the dialogue's step), rendering, device (the rest, until it sounds).

python -m tests.bench.latency [--turns 100]
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.dialogue.script import Script, load_script
from assistant.rehearsal.patient import READ_BACKS, Line
from assistant.rehearsal.patient_voice import PatientVoice
from tests.bedside.at_the_card import TURN_SECONDS, Journal
from tests.bedside.virtual_card import Card, virtual_card, why_not

OUT = Path("build/bench/latency.json")
STAGES = ("endpoint", "recognition", "understanding", "rendering", "device")
TARGETS = {"whole": (0.5, 0.8), "open": (1.4, 1.8)}
"""Seconds, p50 and p95."""
BASELINE_TURNS = 16
WHOLE = 6
"""Whole answers between two descriptions."""
DESCRIPTIONS = (
    "my back aches and I have a fever",
    "I have had the flu for three days and everything hurts",
    "I have a cough and a cold and my throat is sore",
    "I ache all over and I feel very weak",
    "it hurts in my side and I feel shivery",
    "I lifted something heavy yesterday and now my lower back hurts",
)
LONGEST_WAIT = 12.0
VOICES = ("flite:slt", "flite:rms")


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer and its reply; seconds."""

    kind: str
    said: str
    total: float
    endpoint: float
    recognition: float
    understanding: float
    rendering: float
    device: float


class Patient:
    """Describes, then answers a few questions, then starts over: so that all kinds come often."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._descriptions = itertools.cycle(DESCRIPTIONS)
        self._whole = 0

    def answer(self, said: dict[str, Any]) -> tuple[str, str]:
        """The kind of the answer to this prompt, and its words."""
        key, asks = str(said["key"]), said["asks"]
        if key.startswith("complaint"):
            self._whole = 0
            return "open", next(self._descriptions)
        if key in READ_BACKS:
            return "whole", "yes"
        if asks and self._script.tree.facts[asks[0]].kind == "number":
            return "number", "thirty eight" if asks[0] != "pain_score" else "four"
        if self._whole >= WHOLE or not asks:
            return "command", "start over"
        self._whole += 1
        return "whole", "no"


def turns(card: Card, folder: Path, wanted: int, ahead: bool = True) -> Iterator[Turn]:
    """Hold a conversation of so many measured turns; the baseline is not `ahead` of the pauses."""
    marks, journal = folder / "marks.jsonl", Journal(folder / "journal.jsonl")
    way = "ahead" if ahead else "after"
    command = [sys.executable, "-m", "tests.bench.latency_bed", way, str(marks), "talk"]
    command += ["--rate", "250", "--country", "GB", "--journal", str(journal.path)]
    patient = Patient(load_script("GB"))
    mouths = itertools.cycle([PatientVoice(voice) for voice in VOICES])
    with (
        (folder / "talk.log").open("w") as log,
        subprocess.Popen(
            command, env=card.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        ) as talk,
    ):
        done = 0
        while done < wanted and talk.poll() is None:
            said = _prompt(card, journal, talk)
            if said is None:
                break
            kind, words = patient.answer(said)
            card.speak(next(mouths).clip(Line(words)))
            ended = card.mouth.last_sound_at
            replied = _reply(card, ended, marks)
            if replied is None:
                print(f"no reply to '{words}'", flush=True)
                continue
            if turn := _measured(kind, words, ended, replied, marks):
                done += 1
                yield turn
        talk.terminate()
    if done < wanted:
        print((folder / "talk.log").read_text()[-2000:])


def _prompt(card: Card, journal: Journal, talk: subprocess.Popen[bytes]) -> dict[str, Any] | None:
    """The last thing said, when it has been said."""
    end = time.monotonic() + 60
    said: dict[str, Any] | None = None
    while time.monotonic() < end and talk.poll() is None:
        for event in journal.news():
            if event["event"] == "said":
                said, said_at = event, time.monotonic()
        if said and card.speaker.last_sound > said_at and card.speaker.silent_for > TURN_SECONDS:
            return said
        time.sleep(0.02)
    return None


def _marks(path: Path, since: float) -> list[tuple[str, float]]:
    """What the assistant noted since then."""
    marks = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [(mark["stage"], mark["at"]) for mark in marks if mark["at"] >= since]


def _reply(card: Card, ended: float, path: Path) -> float | None:
    """When the first sound after the answer came out that is no earcon."""
    since = ended
    while time.monotonic() < ended + LONGEST_WAIT:
        first = card.speaker.first_sound_after(since)
        marks = _marks(path, ended)
        spoken = [at for stage, at in marks if stage == "rendered"]
        if first is None or not spoken:
            time.sleep(0.02)
        elif first < spoken[0]:  # an earcon: on to what comes after
            since = max(since + 0.01, spoken[0])
        else:
            return first
    return None


def _measured(kind: str, said: str, ended: float, replied: float, path: Path) -> Turn | None:
    """Split by what the assistant noted in between; None where it was no plain turn."""
    at: dict[str, float] = {}
    for stage, when in _marks(path, ended):
        if when < replied + 0.1:
            at.setdefault(stage, when)
    order = [at.get(stage) for stage in ("ended", "recognised", "understood", "rendered")]
    if None in order:
        return None
    times = [ended, *(float(one) for one in order if one is not None), replied]
    parts = [later - sooner for sooner, later in itertools.pairwise(times)]
    return Turn(kind, said, replied - ended, *parts)


def report(found: list[Turn]) -> dict[str, Any]:
    """Print the table; the same as data."""
    result: dict[str, Any] = {}
    print(f"\n{'answers':9} {'n':>4} {'':4} {'total':>7} " + " ".join(f"{s:>13}" for s in STAGES))
    for kind in ("whole", "open", "number", "command"):
        mine = [turn for turn in found if turn.kind == kind]
        if not mine:
            continue
        target = TARGETS.get(kind)
        result[kind] = {"n": len(mine), "target": target}
        for row, share in (("p50", 50), ("p95", 95)):
            values = {
                name: float(np.percentile([getattr(turn, name) for turn in mine], share))
                for name in ("total", *STAGES)
            }
            result[kind][row] = {name: round(value, 3) for name, value in values.items()}
            stages = " ".join(f"{values[name]:13.2f}" for name in STAGES)
            print(f"{kind:9} {len(mine):4} {row:4} {values['total']:7.2f} {stages}")
        if target:
            print(f"{'':14} target: p50 {target[0]} s, p95 {target[1]} s")
    return result


def measure(wanted: int, ahead: bool = True) -> list[Turn]:
    """So many turns on a card of their own."""
    found: list[Turn] = []
    with tempfile.TemporaryDirectory(prefix="bed-") as folder, virtual_card(Path(folder)) as card:
        for turn in turns(card, Path(folder), wanted, ahead):
            found.append(turn)
            print(f"{turn.kind:8} {turn.total:5.2f}  {turn.said}", flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--turns", type=int, default=100)
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    if reason := why_not():
        raise SystemExit(reason)
    load = os.getloadavg()[0]
    print(f"Baseline: nothing decoded before the pause is over ({BASELINE_TURNS} turns).")
    baseline = report(measure(BASELINE_TURNS, ahead=False))
    print("Bedside:")
    found = measure(arguments.turns)
    result = report(found)
    loads = [load, os.getloadavg()[0]]
    print(f"load {loads[0]:.1f} at the start, {loads[1]:.1f} at the end; {os.cpu_count()} cores")
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    data = {
        "load": loads,
        "cores": os.cpu_count(),
        "summary": result,
        "baseline": baseline,
        "turns": [asdict(turn) for turn in found],
    }
    arguments.out.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
