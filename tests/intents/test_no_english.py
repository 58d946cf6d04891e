"""No English in Python: another language's files alone decide what is understood and said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.dialogue.script import load_script
from intents.languages import languages
from intents.meaning import Expectation
from intents.normalise import split
from intents.phrases import load_phrases
from intents.questions import load_questions
from intents.understand import Understander
from intents.yaml_file import read
from tests.intents.test_every_phrase import ways
from tests.talkers import Line, TablePatient, hold

ENGLISH = Understander(load_phrases("en"))
OTHERS = [language for language in languages() if language != "en"]


def own_words(language: str) -> set[str]:
    """Every word of a language's files, in the form that words.yaml gives it."""
    phrases = load_phrases(language)
    normaliser = Understander(phrases).normaliser
    return {
        token
        for path in phrases.folder.glob("*.yaml")
        for text in strings(read(path)[0], keys=path.stem in ("words", "numbers"))
        for word in text.replace("|", " ").replace("_", " ").split()
        for token in normaliser.phrase(word)
    }


def strings(data: object, keys: bool) -> Iterator[str]:
    """All texts in plain data; the keys of mappings too, where they are words that people say."""
    if isinstance(data, dict):
        for key, value in data.items():
            if keys:
                yield key
            yield from strings(value, keys)
    elif isinstance(data, list):
        for item in data:
            yield from strings(item, keys)
    else:
        yield str(data)


def english_sayings() -> list[str]:
    """All plain answers, commands and symptoms of the English files, as tokens in a row."""
    cues = ENGLISH.phrases.answers.cues
    answers = [said for kind in cues for said in cues[kind]]
    patterns = (*ENGLISH.command_patterns(), *ENGLISH.symptom_patterns())
    return answers + sorted({said for pattern in patterns for said in ways(pattern)})


@pytest.mark.parametrize("language", OTHERS)
def test_english_means_nothing_in_another_language(language: str) -> None:
    understander = Understander(load_phrases(language))
    known = own_words(language)
    questions = load_questions(language)
    asked = Expectation("yes_no", ("chest_pain",), questions.of("chest_pain").ask)
    form = understander.normaliser.phrase
    strange = [said for said in english_sayings() if known.isdisjoint(form(said))]
    assert len(strange) > 2000  # else this shows nothing
    for said in strange:
        for expect in (asked, Expectation("complaint"), Expectation("command")):
            meaning = understander.understand(said, expect)
            assert meaning.command is None, said
            assert not meaning.facts, said
            assert meaning.answer is None or meaning.confidence < 0.5, said


@pytest.mark.parametrize("language", OTHERS)
def test_a_whole_conversation_has_no_english_word(language: str) -> None:
    script, understander = load_script("", language), Understander(load_phrases(language))
    commands = load_phrases(language).commands.phrases
    calm = [name for name in commands if name not in ("stop", "emergency", "start_over", "back")]
    turns = [Line(commands[name][0].replace("|", " ").split()[0]) for name in calm]
    answers = {"age": "40", "temperature": "38", "pain_score": "5"}
    said: list[str] = []
    for otherwise in (commands["wait"][0], script.prompts.words["no"], script.prompts.words["yes"]):
        patient = TablePatient(script.prompts.words["no"], turns, answers, otherwise)
        patient.otherwise = otherwise if otherwise != commands["wait"][0] else ""
        outcome, voice = hold(script, understander, patient)
        assert outcome is not None
        said += [say.text for say in voice.said]
    spoken = {word for text in said for word in words_of(text)}
    written = {word for text in all_texts(language) for word in words_of(text)}
    english = {word for text in all_texts("en") for word in words_of(text)}
    assert len(spoken) > 300
    assert spoken <= written
    assert not spoken & (english - written)


def words_of(text: str) -> set[str]:
    """The words of `text`; numbers are nobody's."""
    lines = text.splitlines()  # a longer text is not read to its end
    return {word for line in lines for word in split(line) if word.isalpha()}


def all_texts(language: str) -> list[str]:
    """The files that hold what Bedside says."""
    folder = load_phrases(language).folder
    names = ("prompts", "questions", "advice", "explain", "timed", "countries")
    return [
        text for name in names for text in strings(read(folder / f"{name}.yaml")[0], keys=False)
    ]
