"""Microphone and loudspeaker as the two sides of a conversation, never both at once."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Literal

import click

from assistant.conversation import EndOfInput, Utterance
from assistant.dialogue.actions import Listen, Say
from assistant.ears.choose import Preference, make_listener
from assistant.ears.listener import Ended, Silence
from assistant.ears.microphone import Microphone
from assistant.voice.player import SounddevicePlayer
from assistant.voice.renderer import Pyttsx3Renderer
from assistant.voice.shelf import Shelf
from assistant.voice.speech import Speech, sentences

WAIT, PATIENT_WAIT = 8.0, 60.0
"""Seconds until nobody seems to answer; the longer one after "wait"."""


class SpokenEars:
    """Hears through the microphone. The recognisers load while the greeting plays."""

    def __init__(self, recogniser: Preference) -> None:
        self._microphone = Microphone()
        self._listener = make_listener(self._microphone, recogniser)
        self.free_speech = self._listener.free_speech
        self._loading = threading.Thread(target=self._listener.prepare, daemon=True)
        self._loading.start()

    def listen(self, say: Say, wanted: Listen) -> Utterance | None:
        """The next utterance, or None after a silence. Raises AudioError: the device is gone."""
        self._loading.join()
        wait = wanted.seconds or (PATIENT_WAIT if wanted.patient else WAIT)
        heard = self._listener.listen(wanted.expect, wait=wait)
        if isinstance(heard, Ended):
            raise EndOfInput
        if isinstance(heard, Silence):
            return None
        return Utterance(heard.text, heard.decision)

    def close(self) -> None:
        """Let go of the devices and engines."""
        self._listener.close()
        self._microphone.close()


class SpokenVoice:
    """Speaks through the loudspeaker and shows each sentence as a plain line."""

    def __init__(self, rate: int, fixed: Iterable[str] = ()) -> None:
        """`fixed`: texts that are the same for every patient; their sound is kept on disk."""
        self._renderer = Pyttsx3Renderer()
        self._player = SounddevicePlayer()
        spoken = (sentence for text in fixed for sentence in sentences(text))
        shelf = Shelf(spoken, self._renderer.voice, rate)
        self._speech = Speech(self._renderer, self._player, rate, shelf=shelf)

    def say(self, said: Say) -> None:
        """Speak; returns when the last sound is out."""
        click.echo(said.text)
        self._speech.say(said.text)

    def prepare(self, texts: Iterable[str]) -> None:
        """Render what may be said next, while the patient speaks."""
        self._speech.prepare(texts)

    def change(self, how: Literal["slower", "faster", "louder", "quieter"]) -> None:
        """Speak otherwise from now on."""
        self._speech.change(how)

    def close(self) -> None:
        """Let go of the devices and engines."""
        self._speech.close()
        self._player.close()
        self._renderer.close()
