"""Every language is complete, and an unknown one is named with those that there are."""

from __future__ import annotations

import pytest

from assistant.__main__ import run
from intents.hearing import NumberWords
from intents.language_check import check_language
from intents.languages import languages


@pytest.mark.parametrize("language", languages())
def test_nothing_is_missing(language: str) -> None:
    check_language(language)


@pytest.mark.parametrize(
    "command", [["talk", "--typed"], ["understand"], ["tree", "--check"]], ids=" ".join
)
def test_an_unknown_language_names_the_known(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--language", "xx"]) == 2
    said = capsys.readouterr().err
    assert "'xx'" in said
    assert all(language in said for language in languages())
    assert said.count("\n") == 1


def test_numbers_are_built_as_the_language_joins_them() -> None:
    ones = tuple(f"n{number}" for number in range(30))
    words = NumberWords(ones, ("20", "30", "40"), "cien", "coma", (), " y ", "ciento")
    assert words.spoken(29) == "n29"
    assert words.spoken(30) == "30"
    assert words.spoken(42) == "40 y n2"
    assert words.spoken(100) == "cien"
    assert words.spoken(131) == "ciento 30 y n1"
