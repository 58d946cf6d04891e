"""A "no" needs more than the odds: nothing that another ear doubts counts as one for sure."""

from __future__ import annotations

import pytest

from assistant.ears.agreement import Calibration, Judge
from assistant.ears.evidence import FEATURES, Opinions
from assistant.ears.grammar import grammar_for
from assistant.ears.recogniser import Hypothesis
from intents.hearing import load_hearing
from intents.meaning import Expectation, Kind

SURE = Calibration("test", {**dict.fromkeys(FEATURES, 0.0), "bias": 9.0}, 0.8, 0.9, 0.1)
"""Takes every candidate for said."""


def decided(opinions: Opinions) -> tuple[str, str]:
    hearing = load_hearing()
    judge = Judge(SURE, True, frozenset(hearing.no), lambda text: tuple(text))
    verdict = judge.decide(opinions, grammar_for(hearing, Expectation("yes_no")))
    return verdict.decision, verdict.text


@pytest.mark.parametrize(
    ("text", "written", "rating", "decision"),
    [
        ("no", "oh", -1.5, "heard"),
        ("no", "oh", -4.5, "unsure"),
        ("no", "no", -4.5, "heard"),  # the rater wrote it itself
        ("no", "no", -5.5, "unsure"),
        ("not really", "oh", -5.0, "heard"),  # two words
        ("yes", "oh", -5.0, "heard"),
    ],
)
def test_the_rater_must_find_a_denial_likely(
    text: str, written: str, rating: float, decision: str
) -> None:
    free = Hypothesis(written, ratings={text: rating})
    assert decided(Opinions(Hypothesis(text), None, free, 0.5)) == (decision, text)


@pytest.mark.parametrize(("text", "decision"), [("no", "unsure"), ("yes", "heard")])
def test_without_a_rater_another_word_of_the_second_ear_is_doubt(text: str, decision: str) -> None:
    opinions = Opinions(Hypothesis(text), Hypothesis("", unknown=True), None, 0.5)
    assert decided(opinions) == (decision, text)


UNSURE = Calibration("test", {**dict.fromkeys(FEATURES, 0.0), "bias": 0.0}, 0.8, 0.9, 0.1)
"""Takes no candidate for said, and none for impossible."""


@pytest.mark.parametrize(
    ("guided", "free", "score", "text", "clear"),
    [
        ("no", "nothing that i would call pain", -2.0, "nothing that i would call pain", True),
        ("no", "nothing that i would call pain", -9.0, "no", False),  # it guessed
        ("no", "i do not think so", -5.0, "i do not think so", True),  # a phrase of the grammar
        ("no", "no", -0.1, "no", False),  # one word is for the other ears, too
        ("yes", "no", -0.1, "yes", False),
    ],
)
def test_only_a_sentence_written_without_guessing_is_clear(
    guided: str, free: str, score: float, text: str, clear: bool
) -> None:
    hearing = load_hearing()
    judge = Judge(UNSURE, True, frozenset(hearing.no), lambda text: tuple(text))
    opinions = Opinions(Hypothesis(guided), None, Hypothesis(free, score=score), 0.5)
    verdict = judge.decide(opinions, grammar_for(hearing, Expectation("yes_no")))
    assert (verdict.decision, verdict.clear) == ("unsure", clear)
    if guided != "yes":
        assert verdict.text == text


@pytest.mark.parametrize(
    ("kind", "free", "text"),
    [
        ("number", "thirty eight blanket", "thirty eight point eight"),
        (
            "number",
            "well it was a bit more than yesterday",
            "well it was a bit more than yesterday",
        ),
        ("number", "i think thirty eight point", "i think thirty eight point"),
        ("yes_no", "no it does not", "no it does not"),
    ],
)
def test_a_number_beats_what_a_free_ear_made_of_it(kind: Kind, free: str, text: str) -> None:
    hearing = load_hearing()
    judge = Judge(UNSURE, True, frozenset(hearing.no), lambda text: tuple(text))
    guided = Hypothesis("thirty eight point eight" if kind == "number" else "no")
    opinions = Opinions(guided, None, Hypothesis(free, score=-1.0), 0.5)
    expect = Expectation(kind, unit="celsius" if kind == "number" else None)
    assert judge.decide(opinions, grammar_for(hearing, expect)).text == text
