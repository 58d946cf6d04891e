"""What may be said next, by trying the likely answers; the voice renders it ahead. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from assistant.dialogue.actions import Say
from assistant.dialogue.events import Event, Heard, Silence
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.step import step
from intents.meaning import Answer, Meaning, Number

_ANSWERS: tuple[Answer, ...] = ("no", "yes", "dont_know")


def next_texts(script: Script, state: State) -> Iterator[str]:
    """The texts that follow each likely answer, the likeliest first."""
    if state.phase == "over":
        return
    told: set[str] = set()
    for event in _likely(script, state):
        for action in step(script, state, event)[1]:
            if isinstance(action, Say) and action.text not in told:
                told.add(action.text)
                yield action.text


def _likely(script: Script, state: State) -> Iterator[Event]:
    open_fact = script.tree.fact(state.question.facts[0]) if state.question else None
    if state.expect.kind == "number" and open_fact is not None and state.check is None:
        low, high = open_fact.low or 0.0, open_fact.high or 100.0
        number = Number((low + high) // 2, state.expect.unit)
        yield Heard(Meaning("", number=number, confidence=1.0))
    elif state.expect.kind == "yes_no":
        for answer in _ANSWERS:
            yield Heard(Meaning("", answer=answer, confidence=1.0))
    yield Silence()


def fixed_texts(script: Script) -> Iterator[str]:
    """Prompts and questions that are the same for every patient: no slot, no reading back.

    What is kept of them shows nothing of who was asked what.
    """
    for field in fields(script.prompts):
        value = getattr(script.prompts, field.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                yield from _filled(script, text)
    for words in script.questions.words.values():
        yield from (words.ask, words.plainer, words.why)


def _filled(script: Script, text: str) -> Iterator[str]:
    try:
        yield text.format(**script.slots)
    except KeyError:
        return  # a slot for what the patient said
