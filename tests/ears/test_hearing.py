"""What the ears listen for must be understood as what its list says, and known to the ears."""

from __future__ import annotations

import pytest

from assistant.ears.grammar import grammar_for
from assistant.ears.sphinx_ear import SphinxEar
from intents.hearing import load_hearing
from intents.meaning import Expectation, Unit
from intents.understand import Understander

HEARING = load_hearing()
YES_NO = Expectation("yes_no")


@pytest.mark.parametrize(
    ("answer", "phrase"),
    [
        (answer, phrase)
        for answer, phrases in (
            ("yes", HEARING.yes),
            ("no", HEARING.no),
            ("dont_know", HEARING.dont_know),
        )
        for phrase in phrases
    ],
)
def test_an_answer_means_what_its_list_says(
    understander: Understander, answer: str, phrase: str
) -> None:
    assert understander.understand(phrase, YES_NO).answer == answer


@pytest.mark.parametrize("phrase", HEARING.commands + HEARING.emergency)
def test_a_command_is_a_command(understander: Understander, phrase: str) -> None:
    command = understander.understand(phrase, YES_NO).command
    assert command is not None
    assert (command == "emergency") == (phrase in HEARING.emergency)


@pytest.mark.parametrize(
    ("unit", "said", "value"),
    [
        ("score", "seven", 7),
        ("celsius", "thirty eight point five", 38.5),
        ("fahrenheit", "a hundred one point two", 101.2),
        ("per_minute", "a hundred twenty", 120),
        ("days", "two weeks", 14),
        ("years", "eighty one", 81),
    ],
)
def test_numbers_are_listened_for_and_understood(
    understander: Understander, unit: Unit, said: str, value: float
) -> None:
    expect = Expectation("number", unit=unit)
    assert said in HEARING.phrases(expect)
    number = understander.understand(said, expect).number
    assert number is not None
    assert number.value == pytest.approx(value)


def test_what_may_end_early_can_be_said() -> None:
    assert set(HEARING.whole) <= set(HEARING.phrases(YES_NO))
    assert set(HEARING.likely) <= set(HEARING.phrases(YES_NO))


@pytest.mark.parametrize("kind", ["yes_no", "number", "command"])
def test_the_engines_know_every_word(kind: str) -> None:
    from assistant.ears.vosk_ear import VoskEar
    from models.store import find

    grammar = grammar_for(HEARING, Expectation(kind))  # type: ignore[arg-type]
    for ear in (SphinxEar(), VoskEar(find({}).path, False)):
        assert grammar.within(ear.knows)[1] == ()
