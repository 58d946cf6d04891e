"""What is lost between the mouth and the meaning: dev answers spoken, recognised and understood.

`python -m tests.bench.heard_answers` lets flite and espeak-ng say short dev answers, clean and in
household noise, gives them to the project's own ears, and compares what is understood with what the
typed text gives. Weights were learned from the same answers; the loss, not the level, is measured.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.dialogue.plain_words import decision
from assistant.ears.agreement import Judge
from assistant.ears.audio_file import read_recording
from assistant.ears.choose import open_ears
from intents.hearing import load_hearing
from intents.meaning import Expectation, Meaning
from intents.phrases import load_phrases
from intents.understand import Understander
from tests.bench.clips import CLEAN, Clip, in_noise
from tests.bench.collect import grammars, listen, verdict
from tests.bench.train_understanding import rows

OUT = Path("build/bench/heard_answers.json")
NOISE_DB = 10.0
LONGEST = 10
"""Words."""
VOICES = {
    "flite": ["flite", "-voice", "slt", "-o", "{wav}", "-t", "{text}"],
    "espeak-ng": ["espeak-ng", "-v", "en-gb", "-s", "150", "-w", "{wav}", "{text}"],
}


def spoken(answers: list[dict[str, Any]], folder: Path) -> Iterator[Clip]:
    """Each answer in each voice, clean and in noise; `set` is the voice and the row's number."""
    for index, row in enumerate(answers):
        for voice, command in VOICES.items():
            wav = folder / f"{voice}{index}.wav"
            call = [part.format(wav=wav, text=row["answer"]) for part in command]
            subprocess.run(call, check=True, capture_output=True, timeout=60)
            samples = read_recording(wav)
            for snr in (CLEAN, NOISE_DB):
                noisy = samples if snr == CLEAN else in_noise(samples, snr, index)
                yield Clip(f"{voice} {index}", row["answer"], True, "yes_no", snr, voice, noisy)


def outcome(meaning: Meaning | None, label: str) -> str:
    """Right, wrong, or asked back."""
    if meaning is None or meaning.answer not in ("yes", "no") or meaning.confidence < 0.5:
        return "asked"
    return "right" if meaning.answer == label else "wrong"


def main() -> None:
    """Say, hear, understand, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40, help="answers to speak")
    wish = parser.parse_args()
    short = [
        row for row in rows()
        if row["label"] in ("yes", "no") and len(row["answer"].split()) <= LONGEST
    ]  # fmt: skip
    answers = short[:: max(1, len(short) // wish.count)][: wish.count]
    understander, hearing = Understander(load_phrases()), load_hearing()
    ears = open_ears("vosk")
    judge = Judge(ears.calibration, ears.free_speech, frozenset(hearing.no), ears.team.sounds)
    allowed = grammars(hearing)
    counts: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for one in listen(ears, hearing, spoken(answers, Path(folder))):
            voice, index = one.set.rsplit(" ", 1)
            row = answers[int(index)]
            expect = Expectation("yes_no", (), row["question"])
            found = verdict(judge, one, allowed["yes_no"])
            heard = understander.understand(found.text, expect) if found.text else None
            if heard and (
                found.decision == "ignored"
                or decision(heard, found.decision, found.clear) == "unsure"
            ):
                heard = None
            noise = "clean" if one.snr == CLEAN else f"{one.snr:.0f} dB"
            counter = counts.setdefault(f"{voice}, {noise}", Counter())
            counter[outcome(heard, row["label"])] += 1
            if one.snr == CLEAN:
                typed = understander.understand(row["answer"], expect)
                counts.setdefault("typed", Counter())[outcome(typed, row["label"])] += 1
    ears.team.close()
    table = {
        name: {what: counter[what] / counter.total() for what in ("right", "wrong", "asked")}
        for name, counter in counts.items()
    }
    for name, shares in sorted(table.items()):
        lost = (table["typed"]["right"] - shares["right"]) * 100
        print(
            f"{name:18s}",
            "  ".join(f"{what} {share:.3f}" for what, share in shares.items()),
            f"  lost {lost:.1f} points",
        )
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"answers": len(answers), "rows": table}, indent=1) + "\n")


if __name__ == "__main__":
    main()
