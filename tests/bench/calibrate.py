"""Fits how much each sign counts when the ears weigh an answer, and from where on they are sure.

`python -m tests.bench.calibrate own` (or sphinx) hears the development recordings of people whom
the small model did not learn from, fits a logistic regression, writes calibration.yaml of the ears
and draws docs/ears-own.svg. The rates it prints and draws are cross-validated over speakers: no
clip is judged by weights it helped to fit. What the checking ears heard is kept in
build/bench/kept, so that after a new model only the model listens again.
"""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from assistant.ears import agreement
from assistant.ears.choose import open_ears
from assistant.ears.evidence import FEATURES, Sounds, features
from intents.hearing import load_hearing
from models.record import digest
from models.store import PACKED
from tests.bench.clips import CLEAN, clips, same_answer
from tests.bench.collect import Listened, grammars, listen
from tests.bench.curves import curves
from tests.bench.kept import Keeper

ROOT = Path(__file__).parents[2]
FOLDS = 8
FALSE_ACCEPTS = 0.02
"""The share of foreign words, noise and talk that may pass as an answer, all and clean ones."""
FALSE_DENIALS = 0.002
"""The share of everything outside that may pass as a "no"."""
ASKED_BACK = 0.25
"""The share of them that may be asked back."""
DENIAL_ODDS = 2.0
"""How many times the odds of a yes a "no" needs at the least."""
SNRS = (CLEAN, 20.0, 10.0, 5.0)
_RIDGE = 3.0
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Table:
    """One row for each candidate: its signs, whether it was said, and the clip it belongs to."""

    signs: Array
    right: Array
    clip: NDArray[np.int64]
    texts: list[str]


def table(heard: list[Listened], sounds_of: Callable[[str], Sounds]) -> Table:
    """The candidates of all clips."""
    hearing = load_hearing()
    allowed = grammars(hearing)
    signs, right, clip, texts = [], [], [], []
    for index, one in enumerate(heard):
        for opinions in one.opinions:
            for text in opinions.candidates(allowed[one.kind]):
                signs.append(features(text, opinions, sounds_of))
                right.append(float(one.inside and same_answer(hearing, text, one.said)))
                clip.append(index)
                texts.append(text)
    return Table(np.array(signs), np.array(right), np.array(clip), texts)


def fit(signs: Array, right: Array) -> Array:
    """The weights of a ridge logistic regression, the bias last (Newton's method)."""
    columns = np.c_[signs, np.ones(len(signs))]
    spread = np.r_[signs.std(0) + 1e-6, 1.0]  # the ridge shall press on all signs alike
    scaled = columns / spread
    weights = np.zeros(columns.shape[1])
    for _ in range(40):
        probability = 1 / (1 + np.exp(-scaled @ weights))
        slope = (scaled * (probability * (1 - probability))[:, None]).T @ scaled
        step = scaled.T @ (right - probability) - _RIDGE * weights
        weights += np.linalg.solve(slope + _RIDGE * np.eye(len(weights)), step)
    fitted: Array = weights / spread
    return fitted


def cross_validated(data: Table, heard: list[Listened]) -> Array:
    """The probability of each candidate by weights that were fitted without its speaker."""
    speakers = sorted({one.speaker for one in heard})
    np.random.default_rng(0).shuffle(speakers)
    fold_of = {speaker: index % FOLDS for index, speaker in enumerate(speakers)}
    folds = np.array([fold_of[heard[index].speaker] for index in data.clip])
    probability = np.zeros(len(folds))
    for fold in range(FOLDS):
        rest, held_out = folds != fold, folds == fold
        weights = fit(data.signs[rest], data.right[rest])
        total = np.c_[data.signs[held_out], np.ones(held_out.sum())] @ weights
        probability[held_out] = 1 / (1 + np.exp(-total))
    return probability


@dataclass(frozen=True, slots=True)
class Best:
    """The likeliest candidate of a clip; probability 0 where there was none."""

    probability: float
    text: str
    right: bool


def best_of(data: Table, probability: Array, count: int) -> list[Best]:
    """The likeliest candidate of each clip."""
    best = [Best(0.0, "", False)] * count
    for index, value, text, right in zip(
        data.clip, probability, data.texts, data.right, strict=True
    ):
        if value > best[index].probability:
            best[index] = Best(float(value), text, bool(right))
    return best


def bound(values: list[float], share: float) -> float:
    """The value that at most `share` of `values` lie above."""
    ordered = sorted(values, reverse=True)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 1.0


def foreign_and_clean(one: Listened) -> bool:
    """Words and sentences that are no answer, without noise: what is easiest to mistake."""
    return bool(one.said) and not one.inside and one.snr == CLEAN


