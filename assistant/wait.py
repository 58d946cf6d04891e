"""`bedside wait`: sleeps beside the bed, holds a check when it is called, and sleeps again."""

from __future__ import annotations

from contextlib import closing

from assistant.check import Wish, hold
from assistant.conversation import Utterance
from assistant.dialogue.actions import Say
from assistant.dialogue.script import load_script
from assistant.ears.quick import quick_team
from assistant.errors import AudioError, MissingError
from assistant.settings import Settings
from assistant.sleep import Sleeper
from assistant.spoken import SpokenEars
from assistant.talk import (
    make_captions,
    make_voice,
    need_ears,
    pressing,
    why_no_sound,
    with_devices,
)
from intents.hearing import load_hearing
from intents.phrases import load_phrases
from intents.understand import Understander


def wait(settings: Settings) -> None:
    """Until it is ended. Raises MissingError where something is missing, with what to do."""
    need_ears(settings)
    if silent := why_no_sound():
        raise MissingError(f"{silent} Connect one; Bedside can't sleep beside you without.")
    captions, settings = make_captions(settings), with_devices(settings)
    with captions.waiting("starting"):
        team = quick_team()
    if team is None:
        raise MissingError("There is no Vosk model to listen with; run: bedside models fetch")
    language = settings.language
    hearing = load_hearing(language)
    understander = Understander(load_phrases(language))
    with (
        pressing(load_script(settings.country, language), captions) as (script, presses),
        closing(make_voice(settings, script, captions, presses)) as voice,
        closing(
            SpokenEars(settings.recogniser, voice, settings.slow_speech, settings.microphone)
        ) as ears,
    ):
        sleeper = Sleeper(ears.microphone, team, hearing)
        while True:
            said = voice.say(Say("asleep", script.prompts.asleep))
            phrase = said.text if said and said.text in hearing.waking.emergency else ""
            while not (phrase or presses.pressed()):
                try:
                    phrase = sleeper.sleep(presses.pressed)
                except AudioError as error:
                    voice.replug.wait("microphone_gone", ears.microphone, error)
            phrase = phrase or presses.command()
            first = Utterance(phrase) if phrase in hearing.waking.emergency else None
            hold(Wish(settings), script, understander, ears, voice, first)
