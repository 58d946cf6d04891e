"""How well the ears hear: each engine alone and the team, by set, noise and room.

`python -m tests.bench.ears` prints the table and writes build/bench/ears.json. The people in it are
unknown to the small model, but the calibration was fitted on these recordings; calibrate.py prints
the cross-validated rates.
"""

from __future__ import annotations

import argparse
import json
import resource
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import thread_time
from typing import Any

from assistant.ears.agreement import Judge
from assistant.ears.choose import open_ears
from assistant.ears.grammar import Grammar
from assistant.ears.recogniser import RATE, Hypothesis, Recogniser
from assistant.ears.team import Team
from intents.hearing import load_hearing
from tests.bench.answers_heard import answers_heard
from tests.bench.clips import CLEAN, DATA, clips, same_answer
from tests.bench.collect import Listened, grammars, listen, verdict

OUT = Path(__file__).parents[2] / "build" / "bench" / "ears.json"
SNRS = (CLEAN, 20.0, 10.0, 5.0, 0.0)
Outcome = tuple[str, str]
"""A decision (heard, unsure, ignored) and the text."""


class Timed:
    """An ear that counts the seconds of computing in its own thread."""

    def __init__(self, ear: Recogniser) -> None:
        self.name, self.free_speech, self._ear = ear.name, ear.free_speech, ear
        self.seconds = 0.0

    def start(self, grammar: Grammar | None, rate: int = RATE) -> None:
        self._counted(self._ear.start, grammar, rate)

    def accept(self, audio: bytes) -> str:
        return str(self._counted(self._ear.accept, audio))

    def finish(self) -> Hypothesis:
        done: Hypothesis = self._counted(self._ear.finish)
        return done

    def _counted(self, work: Callable[..., Any], *given: Any) -> Any:
        begun = thread_time()
        try:
            return work(*given)
        finally:
            self.seconds += thread_time() - begun


def timed(team: Team) -> dict[str, Timed]:
    """Put a clock on each ear of the team."""
    clocks = {}
    for role, seat in team._seats.items():
        clock = Timed(seat.ear)
        seat.ear = clock
        clocks[f"{role} ({clock.name})"] = clock
    return clocks


def alone(heard: Listened, grammar: Grammar, which: Callable[..., Hypothesis | None]) -> Outcome:
    """What one engine would have answered by itself: any whole phrase is believed."""
    said = [ear for one in heard.opinions if (ear := which(one)) is not None]
    texts = [ear.text for ear in said if not ear.unknown and grammar.covers(ear.text)]
    return ("heard", " ".join(texts)) if texts else ("ignored", "")


def row_name(heard: Listened) -> str:
    """The row of the table that a clip counts in."""
    noise = "clean" if heard.snr == CLEAN else f"{heard.snr:.0f} dB"
    where = "answer" if heard.inside else "other"
    return f"{heard.set}, {where}, {'in a room' if heard.room else noise}"


def main() -> None:
    """Hear everything once and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--team", choices=["vosk", "sphinx"], default="vosk")
    parser.add_argument("--every", type=int, default=1, help="only every n-th clip")
    parser.add_argument("--fetched", action="store_true", help="use fetched models too")
    parser.add_argument("--out", type=Path, default=OUT)
    wish = parser.parse_args()
    if not DATA.is_dir():
        parser.exit(3, f"There are no recordings at {DATA}; set BEDSIDE_SHARED.\n")
    ears, hearing = open_ears(wish.team, wish.fetched), load_hearing()
    judge = Judge(ears.calibration, ears.free_speech, frozenset(hearing.no), ears.team.sounds)
    allowed = grammars(hearing)
    clocks = timed(ears.team)
    counts: dict[str, dict[str, Counter[str]]] = {}
    yes_as_no, seconds, work = 0, 0.0, 0.0
    for one in listen(ears, hearing, clips(hearing, SNRS, wish.every, rooms=True)):
        grammar = allowed[one.kind]
        found = verdict(judge, one, grammar)
        outcomes: dict[str, Outcome] = {
            "team": (found.decision, found.text),
            "first": alone(one, grammar, lambda opinions: opinions.guided),
            "second": alone(one, grammar, lambda opinions: opinions.second),
        }
        for name, (decision, text) in outcomes.items():
            counter = counts.setdefault(row_name(one), {}).setdefault(name, Counter())
            counter["clips"] += 1
            if decision == "heard":
                same = one.inside and same_answer(hearing, text, one.said)
                counter["right" if same else "wrong"] += 1
            else:
                counter["asked" if decision == "unsure" else "ignored"] += 1
        denied = one.said in hearing.yes and found.decision == "heard" and found.text in hearing.no
        yes_as_no += denied and one.snr >= 10.0
        seconds, work = seconds + float(one.seconds), work + one.work
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    shares = {name: round(clock.seconds / seconds, 3) for name, clock in clocks.items()}
    patients = answers_heard(ears, hearing)
    ears.team.close()
    summary: dict[str, Any] = {
        "ears": ears.note,
        "yes accepted as no at 10 dB and above": yes_as_no,
        "real-time factor, all threads": round(work / seconds, 3),
        "of it": shares,
        "peak memory, MB": peak,
        "patients' answers": dict(patients),
    }
    wish.out.parent.mkdir(parents=True, exist_ok=True)
    wish.out.write_text(json.dumps({**summary, "rows": counts}, indent=1), encoding="utf-8")
    for name, value in summary.items():
        print(f"{name}: {value}")
    show(counts)


def show(counts: dict[str, dict[str, Counter[str]]]) -> None:
    """The table, one row for each set, noise and room."""
    print(f"{'':40} {'':>5} {'team':^31} {'first alone':^13} {'second alone':^13}")
    print(
        f"{'':40} {'clips':>5} {'right':>7} {'asked':>7} {'wrong':>7} {'ignored':>7} "
        + f"{'right':>6} {'wrong':>6} " * 2
    )
    for row, by_ear in sorted(counts.items()):
        team, first, second = (by_ear[name] for name in ("team", "first", "second"))
        print(
            f"{row:40} {team['clips']:5} {team['right']:7} {team['asked']:7} {team['wrong']:7} "
            f"{team['ignored']:7} {first['right']:6} {first['wrong']:6} {second['right']:6} "
            f"{second['wrong']:6}"
        )


if __name__ == "__main__":
    main()
