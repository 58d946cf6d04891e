"""Is a language complete? What its schemas can't see, measured against the words of English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields

from intents.advice import SLOTS, load_advice
from intents.captions import load_captions
from intents.countries import load_countries
from intents.doctor import load_doctor
from intents.errors import ContentError
from intents.explain import load_explain
from intents.hearing import load_hearing
from intents.normalise import Normaliser
from intents.phrases import HERE, Phrases, load_phrases
from intents.prompts import Prompts, load_prompts
from intents.questions import load_questions
from intents.setup import SetupWords, load_setup
from intents.timed import load_timed
from intents.understand import Understander

REFERENCE = "en"
"""The first language: what it has, every other needs too."""
_SLOT = re.compile(r"\{(\w*)\}")

Problem = tuple[str, str, str]
"""File, key, what is wrong."""


def check_language(language: str) -> None:
    """Load all content of `language` and compare. Raises ContentError for the first problem."""
    load_questions(language)
    load_explain(language)
    load_countries(language)
    load_doctor(language)
    load_captions(language)
    if (HERE / language / "hearing.yaml").is_file():  # only for a language that has ears
        load_hearing(language)
    phrases = load_phrases(language)
    Understander(phrases)  # compiles every phrase
    for file, key, problem in (
        *_prompts(load_prompts(REFERENCE), load_prompts(language)),
        *_setup(load_setup(REFERENCE), load_setup(language)),
        *_phrases(load_phrases(REFERENCE), phrases),
        *_advice(language),
        *_keys("timed.yaml", "before", load_timed(REFERENCE).before, load_timed(language).before),
        *_forms(phrases),
    ):
        raise ContentError(f"{HERE / language / file}, key '{key}': {problem}.")


def _keys(file: str, where: str, wanted: Iterable[str], given: Iterable[str]) -> Iterator[Problem]:
    wanted, given = set(wanted), set(given)
    for name in sorted(wanted - given):
        yield file, f"{where}.{name}", "it is missing in this language"
    for name in sorted(given - wanted):
        yield file, f"{where}.{name}", "nothing of this name is known"


def _prompts(wanted: Prompts, given: Prompts) -> Iterator[Problem]:
    # A word of its own for exactly one ("day") is a language's own business.
    names = [name for name in wanted.words if not name.endswith("_one")]
    yield from _keys("prompts.yaml", "words", names, set(given.words) - _ones(given.words))
    for field in fields(Prompts):
        text, own = getattr(wanted, field.name), getattr(given, field.name)
        if isinstance(text, dict) and field.name != "words":
            yield from _keys("prompts.yaml", field.name, text, own)
        if text and not own:
            yield "prompts.yaml", field.name, "it is missing in this language"
        yield from _same_slots("prompts.yaml", field.name, text, own)


def _setup(wanted: SetupWords, given: SetupWords) -> Iterator[Problem]:
    for field in fields(SetupWords):
        text, own = getattr(wanted, field.name), getattr(given, field.name)
        yield from _same_slots("setup.yaml", field.name, text, own)


def _same_slots(file: str, key: str, wanted: object, given: object) -> Iterator[Problem]:
    if isinstance(wanted, str) and _slots(wanted) != _slots(str(given)):
        slots = ", ".join(sorted(_slots(wanted))) or "none"
        yield file, key, f"its slots must be these: {slots}"


def _ones(words: Mapping[str, str]) -> set[str]:
    return {name for name in words if name.endswith("_one")}


def _slots(text: str) -> set[str]:
    return set(_SLOT.findall(text))


def _phrases(wanted: Phrases, given: Phrases) -> Iterator[Problem]:
    yield from _keys("answers.yaml", "cues", wanted.answers.cues, given.answers.cues)
    yield from _keys("answers.yaml", "questions", wanted.answers.questions, given.answers.questions)
    yield from _keys("commands.yaml", "phrases", wanted.commands.phrases, given.commands.phrases)
    yield from _keys("topics.yaml", "topics", wanted.topics.topics, given.topics.topics)
    yield from _keys("symptoms.yaml", "facts", wanted.symptoms.facts, given.symptoms.facts)
    yield from _keys("symptoms.yaml", "history", wanted.symptoms.history, given.symptoms.history)


def _advice(language: str) -> Iterator[Problem]:
    words = load_advice(language).words
    groups = {
        group: getattr(words, group)
        for group in ("then", "do_not", "waiting", "suspects", "time_courses", "rechecks")
    }
    groups["levels"] = {level: text.first for level, text in words.levels.items()}
    groups["items"] = {name: (*item.text, *item.caution) for name, item in words.items.items()}
    for group, entries in groups.items():
        for name, sentences in entries.items():
            for slot in sorted(_slots(" ".join(sentences)) - SLOTS):
                yield "advice.yaml", f"{group}.{name}", f"there is no slot '{slot}'"


def _forms(phrases: Phrases) -> Iterator[Problem]:
    """Lists of single words are compared as they stand, so they need the form of words.yaml."""
    normaliser = Normaliser(phrases.words)
    lists = {
        "context.yaml": (
            phrases.context,
            ("negators", "breakers", "joiners", "subjects", "finite", "self_words", "they_words",
             "people", "family", "dependents", "trailing"),
        ),
        "answers.yaml": (
            phrases.answers, ("subjects", "auxiliaries", "negators", "having", "emphatic"),
        ),
        "words.yaml": (phrases.words, ("light",)),
    }  # fmt: skip
    for file, (words, names) in lists.items():
        for name in names:
            for word in getattr(words, name):
                known = normaliser.phrase(word)
                if known != (word,) and " " not in word:
                    yield file, f"{name}.{word}", f"write it as '{' '.join(known)}'"
