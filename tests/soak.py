"""A long night: checks one after another beside a virtual sound card, with all that goes wrong.

A real `bedside wait` is called, answers, is answered late, in noise, not at all, or interrupted by
"stop"; its devices are unplugged. It must not crash, no turn may get stuck, its memory must not
grow, and asleep it must be cheap.

python -m tests.soak [--minutes 60]
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant.rehearsal.patient import Line
from assistant.rehearsal.patient_voice import PatientVoice
from assistant.voice.clip import Clip
from tests.bedside.virtual_card import RATE, Card, virtual_card, why_not

OUT = Path("build/bench/soak.json")
SETTLED_SECONDS = 600.0
"""Memory is compared with that after so long."""
STUCK_SECONDS = 180.0
"""No prompt for so long, while it is called and spoken to, is a stuck turn."""
ASLEEP_SECONDS = 20.0
VOICES = ("flite:slt", "flite:rms")
ANSWERS = ("no", "no", "no", "yes", "four", "thirty eight", "I don't know", "repeat", "slower")
MOST_TURNS = 25


@dataclass
class Night:
    """What happened."""

    checks: int = 0
    turns: int = 0
    unplugged: int = 0
    stuck: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since the start, and resident megabytes."""
    asleep: list[float] = field(default_factory=list)
    """Shares of a core."""


class Bed:
    """The running assistant, and what a patient does beside it."""

    def __init__(self, card: Card, folder: Path, chance: random.Random) -> None:
        self.card, self._chance = card, chance
        self.log = folder / "wait.log"
        self._out = self.log.open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "wait", "--rate", "250", "--country", "GB"],
            env=card.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._out,
            stderr=self._out,
        )
        self._voices = [PatientVoice(name) for name in VOICES]

    def lines(self) -> list[str]:
        """What it has said so far, without what it heard."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if not line.startswith(("You", "("))]

    def speak(self, words: str) -> None:
        """Say it, sometimes in noise."""
        clip = self._chance.choice(self._voices).clip(Line(words))
        if self._chance.random() < 0.3:
            noise = np.random.default_rng(len(words)).normal(0, 200, len(clip.samples))
            clip = Clip(np.clip(clip.samples + noise, -32768, 32767).astype(np.int16), RATE)
        self.card.speak(clip)

    def until_quiet(self) -> bool:
        """Wait for the end of what it says; False where it says nothing for too long."""
        since = time.monotonic()
        count = len(self.lines())
        while time.monotonic() < since + STUCK_SECONDS and self.process.poll() is None:
            if len(self.lines()) > count and self.card.speaker.silent_for > 1.0:
                return True
            time.sleep(0.1)
        return False

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return (
            float(next(x for x in status.splitlines() if x.startswith("VmRSS")).split()[1]) / 1024
        )

    @property
    def cpu_seconds(self) -> float:
        """Computing time so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def soak(bed: Bed, seconds: float, chance: random.Random) -> Night:
    """So many seconds of checks."""
    night = Night()
    began = time.monotonic()
    asleep_text = "To wake me"
    bed.until_quiet()
    while time.monotonic() - began < seconds and bed.process.poll() is None:
        night.memory.append((time.monotonic() - began, bed.megabytes))
        time.sleep(35)  # the loudspeaker is let rest after half a minute
        before = bed.cpu_seconds
        time.sleep(ASLEEP_SECONDS)
        night.asleep.append((bed.cpu_seconds - before) / ASLEEP_SECONDS)
        if chance.random() < 0.3:
            unplug(bed, night, chance.choice(("speaker", "mouth")))
        bed.speak("hello bedside")
        if not bed.until_quiet():
            night.stuck.append("not woken")
            continue
        night.checks += 1
        for turn in range(MOST_TURNS):
            if asleep_text in bed.lines()[-1]:
                break
            night.turns += 1
            what = chance.random()
            if turn == MOST_TURNS - 1 or what < 0.05:
                bed.speak("stop")
            elif what < 0.15:
                pass  # says nothing
            elif what < 0.2:
                unplug(bed, night, chance.choice(("speaker", "mouth")))
            else:
                bed.speak("my back hurts" if turn == 0 else chance.choice(ANSWERS))
            if not bed.until_quiet() and asleep_text not in bed.lines()[-1]:
                night.stuck.append(bed.lines()[-1])
    night.memory.append((time.monotonic() - began, bed.megabytes))
    return night


def unplug(bed: Bed, night: Night, sink: str) -> None:
    """Take a device away for a few seconds."""
    night.unplugged += 1
    bed.card.take_out(sink)
    time.sleep(4)
    bed.card.put_back(sink)
    time.sleep(4)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=OUT)
    wish = parser.parse_args()
    if reason := why_not():
        raise SystemExit(reason)
    chance = random.Random(wish.seed)
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, virtual_card(Path(folder)) as card:
        bed = Bed(card, Path(folder), chance)
        try:
            night = soak(bed, wish.minutes * 60, chance)
            crashed = bed.process.poll() is not None or "Traceback" in bed.log.read_text()
            if crashed:
                print(bed.log.read_text()[-3000:])
        finally:
            bed.process.terminate()
            bed.process.wait(20)
    settled = [mb for at, mb in night.memory if at >= SETTLED_SECONDS]
    growth = settled[-1] - settled[0] if settled else float("nan")
    asleep = float(np.median(night.asleep)) if night.asleep else float("nan")
    print(f"{night.checks} checks, {night.turns} turns, {night.unplugged} times unplugged")
    print(f"crashed: {crashed} (target: no); stuck turns: {len(night.stuck)} (target: 0)")
    print(f"memory: {night.memory[-1][1]:.0f} MB; growth after 10 minutes: {growth:.1f} MB (10)")
    print(f"asleep: {100 * asleep:.1f} % of a core (target: 5 %); load {os.getloadavg()[0]:.1f}")
    wish.out.parent.mkdir(parents=True, exist_ok=True)
    result = {
        "minutes": wish.minutes,
        "checks": night.checks,
        "turns": night.turns,
        "unplugged": night.unplugged,
        "crashed": crashed,
        "stuck": night.stuck,
        "memory": night.memory,
        "growth": growth,
        "asleep": night.asleep,
    }
    wish.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    sys.exit(bool(crashed or night.stuck))


if __name__ == "__main__":
    main()
