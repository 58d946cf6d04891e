"""The real engines on synthetic speech: what they hear, and what would crash or mislead them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.ears.agreement import calibrations
from assistant.ears.audio_file import read_recording
from assistant.ears.choose import open_ears
from assistant.ears.grammar import Grammar, grammar_for
from assistant.ears.hear import hear_file
from assistant.ears.recogniser import Hypothesis, Recogniser
from assistant.ears.sphinx_ear import SphinxEar
from assistant.ears.vosk_ear import VoskEar, words_of
from assistant.errors import UsageError
from intents.hearing import load_hearing
from intents.meaning import Expectation
from models.errors import ModelError
from models.store import find

HEARING = load_hearing()
YES_NO = Expectation("yes_no")
GRAMMAR = grammar_for(HEARING, YES_NO)


def speak(text: str, path: Path) -> Path:
    """A recording of `text` by whatever synthesiser is here."""
    if shutil.which("flite"):
        command = ["flite", "-voice", "slt", "-t", text, "-o", str(path)]
    elif shutil.which("espeak-ng"):
        command = ["espeak-ng", "-w", str(path), text]
    else:
        pytest.skip("neither flite nor espeak-ng is installed")
    subprocess.run(command, check=True)
    return path


@pytest.fixture(params=["vosk", "sphinx"])
def ear(request: pytest.FixtureRequest) -> Recogniser:
    if request.param == "sphinx":
        return SphinxEar(partials=True)
    return VoskEar(find({}).path, False)


def heard(ear: Recogniser, audio: bytes, grammar: Grammar | None = GRAMMAR) -> Hypothesis:
    ear.start(grammar)
    for start in range(0, len(audio), 3200):
        ear.accept(audio[start : start + 3200])
    return ear.finish()


@pytest.mark.parametrize("word", ["yes", "no", "stop"])
def test_a_clear_word_is_heard(ear: Recogniser, word: str, tmp_path: Path) -> None:
    audio = read_recording(speak(word, tmp_path / "a.wav")).tobytes()
    assert heard(ear, audio).text == word


def test_grammars_change_between_utterances_without_harm(ear: Recogniser) -> None:
    half = bytes(16_000)
    for index in range(200):
        grammar = Grammar.of(["yes", "no"] if index % 2 else ["one", "two"])
        ear.start(grammar)
        ear.accept(half)  # the next start comes in the middle of it, half of the time
        if index % 4 < 2:
            ear.finish()
    assert heard(ear, bytes(32_000)).text == ""


def test_silence_noise_and_rubbish_are_survived(ear: Recogniser) -> None:
    noise = (np.random.default_rng(1).normal(0, 3000, 160_000)).astype(np.int16).tobytes()
    for audio in (b"", bytes(320), bytes(640_000), noise, b"\xff\x7f" * 16_000):
        ear.start(GRAMMAR)
        ear.accept(audio)
        assert isinstance(ear.finish(), Hypothesis)


def test_the_rate_is_not_lied_about() -> None:
    with pytest.raises(ValueError, match="44100"):
        SphinxEar().start(GRAMMAR, 44_100)


def test_results_of_either_shape_are_read() -> None:
    plain = '{"result": [{"word": "no", "start": 0.1, "end": 0.4, "conf": 1.0}], "text": "no"}'
    several = f'{{"alternatives": [{plain}, {{"text": "go"}}]}}'
    assert [word.text for word in words_of(plain)] == ["no"]
    assert [word.text for word in words_of(several)] == ["no"]
    assert words_of('{"text": ""}') == []


def test_a_model_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="not a whole speech model"):
        VoskEar(tmp_path, False).start(GRAMMAR)


def test_a_broken_given_model_gives_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOSK_MODEL_PATH", str(tmp_path))
    ears = open_ears("auto")
    ears.team.close()
    assert "not a whole speech model" in ears.note or "checked by" in ears.note


def test_importing_the_room_loads_no_engine() -> None:
    code = (
        "import sys, assistant.ears.choose, assistant.ears.microphone; "
        "sys.exit(bool({'vosk', 'pocketsphinx', 'sounddevice', 'requests'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_team_is_calibrated() -> None:
    assert {"own", "sphinx"} <= set(calibrations())
    for team in calibrations().values():
        assert 0 < team.unsure <= team.heard <= team.heard_no < 1


@pytest.mark.parametrize("preference", ["vosk", "sphinx"])
def test_yes_never_comes_out_as_no(preference: str, tmp_path: Path) -> None:
    ears = open_ears(preference)  # type: ignore[arg-type]
    found = hear_file(speak("yes", tmp_path / "yes.wav"), YES_NO, ears, HEARING)
    assert found["text"] not in HEARING.no
    assert found["decision"] in ("heard", "unsure", "ignored")
    ears.team.close()


def test_files_that_are_no_recordings(tmp_path: Path) -> None:
    import soundfile

    with pytest.raises(UsageError, match="is not there"):
        read_recording(tmp_path / "none.wav")
    (tmp_path / "text.wav").write_text("hello")
    with pytest.raises(UsageError, match="not a recording"):
        read_recording(tmp_path / "text.wav")
    soundfile.write(tmp_path / "empty.wav", np.zeros(0), 16_000)
    with pytest.raises(UsageError, match="holds no sound"):
        read_recording(tmp_path / "empty.wav")


@pytest.mark.parametrize("rate", [8000, 44_100])
def test_stereo_and_other_rates_become_mono_at_16_khz(rate: int, tmp_path: Path) -> None:
    import soundfile

    soundfile.write(tmp_path / "s.flac", np.zeros((rate, 2)), rate)
    assert len(read_recording(tmp_path / "s.flac")) == pytest.approx(16_000, abs=2)