def main() -> None:
    """Hear, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("team", choices=["own", "own+moonshine", "sphinx"])
    parser.add_argument("--every", type=int, default=1, help="only every n-th clip")
    wish = parser.parse_args()
    ears = open_ears("sphinx" if wish.team == "sphinx" else "vosk", wish.team.endswith("moonshine"))
    hearing = load_hearing()
    keeper = Keeper(ears.team)
    heard = list(listen(ears, hearing, clips(hearing, SNRS, wish.every)))
    keeper.save()
    data = table(heard, ears.team.sounds)
    best = best_of(data, cross_validated(data, heard), len(heard))
    outside = [b for b, one in zip(best, heard, strict=True) if not one.inside]
    denials = frozenset(hearing.no)
    wrong_no = [
        b.probability
        for b, one in zip(best, heard, strict=True)
        if b.text in denials and not b.right
    ]
    clean = [b for b, one in zip(best, heard, strict=True) if foreign_and_clean(one)]
    yes_bound = max(
        bound([b.probability for b in some], FALSE_ACCEPTS) for some in (outside, clean)
    )
    allowed_wrong = int(FALSE_DENIALS * len(outside))
    no_bound = sorted(wrong_no, reverse=True)[allowed_wrong] if len(wrong_no) > allowed_wrong else 0
    yes_as_no = [
        b.probability
        for b, one in zip(best, heard, strict=True)
        if one.said in hearing.yes and b.text in denials and one.snr >= 10.0
    ]
    no_bound = max([no_bound, *yes_as_no])
    odds = DENIAL_ODDS * yes_bound / (1 - yes_bound)
    weights = fit(data.signs, data.right)
    entry = {
        "measured": f"{datetime.date.today()}, {ears.note}{_model()}",
        "heard": round(yes_bound + 1e-3, 3),
        "heard_no": round(max(odds / (1 + odds), no_bound) + 1e-3, 3),
        "unsure": round(bound([b.probability for b in outside], ASKED_BACK), 3),
        "weights": dict(
            zip((*FEATURES, "bias"), (round(float(w), 4) for w in weights), strict=True)
        ),
    }
    report(best, heard, entry, denials)
    draw(wish.team, best, heard)
    write(wish.team, entry)
    ears.team.close()


def _model() -> str:
    """Which packed model was heard with, so that a newer one shows."""
    return f", model {digest(PACKED)[:12]}" if PACKED.is_file() else ""


def report(
    best: list[Best], heard: list[Listened], entry: dict[str, Any], denials: frozenset[str]
) -> None:
    """Print the cross-validated rates by set and noise."""
    groups: dict[tuple[str, float, bool], list[int]] = {}
    for b, one in zip(best, heard, strict=True):
        counts = groups.setdefault((one.set, one.snr, one.inside), [0, 0, 0, 0])
        needed = entry["heard_no"] if b.text in denials else entry["heard"]
        counts[0] += 1
        counts[1] += b.probability >= needed and b.right
        counts[2] += b.probability >= needed and not b.right
        counts[3] += needed > b.probability >= entry["unsure"]
    print(f"{'set':16} {'dB':>4} {'':7} {'clips':>5} {'right':>6} {'wrong':>6} {'asked':>6}")
    for (name, snr, inside), (total, right, wrong, asked) in sorted(groups.items()):
        where = "inside" if inside else "outside"
        noise = "-" if snr == CLEAN else f"{snr:.0f}"
        print(f"{name:16} {noise:>4} {where:7} {total:5} {right:6} {wrong:6} {asked:6}")


def draw(team: str, best: list[Best], heard: list[Listened]) -> None:
    """The curves of false accepts against false rejects, one for each level of noise."""
    outside = [b.probability for b, one in zip(best, heard, strict=True) if not one.inside]
    lines = {
        "clean" if snr == CLEAN else f"{snr:.0f} dB": [
            b.probability if b.right else 0.0
            for b, one in zip(best, heard, strict=True)
            if one.inside and one.snr == snr
        ]
        for snr in SNRS
    }
    chart = curves(outside, lines, FALSE_ACCEPTS)
    (ROOT / "docs" / f"ears-{team}.svg").write_text(chart, encoding="utf-8")


def write(team: str, entry: dict[str, Any]) -> None:
    """Put the team's calibration into the data file."""
    path = Path(agreement.__file__).parent / "calibration.yaml"
    known = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    teams = known.get("teams") or {}
    teams[team] = entry
    head = path.read_text(encoding="utf-8").partition("\nteams:")[0]
    body = yaml.safe_dump({"teams": teams}, sort_keys=False)
    path.write_text(f"{head}\n{body}", encoding="utf-8")


if __name__ == "__main__":
    main()
