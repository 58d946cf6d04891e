"""Ears -> understanding -> dialogue -> voice: the only place where they meet."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol

from assistant.dialogue.actions import Action, ChangeVoice, Done, Listen, Outcome, Remember, Say
from assistant.dialogue.ahead import next_texts
from assistant.dialogue.events import Begin, Event, Heard, Silence, Unclear
from assistant.dialogue.plain_words import decision
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.dialogue.step import step
from assistant.memory.journal import Journal
from assistant.triage.facts import FactValue
from intents.meaning import Expectation, Meaning
from intents.understand import Understander

IGNORED_LIMIT = 5
"""So many sounds that were not meant for us, in one turn, count as one unclear answer."""
SHORTEST_PAUSE = 0.2
"""Seconds of listening after each line of an exercise, so that "stop" always gets in."""


class EndOfInput(Exception):
    """The patient's side is closed for good: the pipe ended, the rehearsal is over."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What the ears made of one stretch of sound. `clear`: see assistant/ears/agreement.py."""

    text: str
    decision: Literal["heard", "unsure", "ignored"] = "heard"
    clear: bool = False


class Ears(Protocol):
    """Hears one answer at a time."""

    free_speech: bool

    def listen(self, say: Say, wanted: Listen) -> Utterance | None:
        """The next utterance after `say`, or None when nobody spoke in time. Raises EndOfInput."""


class Voice(Protocol):
    """Says sentences, one after another."""

    def say(self, said: Say, question: bool = False) -> Utterance | None:
        """Speak; returns when it has been said, or what was said to interrupt it.

        `question`: the last thing before listening, so an answer may interrupt it, too.
        """

    def prepare(self, texts: Iterable[str]) -> None:
        """These may be said next; to be looked at only while there is nothing else to do."""

    def change(self, how: Literal["slower", "faster", "louder", "quieter"]) -> None:
        """Speak otherwise from now on."""


class Conversation:
    """One check, from the greeting to the outcome."""

    def __init__(
        self, script: Script, understander: Understander, ears: Ears, voice: Voice, journal: Journal
    ) -> None:
        self._script = script
        self._understander = understander
        self._ears = ears
        self._voice = voice
        self._journal = journal
        self._outcome: Outcome | None = None
        self._last = Say("", "")
        self._interrupted: Utterance | None = None
        self._began = time.monotonic()

    def hold(
        self,
        known: Mapping[str, FactValue] | None = None,
        first: Utterance | None = None,
        *,
        greeted: int = 0,
        resumed: bool = False,
    ) -> Outcome | None:
        """Talk until it is over; the outcome, or None where there was none to give.

        `first`: what the patient has said already; it is answered instead of a greeting. `greeted`
        and `resumed`: see Begin.
        """
        event: Event = Begin(dict(known or {}), self._ears.free_speech, greeted, resumed)
        state = State()
        if first is not None:
            begun, actions = step(self._script, state, event)
            if begun.phase != "advice":  # an emergency that is known already is told first
                self._carry_out(tuple(done for done in actions if isinstance(done, Remember)))
                heard = understood(self._understander, self._journal, first, begun.expect)
                state, event = begun, heard
        while True:
            state, actions = step(self._script, state, event)
            self._voice.prepare(next_texts(self._script, state))
            listen = self._carry_out(actions)
            if listen is None:
                return self._outcome
            event = self._interruption(listen) or self._hear(listen)

    def _carry_out(self, actions: tuple[Action, ...]) -> Listen | None:
        listen = None
        last = next((action for action in reversed(actions) if isinstance(action, Say)), None)
        self._interrupted = None
        for action in actions:
            if isinstance(action, Say):
                if self._interrupted is not None:
                    continue  # the patient speaks now
                if action.alarm:
                    self._journal.write("alarm", key=action.key)
                self._journal.write(
                    "said", key=action.key, text=action.text, asks=list(action.asks)
                )
                self._began = time.monotonic()
                self._interrupted = self._voice.say(action, action is last)
                self._last = action
            elif isinstance(action, Remember):
                self._journal.write("fact", id=action.fact, value=action.value)
            elif isinstance(action, ChangeVoice):
                self._voice.change(action.how)
            elif isinstance(action, Outcome):
                self._outcome = action
            elif isinstance(action, Listen):
                listen = self._shortened(action)
            elif isinstance(action, Done) and self._outcome is not None:
                self._journal.write(
                    "outcome",
                    level=self._outcome.level,
                    reasons=list(self._outcome.reasons),
                    advice=list(self._outcome.advice),
                )
        return listen

    def _shortened(self, listen: Listen) -> Listen:
        """A line of an exercise takes its time from its first word, not from its last."""
        if listen.seconds is None:
            return listen
        spent = time.monotonic() - self._began
        return replace(listen, seconds=max(SHORTEST_PAUSE, listen.seconds - spent))

    def _interruption(self, listen: Listen) -> Event | None:
        """What was said while Bedside spoke. A "no" to what was not heard out is read back."""
        utterance = self._interrupted
        if utterance is None:
            return None
        self._journal.write("heard", text=utterance.text, decision="heard", interrupting=True)
        meaning = self._understander.understand(utterance.text, listen.expect, date.today())
        return Heard(meaning, "unsure" if meaning.answer == "no" else "heard")

    def _hear(self, listen: Listen) -> Event:
        for _ in range(IGNORED_LIMIT):
            try:
                utterance = self._ears.listen(self._last, listen)
            except EndOfInput:
                return Heard(Meaning("", command="stop", confidence=1.0, reason="end of input"))
            if utterance is None:
                self._journal.write("silence", seconds=listen.seconds or listen.wait)
                return Silence()
            if utterance.decision == "ignored":
                self._journal.write("heard", text=utterance.text, decision="ignored")
                continue
            return understood(self._understander, self._journal, utterance, listen.expect)
        return Unclear()


def understood(
    understander: Understander, journal: Journal, utterance: Utterance, expect: Expectation
) -> Heard:
    """What an utterance means and whether it is believed; the journal tells it."""
    meaning = understander.understand(utterance.text, expect, date.today())
    sure: Literal["heard", "unsure"]
    sure = "heard" if utterance.decision == "heard" else "unsure"
    believed = decision(meaning, sure, utterance.clear)
    journal.write("heard", text=utterance.text, decision=believed)
    return Heard(meaning, believed)
