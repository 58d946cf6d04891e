"""A translation says what English says: the same numbers, in short sentences, without comfort."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from text_to_num import alpha2digit

from intents.languages import languages
from intents.phrases import load_phrases
from intents.yaml_file import read

OTHERS = [language for language in languages() if language != "en"]
LONGEST_SENTENCE = 15
"""Words."""
FILES = ("advice", "questions", "explain", "timed", "prompts", "setup")
SMALL = {
    "en": ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "es": ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"),
}
"""Number words that text2num leaves alone where they stand by themselves."""
NO_NUMBER = {"en": (), "es": ("por ciento",)}
FALSE_COMFORT = {
    "es": (
        "no es nada", "no se preocupe", "no te preocupes", "seguro que", "nada grave", "está bien.",
        "usted tiene gripe", "tiene una infección", "diagnóstico", "garantizo", "sin duda",
        "probablemente no", "por ciento de",
    )
}  # fmt: skip


def texts(language: str, name: str) -> dict[tuple[str, ...], str]:
    data = read(load_phrases(language).folder / f"{name}.yaml")[0]
    return dict(leaves(data, ()))


def leaves(data: object, here: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each text with its key; sentences of one list count as one text."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from leaves(value, (*here, key))
    elif isinstance(data, list) and all(isinstance(item, str) for item in data):
        yield here, " ".join(data)
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from leaves(item, (*here, str(number)))
    else:
        yield here, str(data)


def numbers(text: str, language: str) -> list[float]:
    """The numbers from two on, in order of size, whether in words or digits."""
    plain = re.sub(r"([.,:;?])", r" \1 ", text.lower())
    for phrase in NO_NUMBER[language]:
        plain = plain.replace(phrase, "")
    small = {word: value for value, word in enumerate(SMALL[language], 2)}
    words = re.findall(r"\w+", alpha2digit(plain, language))
    found = [float(small.get(word, word)) for word in words if word.isdigit() or word in small]
    return sorted(value for value in found if value > 1)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", OTHERS)
def test_the_numbers_are_those_of_english(language: str, name: str) -> None:
    """A dose, a delay or a limit lost in translation is a danger."""
    english, own = texts("en", name), texts(language, name)
    both = english.keys() & own.keys()
    assert all(key[-1] == "reason" or key[-1].endswith("_one") for key in english.keys() - both)
    assert any(numbers(text, "en") for text in english.values())
    for key in both:
        assert numbers(own[key], language) == numbers(english[key], "en"), key


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", OTHERS)
def test_sentences_are_short(language: str, name: str) -> None:
    for key, text in texts(language, name).items():
        for sentence in re.split(r"(?<=[.?!:])\s+", text):
            assert len(re.findall(r"[\w{}]+", sentence)) <= LONGEST_SENTENCE, key


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", OTHERS)
def test_nobody_is_falsely_comforted(language: str, name: str) -> None:
    for key, text in texts(language, name).items():
        assert not [said for said in FALSE_COMFORT[language] if said in text.lower()], key


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_slots_are_filled(language: str) -> None:
    for name in FILES:
        english, own = texts("en", name), texts(language, name)
        for key in english.keys() & own.keys():
            slots = {text: set(re.findall(r"{(\w*)}", text)) for text in (english[key], own[key])}
            if name != "questions" or key[-1] in ("confirm", "reason"):
                assert slots[english[key]] == slots[own[key]], key


def test_a_wrong_dose_would_be_seen() -> None:
    assert numbers("Nunca más de ocho pastillas al día, de quinientos miligramos.", "es") == [
        8,
        500,
    ]
    assert numbers("Never more than eight tablets of five hundred milligrams.", "en") == [8, 500]
    assert numbers("cada treinta y dos minutos", "es") == [32]
