"""Four questions about Bedside itself, the first time it runs: what is answered, and what follows.

Pure. Nobody is kept from telling what is wrong: whatever is no answer here belongs to the check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from assistant.dialogue import repair, wording
from assistant.dialogue.actions import WAIT, ChangeVoice, Listen, Say
from assistant.dialogue.commands import VoiceCommand
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.turns import COMPLAINT, YES_NO
from assistant.triage.facts import FactValue
from intents.countries import OTHER, Country, load_countries
from intents.meaning import Meaning
from intents.setup import SetupReader, SetupWords

Topic = Literal["offer", "country", "which_country", "voice", "slow", "night"]
Over = Literal["", "answered", "declined", "later", "told"]
"""How it ended: "told" means that what was said last is for the check, not for us."""

NIGHT = ("22:00", "07:00")
"""What the question about the night names."""
GREETED = 2
"""So much of the greeting comes first: who speaks, and that "emergency" always works."""
TRIES = 2
SURE = 0.5
"""Below this confidence an understanding counts as not understood."""
STORY = 3
"""Words from which on an utterance that is no answer is taken for what is wrong."""
REPEATED = ("repeat", "help", "why")
URGENT = ("emergency", "stop")
"""Commands that are for the check even where they were not heard for sure."""


@dataclass(frozen=True, slots=True)
class Setup:
    """Where the questions stand. `wishes`: settings to keep."""

    topic: Topic = "offer"
    wishes: Mapping[str, object] = field(default_factory=dict)
    tries: int = 0
    """Answers to the open question that were none."""
    over: Over = ""


@dataclass(frozen=True, slots=True)
class Content:
    """`free_speech`: the ears can make out the name of a country."""

    script: Script
    words: SetupWords
    reader: SetupReader
    free_speech: bool = True


Actions = tuple[Say | ChangeVoice | Listen, ...]


def begin(content: Content) -> tuple[Setup, Actions]:
    """Who speaks, that "emergency" works, and whether the questions may be asked at all."""
    greeting = content.script.prompts.greeting[:GREETED]
    says = (Say(f"greeting.{number}", text) for number, text in enumerate(greeting, 1))
    return _ask(content, Setup(), *says)


def react(
    content: Content, setup: Setup, meaning: Meaning | None, sure: bool = True
) -> tuple[Setup, Actions]:
    """What follows from an answer (None: silence). `sure`: the ears agreed on what was said."""
    if meaning is None:
        return _leave(content, setup, "later" if setup.topic == "offer" else "answered")
    if content.reader.puts_off(meaning.text):
        return _leave(content, setup, "later" if setup.topic == "offer" else "answered")
    if content.reader.skips(meaning.text):
        return (
            _leave(content, setup, "declined") if setup.topic == "offer" else _next(content, setup)
        )
    if meaning.facts:
        return replace(setup, over="told"), ()
    if meaning.command in URGENT:
        return replace(setup, over="told"), ()  # in doubt the check reads it back
    if meaning.command and sure and not meaning.by_sound:
        return _command(content, setup, meaning.command)
    if setup.topic == "which_country":
        return _which_country(content, setup, meaning)
    if meaning.answer is None or meaning.confidence < SURE or not sure:
        told = not (meaning.answer or meaning.command) or meaning.confidence < SURE
        if told and len(meaning.text.split()) >= STORY:
            return replace(setup, over="told"), ()
        return _again(content, setup)
    return _answered(content, setup, meaning.answer)


def _answered(
    content: Content, setup: Setup, answer: Literal["yes", "no", "dont_know"]
) -> tuple[Setup, Actions]:
    if setup.topic == "offer":
        return _next(content, setup) if answer == "yes" else _leave(content, setup, "declined")
    if answer == "dont_know":
        return _next(content, setup)
    if setup.topic == "country":
        if answer == "yes":
            return _next(content, _wish(setup, country=content.script.country.code))
        if not content.free_speech:
            return _no_number(content, setup)
        nowhere = _wish(setup, country=OTHER.upper())  # whatever is said next, the number is wrong
        return _ask(content, replace(nowhere, topic="which_country", tries=0))
    if setup.topic == "voice":
        return _again(content, setup) if answer == "no" else _next(content, setup)
    if setup.topic == "slow":
        return _next(content, _wish(setup, slow_speech=answer == "yes"))
    hours = NIGHT if answer == "yes" else ("", "")
    return _next(content, _wish(setup, quiet_from=hours[0], quiet_to=hours[1]))


def _command(content: Content, setup: Setup, command: str) -> tuple[Setup, Actions]:
    if command in get_args(VoiceCommand):
        change = ChangeVoice(command)  # type: ignore[arg-type]
        return _ask(content, setup, change, wording.say(content.script, command))
    if command == "wait":
        return _ask(content, setup, wording.say(content.script, "wait"), wait=repair.ASKED_FOR_TIME)
    if command == "more" and setup.topic == "offer":
        return _next(content, setup)
    if command in REPEATED:
        return _ask(content, setup)
    return replace(setup, over="told"), ()


def _which_country(content: Content, setup: Setup, meaning: Meaning) -> tuple[Setup, Actions]:
    code = content.reader.country(meaning.text)
    if code is None:
        if setup.tries + 1 < TRIES:
            return _ask(content, replace(setup, tries=setup.tries + 1))
        return _no_number(content, setup)
    there = _country(content, code)
    noted = content.words.country_noted.format(**there.slots)
    return _next(content, _wish(setup, country=code), Say("setup.country_noted", noted))


def _no_number(content: Content, setup: Setup) -> tuple[Setup, Actions]:
    """The number that would be told is wrong, and no better one is known: none is told."""
    said = Say("setup.country_unknown", content.words.country_unknown)
    return _next(content, _wish(setup, country=OTHER.upper()), said)


def _wish(setup: Setup, **values: object) -> Setup:
    return replace(setup, wishes={**setup.wishes, **values})


def _country(content: Content, code: str) -> Country:
    return load_countries(content.script.language).country(code)


def _again(content: Content, setup: Setup) -> tuple[Setup, Actions]:
    """Once more; after that the question is left out."""
    setup = replace(setup, tries=setup.tries + 1)
    if setup.tries < TRIES:
        return _ask(content, setup)
    return _leave(content, setup, "later") if setup.topic == "offer" else _next(content, setup)


def _next(content: Content, setup: Setup, *before: Say) -> tuple[Setup, Actions]:
    known, able = content.script.country.known, content.free_speech
    country: Topic | None = "country" if known else "which_country" if able else None
    topics: dict[Topic, Topic | None] = {
        "offer": country or "voice",
        "country": "voice",
        "which_country": "voice",
        "voice": "slow",
        "slow": "night",
        "night": None,
    }
    following = topics[setup.topic]
    if following is None:
        return replace(setup, over="answered"), before
    return _ask(content, replace(setup, topic=following, tries=0), *before)


def _leave(content: Content, setup: Setup, over: Over) -> tuple[Setup, Actions]:
    return replace(setup, over=over), (Say("setup.left_out", content.words.left_out),)


def _ask(
    content: Content, setup: Setup, *before: Say | ChangeVoice, wait: float = WAIT
) -> tuple[Setup, Actions]:
    name = "voice_how" if setup.topic == "voice" and setup.tries else setup.topic
    text = str(getattr(content.words, name)).format(**content.script.slots)
    expect = COMPLAINT if setup.topic == "which_country" else YES_NO
    return setup, (
        *before,
        Say(f"setup.{name}", text),
        Listen(replace(expect, question=text), wait),
    )


def urgent(script: Script, meaning: Meaning) -> bool:
    """Whether what was said may need an ambulance or an emergency department by itself."""
    told: dict[str, FactValue] = {
        name: "yes" for name, value in meaning.facts.items() if value == "yes"
    }
    return repair.urgent(script, State(facts=told))
