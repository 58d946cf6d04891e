"""How well answers, descriptions and numbers of real patients are understood, and how fast.

Run by `make bench-understanding`; writes build/bench/understanding.json. The answers are measured
by cross-validation over consultations: weighed by weights learned without them. The
phrases were written by people who had read these very patients, so the rows on complaints and
numbers are not a held-out measurement. WRatio stands for the usual method (rapidfuzz against lists
of phrases, cutoff 80); ovos-yes-no-plugin joins where it is installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from intents.answers import OUTCOMES, along
from intents.meaning import Expectation
from intents.phrases import load_phrases
from intents.understand import Understander
from tests.bench.train_understanding import (
    SHARED,
    Data,
    figures,
    out_of_fold,
    pool,
    rows,
    steps_of,
)

OUT = Path("build/bench/understanding.json")
SPEED_RUNS = 5
PEERS = ("wratio", "ovos_yes_no")
TARGETS = {
    "right_nothing_asked_back": ">= 0.92", "yes_taken_as_no": "<= 0.01",
    "no_taken_as_yes": "<= 0.03", "neither_taken_as_no": "<= 0.05", "asked_back": "<= 0.10",
    "recall": ">= 0.95", "precision": ">= 0.90", "denied_taken_as_present": "<= 0.01",
    "right": ">= 0.97", "utterances_a_second": ">= 5000", "p99_ms": "<= 2",
    "import_seconds": "<= 0.15",
}  # fmt: skip
LABELS: dict[str, set[str]] = {
    "leg_weakness": {"leg_weakness"},
    "numbness": {"saddle_anaesthesia", "leg_numbness"},
    "bladder_bowel_loss": {"bladder_bowel_trouble"},
    "severe_headache": {"severe_headache"},
    "neck_stiffness": {"stiff_neck"},
    "confusion": {"confused"},
    "rash": {"spots_rash"},
    "breathlessness": {"fighting_for_breath", "more_breathless"},
    "chest_pain": {"chest_pain"},
}
"""The red-flag labels of the complaints, and the facts that they stand for."""


def accepted(
    measure: Callable[[dict[str, Any]], str | None], answers: list[dict[str, Any]]
) -> dict[str, float]:
    """The same shares as of our own answers, for a method that says yes, no or nothing."""
    said = [(row["label"], measure(row)) for row in answers]

    def share(labels: tuple[str, ...], what: str) -> float:
        return float(np.mean([answer == what for label, answer in said if label in labels]))

    return {
        "right_nothing_asked_back": float(
            np.mean([answer == label for label, answer in said if label in ("yes", "no")])
        ),
        "yes_taken_as_no": share(("yes",), "no"),
        "no_taken_as_yes": share(("no",), "yes"),
        "neither_taken_as_no": share(("unsure", "other"), "no"),
    }


def plain_wratio(understander: Understander) -> Callable[[dict[str, Any]], str | None]:
    """The usual method, against the same phrases that Bedside has."""
    from rapidfuzz import fuzz, process

    cues = understander.phrases.answers.cues
    phrases = {p: "yes" for p in (*cues["yes"], *cues["hedged_yes"])}
    phrases |= {p: "no" for p in (*cues["no"], *cues["hedged_no"])}
    choices = list(phrases)

    def measure(row: dict[str, Any]) -> str | None:
        found = process.extractOne(
            row["answer"].lower(), choices, scorer=fuzz.WRatio, score_cutoff=80
        )
        return phrases[found[0]] if found else None

    return measure


def ovos() -> Callable[[dict[str, Any]], str | None] | None:
    """The engine of the leading open assistant, where it is installed."""
    try:
        from ovos_yes_no import HeuristicYesNoEngine
    except ImportError:
        return None
    engine = HeuristicYesNoEngine(config={})

    def measure(row: dict[str, Any]) -> str | None:
        said = engine.yes_or_no(row["question"], row["answer"], lang="en-us")
        return None if said is None else "yes" if said else "no"

    return measure


def complaints(understander: Understander) -> dict[str, float]:
    """Red-flag labels found in descriptions, and denied ones taken as present."""
    found = missed = wrong = denied = denied_taken = 0
    for line in (SHARED / "evaldata" / "complaints" / "dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        facts = understander.understand(row["text"], Expectation("complaint")).facts
        heard = {label for label, these in LABELS.items() if these & facts.keys()}
        wanted = set(row["labels"]) & LABELS.keys()
        found += len(heard & wanted)
        missed += len(wanted - heard)
        wrong += len(heard - wanted)
        for label in set(row.get("negated_labels") or ()) & LABELS.keys():
            denied += 1
            denied_taken += label in heard
    return {
        "recall": found / (found + missed),
        "precision": found / (found + wrong),
        "denied_taken_as_present": denied_taken / max(1, denied),
        "denied": denied,
    }


def numbers(understander: Understander) -> dict[str, float]:
    """Numbers inside the range that counts as right, with their unit."""
    units = {"pain_or_severity_0_10": ("score",), "duration_days": ("days",)}
    right = total = 0
    for line in (SHARED / "evaldata" / "numbers" / "dev.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        expect = Expectation("number", (), row["question"])
        number = understander.understand(row["answer"], expect, date(2026, 1, 7)).number
        unit = units.get(row["kind"], ("celsius",) if row.get("unit") == "C" else ("fahrenheit",))
        total += 1
        right += (
            number is not None
            and number.unit in unit
            and row["low"] - 0.01 <= number.value <= row["high"] + 0.01
        )
    return {"right": right / total, "count": total}


def reliability(likely: Any, labels: Any, groups: Any) -> dict[str, float]:
    """Of answers given with so much confidence, how many are right.

    The steps from likelihood to confidence come from the other half of the consultations.
    """
    names = sorted(set(groups))
    half = np.isin(groups, names[::2])
    given: list[tuple[float, bool]] = []
    for mine in (half, ~half):
        steps = {
            outcome: tuple((float(x), float(y)) for x, y in points)
            for outcome, points in steps_of(likely[~mine], labels[~mine]).items()
        }
        for row, label in zip(likely[mine], labels[mine], strict=True):
            best = int(row.argmax())
            if best < 3:
                given.append((along(steps[OUTCOMES[best]], row[best]), best == label))
    table: dict[str, float] = {}
    for low, high in ((0.5, 0.7), (0.7, 0.85), (0.85, 0.95), (0.95, 1.01)):
        inside = [right for confidence, right in given if low <= confidence < high]
        if inside:
            table[f"{low:.2f}-{min(high, 1):.2f} (of {len(inside)})"] = float(np.mean(inside))
    return table


def speed(understander: Understander, answers: list[dict[str, Any]]) -> dict[str, float]:
    """Utterances a second of one core's time (best run), and the slowest percent."""
    asked = [Expectation("yes_no", (), row["question"]) for row in answers]
    for row, expect in zip(answers, asked, strict=True):
        understander.understand(row["answer"], expect)
    expect = Expectation("yes_no", ("chest_pain",), "Do you have chest pain right now?")
    rates, took = [], []
    for _ in range(SPEED_RUNS):
        begun = time.process_time()
        for row in answers:
            understander.understand(row["answer"], expect)
        rates.append(len(answers) / (time.process_time() - begun))
    for row in answers:
        begun = time.process_time()
        understander.understand(row["answer"], expect)
        took.append(time.process_time() - begun)
    code = (
        "import time; start = time.perf_counter(); import intents.understand; "
        "print(time.perf_counter() - start)"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    return {
        "utterances_a_second": max(rates),
        "p99_ms": float(np.percentile(took, 99)) * 1000,
        "import_seconds": float(loaded.stdout),
    }


def main() -> None:
    """Print the table and write it as JSON."""
    understander = Understander(load_phrases())
    answers = rows()
    data = Data(understander, answers, pool())
    half, size = len(answers), data.measured
    likely, labels = out_of_fold(data), data.labels[:size]
    table: dict[str, Any] = {
        "answers": {
            "bedside": figures(likely[:half], labels[:half]),
            "bedside_without_punctuation": figures(likely[half:], labels[half:]),
            "wratio": accepted(plain_wratio(understander), answers),
        },
        "right_at_confidence": reliability(likely, labels, data.groups[:size]),
        "red_flags_in_complaints": complaints(understander),
        "numbers": numbers(understander),
        "speed": speed(understander, answers),
    }
    engine = ovos()
    if engine is not None:
        table["answers"]["ovos_yes_no"] = accepted(engine, answers)
    for name, measured in {**table.pop("answers"), **table}.items():
        print(name)
        for key, value in measured.items():
            target = TARGETS.get(key, "") if name not in PEERS else ""
            print(f"    {key:28s} {value:9.3f}  {target}")
        table[name] = measured
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
