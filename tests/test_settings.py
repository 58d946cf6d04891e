"""Preferences: what is written is read back, and no trouble with the file loses it."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.__main__ import run
from assistant.captions import SIZES
from assistant.delivery import Delivery
from assistant.errors import UsageError
from assistant.settings import KEYS, Settings, checked, load_settings
from assistant.settings_file import Keeper, keep, read, settings_path, try_to_keep
from assistant.voice.manner import Manner

clocks = st.just("") | st.times().map(lambda time: time.strftime("%H:%M"))
anything = st.builds(
    Settings,
    country=st.sampled_from(["GB", "NZ", "OTHER", "ZZ"]),
    rate=st.integers(100, 250),
    volume=st.floats(0.1, 1.0),
    voice=st.text(st.characters(exclude_characters="\0", codec="utf-8")).map(str.strip),
    slow_speech=st.booleans(),
    quiet_from=clocks,
    quiet_to=clocks,
    recogniser=st.sampled_from(["auto", "vosk", "sphinx"]),
    language=st.sampled_from(["en", "es"]),
    interrupt=st.booleans(),
    captions_size=st.sampled_from(SIZES),
    keep_unfinished=st.booleans(),
)


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in KEYS:
        monkeypatch.delenv(f"BEDSIDE_{name.upper()}", raising=False)


def test_every_setting_is_drawn_and_checked() -> None:
    assert {field.name for field in fields(Settings)} == set(KEYS)
    for name, value in asdict(Settings()).items():
        assert checked(name, value) == value


@given(anything)
def test_what_is_kept_is_read_back(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        keep(path, asdict(settings))
        assert load_settings({}, {}, path) == settings


@given(anything)
def test_the_environment_says_it_in_words(settings: Settings) -> None:
    environ = {f"BEDSIDE_{name.upper()}": str(value) for name, value in asdict(settings).items()}
    assert load_settings({}, environ, Path("/nowhere/settings.toml")) == settings


def test_defaults_then_the_file_then_the_environment_then_flags() -> None:
    path = settings_path()
    assert load_settings({}, {}).rate == 155
    keep(path, {"rate": 140})
    assert load_settings({}, {}).rate == 140
    assert load_settings({}, {"BEDSIDE_RATE": "175"}).rate == 175
    assert load_settings({"rate": 200, "volume": None}, {"BEDSIDE_RATE": "175"}).rate == 200


def test_other_keys_stay_and_only_the_owner_may_read() -> None:
    path = settings_path()
    keep(path, {"rate": 140})
    keep(path, {"volume": 0.4})
    assert read(path) == {"rate": 140, "volume": 0.4}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    keep(path, {"rate": None})
    assert read(path) == {"volume": 0.4}
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    own, path = tmp_path / "dotfiles.toml", settings_path()
    own.write_text("rate = 120\n")
    path.parent.mkdir()
    path.symlink_to(own)
    keep(path, {"volume": 0.4})
    assert path.is_symlink()
    assert read(own) == {"rate": 120, "volume": 0.4}


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        yield


def test_a_full_disk_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    path = settings_path()
    keep(path, {"rate": 140})
    with full_disk(monkeypatch):
        with pytest.raises(UsageError, match="No space left"):
            keep(path, {"rate": 120})
        assert not try_to_keep(path, {"rate": 120})
    assert read(path) == {"rate": 140}
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


def test_a_folder_that_can_not_be_made_disturbs_nobody(tmp_path: Path) -> None:
    (tmp_path / "bedside").write_text("a file where the folder should be")
    assert not try_to_keep(settings_path(), {"rate": 120})
    with pytest.raises(UsageError, match="can't be kept"):
        keep(settings_path(), {"rate": 120})


def test_a_broken_file_is_never_overwritten() -> None:
    path = settings_path()
    path.parent.mkdir()
    path.write_text("rate = = 3\n")
    assert not try_to_keep(path, {"rate": 120})
    assert path.read_text() == "rate = = 3\n"
    with pytest.raises(UsageError, match="--reset"):
        load_settings({}, {})


def test_a_change_by_command_is_kept_for_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    keeper = Keeper(path)
    told = Delivery(keep=keeper)
    told.changed("slower", Manner(140, 0.8))
    told.changed("quieter", Manner(140, 0.6))
    assert keeper({}).result()  # one after another
    assert read(path) == {"rate": 140, "volume": 0.6}


def test_the_command_shows_changes_and_forgets(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["settings", "volume", "0.4"]) == 0
    assert run(["settings", "slow_speech", "yes"]) == 0
    assert run(["settings", "quiet_from", "7:5"]) == 0
    assert read(settings_path()) == {"volume": 0.4, "slow_speech": True, "quiet_from": "07:05"}
    capsys.readouterr()
    assert run(["settings"]) == 0
    shown = capsys.readouterr().out
    assert {"volume = 0.4", "slow_speech = true", "rate = 155"} <= set(shown.splitlines())
    assert str(settings_path()) in shown
    assert run(["settings", "volume", "--reset"]) == 0
    assert run(["settings", "volume"]) == 0
    assert capsys.readouterr().out.split() == ["volume", "=", "0.8"] * 2
    assert run(["settings", "--reset"]) == 0
    assert not settings_path().exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["volume", "9"], ["0.1", "1.0"]),
        (["volume", "nan"], ["0.1"]),
        (["rate", "155.5"], ["100", "250"]),
        (["rate", "²"], ["100", "250"]),
        (["slow_speech", "perhaps"], ["'slow_speech'", "true or false"]),
        (["quiet_from", "25:00"], ["'25:00'", "22:00"]),
        (["quiet_to", "seven"], ["'seven'"]),
        (["country", "Narnia"], ["'Narnia'", "GB"]),
        (["colour", "red"], ["'colour'", "rate, volume"]),
        (["language", "xx"], ["'xx'", "en, es"]),
        (["rate", "150", "--reset"], ["not both"]),
    ],
)
def test_wrong_use_gets_one_sentence(
    arguments: list[str], words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["settings", *arguments]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert all(word in said for word in words), said
    assert not settings_path().exists()


def test_reset_mends_a_broken_file(capsys: pytest.CaptureFixture[str]) -> None:
    path = settings_path()
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe")
    assert run(["settings"]) == 2
    assert run(["settings", "rate", "120"]) == 2
    assert path.read_bytes() == b"\xff\xfe"
    assert run(["settings", "--reset"]) == 0
    assert run(["settings"]) == 0
    capsys.readouterr()


def test_it_is_atomic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks off the writing, the old file or the new one is there, and whole."""
    path = settings_path()
    keep(path, {"rate": 140})

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            keep(path, {"rate": 120})
    assert read(path) == {"rate": 140}
