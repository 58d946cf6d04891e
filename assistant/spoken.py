"""Microphone and loudspeaker as the two sides of a conversation, never both at once."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial

from assistant.captions import Captions
from assistant.conversation import EndOfInput, Utterance
from assistant.cues import Cues
from assistant.delivery import Delivery
from assistant.dialogue.actions import Listen, Say
from assistant.ears.barge_in import BargeIn
from assistant.ears.choose import Preference, make_listener
from assistant.ears.listener import Ended, Heard, Silence
from assistant.ears.microphone import Microphone
from assistant.ears.quick import quick_team
from assistant.errors import AudioError
from assistant.interrupter import Interrupter
from assistant.keys import Presses
from assistant.replug import Replug, Trouble
from assistant.voice.choice import make_renderer
from assistant.voice.earcons import Name
from assistant.voice.legend import Legend
from assistant.voice.manner import Change
from assistant.voice.own import OwnVoice
from assistant.voice.player import SounddevicePlayer
from assistant.voice.shelf import Shelf
from assistant.voice.speech import Speech, sentences
from intents.hearing import Hearing

SLOW = 2.0
"""How much longer the pauses of someone may be who speaks slowly."""


class SpokenEars:
    """Hears through the microphone. The recognisers load while the greeting plays."""

    def __init__(
        self,
        recogniser: Preference,
        voice: SpokenVoice,
        slow_speech: bool = False,
        microphone: str = "",
    ) -> None:
        """`slow_speech`: for someone who rests between words. `microphone`: part of its name."""
        self._voice = voice
        self._cues = voice.cues
        self._captions = voice.captions
        self.slow_speech = slow_speech
        self._presses = voice.presses
        self._microphone = Microphone(microphone)
        voice.replug.devices.append(self._microphone)
        self._listener = make_listener(self._microphone, recogniser)
        self.free_speech = self._listener.free_speech
        self._loading = threading.Thread(target=self._listener.prepare, daemon=True)
        self._loading.start()

    @property
    def microphone(self) -> Microphone:
        """What it hears through."""
        return self._microphone

    def interrupter(self, own: OwnVoice, hearing: Hearing) -> Interrupter | None:
        """What hears interruptions through the same microphone; None without ears for that."""
        team = quick_team()
        return Interrupter(self._microphone, BargeIn(own, team, hearing)) if team else None

    def listen(self, say: Say, wanted: Listen) -> Utterance | None:
        """The next utterance, or None after a silence.

        Where the microphone is unplugged, it waits for it and says again what was asked.
        Raises AudioError: it is gone for good.
        """
        while True:
            try:
                return self._listen(wanted)
            except AudioError as error:
                self._cues.quiet()
                self._voice.replug.wait("microphone_gone", self._microphone, error)
                if said := self._voice.say(say):
                    return said

    def _listen(self, wanted: Listen) -> Utterance | None:
        if pressed := self._pressed(wanted):
            return pressed
        self._load()
        wait = wanted.seconds or wanted.wait
        if wanted.seconds is None:
            self._cues.listening()
        heard = self._listener.listen(
            wanted.expect,
            wait=wait,
            slow=SLOW if self.slow_speech else 1.0,
            on_end=self._cues.ended,
            stopped=self._presses.pressed,
        )
        if not isinstance(heard, Heard) or heard.decision == "ignored":
            self._cues.quiet()
        if isinstance(heard, Ended):
            raise EndOfInput
        if isinstance(heard, Silence):
            return self._pressed(wanted)
        shown = "heard" if heard.clear else heard.decision
        self._captions.heard(heard.text, shown, heard.open_text)
        return Utterance(heard.text, heard.decision, heard.clear)

    def _pressed(self, wanted: Listen) -> Utterance | None:
        utterance = self._presses.answer(wanted.expect.kind)
        if utterance:
            self._captions.heard(utterance.text, utterance.decision)
        return utterance

    def _load(self) -> None:
        if self._loading.is_alive():
            with self._captions.waiting("loading_ears"):
                self._loading.join()

    def close(self) -> None:
        """Let go of the devices and engines."""
        self._listener.close()
        self._microphone.close()


class SpokenVoice:
    """Speaks through the loudspeaker and shows what it says."""

    def __init__(
        self,
        delivery: Delivery,
        captions: Captions,
        presses: Presses,
        fixed: Iterable[str] = (),
        legend: Mapping[Name, str] | None = None,
        troubles: Mapping[Trouble, str] | None = None,
    ) -> None:
        """`fixed`: texts that are the same for every patient; their sound is kept on disk.

        `legend`: what each earcon means, told once in the life of this installation.
        `troubles`: what to tell when a device is unplugged.
        """
        self.captions = captions
        self.presses = presses
        self.replug = Replug(troubles or {}, self._tell)
        self._renderer = make_renderer(delivery.voice)
        self.own = OwnVoice()
        self._player = SounddevicePlayer(delivery.speaker, self.own)
        self.replug.devices.append(self._player)
        spoken = (sentence for text in fixed for sentence in sentences(text))
        shelf = Shelf(spoken, self._renderer.voice, delivery.manner.rate)
        rendering = partial(captions.waiting, "rendering")
        self._delivery = delivery
        self.quiet = delivery.quiet
        self._speech = Speech(
            self._renderer, self._player, delivery.manner, shelf, rendering, self._hush
        )
        self._legend = Legend(legend or {})
        self.interrupter: Interrupter | None = None
        self.cues = Cues(self._speech.sound)

    def say(self, said: Say, question: bool = False) -> Utterance | None:
        """Speak; returns when the last sound is out, or with what interrupted it."""
        while True:
            try:
                return self._say(said, question)
            except AudioError as error:
                self.replug.wait("speaker_gone", self._player, error)

    def _tell(self, text: str) -> None:
        """Say and show something that is no part of the conversation."""
        self.captions.said(text)
        with suppress(AudioError):
            self._speech.say(text)

    def _say(self, said: Say, question: bool) -> Utterance | None:
        self.cues.quiet()
        if not said.key.startswith("greeting"):
            self._explain()
        if said.alarm:
            self._speech.sound("alarm")
        self.captions.said(said.text)
        pressed = self.presses.over(said, question)
        speak = partial(self._speech.say, said.text, aloud=said.must_hear or said.alarm)
        heard = ""
        if self.interrupter is None:
            speak(pressed)
        else:
            heard = self.interrupter.during(
                lambda stop: speak(lambda: stop() or pressed()), said, question
            )
        if pressed():
            heard = self.presses.command()
        if heard:
            self.captions.heard(heard, "heard")
        return Utterance(heard) if heard else None

    def _hush(self) -> float:
        return self.quiet.factor(datetime.now().time())

    def _explain(self) -> None:
        """Tell what the earcons mean, the first time."""
        for name, text in self._legend.untold():
            self.captions.said(text)
            self._speech.say(text)
            self._speech.sound(name)

    def prepare(self, texts: Iterable[str]) -> None:
        """Render what may be said next, while the patient speaks."""
        self._speech.prepare(texts)

    def change(self, how: Change) -> None:
        """Speak otherwise from now on, and the next time."""
        self._speech.change(how)
        self._delivery.changed(how, self._speech.manner)

    def close(self) -> None:
        """Let go of the devices and engines."""
        self._speech.close()
        self._player.close()
        self._renderer.close()
