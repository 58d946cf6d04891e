"""The doctor looks at every part, whatever is broken, and says what to do."""

from __future__ import annotations

import time

import pytest

from assistant import doctor
from assistant.__main__ import run
from assistant.doctor import Finding, examine
from assistant.errors import AudioError
from assistant.settings import Settings
from intents.doctor import load_doctor
from intents.errors import ContentError
from models.errors import ModelError

PARTS = ["microphone", "speaker", "voice", "recogniser", "loop", "content"]
CHECKS = [f"_{part}" for part in PARTS]


@pytest.fixture
def healthy(monkeypatch):
    for name in CHECKS:
        monkeypatch.setattr(doctor, name, lambda words, *_: "fine")


@pytest.mark.usefixtures("healthy")
def test_all_well_is_exit_code_0(capsys):
    assert run(["doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["fine"] * 4 + [load_doctor().loop.begins] + ["fine"] * 2


@pytest.mark.usefixtures("healthy")
@pytest.mark.parametrize(
    "error",
    [
        AudioError("There is no microphone; connect one."),
        ModelError("There is no microphone; connect one."),
        ContentError("There is no microphone; connect one."),
    ],
)
def test_a_broken_part_is_told_and_the_others_are_still_looked_at(monkeypatch, capsys, error):
    def broken(words, settings):
        raise error

    monkeypatch.setattr(doctor, "_microphone", broken)
    assert run(["doctor"]) == 3
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["Microphone: There is no microphone; connect one.", *["fine"] * 4]


@pytest.mark.usefixtures("healthy")
def test_even_a_surprise_is_a_finding(monkeypatch):
    def surprised(words, settings):
        raise ZeroDivisionError

    monkeypatch.setattr(doctor, "_speaker", surprised)
    found = list(examine(Settings()))
    assert [finding.part for finding in found] == [part for part in PARTS if part != "loop"]
    assert [finding.works for finding in found] == [True, False, True, True, True]
    assert "ZeroDivisionError" in found[1].text


@pytest.mark.usefixtures("healthy")
def test_a_driver_that_hangs_does_not_hang_the_doctor(monkeypatch):
    monkeypatch.setattr(doctor, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(doctor, "_microphone", lambda *_: time.sleep(30))
    start = time.monotonic()
    assert next(examine(Settings())) == Finding(
        "microphone", False, load_doctor().hangs.format(part="Microphone")
    )
    assert time.monotonic() - start < 5


def test_the_real_checks_of_ears_and_content_pass_here():
    found = {finding.part: finding for finding in examine(Settings(recogniser="sphinx"))}
    assert found["recogniser"].works, found["recogniser"].text
    assert "PocketSphinx" in found["recogniser"].text
    assert found["content"].works, found["content"].text


def test_every_part_has_its_words():
    words = load_doctor()
    assert list(words.parts) == PARTS
    assert list(words.works) == PARTS
