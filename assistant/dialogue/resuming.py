"""A check was broken off: says what is known of it, and asks whether to go on there. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from assistant.dialogue import wording
from assistant.dialogue.actions import WAIT, ChangeVoice, Listen, Say
from assistant.dialogue.commands import VoiceCommand
from assistant.dialogue.first_run import REPEATED, STORY, SURE, TRIES, URGENT, Actions
from assistant.dialogue.repair import ASKED_FOR_TIME
from assistant.dialogue.script import Script
from assistant.dialogue.turns import YES_NO
from assistant.triage.facts import FactValue
from intents.meaning import Meaning
from intents.setup import SetupWords


@dataclass(frozen=True, slots=True)
class Broken:
    """What is known: all of it, what of it is bad, and what of that may be urgent by itself."""

    facts: Mapping[str, FactValue]
    worse: Mapping[str, FactValue]
    pressing: Mapping[str, FactValue]


@dataclass(frozen=True, slots=True)
class Resuming:
    """Where the question stands.

    `over`: "resumed" only after a clear yes. After a clear no all is forgotten ("afresh"); after
    anything else a new check begins in which the pressing facts are known ("careful"); "told"
    is the same, with what was said last as the beginning of it.
    """

    tries: int = 0
    over: Literal["", "resumed", "afresh", "careful", "told"] = ""

    def known(self, broken: Broken) -> Mapping[str, FactValue]:
        """The facts that the check begins with."""
        if self.over == "resumed":
            return broken.facts
        return {} if self.over == "afresh" else broken.pressing


def offer(script: Script, words: SetupWords, broken: Broken) -> Actions:
    """What is known, what to do if it is urgent, and the question."""
    says: list[Say] = []
    if broken.worse:
        told = wording.facts(script, broken.worse)
        says.append(Say("resume.known", words.known.format(facts=told)))
    if broken.pressing:
        urgent = words.urgent.format(**script.slots)
        says.append(Say("resume.urgent", urgent, must_hear=True))
    return (*says, *_ask(words))


def react(
    script: Script,
    words: SetupWords,
    broken: Broken,
    resuming: Resuming,
    meaning: Meaning | None,
    sure: bool = True,
) -> tuple[Resuming, Actions]:
    """What follows from an answer (None: silence). `sure`: the ears agreed on what was said."""
    if meaning is None:
        return _again(words, broken, resuming)
    if meaning.facts:
        return _afresh(words, broken, "told")
    if meaning.command in URGENT:
        return Resuming(over="told"), ()  # at once; in doubt the check reads it back
    if meaning.command and sure and not meaning.by_sound:
        return _command(script, words, broken, resuming, meaning.command)
    answer = meaning.answer if meaning.confidence >= SURE else None
    if sure and answer == "yes":
        return Resuming(over="resumed"), (Say("resume.going_on", words.going_on),)
    if sure and answer == "no":
        return Resuming(over="afresh"), (Say("resume.afresh", words.afresh),)
    if answer is None and not meaning.command and len(meaning.text.split()) >= STORY:
        return _afresh(words, broken, "told")
    return _again(words, broken, resuming)


def _again(words: SetupWords, broken: Broken, resuming: Resuming) -> tuple[Resuming, Actions]:
    """Asked once more; then a new check begins."""
    resuming = replace(resuming, tries=resuming.tries + 1)
    if resuming.tries < TRIES:
        return resuming, _ask(words)
    return _afresh(words, broken, "careful")


def _command(
    script: Script, words: SetupWords, broken: Broken, resuming: Resuming, command: str
) -> tuple[Resuming, Actions]:
    if command in get_args(VoiceCommand):
        change = ChangeVoice(command)  # type: ignore[arg-type]
        return resuming, (change, wording.say(script, command), *_ask(words))
    if command == "wait":
        return resuming, (wording.say(script, "wait"), *_ask(words, ASKED_FOR_TIME))
    if command in REPEATED or command == "summary":
        return resuming, offer(script, words, broken)
    if command == "more":
        return Resuming(over="resumed"), (Say("resume.going_on", words.going_on),)
    if command == "start_over":
        return Resuming(over="afresh"), (Say("resume.afresh", words.afresh),)
    return Resuming(over="told"), ()


def _afresh(
    words: SetupWords, broken: Broken, over: Literal["careful", "told"]
) -> tuple[Resuming, Actions]:
    text = words.afresh_urgent if broken.pressing else words.afresh
    return Resuming(over=over), (Say("resume.afresh", text),)


def _ask(words: SetupWords, wait: float = WAIT) -> Actions:
    return Say("resume.go_on", words.go_on), Listen(replace(YES_NO, question=words.go_on), wait)
