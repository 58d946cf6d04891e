"""The tables of tests/cases: what an utterance means; and properties for any text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.languages import languages
from intents.meaning import Expectation
from intents.phrases import load_phrases
from intents.questions import load_questions
from intents.understand import Understander
from tests.intents.tables import Case, cases, manners

UNDERSTANDERS = {language: Understander(load_phrases(language)) for language in languages()}
QUESTIONS = {
    language: Expectation("yes_no", ("chest_pain",), load_questions(language).of("chest_pain").ask)
    for language in languages()
}
QUESTION = QUESTIONS["en"]
COMPLAINT = Expectation("complaint")


def told(value: object) -> str:
    return value.say if isinstance(value, Case) else str(value)


@pytest.mark.parametrize(("language", "case"), cases("answers", "confusions", "no_match"), ids=told)
def test_answers(language: str, case: Case) -> None:
    meaning = UNDERSTANDERS[language].understand(case.say, QUESTIONS[language])
    sure = meaning.answer if meaning.confidence >= 0.5 else None
    assert (sure or "none") == case.answer, meaning.reason


@pytest.mark.parametrize(("language", "case"), cases("commands"), ids=told)
def test_commands(language: str, case: Case) -> None:
    meaning = UNDERSTANDERS[language].understand(case.say, QUESTIONS[language])
    assert (meaning.command or "none") == case.command
    assert (meaning.topic or "") == case.topic


@pytest.mark.parametrize(("language", "case"), cases("complaints"), ids=told)
def test_complaints(language: str, case: Case) -> None:
    facts = UNDERSTANDERS[language].understand(case.say, COMPLAINT).facts
    assert set(case.facts) <= set(facts)
    assert not set(case.not_facts) & set(facts)
    assert set(facts.values()) <= {"yes"}


@pytest.mark.parametrize(("language", "case"), cases("numbers"), ids=told)
def test_numbers(language: str, case: Case) -> None:
    expect = Expectation("number", unit=case.unit)
    meaning = UNDERSTANDERS[language].understand(case.say, expect)
    assert meaning.number is not None
    assert meaning.number.value == pytest.approx(case.number, abs=0.06)


any_text = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "So", "Mn", "Zs"]), max_size=80),
    st.text(
        alphabet="\u0928\u092e\u0938\u094d\u0924\u0645\u0631\u062d\u043f\u0440\u4f60\u306f\u3044\U0001f642\u200d",
        max_size=80,
    ),
)
a_language = st.sampled_from(languages())
many = settings(max_examples=300, deadline=None)


def every(language: str) -> tuple[Expectation, ...]:
    return (QUESTIONS[language], COMPLAINT, Expectation("number"), Expectation("command"))


@many
@given(language=a_language, text=any_text)
def test_any_text_has_a_meaning(language: str, text: str) -> None:
    for expect in every(language):
        meaning = UNDERSTANDERS[language].understand(text, expect)
        assert 0.0 <= meaning.confidence <= 1.0


@many
@given(data=st.data(), language=a_language)
def test_fillers_alone_are_no_answer(data: st.DataObject, language: str) -> None:
    fillers = st.lists(st.sampled_from([*manners(language).fillers, ",", "."]), max_size=12)
    text = " ".join(data.draw(fillers))
    meaning = UNDERSTANDERS[language].understand(text, QUESTIONS[language])
    assert meaning.answer != "no" or meaning.confidence < 0.5  # "mm hmm" may be a yes


@many
@given(
    language=a_language, text=st.text(alphabet=st.characters(exclude_categories=["L"]), max_size=80)
)
def test_no_letters_are_no_confident_answer(language: str, text: str) -> None:
    meaning = UNDERSTANDERS[language].understand(text, QUESTIONS[language])
    assert meaning.answer is None or meaning.confidence < 0.5


@many
@given(language=a_language, text=st.text(max_size=120))
def test_no_other_script_is_a_confident_answer(language: str, text: str) -> None:
    """Whatever is left of any text without Latin letters and digits: any script, signs, emoji."""
    folded = unicodedata.normalize("NFKD", text)
    strange = "".join(c for c in folded if not (c.isascii() and c.isalnum()))
    meaning = UNDERSTANDERS[language].understand(strange, QUESTIONS[language])
    assert meaning.answer is None or meaning.confidence < 0.5


@many
@given(
    language=a_language,
    word=st.text(alphabet="bcdfghjklmpqrstvwxz", min_size=4, max_size=9),
    times=st.integers(1, 4),
)
def test_words_of_no_language_are_never_a_no(language: str, word: str, times: int) -> None:
    for text in (" ".join([word] * times), f"{word} {word[::-1]} " * times):
        meaning = UNDERSTANDERS[language].understand(text, QUESTIONS[language])
        assert meaning.answer != "no" or meaning.confidence < 0.5


@many
@given(data=st.data(), language=a_language, twice=st.booleans())
def test_fillers_and_repeats_never_flip(data: st.DataObject, language: str, twice: bool) -> None:
    said = data.draw(st.sampled_from(manners(language).answers))
    padding = st.lists(st.sampled_from(manners(language).fillers), max_size=3)
    again = [said] if twice else []
    text = " ".join([*data.draw(padding), said, *again, *data.draw(padding)])
    understander, question = UNDERSTANDERS[language], QUESTIONS[language]
    plain = understander.understand(said, question).answer
    meaning = understander.understand(text, question)
    assert meaning.answer in (plain, None) or meaning.confidence < 0.5


@many
@given(data=st.data(), language=a_language)
def test_a_repeated_word_never_flips(data: st.DataObject, language: str) -> None:
    said = data.draw(st.sampled_from(manners(language).answers))
    words = said.split()
    at = data.draw(st.integers(0, len(words) - 1))
    stuttered = " ".join([*words[:at], words[at], *words[at:]])
    understander, question = UNDERSTANDERS[language], QUESTIONS[language]
    plain = understander.understand(said, question).answer
    meaning = understander.understand(stuttered, question)
    assert meaning.answer in (plain, None) or meaning.confidence < 0.5


@many
@given(data=st.data(), language=a_language)
def test_a_denial_never_turns_a_symptom_on(data: st.DataObject, language: str) -> None:
    """What a complaint affirms, its denial never does; and a denial affirms nothing new."""
    understander = UNDERSTANDERS[language]
    things = [
        words.confirm
        for fact, words in load_questions(language).words.items()
        if words.confirm
        and manners(language).deniable(words.confirm)
        and understander.understand(words.confirm, COMPLAINT).facts
    ]
    thing = data.draw(st.sampled_from(things))
    affirmed = set(understander.understand(thing, COMPLAINT).facts)
    denied = data.draw(st.sampled_from(manners(language).denials)).format(thing)
    assert set(understander.understand(denied, COMPLAINT).facts) <= affirmed


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "text", ["a" * 10_000, "no " * 3_300, "🙂" * 2_500, "\x00\x1b[31m" * 1_200, ",.;" * 3_400]
)
def test_ten_kilobytes_are_survived(language: str, text: str) -> None:
    for expect in every(language):
        meaning = UNDERSTANDERS[language].understand(text, expect)
        assert meaning.answer != "no" or meaning.confidence < 0.5 or text.startswith("no")


@pytest.mark.parametrize(
    ("language", "said", "around"),
    [
        (language, said, around)
        for language in languages()
        for said in manners(language).answers
        for around in manners(language).around
    ],
)
def test_courtesy_never_flips_an_answer(language: str, said: str, around: str) -> None:
    understander, question = UNDERSTANDERS[language], QUESTIONS[language]
    plain = understander.understand(said, question).answer
    assert understander.understand(around.format(said), question).answer in (plain, None)


def test_a_very_long_line_is_survived(understander: Understander) -> None:
    understander.understand("my back aches and " * 600, QUESTION)


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("my back cakes", "back_pain"),
        ("my back takes", "back_pain"),
        ("my neck is stuff", "stiff_neck"),
    ],
)
def test_misheard_words_are_read_back(understander: Understander, said: str, fact: str) -> None:
    meaning = understander.understand(said, Expectation("complaint"))
    assert meaning.facts == {fact: "yes"}
    assert meaning.by_sound
    assert meaning.confidence < 0.5


@pytest.mark.parametrize(
    "said", ["I like cakes", "I want to go to the shop", "know", "now", "gnome"]
)
def test_sounds_alone_say_nothing(understander: Understander, said: str) -> None:
    meaning = understander.understand(said, QUESTION)
    assert not meaning.facts
    assert meaning.answer is None or meaning.confidence < 0.5
