"""`bedside doctor`: is all there that a check by voice needs, and which devices are there?"""

from __future__ import annotations

import click

from assistant.cli_devices import check_devices, device_options


@click.command()
@click.option(
    "--recogniser", type=click.Choice(["auto", "vosk", "sphinx"]), help="Which ears to test."
)
@device_options
@click.option(
    "--devices", is_flag=True, help="List microphones and loudspeakers, and their rates, only."
)
def doctor(
    recogniser: str | None, microphone: str | None, speaker: str | None, devices: bool
) -> int:
    """Test microphone, speaker, voice, recogniser and content, one by one, in plain words.

    \b
    Examples:
      bedside doctor
      bedside doctor --devices
      bedside doctor --microphone USB
    """
    from assistant.doctor import examine
    from assistant.settings import load_settings

    flags = {"recogniser": recogniser, "microphone": microphone, "speaker": speaker}
    settings = load_settings(flags)
    check_devices(microphone, speaker)
    if devices:
        from assistant.device_list import device_lines
        from intents.doctor import load_doctor

        for line in device_lines(load_doctor(settings.language).devices, settings):
            click.echo(line)
        return 0
    healthy = True
    for finding in examine(settings):
        click.echo(finding.text)
        healthy = healthy and finding.works
    return 0 if healthy else 3
