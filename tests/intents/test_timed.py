"""The exercises last as long as they should and leave time to speak each line."""

from __future__ import annotations

import pytest

from intents.timed import Block, load_timed, steps
from tests.intents.reading import FORBIDDEN, LONGEST_SENTENCE, sentences, words

TIMED = load_timed()
EXERCISES = {"breathing": TIMED.breathing, "body_scan": TIMED.body_scan, **TIMED.before}
SLOWEST_WORDS_A_MINUTE = 130


@pytest.mark.parametrize(
    ("name", "seconds"), [("breathing", (270, 300)), ("body_scan", (300, 330))]
)
def test_about_five_minutes(name: str, seconds: tuple[int, int]) -> None:
    low, high = seconds
    assert low <= sum(step.seconds for step in steps(EXERCISES[name])) <= high


@pytest.mark.parametrize("blocks", EXERCISES.values(), ids=EXERCISES)
def test_each_line_fits_its_time(blocks: tuple[Block, ...]) -> None:
    for line in steps(blocks):
        assert len(words(line.say)) * 60 / SLOWEST_WORDS_A_MINUTE <= line.seconds, line.say


@pytest.mark.parametrize("blocks", EXERCISES.values(), ids=EXERCISES)
def test_lines_are_short_and_careful(blocks: tuple[Block, ...]) -> None:
    for line in steps(blocks):
        assert all(len(words(sentence)) <= LONGEST_SENTENCE for sentence in sentences(line.say))
        assert not [phrase for phrase in FORBIDDEN if phrase in line.say.lower()]


def test_breathing_slows_down_from_three_to_five() -> None:
    _, first, counted, silent, _ = TIMED.breathing
    assert (first.times, sum(step.seconds for step in first.steps)) == (6, 6)
    assert counted.times + silent.times == 20
    assert sum(step.seconds for step in counted.steps) == 10
    assert sum(step.seconds for step in silent.steps) == 10
