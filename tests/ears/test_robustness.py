"""Bad microphones, bad rooms and damaged models: no crash, no stuck state, never a yes as a no."""

from __future__ import annotations

import resource
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from assistant.ears.audio_file import Recording, read_recording
from assistant.ears.choose import Ears, open_ears
from assistant.ears.grammar import Grammar
from assistant.ears.hear import hear_file
from assistant.ears.listener import Ended, Heard, Silence
from assistant.ears.vosk_ear import VoskEar
from intents.hearing import load_hearing
from intents.meaning import Expectation
from models.errors import ModelError
from models.store import PACKED, find
from tests.ears.test_engines import speak

HEARING = load_hearing()
YES_NO = Expectation("yes_no")
RATE = 16_000
Sound = NDArray[np.int16]


@pytest.fixture(scope="module")
def ears() -> Iterator[Ears]:
    both = open_ears("vosk", fetched=False)
    yield both
    both.team.close()


def clipped(sound: Sound) -> Sound:
    return np.clip(sound.astype(np.int32) * 20, -32768, 32767).astype(np.int16)


def off_centre(sound: Sound) -> Sound:
    return np.clip(sound.astype(np.int32) // 2 + 8000, -32768, 32767).astype(np.int16)


def with_gaps(sound: Sound) -> Sound:
    gappy = sound.copy()
    for start in range(RATE // 4, len(gappy), RATE // 2):
        gappy[start : start + RATE // 10] = 0
    return gappy


def faint(sound: Sound) -> Sound:
    return sound // 64


@pytest.mark.parametrize("spoil", [clipped, off_centre, with_gaps, faint])
@pytest.mark.parametrize("word", ["yes", "no"])
def test_spoiled_sound_is_never_the_opposite(
    ears: Ears, spoil: Callable[[Sound], Sound], word: str, tmp_path: Path
) -> None:
    sound = spoil(read_recording(speak(word, tmp_path / "a.wav")))
    soundfile.write(tmp_path / "b.wav", sound, RATE)
    found = hear_file(tmp_path / "b.wav", YES_NO, ears, HEARING)
    opposite = HEARING.no if word == "yes" else HEARING.yes
    assert not (found["decision"] == "heard" and found["text"] in opposite)


@pytest.mark.parametrize("rate", [8000, 22_050, 48_000])
def test_a_word_is_a_word_at_any_rate_and_in_stereo(ears: Ears, rate: int, tmp_path: Path) -> None:
    import soxr

    mono = soxr.resample(read_recording(speak("yes", tmp_path / "a.wav")), RATE, rate)
    soundfile.write(tmp_path / "b.wav", np.stack([mono, mono], axis=1), rate)
    found = hear_file(tmp_path / "b.wav", YES_NO, ears, HEARING)
    assert found["text"] in HEARING.yes


def test_a_microphone_that_delivers_zeros_is_silence(ears: Ears) -> None:
    listener = ears.listener(Recording(np.zeros(10 * RATE, dtype=np.int16)), HEARING)
    assert isinstance(listener.listen(YES_NO, wait=5.0), Silence)


def household(seconds: float) -> Sound:
    """A fan with a hum, and a knock every second."""
    random = np.random.default_rng(5)
    at = np.arange(round(seconds * RATE))
    fan = np.convolve(random.normal(0, 900, len(at)), np.ones(8) / 8, mode="same")
    knocks = 12_000 * np.exp(-(at % RATE) / 200) * random.normal(0, 1, len(at))
    return np.clip(fan + 600 * np.sin(at * 2 * np.pi * 50 / RATE) + knocks, -32768, 32767).astype(
        np.int16
    )


def coughs(count: int) -> Sound:
    """Something like coughs: a sharp burst of broad noise, 0.3 s long, with a weaker voiced end."""
    random = np.random.default_rng(6)
    made = []
    for _ in range(count):
        at = np.arange(round(random.uniform(0.25, 0.4) * RATE))
        burst = random.normal(0, 1, len(at)) * np.exp(-at / random.uniform(1000, 2500))
        voiced = 0.4 * np.sign(np.sin(at * 2 * np.pi * random.uniform(120, 350) / RATE))
        late = np.clip(at / len(at) * 2 - 0.8, 0, 1) * np.exp(-at / 4000)
        made += [8000 * (burst + voiced * late), np.zeros(round(random.uniform(0.1, 1.5) * RATE))]
    return np.clip(np.concatenate(made), -32768, 32767).astype(np.int16)


@pytest.mark.parametrize("sound", [household(60.0), coughs(40)], ids=["household", "coughs"])
def test_noise_is_no_answer_and_leaves_no_trace(ears: Ears, sound: Sound, tmp_path: Path) -> None:
    word = read_recording(speak("yes", tmp_path / "a.wav"))
    quiet = np.zeros(RATE, dtype=np.int16)
    listener = ears.listener(Recording(np.concatenate([sound, quiet, word])), HEARING)
    heard = []
    while not isinstance(
        event := listener.listen(YES_NO, wait=float("inf"), flush=False, gate=0.0), Ended
    ):
        assert isinstance(event, Heard)
        heard.append(event)
    assert heard[-1].text in HEARING.yes
    assert not [one.text for one in heard[:-1] if one.decision == "heard"]


def test_many_grammars_do_not_add_up(ears: Ears) -> None:
    grammars = [Grammar.of(["yes", "no"]), Grammar.of(["one", "two", "three"])]
    before = 0
    for index in range(150):
        if index == 50:
            before = _memory()
        ears.team.start(grammars[index % 2])
        ears.team.accept(bytes(3200))
        ears.team.finish(0.1)
    assert _memory() - before < 20


def _memory() -> int:
    """The most that this process ever had in memory, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // (1 << 20 if sys.platform == "darwin" else 1 << 10)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A whole model that nobody vouches for: it has no record of checksums."""
    folder = tmp_path / "model"
    shutil.copytree(find({}).path, folder)
    (folder / "SHA256SUMS").unlink()
    return folder


def truncate(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


@pytest.mark.parametrize(
    "name", ["am/final.mdl", "graph/HCLr.fst", "graph/words.txt", "conf/model.conf"]
)
def test_a_truncated_model_gives_way_to_the_next(
    copied: Path, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    truncate(copied / name)
    monkeypatch.setenv("VOSK_MODEL_PATH", str(copied))
    team = open_ears("auto", fetched=False)
    team.team.close()
    assert team.note.startswith("Vosk with bedside-en")
    assert [str(copied) in line for line in caplog.messages] == [True]


def test_swapped_files_give_way_too(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(copied / "graph" / "Gr.fst", copied / "graph" / "HCLr.fst")
    monkeypatch.setenv("VOSK_MODEL_PATH", str(copied))
    team = open_ears("auto", fetched=False)
    team.team.close()
    assert str(copied) in team.note


def test_without_any_vosk_model_pocketsphinx_listens_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / PACKED.name
    broken.write_bytes(PACKED.read_bytes()[:1000])
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    monkeypatch.setattr("models.store.candidates.__defaults__", ({}, broken))
    team = open_ears("auto", fetched=False)
    team.team.close()
    assert team.note.startswith("PocketSphinx alone: ")


def test_a_model_without_the_words_says_so(copied: Path) -> None:
    with pytest.raises(ModelError, match="knows no word"):
        VoskEar(copied, False).start(Grammar.of(["qwertyuiop"]))
