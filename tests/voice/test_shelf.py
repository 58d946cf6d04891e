"""What is kept on disk: only what everybody hears, readable by its owner alone."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from assistant.voice import cache
from assistant.voice.cache import CachedRenderer
from assistant.voice.clip import Clip
from assistant.voice.shelf import Shelf
from tests.fakes_voice import CountingRenderer

FIXED = ("Tell me what is wrong.", "Take your time.")
CLIP = Clip(np.arange(-500, 500, dtype=np.int16), 22_050)


def test_a_kept_sentence_comes_back_to_the_sample(tmp_path: Path):
    Shelf(FIXED, "en", 155, tmp_path).put(FIXED[0], 155, CLIP)
    kept = Shelf(FIXED, "en", 155, tmp_path).take(FIXED[0], 155)
    assert kept is not None
    assert kept.rate == CLIP.rate
    assert np.array_equal(kept.samples, CLIP.samples)


def test_what_a_patient_said_is_never_kept(tmp_path: Path):
    shelf = Shelf(FIXED, "en", 155, tmp_path)
    shelf.put("I heard, your legs are weak.", 155, CLIP)
    shelf.put(FIXED[0], 200, CLIP)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert shelf.take(FIXED[0], 155) is None


def test_only_the_owner_may_look(tmp_path: Path):
    shelf = Shelf(FIXED, "en", 155, tmp_path / "voice")
    shelf.put(FIXED[0], 155, CLIP)
    for path in (tmp_path / "voice").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "voice").stat().st_mode & 0o077 == 0


def test_half_a_file_is_rendered_again(tmp_path: Path):
    shelf = Shelf(FIXED, "en", 155, tmp_path)
    shelf.put(FIXED[0], 155, CLIP)
    path = next(path for path in tmp_path.rglob("*.flac"))
    path.write_bytes(path.read_bytes()[:20])
    assert shelf.take(FIXED[0], 155) is None
    assert FIXED[0] in shelf.missing()


def test_a_folder_that_can_not_be_made_is_no_error(tmp_path: Path):
    (tmp_path / "file").write_text("")
    shelf = Shelf(FIXED, "en", 155, tmp_path / "file" / "voice")
    shelf.put(FIXED[0], 155, CLIP)
    assert shelf.take(FIXED[0], 155) is None
    assert shelf.missing() == []


def test_two_voices_are_kept_and_the_oldest_goes(tmp_path: Path):
    for rate in (100, 120, 140):
        Shelf(FIXED, "en", rate, tmp_path).put(FIXED[0], rate, CLIP)
        time.sleep(0.02)
    assert Shelf(FIXED, "en", 140, tmp_path).take(FIXED[0], 140) is not None
    assert Shelf(FIXED, "en", 100, tmp_path).take(FIXED[0], 100) is None


def test_all_fixed_prompts_are_rendered_whatever_is_said(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(cache, "FILL_SECONDS", 0.0)
    shelf = Shelf(FIXED, "fake", 155, tmp_path)
    renderer = CountingRenderer()
    cached = CachedRenderer(renderer, shelf=shelf)
    cached.render("I heard, your legs are weak.", 155)
    end = time.monotonic() + 5
    while shelf.missing() and time.monotonic() < end:
        time.sleep(0.01)
    assert shelf.missing() == []
    cached.close()
    again = CountingRenderer()
    assert CachedRenderer(again, shelf=shelf).render(FIXED[1], 155).seconds > 0
    assert again.rendered == []
