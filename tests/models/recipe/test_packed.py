"""The packed model loads in Vosk and hears synthetic speech."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr

from models.recipe import lexicon, pack

vosk = pytest.importorskip("vosk")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("model")
    with tarfile.open(pack.PACKED) as archive:
        archive.extractall(place, filter="data")
    return place / pack.ROOT


@pytest.fixture(scope="module")
def model(folder: Path) -> Any:
    vosk.SetLogLevel(-1)
    return vosk.Model(str(folder))


def hear(model: Any, samples: np.ndarray, words: list[str]) -> str:
    recogniser = vosk.KaldiRecognizer(model, 16000, json.dumps([*words, "[unk]"]))
    recogniser.AcceptWaveform(samples.astype(np.int16).tobytes())
    return str(json.loads(recogniser.FinalResult())["text"])


def said(program: str, text: str, path: Path) -> np.ndarray:
    """`text` by flite or espeak-ng, 16 kHz, with 0.3 s of zeros on both sides."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    command = {
        "flite": ["flite", "-voice", "slt", "-t", text, "-o", str(path)],
        "espeak-ng": ["espeak-ng", "-v", "en-gb", "-w", str(path), text],
    }[program]
    subprocess.run(command, check=True)
    samples, rate = soundfile.read(path, dtype="int16")
    return np.pad(soxr.resample(samples, rate, 16000), 4800)


def test_the_archive_is_small_and_safe() -> None:
    assert pack.PACKED.stat().st_size < pack.LIMIT
    with tarfile.open(pack.PACKED) as archive:
        members = archive.getmembers()
    assert all(m.isfile() and m.name.startswith(f"{pack.ROOT}/") for m in members)
    assert not any(".." in m.name for m in members)


@pytest.mark.parametrize("program", ["flite", "espeak-ng"])
@pytest.mark.parametrize("word", ["yes", "no", "stop", "seven", "two"])
def test_it_hears_answers(model: Any, tmp_path: Path, program: str, word: str) -> None:
    samples = said(program, word, tmp_path / "said.wav")
    assert hear(model, samples, ["yes", "no", "stop", "seven", "two"]) == word


@pytest.mark.parametrize("text", ["thirty eight point five", "i don't know", "go back"])
def test_it_hears_phrases(model: Any, tmp_path: Path, text: str) -> None:
    samples = said("flite", text, tmp_path / "said.wav")
    phrases = ["yes", "no", "i don't know", "go back", "thirty eight point five", "thirty"]
    assert hear(model, samples, phrases) == text


@pytest.mark.parametrize("text", ["banana", "wonderful", "television"])
def test_it_rejects_other_words(model: Any, tmp_path: Path, text: str) -> None:
    samples = said("flite", text, tmp_path / "said.wav")
    assert hear(model, samples, ["yes", "no", "stop"]) in {"", "[unk]"}


def test_silence_is_no_word(model: Any) -> None:
    assert hear(model, np.zeros(32000), ["yes", "no", "stop"]) in {"", "[unk]"}


def test_it_knows_every_word_of_the_content(model: Any) -> None:
    missing = [w for w in lexicon.vocabulary() if model.vosk_model_find_word(w) < 0]
    assert not missing, "run `python -m models.recipe.pack`"


def test_a_new_word_needs_only_the_lexicon(tmp_path: Path) -> None:
    sounds = {"blorp": (("B", "L", "AO", "R", "P"),), "yes": (("Y", "EH", "S"),)}
    pack.write_folder(pack.files(pack.trained_network(), sounds), tmp_path / "grown")
    grown = vosk.Model(str(tmp_path / "grown"))
    samples = said("flite", "blorp", tmp_path / "said.wav")
    assert hear(grown, samples, ["blorp", "yes"]) == "blorp"


def test_packing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    words = lexicon.build(["yes", "no"])
    parts = pack.files(pack.trained_network(), words)
    first, second = tmp_path / "a.tar.xz", tmp_path / "b.tar.xz"
    pack.write_archive(parts, first)
    pack.write_archive(parts, second)
    assert first.read_bytes() == second.read_bytes()
