"""A clear sentence is believed where its meaning is plain; nothing else gains by it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.plain_words import HARMLESS, PLAIN, decision
from intents.meaning import Meaning, Number
from intents.phrases import load_phrases

MEANINGS = st.builds(
    Meaning,
    text=st.just(""),
    answer=st.sampled_from([None, "yes", "no", "dont_know"]),
    number=st.sampled_from([None, Number(7, "score")]),
    command=st.sampled_from([None, *load_phrases().commands.phrases]),
    confidence=st.floats(0, 1),
    by_sound=st.booleans(),
)


@given(MEANINGS)
def test_what_was_heard_stays_heard_and_what_is_not_clear_stays_unsure(meaning: Meaning) -> None:
    assert decision(meaning, "heard", clear=False) == "heard"
    assert decision(meaning, "heard", clear=True) == "heard"
    assert decision(meaning, "unsure", clear=False) == "unsure"


@given(MEANINGS)
def test_nothing_doubtful_is_believed_and_a_number_is_read_back(meaning: Meaning) -> None:
    if decision(meaning, "unsure", clear=True) == "unsure":
        return
    assert not meaning.by_sound
    assert meaning.confidence >= PLAIN
    if meaning.command:
        assert meaning.command in HARMLESS
        return
    assert meaning.number is None
    assert meaning.answer is not None


@given(st.floats(0, 1))
def test_a_yes_needs_as_much_as_a_no(confidence: float) -> None:
    """For some questions it is the yes that takes a danger away: "can you reach the toilet?"."""
    yes, no = (Meaning("", answer=answer, confidence=confidence) for answer in ("yes", "no"))
    assert decision(yes, "unsure", clear=True) == decision(no, "unsure", clear=True)


def test_plain_answers_are_believed() -> None:
    for meaning in (
        Meaning("no not that i know", answer="no", confidence=0.98),
        Meaning("yeah i had that", answer="yes", confidence=0.97),
        Meaning("could you say that again", command="repeat", confidence=1.0),
    ):
        assert decision(meaning, "unsure", clear=True) == "heard"


def test_doubtful_ones_are_not() -> None:
    for meaning in (
        Meaning("no well", answer="no", confidence=0.92),
        Meaning("start over please", command="start_over", confidence=1.0),
        Meaning("nothing of an answer", confidence=0.2),
    ):
        assert decision(meaning, "unsure", clear=True) == "unsure"


def test_the_harmless_commands_are_known() -> None:
    assert set(load_phrases().commands.phrases) | {"explain"} >= HARMLESS
