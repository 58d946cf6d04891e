"""`bedside settings`: what is kept from one night to the next."""

from __future__ import annotations

import click

from assistant.errors import UsageError


@click.command()
@click.argument("key", required=False)
@click.argument("value", required=False)
@click.option("--reset", is_flag=True, help="Back to the default: all settings, or KEY alone.")
def settings(key: str | None, value: str | None, reset: bool) -> None:
    """Show what is kept for the next time, or change it.

    \b
    Examples:
      bedside settings
      bedside settings volume 0.8
      bedside settings slow_speech true
      bedside settings quiet_from 22:00
      bedside settings --reset
    """
    from assistant import settings_file
    from assistant.cli_devices import check_devices
    from assistant.cli_voices import check_voice
    from assistant.settings import KEYS, Settings, checked, load_settings

    path = settings_file.settings_path()
    if key is not None and key not in KEYS:
        checked(key, "")  # it says what there is
    if reset and value is not None:
        raise UsageError("Give a value or --reset, not both.")
    if reset and key is None:
        settings_file.reset(path)
        click.echo("All settings are back at their defaults.")
        return
    if key == "voice" and value:
        check_voice(value)
    check_devices(
        microphone=value if key == "microphone" else None,
        speaker=value if key == "speaker" else None,
    )
    if key is not None and (reset or value is not None):
        kept = getattr(Settings(), key) if reset else checked(key, value)
        settings_file.keep(path, {key: None if reset else kept})
        click.echo(f"{key} = {_written(kept)}")
        return
    in_force = load_settings({})
    for name in (key,) if key else KEYS:
        click.echo(f"{name} = {_written(getattr(in_force, name))}")
    if key is None:
        click.echo(f"They are kept in {path}; change one with: bedside settings KEY VALUE")


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value) or '""'
