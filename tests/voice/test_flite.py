"""flite as a voice: it keeps the rate, and says clearly what is missing."""

from __future__ import annotations

import shutil

import pytest

from assistant.errors import MissingError, UsageError
from assistant.voice.choice import make_renderer
from assistant.voice.fallback import WithFallback
from assistant.voice.flite_program import NATURAL_RATE, FliteProgram
from tests.fakes_voice import CountingRenderer

TEXT = "Small sips of water are all right, if you can keep them down."
needs_flite = pytest.mark.skipif(not shutil.which("flite"), reason="no flite: apt install flite")


def test_an_unknown_voice_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="rms, slt"):
        FliteProgram("anna")


def test_without_the_program_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingError, match="apt install flite"):
        FliteProgram().render(TEXT, 155)


@needs_flite
@pytest.mark.parametrize("name", NATURAL_RATE)
def test_the_rate_is_kept_within_a_fifth(name: str) -> None:
    words = len(TEXT.split())
    for rate in (110, 155, 200):
        clip = FliteProgram(name).render(TEXT, rate)
        measured = words / (len(clip.samples) / clip.rate) * 60
        assert 0.8 < measured / rate < 1.25, (name, rate, measured)


@needs_flite
def test_where_flite_fails_the_usual_voice_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = CountingRenderer()
    voice = WithFallback(FliteProgram("rms"), usual)
    monkeypatch.setenv("PATH", "")
    voice.render(TEXT, 155)
    assert usual.rendered == [(TEXT, 155)]
    with pytest.raises(MissingError, match="apt install flite"):
        make_renderer("flite:rms")
