"""`bedside voices`: what can be chosen with --voice."""

from __future__ import annotations

from shutil import which

import click

from assistant.errors import UsageError


def check_voice(wanted: str) -> None:
    """Raises UsageError, with near names, for an unknown voice; MissingError without engine."""
    from assistant.voice.choice import make_renderer

    make_renderer(wanted).close()


@click.command()
@click.argument("language", required=False)
def voices(language: str | None) -> None:
    """List the voices of this machine, or those of one LANGUAGE.

    \b
    Examples:
      bedside voices en
      bedside settings voice en-gb-scotland
      bedside talk --voice flite:rms
    """
    from assistant.voice.choice import FLITE
    from assistant.voice.flite_program import NATURAL_RATE
    from assistant.voice.renderer import engine_voices

    found = [
        f"{', '.join(voice.languages)}: {voice.name}"
        for voice in engine_voices()
        if language is None or any(said.startswith(language.lower()) for said in voice.languages)
    ]
    if which("flite") and (language is None or "en-us".startswith(language.lower())):
        found += [f"en-us: {FLITE}{name}" for name in NATURAL_RATE]
    if not found:
        raise UsageError(f"No voice speaks '{language}'; list all with: bedside voices")
    for line in found:
        click.echo(line)
