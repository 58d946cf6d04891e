"""`bedside service`: the unit with which systemd starts Bedside beside the bed."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

# Standard output holds what was said and heard: it must not end in the system's journal.
_UNIT = """\
[Unit]
Description=Bedside sleeps beside the bed and holds a check when it is called
After=pipewire-pulse.service wireplumber.service pulseaudio.service
StartLimitIntervalSec=0

[Service]
ExecStart={command} wait
Restart=always
RestartSec=10
RestartPreventExitStatus=2 4
StandardInput=null
StandardOutput=null

[Install]
WantedBy=default.target
"""


@click.command()
def service() -> None:
    """Print a systemd user unit that starts `bedside wait`; see docs/bedside-on-a-pi.md.

    \b
    Examples:
      bedside service > ~/.config/systemd/user/bedside.service
      systemctl --user enable --now bedside
    """
    click.echo(unit(), nl=False)


def unit() -> str:
    """The unit for this installation."""
    beside = Path(sys.executable).with_name("bedside")
    found = beside if beside.is_file() else shutil.which("bedside")
    command = _quoted(str(found)) if found else f"{_quoted(sys.executable)} -m assistant"
    return _UNIT.format(command=command)


def _quoted(path: str) -> str:
    """As systemd reads it: percent signs stand for themselves, and spaces belong to it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{escaped}"' if " " in path else escaped
