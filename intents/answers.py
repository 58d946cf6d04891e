"""Weighs the evidence of an answer: how likely is yes, no, not known, or no answer at all?

The weights (`answer_weights.yaml`, one row for each piece of evidence) were learned from real
answers by `tests/bench/train_understanding.py`; adding them up is all that happens here.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import Literal, cast

from intents.answer_evidence import Evidence
from intents.meaning import Answer

OUTCOMES = ("yes", "no", "unsure", "other")
_PLAIN: tuple[Literal["yes", "no", "unsure"], ...] = ("yes", "no", "unsure")
PLAIN_CONFIDENCE = 0.97
"""Of an utterance that is nothing but one kind of answer ("no, never"; "I can't remember")."""


EXCEPTION = "after_no.except"
"""A "no" with an exception ("no, except my left leg") is a yes, if not a sure one."""

DOUBTS = {
    "no": (
        frozenset({"has.unsure"}),  # "no, I don't know"
        frozenset({"has.yes", "length.1"}),  # "no yeah"
        frozenset({"has.yes", "length.2"}),
        frozenset({"clause_last.had", "field.affirmed"}),  # "no, my sister has asthma"
    ),
    "yes": (
        frozenset({"last.none_such"}),  # "... but nothing like that"
        frozenset({"opens.no", "after_no.negated"}),  # "no, I might have, but not this time"
        frozenset({"first_echo.negated", "after_no.echo.negated"}),
    ),
}
"""Evidence that makes an answer doubtful whatever else speaks for it."""
DOUBTFUL = 0.45
"""The confidence of an answer that has to be asked back."""


@dataclass(frozen=True, slots=True)
class AnswerWeights:
    """What each piece of evidence adds to each outcome, and how sure an answer has to be.

    `steps` turns the likelihood of the winner into a confidence: pairs of (likelihood, confidence)
    for each answer, joined by straight lines. The step to 0.5 is where Bedside stops asking back;
    it lies higher for "no" than for "yes", because a wrong no hides a symptom.
    """

    start: dict[str, float]
    evidence: dict[str, dict[str, float]]
    steps: dict[str, tuple[tuple[float, float], ...]]
    rows: dict[str, tuple[float, ...]] = field(init=False, default_factory=dict)
    """`evidence` with the outcomes in their order."""

    def __post_init__(self) -> None:
        for piece, row in self.evidence.items():
            self.rows[piece] = tuple(row[outcome] for outcome in OUTCOMES)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer (None where it is none), its confidence, and the evidence that decided most."""

    answer: Answer | None
    confidence: float
    deciding: tuple[str, ...]
    likelihood: tuple[float, ...]
    plain: bool = False
    """It is nothing but this answer."""


def weigh(evidence: Evidence, weights: AnswerWeights) -> Verdict:
    """The most likely outcome of `evidence`."""
    for plain in _PLAIN:
        wanted = {"only_cues", f"all.{plain}"}
        if wanted <= evidence.pieces and "has.clarify" not in evidence.pieces:
            said: Answer = "dont_know" if plain == "unsure" else plain
            sure = tuple(float(outcome == plain) for outcome in OUTCOMES)
            return Verdict(said, PLAIN_CONFIDENCE, (f"nothing but {plain}",), sure, plain=True)
    if EXCEPTION in evidence.pieces:
        return Verdict("yes", 0.6, (EXCEPTION,), (0.6, 0.4, 0.0, 0.0))
    rows = weights.rows
    found = [(rows[piece], piece) for piece in evidence.pieces if piece in rows]
    sums = [weights.start[outcome] for outcome in OUTCOMES]
    for k, column in enumerate(zip(*(row for row, _ in found), strict=True)):
        sums[k] += sum(column)
    top = max(sums)
    raised = [math.exp(value - top) for value in sums]
    total = sum(raised)
    likelihood = tuple(value / total for value in raised)
    best = max(range(len(OUTCOMES)), key=likelihood.__getitem__)
    outcome = OUTCOMES[best]
    confidence = along(weights.steps[outcome], likelihood[best])
    deciding = [piece for _, piece in sorted((-row[best], piece) for row, piece in found)[:3]]
    if outcome == "unsure":
        answer: Answer | None = "dont_know"
    elif outcome == "other":  # the likelier answer, but to be asked again
        answer = "yes" if likelihood[0] >= likelihood[1] else "no"
        confidence = min(DOUBTFUL, likelihood[0 if answer == "yes" else 1])
    else:
        answer = cast(Answer, outcome)
    if answer is not None and doubted(answer, evidence.pieces):
        confidence = min(confidence, DOUBTFUL)
    return Verdict(answer, round(confidence, 3), tuple(deciding), likelihood)


def doubted(answer: str, pieces: frozenset[str]) -> bool:
    """Whether an answer is asked back whatever its weight."""
    return any(doubt <= pieces for doubt in DOUBTS.get(answer, ()))


def along(steps: tuple[tuple[float, float], ...], x: float) -> float:
    """The value at `x` of the line through `steps`: likelihood to confidence."""
    for (x0, y0), (x1, y1) in itertools.pairwise(steps):
        if x <= x1:
            return y0 + (y1 - y0) * max(0.0, x - x0) / (x1 - x0)
    return steps[-1][1]
