"""Learns the weights of the evidence in answers from real answers, and measures them.

Run by `make train-understanding`. The data are not part of the repository (BEDSIDE_SHARED, default
../shared). Every figure is by cross-validation over consultations: the answers of a consultation
are weighed by weights learned without it. Each answer is learned twice, as transcribed and as a
recogniser would give it (no punctuation); both forms stay in the same fold. The pairs that we
labelled ourselves (`pool_labels.yaml`) are only learned from, never measured on.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from intents.answers import OUTCOMES, doubted
from intents.meaning import Expectation
from intents.phrases import HERE, load_phrases
from intents.understand import Understander

SHARED = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).parents[3] / "shared"))
POOL_LABELS = Path(__file__).parent / "pool_labels.yaml"
STRENGTH = 0.05
"""Inverse of the ridge penalty, chosen by the same cross-validation among 0.02, 0.05 and 0.1."""
RARE = 30
"""Evidence seen in fewer rows (of twice the answers) gets no weight."""
YES_STEP, NO_STEP = 0.53, 0.76
"""Likelihoods from which an answer counts; chosen so that one clear answer in ten is asked back."""
FOLDS, REPEATS = 10, 2
LETTERS = {"a": "yes", "b": "no", "u": "unsure", "o": "other"}


def rows() -> list[dict[str, Any]]:
    """The labelled answers."""
    path = SHARED / "evaldata" / "answers" / "dev.jsonl"
    return [json.loads(line) for line in path.open(encoding="utf-8")]


def pool() -> list[dict[str, Any]]:
    """The pairs with our own labels."""
    labels = yaml.safe_load(POOL_LABELS.read_text(encoding="utf-8"))
    path = SHARED / "evaldata" / "answers" / "pool_dev_unlabelled.jsonl"
    found = []
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        letter = labels.get(row["consultation"], {}).get(row["turn"])
        if letter:
            found.append({**row, "label": LETTERS[letter]})
    return found


def spoken(text: str) -> str:
    """`text` without punctuation, as a recogniser gives it."""
    return re.sub(r"[^\w\s'-]", " ", text)


class Data:
    """Evidence as a matrix: one row for each answer as written, then one for each as spoken.

    `more` are rows that only train; they lie behind the others.
    """

    def __init__(
        self,
        understander: Understander,
        answers: list[dict[str, Any]],
        more: list[dict[str, Any]],
    ) -> None:
        self.answers = answers
        both = [(form, row) for part in (answers, more) for form in (str, spoken) for row in part]
        found = [
            understander.pieces(form(row["answer"]), Expectation("yes_no", (), row["question"]))
            for form, row in both
        ]
        counts = Counter(piece for pieces in found for piece in pieces)
        self.names = sorted(piece for piece, count in counts.items() if count >= RARE)
        column = {name: k for k, name in enumerate(self.names)}
        self.matrix = np.zeros((len(found), len(self.names)))
        for i, pieces in enumerate(found):
            for piece in pieces & column.keys():
                self.matrix[i, column[piece]] = 1
        self.labels = np.array([OUTCOMES.index(row["label"]) for _, row in both])
        self.groups = np.array([row["consultation"] for _, row in both])
        self.measured = 2 * len(answers)
        self.doubtful = [
            np.array([doubted(answer, pieces) for pieces in found]) for answer in ("yes", "no")
        ]


def fit(matrix: Any, labels: Any, strength: float = STRENGTH) -> Any:
    """Multinomial logistic regression: additive weights, one row per outcome."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, max_iter=1000, tol=1e-3).fit(matrix, labels)


def out_of_fold(data: Data, strength: float = STRENGTH) -> Any:
    """Likelihoods of every measured row by weights learned without its consultation.

    An answer that has its doubts (intents/answers.py) stays below its step, as when it is used.
    """
    from sklearn.model_selection import GroupKFold

    size = data.measured
    likely = np.zeros((size, len(OUTCOMES)))
    for repeat in range(REPEATS):
        folds = GroupKFold(FOLDS, shuffle=True, random_state=repeat)
        for _, test in folds.split(data.matrix[:size], groups=data.groups[:size]):
            train = ~np.isin(data.groups, data.groups[test])
            model = fit(data.matrix[train], data.labels[train], strength)
            likely[test] += model.predict_proba(data.matrix[test]) / REPEATS
    for k, step in enumerate((YES_STEP, NO_STEP)):
        held = data.doubtful[k][:size] & (likely.argmax(axis=1) == k)
        likely[held, k] = np.minimum(likely[held, k], step - 0.01)
    return likely


