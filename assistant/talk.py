"""Starts a conversation on what this machine has: voice, or keyboard, or a rehearsal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.captions import Captions
from assistant.check import Wish, first_time, hold
from assistant.delivery import delivery
from assistant.dialogue.ahead import fixed_texts
from assistant.dialogue.script import Script, load_script
from assistant.errors import AudioError, BedsideError, MissingError
from assistant.keys import Presses, with_hint
from assistant.settings import Settings
from assistant.terminal import open_keys
from assistant.typed import TypedEars, TypedVoice
from assistant.voice.quiet_hours import quiet_hours
from intents.captions import load_captions
from intents.hearing import load_hearing
from intents.phrases import load_phrases
from intents.understand import Understander

if TYPE_CHECKING:
    from assistant.spoken import SpokenEars, SpokenVoice

REHEARSED = Path("flu_ache")
REHEARSAL_WAV = Path("bedside-rehearsal.wav")


HEARD = ("en",)
"""Languages that a recogniser here understands; the others can be typed."""


def talk(
    settings: Settings, *, typed: bool, journal_path: Path | None, setup: bool = False
) -> None:
    """Hold one check. Raises BedsideError, ContentError or ModelError with what to do.

    `setup`: the questions of the first time are asked, even if it is not.
    """
    setup = setup or (sys.stdin.isatty() and first_time())
    wish = Wish(settings, journal_path, setup)
    if typed:
        _typed(wish)
        return
    need_ears(settings)
    silent = why_no_sound()
    if silent is None:
        _spoken(wish)
    elif sys.stdin.isatty():
        click.echo(f"{silent} So we go on typed.")
        _typed(wish)
    else:
        from assistant.rehearse import rehearse

        click.echo(f"{silent} There is no terminal either, so a scripted patient rehearses.")
        rehearse(REHEARSED, settings, out=REHEARSAL_WAV, journal_path=journal_path)


def _typed(wish: Wish) -> None:
    settings = wish.settings
    script = load_script(settings.country, settings.language)
    ears = TypedEars(sys.stdin, sys.stdout if sys.stdin.isatty() else None)
    understander = Understander(load_phrases(script.language))
    hold(wish, script, understander, ears, TypedVoice(make_captions(settings), delivery(settings)))


def need_ears(settings: Settings) -> None:
    """Raises MissingError where no recogniser knows the language."""
    if settings.language not in HEARD:
        raise MissingError(
            f"There is no recogniser for the language '{settings.language}', so Bedside can't "
            f"hear it; type instead: bedside talk --typed --language {settings.language}."
        )


def why_no_sound() -> str | None:
    """None where a microphone and a speaker are there, else one sentence."""
    from assistant.voice.devices import has_microphone, has_speaker

    try:
        microphone, speaker = has_microphone(), has_speaker()
    except MissingError as error:
        return str(error)
    if not microphone and not speaker:
        return "There is no microphone and no speaker here."
    if not microphone:
        return "There is no microphone here."
    return None if speaker else "There is no speaker here."


def make_captions(settings: Settings) -> Captions:
    """What is shown on standard output."""
    return Captions(sys.stdout, load_captions(settings.language), settings.captions_size)


def with_voice(settings: Settings) -> Settings:
    """The same, with the usual voice where the kept one is gone: who is ill must hear something."""
    from assistant.voice.choice import make_renderer

    if not settings.voice:
        return settings
    try:
        make_renderer(settings.voice).close()
    except BedsideError as error:
        click.echo(f"{error} Until then the usual voice speaks.", err=True)
        return replace(settings, voice="")
    return settings


@contextmanager
def pressing(script: Script, captions: Captions) -> Iterator[tuple[Script, Presses]]:
    """What is pressed on this terminal, and the script that fits: it tells of keys that work."""
    with closing(open_keys()) as keys:
        if keys.works:
            captions.keys()
            script = with_hint(script)
        yield script, Presses(keys, script.prompts)


def with_devices(settings: Settings) -> Settings:
    """The same, with the usual microphone and loudspeaker where the kept ones are not there."""
    from assistant.voice.devices import Direction, choose

    def here(direction: Direction, name: str) -> str:
        try:
            choose(direction, name)
        except AudioError as error:
            click.echo(f"{error} Until then the usual one is in use.", err=True)
            return ""
        return name

    microphone, speaker = here("input", settings.microphone), here("output", settings.speaker)
    return replace(settings, microphone=microphone, speaker=speaker)


def make_voice(
    settings: Settings, script: Script, captions: Captions, presses: Presses
) -> SpokenVoice:
    """The loudspeaker's voice. Raises MissingError without PortAudio or a device."""
    from assistant.spoken import SpokenVoice

    prompts = script.prompts
    told = delivery(with_voice(settings))
    return SpokenVoice(
        told, captions, presses, fixed_texts(script), prompts.sounds, prompts.devices
    )


def _spoken(wish: Wish) -> None:
    from assistant.spoken import SpokenEars

    settings = with_devices(wish.settings)
    captions = make_captions(settings)
    with (
        pressing(load_script(settings.country), captions) as (script, presses),
        closing(make_voice(settings, script, captions, presses)) as voice,
        closing(
            SpokenEars(settings.recogniser, voice, settings.slow_speech, settings.microphone)
        ) as ears,
    ):
        if settings.interrupt:
            voice.interrupter = ears.interrupter(voice.own, load_hearing(settings.language))
        understander = Understander(load_phrases(settings.language))
        hold(wish, script, understander, ears, voice, adopt=adopting(ears, voice))


def adopting(ears: SpokenEars, voice: SpokenVoice) -> Callable[[Settings], None]:
    """What takes over settings in the middle of the night: patience, and quiet hours."""

    def adopt(settings: Settings) -> None:
        ears.slow_speech = settings.slow_speech
        voice.quiet = quiet_hours(settings.quiet_from, settings.quiet_to)

    return adopt
