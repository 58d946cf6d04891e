"""The first time of all, aloud: four questions, and then the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings_file import read
from tests.bedside.virtual_card import Card

keys = pytest.importorskip("tests.bedside.test_keys_at_the_bed", exc_type=ImportError)


@pytest.mark.timeout(200)
def test_four_questions_are_asked_aloud_and_kept(card: Card, tmp_path: Path) -> None:
    kept = Path(card.environment["XDG_CONFIG_HOME"]) / "bedside" / "settings.toml"
    kept.unlink()
    talk = keys.KeyedTalk(card, tmp_path)
    try:
        for topic, key in (
            ("offer", "y"),
            ("country", "y"),
            ("voice", "y"),
            ("slow", "y"),
            ("night", "n"),
        ):
            talk.until_asked(f"setup.{topic}")
            talk.press(key)
        talk.until_asked("complaint")
        assert read(kept) == {
            "country": "GB",
            "slow_speech": True,
            "quiet_from": "",
            "quiet_to": "",
        }
        said = talk.said()
        assert said[:3] == ["greeting.1", "greeting.2", "setup.offer"]
        assert said[-4:] == ["setup.kept", "greeting.3", "greeting.4", "complaint"]
    finally:
        talk.close()
