"""Content is loaded once for all tests."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.dialogue.script import Script, load_script
from intents.phrases import load_phrases
from intents.understand import Understander


@pytest.fixture(scope="session", autouse=True)
def _own_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nobody's own settings count in a test, and no test changes them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield


@pytest.fixture(scope="session")
def script() -> Script:
    return load_script("GB")


@pytest.fixture(scope="session")
def understander() -> Understander:
    return Understander(load_phrases())


@pytest.fixture(scope="session")
def shared() -> Path:
    """Recordings and cases that are not part of the repository."""
    place = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).parents[2] / "shared"))
    if not (place / "evaldata").is_dir():
        pytest.skip(f"no data at {place}; set BEDSIDE_SHARED to run this")
    return place
