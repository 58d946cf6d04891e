"""The words: short sentences, one for everything, and reasons in the patient's words."""

from __future__ import annotations

import re

import pytest

from assistant.triage.assess import assess
from intents.questions import Questions
from tests.triage.notation import facts
from tests.triage.tables import rows

MOST_WORDS = 15


def test_sentences_are_short(questions: Questions) -> None:
    long = [
        (name, sentence)
        for name, words in questions.words.items()
        for text in (words.ask, words.plainer, words.why, words.reason, words.phone)
        for sentence in re.split(r"(?<=[.?!])\s+", text)
        if len(sentence.split()) > MOST_WORDS
    ]
    assert long == []


def test_the_second_wording_is_another_one(questions: Questions) -> None:
    same = [name for name, words in questions.words.items() if words.ask == words.plainer]
    assert same == []


def test_numbers_have_a_place_in_what_is_read_back(questions: Questions) -> None:
    for fact in questions.tree.facts.values():
        words = questions.of(fact.id)
        assert ("{number}" in words.confirm) is (fact.kind == "number")
        assert ("{number}" in words.reason) is (fact.kind == "number")


@pytest.mark.parametrize("row", rows()[::5])
def test_every_result_can_be_told(questions: Questions, row: str) -> None:
    known = facts(questions.tree, row.split(" => ")[0])
    result = assess(questions.tree, known, others="no")
    clauses = [text for reason in result.reasons for text in questions.reasons(reason, known)]
    if result.level not in ("self_care", "consultation"):
        assert clauses
    assert all(text and "{" not in text for text in clauses)


def test_reasons_are_the_findings_and_not_the_rule(questions: Questions) -> None:
    known = facts(questions.tree, "M1 F1=38.6 S1=3 Z2=30")
    told = list(questions.reasons("T05", known))
    assert told == ["you have a severe headache", "your temperature is 38.6 degrees"]
    told = list(questions.reasons("M2.dk", {"stiff_neck": "dont_know", "feels_feverish": "yes"}))
    assert told == ["it is not clear about a stiff neck", "you feel hot or shivery"]


def test_what_a_well_person_has_too_is_no_reason(questions: Questions) -> None:
    known = facts(questions.tree, "F4 J2 P2 Z2=44 F1=37.9")
    told = list(questions.reasons("T21", known))
    assert told == [
        "it began after lifting or twisting or exercise",
        "you have pain in one spot or on one side",
    ]


@pytest.mark.parametrize("row", rows())
def test_no_reason_is_the_good_answer_to_a_question(questions: Questions, row: str) -> None:
    known = facts(questions.tree, row.split(" => ")[0])
    good = {
        questions.of(name).reason
        for name, value in known.items()
        if value in ("yes", "no") and value != questions.tree.facts[name].worse
    }
    result = assess(questions.tree, known, others="no")
    told = {text for reason in result.reasons for text in questions.reasons(reason, known)}
    assert told.isdisjoint(good)


def test_a_question_of_several_things_ends_with_the_question(questions: Questions) -> None:
    for bundle in questions.tree.bundles:
        assert questions.of(bundle).ask.endswith("?"), bundle


@pytest.mark.parametrize("sure", [" can mean ", " can come ", " can be ", " can not "])
def test_causes_are_said_with_may(questions: Questions, sure: str) -> None:
    assert [name for name, words in questions.words.items() if sure in f" {words.why} "] == []
