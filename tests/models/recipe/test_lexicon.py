"""Words and their sounds."""

from __future__ import annotations

import pytest

from models.recipe import lexicon, phones


def test_words_come_out_of_texts() -> None:
    text = "I don\N{RIGHT SINGLE QUOTATION MARK}t know, {name}: it's 38.5 — the patients' ward"
    assert lexicon.split(text) == ["i", "don't", "know", "it's", "the", "patients", "ward"]


def test_every_word_of_the_content_has_sounds() -> None:
    words = lexicon.vocabulary()
    assert {"yes", "no", "seven", "hundred", "point"} <= set(words)
    for word, said in lexicon.build(words).items():
        assert said, word
        assert all(unit in phones.INDEX for sounds in said for unit in sounds), word


def test_cmudict_first_then_the_guess() -> None:
    found = lexicon.build(["four", "blorptastic"], guess=lambda _: ("B", "L", "AO", "R", "P"))
    assert found["four"] == (("F", "AO", "R"), ("F", "AO"))
    assert found["blorptastic"][0] == ("B", "L", "AO", "R", "P")


def test_a_word_that_nothing_can_say_is_an_error() -> None:
    with pytest.raises(KeyError, match="zzxq"):
        lexicon.build(["zzxq"], guess=lambda _: ())


@pytest.mark.parametrize(
    ("sounds", "without"),
    [("F AO R", "F AO"), ("AW ER", "AW ER"), ("F IY V ER", "F IY V AH"), ("TH R IY", "TH R IY"),
     ("V EH R IY", "V EH R IY"), ("HH AA R D", "HH AA D")],
)  # fmt: skip
def test_accents_without_r(sounds: str, without: str) -> None:
    assert phones.without_r(tuple(sounds.split())) == tuple(without.split())
