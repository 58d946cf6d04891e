"""The optional model for free speech: its spelling always, its hearing where it was fetched."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from assistant.ears.moonshine import RATE, Moonshine, spell
from assistant.rehearsal.patient import Line
from assistant.rehearsal.patient_voice import PatientVoice
from models.errors import ModelError
from models.moonshine import find_moonshine


def test_spelling_joins_the_commonest_pieces() -> None:
    # "Yes." and "Seven." as the model's own tokenizer writes them
    assert spell("Yes.") == (3869, 29889)
    assert spell("Seven.") == (26647, 29889)


def test_spelling_refuses_letters_it_does_not_have() -> None:
    with pytest.raises(ValueError, match="no piece"):
        spell("straße")


def test_a_broken_model_is_one_sentence(tmp_path: Path) -> None:
    for name in ("encoder_model.onnx", "decoder_model_merged.onnx"):
        (tmp_path / name).write_bytes(b"not a model")
    with pytest.raises(ModelError, match="delete it and run"):
        Moonshine(tmp_path)


def flite_says(text: str) -> npt.NDArray[np.int16]:
    if not shutil.which("flite"):
        pytest.skip("the patient's voice needs flite")
    return PatientVoice("flite:slt").clip(Line(say=text)).samples


@pytest.fixture(scope="module")
def moonshine() -> Moonshine:
    folder = find_moonshine()
    if folder is None:
        pytest.skip("not fetched: bedside models fetch moonshine-tiny-en")
    return Moonshine(folder)


def test_a_sentence_is_written_down(moonshine: Moonshine) -> None:
    speech = flite_says("my back hurts and i have a fever")
    written = moonshine.write(moonshine.encode(speech), len(speech) / RATE)
    assert "back" in written.text.lower()
    assert "fever" in written.text.lower()


def test_what_was_said_is_the_likeliest_phrase(moonshine: Moonshine) -> None:
    phrases = ("yes", "no", "stop", "seven", "i don't know")
    for said in phrases:
        scores = moonshine.score(moonshine.encode(flite_says(said)), phrases)
        assert phrases[int(np.argmax(scores))] == said


def test_silence_and_noise_say_nothing_for_sure(moonshine: Moonshine) -> None:
    noise = np.random.default_rng(1).normal(0, 500, RATE).astype(np.int16)
    for quiet in (np.zeros(RATE, np.int16), noise):
        heard = moonshine.write(moonshine.encode(quiet), 1.0)
        assert heard.log_nothing > heard.log_probability
