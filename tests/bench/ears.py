"""How well the ears hear: each engine alone and the team, by set and noise.

`python -m tests.bench.ears` prints the table and writes build/bench/ears.json. The calibration was
fitted on these same recordings; calibrate.py prints the cross-validated rates.
"""

from __future__ import annotations

import argparse
import json
import resource
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from assistant.ears.agreement import Judge
from assistant.ears.choose import open_ears
from assistant.ears.grammar import Grammar
from assistant.ears.recogniser import Hypothesis
from intents.hearing import load_hearing
from tests.bench.clips import CLEAN, DATA, clips
from tests.bench.collect import Listened, grammars, listen, verdict

OUT = Path(__file__).parents[2] / "build" / "bench" / "ears.json"
SNRS = (CLEAN, 20.0, 10.0, 5.0, 0.0)
Outcome = tuple[str, str]
"""A decision (heard, unsure, ignored) and the text."""


def alone(heard: Listened, grammar: Grammar, which: Callable[..., Hypothesis | None]) -> Outcome:
    """What one engine would have answered by itself: any whole phrase is believed."""
    said = [ear for one in heard.opinions if (ear := which(one)) is not None]
    texts = [ear.text for ear in said if not ear.unknown and grammar.covers(ear.text)]
    return ("heard", " ".join(texts)) if texts else ("ignored", "")


def row_name(heard: Listened) -> str:
    """The row of the table that a clip counts in."""
    noise = "clean" if heard.snr == CLEAN else f"{heard.snr:.0f} dB"
    return f"{heard.set}, {'inside' if heard.inside else 'outside'}, {noise}"


def main() -> None:
    """Hear everything once and count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--team", choices=["vosk", "sphinx"], default="vosk")
    parser.add_argument("--every", type=int, default=1, help="only every n-th clip")
    parser.add_argument("--out", type=Path, default=OUT)
    wish = parser.parse_args()
    if not DATA.is_dir():
        parser.exit(3, f"There are no recordings at {DATA}; set BEDSIDE_SHARED.\n")
    ears, hearing = open_ears(wish.team), load_hearing()
    judge = Judge(ears.calibration, ears.free_speech, frozenset(hearing.no), ears.team.sounds)
    allowed = grammars(hearing)
    counts: dict[str, dict[str, Counter[str]]] = {}
    yes_as_no, seconds, work = 0, 0.0, 0.0
    for one in listen(ears, hearing, clips(hearing, SNRS, wish.every)):
        grammar = allowed[one.kind]
        found = verdict(judge, one, grammar)
        outcomes: dict[str, Outcome] = {
            "team": (found.decision, found.text),
            "first alone": alone(one, grammar, lambda opinions: opinions.guided),
            "second alone": alone(one, grammar, lambda opinions: opinions.second),
        }
        for name, (decision, text) in outcomes.items():
            counter = counts.setdefault(row_name(one), {}).setdefault(name, Counter())
            counter["clips"] += 1
            if decision == "heard":
                counter["right" if one.inside and text == one.said else "wrong"] += 1
            elif decision == "unsure":
                counter["asked"] += 1
        yes_as_no += one.said == "yes" and found.decision == "heard" and found.text in hearing.no
        seconds, work = seconds + one.seconds, work + one.work
    ears.team.close()
    summary = {
        "ears": ears.note,
        "yes accepted as no": yes_as_no,
        "real-time factor": round(work / seconds, 3),
        "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    wish.out.parent.mkdir(parents=True, exist_ok=True)
    wish.out.write_text(json.dumps({**summary, "rows": counts}, indent=1), encoding="utf-8")
    for name, value in summary.items():
        print(f"{name}: {value}")
    print(f"{'':42} {'clips':>5}  {'team':^21} {'first alone':^14} {'second alone':^14}")
    print(f"{'':42} {'':>5}  {'right':>6} {'wrong':>6} {'asked':>6} " + "  right  wrong " * 2)
    for row, by_ear in sorted(counts.items()):
        team, first, second = (by_ear[n] for n in ("team", "first alone", "second alone"))
        print(
            f"{row:42} {team['clips']:5}  {team['right']:6} {team['wrong']:6} {team['asked']:6} "
            f"{first['right']:6} {first['wrong']:6}  {second['right']:6} {second['wrong']:6}"
        )


if __name__ == "__main__":
    main()
