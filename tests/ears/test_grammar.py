from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ears.grammar import Grammar

ANSWERS = Grammar.of(["yes", "no", "no i don't", "thirty eight point five"], ["on", "snow", "no"])


@pytest.mark.parametrize(
    "phrase", ["", "Yes", "38", "no  way", " no", "[unk]", "fever (high)", "°"]
)
def test_what_engines_choke_on_never_reaches_them(phrase: str) -> None:
    with pytest.raises(ValueError, match="not a phrase"):
        Grammar.of([phrase])
    with pytest.raises(ValueError, match="not a phrase"):
        Grammar.of(["yes"], [phrase])


def test_an_empty_grammar_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Grammar.of([])


def test_decoys_are_never_words_of_an_answer() -> None:
    assert ANSWERS.decoys == ("on", "snow")
    assert ANSWERS.known(["no", "snow", "[unk]"]) == ("no",)


def test_a_phrase_with_an_unknown_word_goes_as_a_whole() -> None:
    grammar = Grammar.of(["take ibuprofen", "take", "yes"], ["sparrow", "on"])
    within, lost = grammar.within(lambda word: word in {"take", "yes", "on"})
    assert within.phrases == ("take", "yes")
    assert within.decoys == ("on",)
    assert lost == ("take ibuprofen",)


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("no", True),
        ("no no i don't", True),
        ("thirty eight point five", True),
        ("don't", False),
        ("thirty eight", False),
        ("i don't no", False),
        ("", False),
    ],
)
def test_only_whole_phrases_are_answers(text: str, covered: bool) -> None:
    assert ANSWERS.covers(text) is covered


@given(st.lists(st.sampled_from(ANSWERS.phrases), min_size=1, max_size=5))
def test_any_row_of_phrases_is_covered(phrases: list[str]) -> None:
    assert ANSWERS.covers(" ".join(phrases))
