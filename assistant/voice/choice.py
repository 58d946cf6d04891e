"""Which voice speaks: one of the machine's engine by name or language, or of flite or Piper."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rapidfuzz import process

from assistant.errors import UsageError
from assistant.voice.espeak_program import EspeakProgram
from assistant.voice.fallback import ClosingRenderer, WithFallback
from assistant.voice.flite_program import FliteProgram
from assistant.voice.piper_voice import PiperRenderer, check_piper
from assistant.voice.renderer import EngineVoice, Pyttsx3Renderer, engine_voices

PIPER, FLITE = "piper:", "flite:"
"""What comes before the path of a Piper voice, and before the name of one of flite."""
_NEAR, _NEAR_ENOUGH = 3, 60
"""Names that are offered where a name is unknown, and how alike (0..100) they must be."""


def make_renderer(wanted: str) -> ClosingRenderer:
    """The voice of this name or language, of flite, or of the file after "piper:"; "": the usual.

    Raises UsageError for a voice that is not there, MissingError without engine, flite or Piper.
    """
    if not wanted:
        return Pyttsx3Renderer()
    if wanted.startswith(PIPER):
        path = check_piper(Path(wanted.removeprefix(PIPER)).expanduser())
        return WithFallback(PiperRenderer(path), Pyttsx3Renderer())
    if wanted.startswith(FLITE):
        return WithFallback(FliteProgram(wanted.removeprefix(FLITE)), Pyttsx3Renderer())
    voice = find_voice(wanted, engine_voices())
    tongue = next(iter(voice.languages), "en").split("-")[0]
    return Pyttsx3Renderer(voice.id, EspeakProgram(tongue))


def find_voice(wanted: str, voices: Iterable[EngineVoice]) -> EngineVoice:
    """By id, name or language ("en-gb", "es"); then by a part of the name ("scotland").

    Raises UsageError, with the nearest names, where nothing fits.
    """
    voices = tuple(voices)
    sought = _plain(wanted)
    for fits in (_is, _speaks, _speaks_like, _holds):
        for voice in voices:
            if sought and fits(voice, sought):
                return voice
    names = [voice.name for voice in voices]
    near = process.extract(sought, names, processor=_plain, limit=_NEAR, score_cutoff=_NEAR_ENOUGH)
    hint = f"do you mean {' or '.join(name for name, *_ in near)}? " if near else ""
    raise UsageError(f"There is no voice '{wanted}'; {hint}See: bedside voices")


def _plain(text: str) -> str:
    return text.strip().casefold().replace("_", "-")


def _is(voice: EngineVoice, sought: str) -> bool:
    return sought in (_plain(voice.id), _plain(voice.name), _plain(voice.id).rpartition("/")[2])


def _speaks(voice: EngineVoice, sought: str) -> bool:
    return sought in map(_plain, voice.languages)


def _speaks_like(voice: EngineVoice, sought: str) -> bool:
    return any(_plain(language).startswith(f"{sought}-") for language in voice.languages)


def _holds(voice: EngineVoice, sought: str) -> bool:
    return f" {sought}" in f" {_plain(voice.name).replace('(', ' ')}"