def figures(
    likely: Any, labels: Any, yes_step: float = YES_STEP, no_step: float = NO_STEP
) -> dict[str, float]:
    """The measures of the answers: shares of 0 to 1."""
    yes, no, neither = labels == 0, labels == 1, labels > 1
    best = likely.argmax(axis=1)
    says_yes = (best == 0) & (likely[:, 0] >= yes_step)
    says_no = (best == 1) & (likely[:, 1] >= no_step)
    polar = yes | no
    return {
        "right_nothing_asked_back": float((likely[:, :2].argmax(axis=1) == labels)[polar].mean()),
        "right_of_four": float((best == labels)[polar].mean()),
        "yes_taken_as_no": float(says_no[yes].mean()),
        "no_taken_as_yes": float(says_yes[no].mean()),
        "neither_taken_as_no": float(says_no[neither].mean()),
        "neither_taken_as_yes": float(says_yes[neither].mean()),
        "yes_asked_back": float((~says_yes & ~says_no)[yes].mean()),
        "no_asked_back": float((~says_yes & ~says_no)[no].mean()),
        "asked_back": float((~says_yes & ~says_no)[polar].mean()),
    }


def steps_of(likely: Any, labels: Any) -> dict[str, list[list[str]]]:
    """Likelihood to confidence, for each outcome: half at the step, above it the measured share.

    Three bins above the step; each gets the share of right answers in it, never falling.
    """
    best = likely.argmax(axis=1)
    steps: dict[str, list[list[str]]] = {}
    for k, outcome in enumerate(OUTCOMES):
        step = {"yes": YES_STEP, "no": NO_STEP}.get(outcome, 0.5)
        points = [(0.25, 0.1), (step, 0.5)]
        mine = (best == k) & (likely[:, k] >= step)
        order = np.sort(likely[mine, k])
        edges = (
            [order[int(len(order) * share)] for share in (0, 1 / 3, 2 / 3)]
            if len(order) >= 60
            else []
        )
        for low, high in zip(edges, [*edges[1:], 1.01], strict=False):
            inside = mine & (likely[:, k] >= low) & (likely[:, k] < high)
            middle = float(np.median(likely[inside, k])) if inside.any() else 0.0
            share = min(0.98, float((labels[inside] == k).mean()))
            if middle > points[-1][0] + 0.01:
                points.append((middle, max(share, points[-1][1])))
        points.append((1.0, max(points[-1][1], 0.9 if not edges else points[-1][1])))
        steps[outcome] = [[f"{x:.3f}", f"{y:.3f}"] for x, y in points]
    return steps


def main() -> None:
    """Learn, measure, and write the weights."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dry", action="store_true", help="measure only")
    arguments.add_argument(
        "--wrong", action="store_true", help="list the answers that come out wrong"
    )
    options = arguments.parse_args()
    answers = rows()
    data = Data(Understander(load_phrases()), answers, pool())
    half, size = len(answers), data.measured
    labels = data.labels[:size]
    likely = out_of_fold(data)
    for name, part in (("written", slice(0, half)), ("spoken", slice(half, size))):
        measured = figures(likely[part], labels[part])
        print(name, " ".join(f"{k} {v:.3f}" for k, v in measured.items()))
    if options.wrong:
        for row, chance in zip(answers, likely, strict=False):
            if OUTCOMES[int(chance.argmax())] != row["label"]:
                print(
                    row["label"],
                    np.round(chance, 2),
                    "|",
                    row["question"][-90:],
                    "|",
                    row["answer"][:160],
                )
    if options.dry:
        return
    model = fit(data.matrix, data.labels)
    weights = {
        "start": {o: f"{model.intercept_[k]:.3f}" for k, o in enumerate(OUTCOMES)},
        "steps": steps_of(likely, labels),
        "evidence": {
            name: {o: f"{model.coef_[k][i]:.3f}" for k, o in enumerate(OUTCOMES)}
            for i, name in enumerate(data.names)
        },
    }
    header = (
        "# Learned by tests/bench/train_understanding.py; do not edit by hand. Language-free.\n"
    )
    text = yaml.safe_dump(weights, sort_keys=False, default_flow_style=None, width=120)
    (HERE / "answer_weights.yaml").write_text(header + text, encoding="utf-8")


if __name__ == "__main__":
    main()
