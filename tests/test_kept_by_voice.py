"""What a patient asks for in a conversation counts the next time, too."""

from __future__ import annotations

from pathlib import Path

from assistant.settings_file import read
from tests.test_command_line import bedside


def test_slower_and_louder_are_kept(tmp_path: Path) -> None:
    env = {"XDG_CONFIG_HOME": str(tmp_path)}
    file = tmp_path / "bedside" / "settings.toml"
    result = bedside("talk", "--typed", stdin="slower\nstop\n", env=env)
    assert result.returncode == 0, result.stderr
    assert read(file) == {"rate": 140}
    bedside("talk", "--typed", stdin="speak louder please\nslower\nstop\n", env=env)
    assert read(file) == {"rate": 120, "volume": 1.0}
    shown = bedside("settings", env=env).stdout.splitlines()
    assert {"rate = 120", "volume = 1.0"} <= set(shown)


def test_what_can_not_be_kept_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "bedside").write_text("a file where the folder should be")
    env = {"XDG_CONFIG_HOME": str(tmp_path)}
    result = bedside("talk", "--typed", stdin="slower\nmy back aches\nstop\n", env=env)
    assert result.returncode == 0
    assert result.stderr == ""
    assert "I speak slower now." in result.stdout
    assert "back pain" in result.stdout
