"""What comes before a check: the first questions of all, or a check that was broken off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from assistant.conversation import IGNORED_LIMIT, Ears, EndOfInput, Utterance, Voice, understood
from assistant.dialogue import first_run, resuming
from assistant.dialogue.actions import ChangeVoice, Listen, Say
from assistant.dialogue.first_run import Actions, Content, Setup
from assistant.dialogue.resuming import Broken, Resuming
from assistant.dialogue.script import Script
from assistant.memory.journal import Journal
from assistant.triage.facts import FactValue
from intents.meaning import Meaning
from intents.setup import SetupReader, SetupWords
from intents.understand import Understander

Keep = Callable[[Mapping[str, object]], bool]
"""Keeps settings for the next time; whether that worked."""


@dataclass(frozen=True, slots=True)
class Opening:
    """How the check begins. See Conversation.hold; `wishes`: settings that hold from now on."""

    known: Mapping[str, FactValue] = field(default_factory=dict)
    first: Utterance | None = None
    greeted: int = 0
    resumed: bool = False
    wishes: Mapping[str, object] = field(default_factory=dict)


class Opener:
    """Speaks and listens before the check, with the same ears and the same voice."""

    def __init__(
        self, script: Script, understander: Understander, ears: Ears, voice: Voice, journal: Journal
    ) -> None:
        self._script = script
        self._understander = understander
        self._ears = ears
        self._voice = voice
        self._journal = journal

    def first_run(self, words: SetupWords, reader: SetupReader, keep: Keep) -> Opening:
        """The four questions of the first time, or what the patient said instead of an answer."""
        content = Content(self._script, words, reader, self._ears.free_speech)
        setup, actions = first_run.begin(content)
        while True:
            said, meaning, sure = self._turn(actions)
            setup, actions = first_run.react(content, setup, meaning, sure)
            if setup.over:
                break
        self._turn(actions)
        self._keep(words, setup, keep)
        rest = self._script.prompts.greeting[first_run.GREETED :]
        if setup.over != "told":
            return Opening(greeted=first_run.GREETED, wishes=setup.wishes)
        assert said is not None
        if meaning and not meaning.command and not first_run.urgent(self._script, meaning):
            self._turn(
                tuple(
                    Say(f"greeting.{number}", text)
                    for number, text in enumerate(rest, first_run.GREETED + 1)
                )
            )
        return Opening(first=said, wishes=setup.wishes)

    def _keep(self, words: SetupWords, setup: Setup, keep: Keep) -> None:
        if setup.over == "told":
            if setup.wishes:
                keep(setup.wishes)
        elif setup.over == "answered":
            name = "kept" if keep(setup.wishes) else "not_kept"
            self._turn((Say(f"setup.{name}", getattr(words, name)),))
        elif setup.over == "declined":
            keep({})  # the file is there from now on, so nobody is asked again

    def resume(self, words: SetupWords, broken: Broken) -> Opening:
        """Whether to go on with what was broken off; only a clear yes takes all of it over."""
        stand = Resuming()
        actions = resuming.offer(self._script, words, broken)
        while True:
            said, meaning, sure = self._turn(actions)
            stand, actions = resuming.react(self._script, words, broken, stand, meaning, sure)
            if stand.over:
                break
        self._turn(actions)
        if stand.over != "resumed":
            self._journal.begin_anew()
        first = said if stand.over == "told" else None
        return Opening(stand.known(broken), first, resumed=stand.over == "resumed")

    def _turn(self, actions: Actions) -> tuple[Utterance | None, Meaning | None, bool]:
        """Say it all, then listen: what was said, what it means, whether it was heard for sure."""
        said = Say("", "")
        last = next((action for action in reversed(actions) if isinstance(action, Say)), None)
        utterance: Utterance | None = None
        for action in actions:
            if isinstance(action, ChangeVoice):
                self._voice.change(action.how)
            elif isinstance(action, Listen):
                utterance = utterance or self._hear(said, action)
                if utterance is None:
                    self._journal.write("silence", seconds=action.wait)
                    return None, None, True
                heard = understood(self._understander, self._journal, utterance, action.expect)
                return utterance, heard.meaning, heard.decision == "heard"
            elif utterance is None:
                said = action
                self._journal.write("said", key=said.key, text=said.text, asks=[])
                utterance = self._voice.say(said, said is last)
        return None, None, True

    def _hear(self, said: Say, wanted: Listen) -> Utterance | None:
        for _ in range(IGNORED_LIMIT):
            try:
                utterance = self._ears.listen(said, wanted)
            except EndOfInput:
                return None  # the check finds out, too
            if utterance is None or utterance.decision != "ignored":
                return utterance
        return None
