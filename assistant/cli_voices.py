"""`bedside voices`: what can be chosen with --voice."""

from __future__ import annotations

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
      bedside talk --voice "English (America)"
    """
    from assistant.voice.renderer import engine_voices

    found = [
        voice
        for voice in engine_voices()
        if language is None or any(said.startswith(language.lower()) for said in voice.languages)
    ]
    if not found:
        raise UsageError(f"No voice speaks '{language}'; list all with: bedside voices")
    for voice in found:
        click.echo(f"{', '.join(voice.languages)}: {voice.name}")
