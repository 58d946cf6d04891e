"""What Bedside says is read at grade six or lower (Flesch and Kincaid), as a whole and by file.

Single sentences may be harder: names of illnesses and organs have many syllables.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import textstat

from intents.phrases import HERE
from intents.yaml_file import read
from tests.intents.reading import texts

GRADE = 6.0
HARDEST = 10.0
FILES = ("prompts", "questions", "advice", "explain", "timed", "setup")


def spoken(name: str) -> list[str]:
    path: Path = HERE / "en" / f"{name}.yaml"
    found = texts(read(path)[0])
    return [text for text in found if text.rstrip().endswith((".", "?", "!")) and " " in text]


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_easy(name: str) -> None:
    sentences = spoken(name)
    assert len(sentences) > 10
    assert textstat.flesch_kincaid_grade(" ".join(sentences)) <= GRADE


def test_hard_sentences_are_few_and_not_too_hard() -> None:
    graded = {text: textstat.flesch_kincaid_grade(text) for name in FILES for text in spoken(name)}
    assert max(graded.values()) <= HARDEST, max(graded, key=lambda text: graded[text])
    hard = [text for text, grade in graded.items() if grade > GRADE]
    assert len(hard) <= 0.05 * len(graded), hard
