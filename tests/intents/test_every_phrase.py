"""Every phrase in the YAML does what its section says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from intents.meaning import Expectation
from intents.patterns import Pattern
from intents.phrases import load_phrases
from intents.understand import Understander

PHRASES = load_phrases()
UNDERSTANDER = Understander(PHRASES)
COMPLAINT = Expectation("complaint")
COMMAND = Expectation("command")
ASKED = Expectation("yes_no", (), "Do you have pain in your chest?")
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


def symptom_phrases() -> list[tuple[str, str]]:
    table = UNDERSTANDER.symptom_patterns()
    return sorted({(pattern.name, said) for pattern in table for said in ways(pattern)})


def command_phrases() -> list[tuple[str, str]]:
    words = PHRASES.commands
    groups = {**words.phrases}
    return sorted({(p.name, said) for p in UNDERSTANDER.command_patterns() for said in ways(p)
                   if p.name in groups})  # fmt: skip


def answer_phrases() -> list[tuple[str, str]]:
    cues = PHRASES.answers.cues
    return [(kind, said) for kind in SURE for said in cues[kind]]


@pytest.mark.parametrize("fact", sorted({fact for fact, _ in symptom_phrases()}))
def test_each_symptom_phrase_sets_its_fact(fact: str) -> None:
    missed = [
        said
        for name, said in symptom_phrases()
        if name == fact and fact not in UNDERSTANDER.heard(said, COMPLAINT).why
    ]
    assert not missed


@pytest.mark.parametrize("fact", sorted({fact for fact, _ in symptom_phrases()}))
def test_a_denial_never_turns_a_symptom_on(fact: str) -> None:
    closed = {*PHRASES.context.negators, *PHRASES.context.breakers, *PHRASES.context.joiners}
    closed |= {"better", "barely", "hardly"}  # "no better" and "not barely" deny nothing
    said = next(
        said for name, said in symptom_phrases() if name == fact and closed.isdisjoint(said.split())
    )
    for denied in (f"I have no {said}", f"no {said}", f"without any {said}", f"not any {said}"):
        facts = UNDERSTANDER.understand(denied, COMPLAINT).facts
        assert fact not in facts, denied


@pytest.mark.parametrize(("command", "said"), command_phrases())
def test_each_command_phrase_is_its_command(command: str, said: str) -> None:
    assert UNDERSTANDER.understand(said, COMMAND).command == command


@pytest.mark.parametrize(("kind", "said"), answer_phrases())
def test_each_plain_answer_is_that_answer(kind: str, said: str) -> None:
    meaning = UNDERSTANDER.understand(said, ASKED)
    assert meaning.answer == SURE[kind]
    assert meaning.confidence >= 0.5, meaning.reason


@pytest.mark.parametrize("kind", sorted(PHRASES.answers.cues))
def test_each_cue_is_found(kind: str) -> None:
    for said in PHRASES.answers.cues[kind]:
        found = UNDERSTANDER.cues(said)
        assert found, said
        if " ".join(UNDERSTANDER.normaliser.phrase(said)) == found[0][1]:
            assert found[0][0] in _kinds_of(said), said


def _kinds_of(said: str) -> set[str]:
    plain = UNDERSTANDER.normaliser.phrase(said)
    cues = PHRASES.answers.cues.items()
    return {
        kind for kind, texts in cues for t in texts if UNDERSTANDER.normaliser.phrase(t) == plain
    }


def test_no_cue_is_of_two_kinds() -> None:
    twice = [
        (said, sorted(kinds))
        for texts in PHRASES.answers.cues.values()
        for said in texts
        if len(kinds := _kinds_of(said)) > 1
    ]
    assert not twice


@pytest.mark.parametrize(
    ("heard", "meant"), sorted(itertools.islice(PHRASES.sounds.sounds.items(), 0, None, 40))
)
def test_words_that_sound_alike_are_tried(heard: str, meant: tuple[str, ...]) -> None:
    tokens = UNDERSTANDER.normaliser.tokens(heard)
    tried = {reading for reading, _ in UNDERSTANDER.sounds.readings(tokens)}
    assert {UNDERSTANDER.normaliser.phrase(word) for word in meant} <= tried
