"""The unit that `bedside service` prints is one that systemd takes, and keeps no talk."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import cli_service
from assistant.__main__ import run


def test_it_starts_this_installation_and_keeps_no_talk(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["service"]) == 0
    lines = capsys.readouterr().out.splitlines()
    command = next(line for line in lines if line.startswith("ExecStart=")).partition("=")[2]
    program, *_, last = command.split()
    assert Path(program).is_file()
    assert last == "wait"
    assert "StandardOutput=null" in lines


@pytest.mark.parametrize("folder", ["plain", "with space", "100% mine"])
def test_systemd_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze: apt install systemd")
    place = tmp_path / folder
    place.mkdir()
    program = place / "bedside"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(place / "python"))
    unit = tmp_path / "bedside.service"
    unit.write_text(cli_service.unit())
    checked = subprocess.run(
        ["systemd-analyze", "--user", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        timeout=60,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    assert checked.returncode == 0, checked.stderr
    assert "bedside.service" not in checked.stderr
