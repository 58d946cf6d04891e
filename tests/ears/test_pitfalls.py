"""Traps of the engines that the other tests of this room do not meet."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from assistant.ears.audio_file import read_recording
from assistant.ears.choose import open_ears
from assistant.ears.grammar import Grammar
from assistant.ears.hear import hear_file
from assistant.ears.recogniser import RATE, Hypothesis
from assistant.ears.sphinx_ear import SphinxEar
from assistant.ears.team import Team
from assistant.ears.vosk_ear import VoskEar
from intents.hearing import load_hearing
from intents.meaning import Expectation
from models.errors import ModelError
from models.store import find
from models.talk import unpacked_talk
from tests.ears.test_engines import speak

ANSWERS = Grammar.of(["yes", "no"])


@pytest.fixture
def vosk() -> VoskEar:
    return VoskEar(find({}).path, False)


@pytest.mark.parametrize("said", ["tomorrow the weather will be fine", "my daughter is at school"])
def test_other_speech_has_a_way_out_of_the_grammar(
    vosk: VoskEar, said: str, tmp_path: Path
) -> None:
    audio = read_recording(speak(said, tmp_path / "a.wav")).tobytes()
    vosk.start(ANSWERS)
    vosk.accept(audio)
    found = vosk.finish()
    assert found.unknown or not found.text


def test_any_buffer_is_taken(vosk: VoskEar, tmp_path: Path) -> None:
    audio = bytearray(read_recording(speak("yes", tmp_path / "a.wav")).tobytes())
    vosk.start(ANSWERS)
    vosk.accept(memoryview(audio))  # type: ignore[arg-type]  # Vosk itself takes bytes only
    assert vosk.finish().text == "yes"


def test_minutes_of_silence_stay_one_empty_utterance(vosk: VoskEar) -> None:
    vosk.start(ANSWERS)
    assert {vosk.accept(bytes(RATE)) for _ in range(60)} == {""}
    assert vosk.finish().text == ""


class ThreadNotes:
    """An ear that notes which threads touch it."""

    name, free_speech = "notes", False

    def __init__(self) -> None:
        self.threads: set[int] = set()

    def start(self, grammar: Grammar | None, rate: int = RATE) -> None:
        self.threads.add(threading.get_ident())

    def accept(self, audio: bytes) -> str:
        self.threads.add(threading.get_ident())
        return ""

    def finish(self) -> Hypothesis:
        self.threads.add(threading.get_ident())
        return Hypothesis()


def test_each_ear_is_touched_by_one_thread_of_its_own() -> None:
    ears = [ThreadNotes() for _ in range(4)]
    team = Team(ears[0], ears[1], ears[2], likely=ears[3])
    for _ in range(5):
        team.start(ANSWERS)
        team.accept(b"")
        team.finish(0.0)
    team.close()
    assert [len(ear.threads) for ear in ears] == [1, 1, 1, 1]
    assert len(set[int]().union(*(ear.threads for ear in ears))) == 4


class Broken(ThreadNotes):
    def start(self, grammar: Grammar | None, rate: int = RATE) -> None:
        raise ModelError("this ear is broken")


def test_a_checking_ear_that_fails_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    team = Team(ThreadNotes(), ThreadNotes(), free=Broken())
    for _ in range(2):
        team.start(ANSWERS)
        team.accept(b"")
        assert team.finish(0.0).free is None
    team.close()
    assert caplog.messages == ["this ear is broken"]


def test_the_leading_ear_may_not_fail() -> None:
    team = Team(Broken(), ThreadNotes())
    with pytest.raises(ModelError, match="broken"):
        team.start(ANSWERS)
    team.close()


def test_nothing_is_sent_or_fetched_while_listening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    recording = speak("yes", tmp_path / "a.wav")
    monkeypatch.setattr(socket, "socket", refuse)
    ears = open_ears("vosk", fetched=False)
    found = hear_file(recording, Expectation("yes_no"), ears, load_hearing())
    ears.team.close()
    assert found["text"]


def test_the_likely_ear_knows_nothing_else(tmp_path: Path) -> None:
    ear = SphinxEar(likely=True)
    ear.start(Grammar.of(["yes", "no", "maybe", "emergency"], likely=["yes", "no"]))
    ear.accept(read_recording(speak("emergency", tmp_path / "a.wav")).tobytes())
    assert ear.finish().text in ("", "yes", "no")


def test_the_likely_ear_tells_by_how_much_it_prefers_a_phrase(tmp_path: Path) -> None:
    ear = SphinxEar(likely=True)
    ear.start(Grammar.of(["yes", "no"], likely=["yes", "no"]))
    ear.accept(read_recording(speak("yes", tmp_path / "a.wav")).tobytes())
    found = ear.finish()
    assert found.text == "yes"
    assert found.score > 0


def test_a_damaged_language_model_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "talk.xz").write_bytes(b"not xz")
    with (
        pytest.raises(ModelError, match=r"talk\.xz is missing or damaged"),
        unpacked_talk(tmp_path / "talk.xz"),
    ):
        pass
