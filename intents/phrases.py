"""Loads what people say, in one language, from its YAML files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from intents.answer_evidence import AnswerWords
from intents.answers import AnswerWeights
from intents.commands import CommandWords, TopicWords
from intents.context import ContextWords
from intents.errors import ContentError
from intents.languages import languages
from intents.normalise import Words
from intents.numbers import NumberWords
from intents.phonetics import SoundWords
from intents.symptoms import SymptomWords
from intents.yaml_file import load

HERE = Path(__file__).parent
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases of one language, and the weights that all languages share."""

    language: str
    folder: Path
    words: Words
    answers: AnswerWords
    context: ContextWords
    commands: CommandWords
    symptoms: SymptomWords
    numbers: NumberWords
    topics: TopicWords
    weights: AnswerWeights
    sounds: SoundWords


def load_phrases(language: str = "en") -> Phrases:
    """The phrases of `language`. Raises ContentError, naming file, line and key."""
    folder = HERE / language
    if language not in languages():
        raise ContentError(f"{folder}: no such language; there are {', '.join(languages())}.")
    sounds = folder / "sounds.yaml"  # a language may do without
    return Phrases(
        language=language,
        folder=folder,
        words=load(folder / "words.yaml", Words),
        answers=load(folder / "answers.yaml", AnswerWords),
        context=load(folder / "context.yaml", ContextWords),
        commands=load(folder / "commands.yaml", CommandWords),
        symptoms=load(folder / "symptoms.yaml", SymptomWords),
        numbers=load(folder / "numbers.yaml", NumberWords),
        topics=load(folder / "topics.yaml", TopicWords),
        weights=load(HERE / "answer_weights.yaml", AnswerWeights),
        sounds=load(sounds, SoundWords) if sounds.is_file() else SoundWords({}),
    )


def compiled(path: Path, build: Callable[[], T]) -> T:
    """`build()`; where a phrase can't be compiled, file and line come before the message."""
    try:
        return build()
    except ContentError as error:
        phrase = str(error).split("'")[1] if "'" in str(error) else ""
        lines = path.read_text(encoding="utf-8").splitlines()
        line = next((n for n, text in enumerate(lines, 1) if phrase and phrase in text), 1)
        raise ContentError(f"{path}, line {line}: {error}") from error
