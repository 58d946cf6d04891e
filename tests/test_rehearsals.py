"""The shipped scripts reach their level through the real recogniser and the real voice."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import soundfile

from assistant.rehearse import rehearse
from assistant.settings import Settings
from tests.real_patient import hold

SCRIPTS = ("flu_ache", "kidney_infection", "cauda_equina")
needs_voice = pytest.mark.skipif(
    not shutil.which("espeak-ng"), reason="Bedside's voice needs espeak-ng: apt install espeak-ng"
)
needs_flite = pytest.mark.skipif(not shutil.which("flite"), reason="no flite: apt install flite")


@needs_voice
@needs_flite
@pytest.mark.parametrize("voice", ["flite:slt", "flite:rms"])
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_shipped_script_reaches_its_level(name: str, voice: str, tmp_path: Path) -> None:
    out = tmp_path / "both.wav"
    outcome = rehearse(Path(name), Settings("GB"), patient_voice=voice, out=out)
    expected = {
        "flu_ache": "self_care",
        "kidney_infection": "consultation_24",
        "cauda_equina": "emergency_ambulance",
    }
    assert outcome is not None
    assert outcome.level == expected[name]
    sound = soundfile.info(out)
    assert sound.channels == 2
    assert sound.duration > 30


@needs_voice
@needs_flite
@pytest.mark.parametrize("speaker", [0, 3])
def test_real_voices_are_never_heard_as_the_opposite(
    shared: Path, tmp_path: Path, speaker: int
) -> None:
    counts = hold(shared, tmp_path, speaker)
    assert counts.yes_as_no == 0
    assert counts.level
