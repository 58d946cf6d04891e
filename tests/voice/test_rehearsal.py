"""A scripted patient in virtual time: lines, sound, noise, and the recording of both sides."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from assistant.errors import MissingError, UsageError
from assistant.rehearsal.noise import Noise, active_level, load_noise
from assistant.rehearsal.patient import LINES_AT_MOST, Line, ScriptedPatient
from assistant.rehearsal.patient_voice import RATE, PatientVoice
from assistant.rehearsal.read_back import honest
from assistant.rehearsal.script import Item, PatientScript, load_patient
from assistant.rehearsal.scripted_source import REACTION_SECONDS, ScriptedSource
from assistant.rehearsal.timeline import Timeline
from assistant.voice.clip import Clip, join, silence
from intents.errors import ContentError

needs_flite = pytest.mark.skipif(
    shutil.which("flite") is None, reason="no flite: apt install flite"
)
needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None, reason="no espeak-ng: apt install espeak-ng"
)

SCRIPT = """
title: A test
expect_level: self_care
says:
  - my back aches
  - {when: age, say: thirty}
  - {when: temperature, silence: 9}
  - {when: cough_or_cold, wav: cough.wav}
  - {when: acknowledge, say: repeat}
  - {when: acknowledge, say: stop}
otherwise: "no"
agree: "right"
disagree: "wrong"
"""


def _patient(tmp_path: Path, agrees=None) -> ScriptedPatient:
    path = tmp_path / "script.yaml"
    path.write_text(SCRIPT)
    return ScriptedPatient(load_patient(path), agrees)


def _noise(seconds: float, level: float, seed: int = 1) -> Clip:
    samples = np.random.default_rng(seed).normal(0, level, round(seconds * RATE))
    return Clip(samples.astype(np.int16), RATE)


def test_each_question_gets_its_answer_whenever_it_comes(tmp_path):
    patient = _patient(tmp_path)
    assert patient.next_line((), "complaint") == Line("my back aches")
    assert patient.next_line(("age",), "ask.age") == Line("thirty")
    assert patient.next_line(("chest_pain", "age"), "ask.some_bundle") == Line("thirty")
    assert patient.next_line(("chest_pain",), "ask.chest_pain") == Line("no")
    assert patient.next_line(("cold_symptoms",), "ask.cough_or_cold") == Line(wav="cough.wav")
    assert patient.next_line(("temperature",), "ask.temperature") == Line(silence=9)


def test_several_answers_come_in_turn_and_the_last_one_stays(tmp_path):
    patient = _patient(tmp_path)
    said = [patient.next_line((), "acknowledge") for _ in range(3)]
    assert said == [Line("repeat"), Line("stop"), Line("stop")]


def test_an_open_question_gets_the_last_free_line_again(tmp_path):
    patient = _patient(tmp_path)
    said = {patient.next_line((), key) for key in ("complaint", "complaint_plainer")}
    assert said == {Line("my back aches")}


def test_a_read_back_is_confirmed_only_where_it_is_right(tmp_path):
    patient = _patient(tmp_path, lambda said, prompt: said in prompt)
    patient.next_line(("age",), "ask.age")
    assert patient.next_line((), "check_number", "Did you say thirty?") == Line("right")
    assert patient.next_line((), "check_number", "Did you say forty?") == Line("wrong")


def test_a_patient_falls_silent_in_the_end(tmp_path):
    patient = _patient(tmp_path)
    lines = [patient.next_line(("x",), "ask.x") for _ in range(LINES_AT_MOST + 5)]
    assert lines[-6] is not None
    assert lines[-5:] == [None] * 5


def test_an_exhausted_patient_without_otherwise_is_silent():
    patient = ScriptedPatient(PatientScript("t", (Item(say="hello"),), "self_care"))
    assert patient.next_line((), "ask.x") == Line("hello")
    assert patient.next_line(("age",), "ask.age") is None


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("silence: 9", "silence: long", "line 7"),
        ("when: age, say: thirty", "when: age", "line 6"),
        ("expect_level", "expected_level", "line"),
        ("otherwise:", "says:", "line 11"),
        ('"no"', '"no', "line"),
    ],
)
def test_a_broken_script_is_named_with_its_line(tmp_path, old, new, line):
    path = tmp_path / "broken.yaml"
    path.write_text(SCRIPT.replace(old, new))
    with pytest.raises(ContentError) as raised:
        load_patient(path)
    assert str(path) in str(raised.value)
    assert line in str(raised.value)


def test_a_missing_script_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"no script .*nowhere\.yaml"):
        load_patient(tmp_path / "nowhere.yaml")


@pytest.mark.parametrize(
    "voice",
    [
        pytest.param("flite:slt", marks=needs_flite),
        pytest.param("flite:rms", marks=needs_flite),
        pytest.param("espeak:en-us", marks=needs_espeak),
    ],
)
def test_a_line_becomes_sound_at_the_rate_of_the_ears(voice):
    speaker = PatientVoice(voice)
    short, long = (speaker.clip(Line(text)) for text in ("no", "I have the flu and my back aches"))
    assert short.rate == long.rate == RATE
    assert 0.2 < short.seconds < long.seconds < 5
    assert np.abs(long.samples.astype(int)).max() > 3000


@needs_flite
def test_the_voices_differ():
    line = Line("yes I do")
    slt, rms = (PatientVoice(f"flite:{name}").clip(line) for name in ("slt", "rms"))
    assert len(slt.samples) != len(rms.samples) or not np.array_equal(slt.samples, rms.samples)


@pytest.mark.parametrize("voice", ["", "flite", "flite:nobody", "espeak:", "festival:x"])
def test_an_unknown_voice_is_refused_with_the_known_ones(voice):
    with pytest.raises(UsageError, match="flite:slt"):
        PatientVoice(voice)


def test_a_missing_program_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(MissingError, match=r"apt install flite.*espeak"):
        PatientVoice("flite:slt").clip(Line("yes"))
    with pytest.raises(MissingError, match="apt install espeak-ng"):
        PatientVoice("espeak:en-us").clip(Line("yes"))


def test_a_recording_is_read_beside_the_script_or_from_the_shared_folder(monkeypatch, tmp_path):
    (tmp_path / "shared").mkdir()
    tone = (1000 * np.sin(np.arange(4410) / 9)).astype(np.int16)
    Clip(tone, 44_100).to_wav(tmp_path / "shared" / "yes.wav")
    monkeypatch.setenv("BEDSIDE_SHARED", str(tmp_path / "shared"))
    clip = PatientVoice("espeak:en", tmp_path).clip(Line(wav="yes.wav"))
    assert clip.rate == RATE
    assert clip.seconds == pytest.approx(0.1, abs=0.001)
    with pytest.raises(UsageError, match="is not there"):
        PatientVoice("espeak:en", tmp_path).clip(Line(wav="no.wav"))


@pytest.mark.parametrize("snr", [20.0, 10.0, 0.0])
def test_noise_has_the_distance_asked_for(snr, tmp_path):
    _noise(3, 2000).to_wav(tmp_path / "noise.wav")
    speech = join([_noise(0.5, 3000, 2), silence(1.0, RATE), _noise(0.5, 3000, 3)])
    noise = load_noise(tmp_path / "noise.wav", snr)
    noise.fit(speech)
    alone = noise.under(np.zeros(2 * RATE, dtype=np.int16)).astype(float)
    level = float(np.sqrt(np.mean(alone**2)))
    assert active_level(speech) == pytest.approx(3000, rel=0.03)
    assert 20 * np.log10(active_level(speech) / level) == pytest.approx(snr, abs=0.5)


def test_pauses_do_not_count_as_speech_and_silence_has_no_level():
    speech = _noise(0.5, 3000)
    assert active_level(join([speech, silence(3, RATE)])) == pytest.approx(
        active_level(speech), rel=0.02
    )
    assert active_level(silence(1, RATE)) == 0
    quiet = Noise(_noise(1, 2000), 10)
    quiet.fit(silence(1, RATE))
    assert not quiet.under(np.zeros(100, dtype=np.int16)).any()


def _read(source: ScriptedSource, seconds: float) -> np.ndarray:
    blocks = [source.read() for _ in range(round(seconds * 20))]
    return np.frombuffer(b"".join(blocks), dtype=np.int16)


def test_a_line_comes_after_its_reaction_time_and_then_it_is_quiet():
    source = ScriptedSource(Timeline())
    clip = Clip(np.full(RATE, 500, dtype=np.int16), RATE)
    source.say(clip, after=1.0)
    heard = _read(source, 4)
    begin = round((REACTION_SECONDS + 1.0) * RATE)
    assert np.array_equal(np.flatnonzero(heard), np.arange(begin, begin + RATE))
    assert not _read(source, 5).any()


def test_noise_goes_on_under_words_and_quiet_alike():
    source = ScriptedSource(Timeline(), Noise(_noise(0.7, 1000), 10))
    source.say(_noise(0.5, 3000, 2))
    heard = _read(source, 4).astype(float).reshape(-1, RATE // 2)
    levels = np.sqrt((heard**2).mean(axis=1))
    assert levels.min() == pytest.approx(3000 / 10**0.5, rel=0.1)


def test_a_rehearsal_that_lasts_too_long_ends():
    source = ScriptedSource(Timeline(), longest=1.0)
    count = 0
    while source.read() is not None:
        count += 1
        assert count < 100
    assert count == 20


def test_the_wav_holds_both_sides_one_after_the_other(tmp_path):
    timeline = Timeline()
    source = ScriptedSource(timeline)
    said = Clip(np.full(22_050, 700, dtype=np.int16), 22_050)
    assert timeline.play(said)
    source.say(Clip(np.full(RATE, 500, dtype=np.int16), RATE))
    _read(source, 2)
    assert not timeline.play(said, lambda: True)
    timeline.to_wav(tmp_path / "both.wav")
    sides, rate = soundfile.read(tmp_path / "both.wav", dtype="int16")
    assert sides.shape == (3 * rate, 2)
    assert timeline.seconds == pytest.approx(3.0)
    assert np.flatnonzero(np.abs(sides[:, 0]) > 100).max() < rate
    assert np.flatnonzero(sides[:, 1]).min() == round((1 + REACTION_SECONDS) * rate)


@pytest.mark.parametrize(
    ("said", "heard", "right"),
    [
        ("no", "no", True),
        ("no", "yes", False),
        ("thirty four", "thirty four", True),
        ("thirty four", "forty four", False),
        ("mumble mumble", "no", False),
    ],
)
def test_an_honest_patient_compares_the_read_back(script, understander, said, heard, right):
    from assistant.dialogue import wording
    from intents.meaning import Expectation

    kind = "number" if "four" in heard else "yes_no"
    expect = Expectation(kind, unit="years" if kind == "number" else None)
    prompt = wording.echo(script, understander.understand(heard, expect)).text
    assert honest(script, understander)(said, prompt) is right


def test_the_shipped_scripts_load():
    folder = Path(__file__).parents[2] / "assistant" / "rehearsal" / "scripts"
    loaded = [load_patient(path) for path in sorted(folder.glob("*.yaml"))]
    assert len(loaded) >= 3
    assert {script.expect_level for script in loaded} >= {"self_care", "emergency_ambulance"}
