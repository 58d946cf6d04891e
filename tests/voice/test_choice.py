"""Voices by name and language; near names for an unknown one; Piper where it is installed."""

from __future__ import annotations

import importlib.machinery
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest

from assistant.__main__ import run
from assistant.errors import MissingError, UsageError
from assistant.settings import Settings
from assistant.talk import with_voice
from assistant.voice.choice import find_voice, make_renderer
from assistant.voice.fallback import WithFallback
from assistant.voice.piper_voice import PiperRenderer
from assistant.voice.renderer import EngineVoice, Pyttsx3Renderer, engine_voices
from tests.fakes_voice import CountingRenderer

VOICES = (
    EngineVoice("gmw/en-029", "English (Caribbean)", ("en-029",)),
    EngineVoice("gmw/en", "English (Great Britain)", ("en-gb",)),
    EngineVoice("gmw/en-gb-scotland", "English (Scotland)", ("en-gb-scotland",)),
    EngineVoice("gmw/en-us", "English (America)", ("en-us",)),
    EngineVoice("com.apple.Paulina", "Paulina", ("es-mx",)),
)
SENTENCE = "Do you have any pain in your chest?"
needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="no espeak-ng: apt install espeak-ng"
)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("gmw/en-us", "gmw/en-us"),
        ("English (America)", "gmw/en-us"),
        ("english (america)", "gmw/en-us"),
        ("en_GB", "gmw/en"),
        ("en", "gmw/en"),
        ("es", "com.apple.Paulina"),
        ("scotland", "gmw/en-gb-scotland"),
        (" paulina ", "com.apple.Paulina"),
    ],
)
def test_a_voice_by_name_or_language(wanted: str, found: str) -> None:
    assert find_voice(wanted, VOICES).id == found


def test_every_voice_is_found_by_its_name_and_id() -> None:
    for voice in VOICES:
        assert find_voice(voice.name, VOICES) == voice
        assert find_voice(voice.id, VOICES) == voice


@pytest.mark.parametrize("wanted", ["Scottland", "scotlnad", "English (Skotland)"])
def test_a_slip_gets_the_near_name(wanted: str) -> None:
    with pytest.raises(UsageError, match=r"English \(Scotland\)"):
        find_voice(wanted, VOICES)


def test_nothing_near_is_offered_where_nothing_is() -> None:
    with pytest.raises(UsageError) as caught:
        find_voice("xyzzy", VOICES)
    assert "do you mean" not in str(caught.value)
    assert "bedside voices" in str(caught.value)


@pytest.fixture
def _the_usual_voice_after() -> Iterator[None]:
    yield
    Pyttsx3Renderer("gmw/en").render(SENTENCE, 155)  # the engine is one for all tests


@pytest.mark.usefixtures("engine_that_answers")
@needs_espeak
@pytest.mark.usefixtures("_the_usual_voice_after")
def test_the_engine_speaks_with_the_voice_that_was_chosen() -> None:
    british = Pyttsx3Renderer("gmw/en").render(SENTENCE, 155)
    american = make_renderer("English (America)").render(SENTENCE, 155)
    again = make_renderer("en-gb").render(SENTENCE, 155)
    assert abs(len(british.samples) - len(again.samples)) < 50
    assert abs(len(british.samples) - len(american.samples)) > 500


@pytest.mark.usefixtures("engine_that_answers")
@needs_espeak
def test_voices_are_listed_and_an_unknown_one_is_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert len(engine_voices()) > 10
    assert run(["voices", "en"]) == 0
    assert "English (Scotland)" in capsys.readouterr().out
    assert run(["voices", "tlh-x"]) == 2
    assert run(["settings", "voice", "English (Skotland)"]) == 2
    assert run(["talk", "--voice", "English (Skotland)"]) == 2
    for line in capsys.readouterr().err.splitlines()[1:]:
        assert "English (Scotland)" in line
    assert run(["settings", "voice", "English (Scotland)"]) == 0
    assert 'voice = "English (Scotland)"' in (tmp_path / "bedside/settings.toml").read_text()


@pytest.mark.usefixtures("engine_that_answers")
@needs_espeak
def test_a_kept_voice_that_is_gone_leaves_the_usual_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert with_voice(Settings(voice="Gone")).voice == ""
    assert "usual voice" in capsys.readouterr().err
    assert with_voice(Settings(voice="en-us")).voice == "en-us"


class FakePiper:
    """piper.PiperVoice as of piper-tts 1.8: one chunk of sound for each sentence."""

    config = SimpleNamespace(length_scale=1.1)
    scales: list[float]

    def __init__(self) -> None:
        self.scales = []
        self.fails = False

    def synthesize(self, text: str, syn_config: Any) -> Iterator[Any]:
        if self.fails:
            raise RuntimeError("[ONNXRuntimeError] : 2 : INVALID_ARGUMENT")
        self.scales.append(syn_config.length_scale)
        for sentence in text.split(". "):
            samples = np.full(100 * len(sentence.split()), 9000, dtype=np.int16)
            yield SimpleNamespace(
                sample_rate=22_050,
                sample_width=2,
                sample_channels=1,
                audio_int16_bytes=samples.tobytes(),
            )


@pytest.fixture
def piper(monkeypatch: pytest.MonkeyPatch) -> FakePiper:
    module: Any = ModuleType("piper")
    module.__spec__ = importlib.machinery.ModuleSpec("piper", None)
    voice = FakePiper()
    module.PiperVoice = SimpleNamespace(load=lambda path: voice)
    module.SynthesisConfig = SimpleNamespace
    monkeypatch.setitem(sys.modules, "piper", module)
    return voice


@pytest.fixture
def path(tmp_path: Path) -> Path:
    for name in ("amy.onnx", "amy.onnx.json"):
        (tmp_path / name).write_text("{}")
    return tmp_path / "amy.onnx"


def test_a_piper_voice_speaks_at_the_rate_asked_for(piper: FakePiper, path: Path) -> None:
    renderer = make_renderer(f"piper:{path}")
    clip = renderer.render("One two. Three.", 155)
    renderer.render("One.", 310 // 2 * 2)
    assert clip.rate == 22_050
    assert len(clip.samples) == 300
    assert piper.scales == pytest.approx([1.1, 1.1 * 155 / 310])
    assert renderer.voice == f"piper:{path}"
    renderer.close()


def test_where_piper_fails_the_usual_voice_speaks(piper: FakePiper, path: Path) -> None:
    usual = CountingRenderer()
    renderer = WithFallback(PiperRenderer(path), usual)
    piper.fails = True
    assert renderer.render("One two.", 155).seconds == pytest.approx(0.2)
    piper.fails = False
    renderer.render("Three.", 155)
    assert [text for text, _ in usual.rendered] == ["One two.", "Three."]


def test_what_is_missing_of_a_piper_voice_is_named(
    piper: FakePiper, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match=r"nobody\.onnx"):
        make_renderer(f"piper:{path.with_name('nobody.onnx')}")
    Path(f"{path}.json").unlink()
    with pytest.raises(UsageError, match=r"amy\.onnx\.json"):
        make_renderer(f"piper:{path}")
    monkeypatch.setitem(sys.modules, "piper", None)
    monkeypatch.setattr("assistant.voice.piper_voice.find_spec", lambda name: None)
    with pytest.raises(MissingError, match="pip install piper-tts"):
        make_renderer(f"piper:{path}")
