"""Every phrase in the YAML does what its section says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from intents.languages import languages
from intents.meaning import Expectation
from intents.patterns import Pattern
from intents.phrases import load_phrases
from intents.questions import load_questions
from intents.understand import Understander
from tests.intents.tables import Manners, manners

UNDERSTANDERS = {language: Understander(load_phrases(language)) for language in languages()}
COMPLAINT = Expectation("complaint")
COMMAND = Expectation("command")
ASKED = {
    language: Expectation("yes_no", (), load_questions(language).of("chest_pain").plainer)
    for language in languages()
}
SURE = {"yes": "yes", "no": "no", "unsure": "dont_know"}
"""Kinds of cues that are an answer by themselves."""


def ways(pattern: Pattern) -> Iterator[str]:
    """A phrase with each word of each of its places once, the others being the first there."""
    rows = [p.alternatives for p in pattern.parts if p.alternatives and p.alternatives[0] != ("$",)]
    plain = [" ".join(choices[0]) for choices in rows]
    for k, choices in enumerate(rows):
        for row in choices:
            said = " ".join([*plain[:k], " ".join(row), *plain[k + 1 :]]).split()
            if all(a != b for a, b in itertools.pairwise(said)):  # "red red" counts once
                yield " ".join(said)


def symptom_phrases(language: str) -> list[tuple[str, str]]:
    table = UNDERSTANDERS[language].symptom_patterns()
    return sorted({(pattern.name, said) for pattern in table for said in ways(pattern)})


SYMPTOMS = {language: symptom_phrases(language) for language in languages()}
EACH_FACT = [
    (language, fact)
    for language, phrases in SYMPTOMS.items()
    for fact in sorted({fact for fact, _ in phrases})
]


def command_phrases() -> list[tuple[str, str, str]]:
    return sorted(
        {
            (language, pattern.name, said)
            for language, understander in UNDERSTANDERS.items()
            for pattern in understander.command_patterns()
            for said in ways(pattern)
        }
    )


def answer_phrases() -> list[tuple[str, str, str]]:
    return [
        (language, kind, said)
        for language, understander in UNDERSTANDERS.items()
        for kind in SURE
        for said in understander.phrases.answers.cues[kind]
    ]


@pytest.mark.parametrize(("language", "fact"), EACH_FACT)
def test_each_symptom_phrase_sets_its_fact(language: str, fact: str) -> None:
    understander = UNDERSTANDERS[language]
    missed = [
        said
        for name, said in SYMPTOMS[language]
        if name == fact and fact not in understander.heard(said, COMPLAINT).why
    ]
    assert not missed


@pytest.mark.parametrize(("language", "fact"), EACH_FACT)
def test_a_symptom_told_is_never_a_no_to_its_question(language: str, fact: str) -> None:
    """ "I can't feel my legs" has a "not" in it, and yet it is a yes."""
    understander, questions = UNDERSTANDERS[language], load_questions(language)
    tree = questions.tree
    if tree.facts[fact].kind == "number":
        return
    bundles = [name for name in tree.bundles if fact in tree.facts_of(name)]
    for name, facts in ((fact, (fact,)), *((name, tree.facts_of(name)) for name in bundles)):
        asked = Expectation("yes_no", tuple(facts), questions.of(name).ask)
        for said in (said for of, said in SYMPTOMS[language] if of == fact):
            meaning = understander.understand(said, asked)
            assert meaning.answer != "no" or meaning.confidence < 0.5, said


@pytest.mark.parametrize(("language", "fact"), EACH_FACT)
def test_a_denial_never_turns_a_symptom_on(language: str, fact: str) -> None:
    understander, told = UNDERSTANDERS[language], manners(language)
    said = next(
        said
        for name, said in SYMPTOMS[language]
        if name == fact and _plain(understander, told).isdisjoint(said.split())
    )
    for denied in (denial.format(said) for denial in told.denials):
        facts = understander.understand(denied, COMPLAINT).facts
        assert fact not in facts, denied


def _plain(understander: Understander, told: Manners) -> set[str]:
    """Words that deny, or end a denial: a phrase without them is denied as a whole."""
    context = understander.phrases.context
    closed = {*context.negators, *context.breakers, *context.joiners, *context.restarts}
    return closed | set(told.not_denied)


@pytest.mark.parametrize(("language", "command", "said"), command_phrases())
def test_each_command_phrase_is_its_command(language: str, command: str, said: str) -> None:
    assert UNDERSTANDERS[language].understand(said, COMMAND).command == command


@pytest.mark.parametrize(("language", "kind", "said"), answer_phrases())
def test_each_plain_answer_is_that_answer(language: str, kind: str, said: str) -> None:
    meaning = UNDERSTANDERS[language].understand(said, ASKED[language])
    assert meaning.answer == SURE[kind]
    assert meaning.confidence >= 0.5, meaning.reason


@pytest.mark.parametrize("language", languages())
def test_each_cue_is_found(language: str) -> None:
    understander = UNDERSTANDERS[language]
    for said in (s for cues in understander.phrases.answers.cues.values() for s in cues):
        found = understander.cues(said)
        assert found, said
        if " ".join(understander.normaliser.phrase(said)) == found[0][1]:
            assert found[0][0] in _kinds_of(understander, said), said


def _kinds_of(understander: Understander, said: str) -> set[str]:
    plain = understander.normaliser.phrase(said)
    cues = understander.phrases.answers.cues.items()
    return {
        kind for kind, texts in cues for t in texts if understander.normaliser.phrase(t) == plain
    }


@pytest.mark.parametrize("language", languages())
def test_no_cue_is_of_two_kinds(language: str) -> None:
    understander = UNDERSTANDERS[language]
    twice = [
        (said, sorted(kinds))
        for texts in understander.phrases.answers.cues.values()
        for said in texts
        if len(kinds := _kinds_of(understander, said)) > 1
    ]
    assert not twice


@pytest.mark.parametrize(
    ("heard", "meant"),
    sorted(itertools.islice(UNDERSTANDERS["en"].phrases.sounds.sounds.items(), 0, None, 40)),
)
def test_words_that_sound_alike_are_tried(heard: str, meant: tuple[str, ...]) -> None:
    understander = UNDERSTANDERS["en"]
    tokens = understander.normaliser.tokens(heard)
    tried = {reading for reading, _ in understander.sounds.readings(tokens)}
    assert {understander.normaliser.phrase(word) for word in meant} <= tried
