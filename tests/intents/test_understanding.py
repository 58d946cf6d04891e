"""The tables of tests/cases: what an utterance means; and properties for any text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intents.meaning import Expectation, Unit
from intents.understand import Understander
from intents.yaml_file import load

QUESTION = Expectation(
    "yes_no", ("chest_pain",), "Do you have chest pain, pressure or tightness right now?"
)


@dataclass(frozen=True, slots=True)
class Case:
    say: str
    answer: str = ""
    command: str = ""
    topic: str = ""
    facts: tuple[str, ...] = ()
    not_facts: tuple[str, ...] = ()
    unit: Unit | None = None
    number: float | None = None


def cases(name: str) -> list[Case]:
    path = Path(__file__).parents[1] / "cases" / "en" / f"{name}.yaml"
    return list(load(path, tuple[Case, ...]))


def told(case: Case) -> str:
    return case.say


@pytest.mark.parametrize(
    "case", cases("answers") + cases("confusions") + cases("no_match"), ids=told
)
def test_answers(understander: Understander, case: Case) -> None:
    meaning = understander.understand(case.say, QUESTION)
    sure = meaning.answer if meaning.confidence >= 0.5 else None
    assert (sure or "none") == case.answer, meaning.reason


@pytest.mark.parametrize("case", cases("commands"), ids=told)
def test_commands(understander: Understander, case: Case) -> None:
    meaning = understander.understand(case.say, QUESTION)
    assert (meaning.command or "none") == case.command
    assert (meaning.topic or "") == case.topic


@pytest.mark.parametrize("case", cases("complaints"), ids=told)
def test_complaints(understander: Understander, case: Case) -> None:
    facts = understander.understand(case.say, Expectation("complaint")).facts
    assert set(case.facts) <= set(facts)
    assert not set(case.not_facts) & set(facts)
    assert set(facts.values()) <= {"yes"}


@pytest.mark.parametrize("case", cases("numbers"), ids=told)
def test_numbers(understander: Understander, case: Case) -> None:
    meaning = understander.understand(case.say, Expectation("number", unit=case.unit))
    assert meaning.number is not None
    assert meaning.number.value == pytest.approx(case.number, abs=0.06)


fillers_only = st.lists(
    st.sampled_from(["um", "uh", "er", "erm", "hmm", "please", "mm", "ah", ",", "."]), max_size=12
).map(" ".join)
any_text = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "So", "Mn", "Zs"]), max_size=80),
    st.text(
        alphabet="\u0928\u092e\u0938\u094d\u0924\u0645\u0631\u062d\u043f\u0440\u4f60\u306f\u3044\U0001f642\u200d",
        max_size=80,
    ),
    fillers_only,
)
ANSWERS = ["no", "yes", "nope", "yeah", "not really", "I don't think so", "a little bit"]
ANSWERS += ["never", "I don't know", "no I don't", "yes I do", "not that I've noticed", "sometimes"]
many = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
EVERY = (QUESTION, Expectation("complaint"), Expectation("number"), Expectation("command"))


@many
@given(text=any_text)
def test_any_text_has_a_meaning(understander: Understander, text: str) -> None:
    for expect in EVERY:
        meaning = understander.understand(text, expect)
        assert 0.0 <= meaning.confidence <= 1.0


@many
@given(text=fillers_only)
def test_fillers_alone_are_no_answer(understander: Understander, text: str) -> None:
    meaning = understander.understand(text, QUESTION)
    assert meaning.answer != "no" or meaning.confidence < 0.5  # "mm hmm" may be a yes


@many
@given(text=st.text(alphabet=st.characters(exclude_categories=["L"]), max_size=80))
def test_no_letters_are_no_confident_answer(understander: Understander, text: str) -> None:
    meaning = understander.understand(text, QUESTION)
    assert meaning.answer is None or meaning.confidence < 0.5


@many
@given(
    word=st.text(alphabet="bcdfghjklmpqrstvwxz", min_size=4, max_size=9), times=st.integers(1, 4)
)
def test_words_of_no_language_are_never_a_no(
    understander: Understander, word: str, times: int
) -> None:
    for text in (" ".join([word] * times), f"{word} {word[::-1]} " * times):
        meaning = understander.understand(text, QUESTION)
        assert meaning.answer != "no" or meaning.confidence < 0.5


@many
@given(
    said=st.sampled_from(ANSWERS),
    before=st.lists(st.sampled_from(["um", "uh", "er", "please", "well", "hmm"]), max_size=3),
    after=st.lists(st.sampled_from(["um", "please", "uh", "erm"]), max_size=3),
    twice=st.booleans(),
)
def test_fillers_and_repeats_never_flip(
    understander: Understander, said: str, before: list[str], after: list[str], twice: bool
) -> None:
    text = " ".join([*before, said, *([said] if twice else []), *after])
    plain = understander.understand(said, QUESTION).answer
    meaning = understander.understand(text, QUESTION)
    assert meaning.answer in (plain, None) or meaning.confidence < 0.5


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "no " * 3_300, "🙂" * 2_500, "\x00\x1b[31m" * 1_200, ",.;" * 3_400]
)
def test_ten_kilobytes_are_survived(understander: Understander, text: str) -> None:
    for expect in EVERY:
        understander.understand(text, expect)


@pytest.mark.parametrize("said", ["no", "yes", "nope", "yeah", "not really"])
@pytest.mark.parametrize("filler", ["um {}", "{} please", "er, {}", "{}, {}"])
def test_fillers_never_flip_an_answer(understander: Understander, said: str, filler: str) -> None:
    plain = understander.understand(said, QUESTION).answer
    assert understander.understand(filler.format(said, said), QUESTION).answer in (plain, None)


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
