from __future__ import annotations

import numpy as np
import pytest

from assistant.ears.agreement import Calibration, Judge
from assistant.ears.evidence import FEATURES
from assistant.ears.listener import Ended, Heard, Listener, Silence
from assistant.ears.recogniser import Hypothesis
from assistant.ears.source import Frames
from assistant.ears.team import Team
from intents.hearing import load_hearing
from intents.meaning import Expectation
from tests.fakes_ears import (
    FRAME_SECONDS,
    LOUD,
    FakeEar,
    FakeSource,
    LoudnessDetector,
    sound,
)

HEARING = load_hearing()
UNMEASURED = Judge(None, False, frozenset(HEARING.no), lambda text: tuple(text))
YES_NO = Expectation("yes_no")
ONE_ANSWER = sound(("quiet", 1), ("speech", 0.6), ("quiet", 3))


def listener(source: FakeSource, *ears: FakeEar, judge: Judge = UNMEASURED) -> Listener:
    return Listener(source, Team(*ears), HEARING, judge, detector=LoudnessDetector())


def test_two_ears_that_agree_are_believed() -> None:
    heard = listener(FakeSource(ONE_ANSWER), FakeEar(["no"]), FakeEar(["no"])).listen(YES_NO)
    assert isinstance(heard, Heard)
    assert (heard.text, heard.decision) == ("no", "heard")
    assert heard.started_at == pytest.approx(1.0 - 0.3, abs=0.1)  # the gate is not listened to
    assert heard.ended_at - heard.started_at == pytest.approx(0.6, abs=0.1)


@pytest.mark.parametrize(
    ("first", "second", "decision"),
    [
        ("no", "yes", "unsure"),
        ("no", "", "unsure"),
        ("don't", "", "ignored"),
        ("", "", "ignored"),
        ("", "no", "unsure"),
    ],
)
def test_ears_that_differ(first: str, second: str, decision: str) -> None:
    ears = FakeEar([first]), FakeEar([second])
    heard = listener(FakeSource(ONE_ANSWER), *ears).listen(YES_NO)
    assert isinstance(heard, Heard)
    assert heard.decision == decision
    assert bool(heard.text) == (decision != "ignored")


def test_unknown_speech_around_an_answer_is_not_believed() -> None:
    ears = FakeEar(["no"], unknown=True), FakeEar(["no"], unknown=True)
    heard = listener(FakeSource(ONE_ANSWER), *ears).listen(YES_NO)
    assert isinstance(heard, Heard)
    assert heard.decision != "heard"


def test_silence_is_told_after_the_wait_and_no_ear_is_woken() -> None:
    ear = FakeEar(["yes"])
    event = listener(FakeSource(sound(("quiet", 10))), ear).listen(YES_NO, wait=4.0)
    assert isinstance(event, Silence)
    assert event.seconds == pytest.approx(4.0, abs=0.1)
    assert ear.grammars == []


def test_the_end_of_the_source_ends_an_open_utterance_first() -> None:
    ears = listener(FakeSource(sound(("speech", 1))), FakeEar(["yes"]), FakeEar(["yes"]))
    assert isinstance(ears.listen(YES_NO), Heard)
    assert isinstance(ears.listen(YES_NO), Ended)


def test_bedsides_own_voice_is_not_heard() -> None:
    own = sound(("speech", 2))
    source = FakeSource(own + sound(("quiet", 10)), flushed=len(own))
    assert isinstance(listener(source, FakeEar(["yes"])).listen(YES_NO, wait=3), Silence)


def test_the_echo_in_the_gate_is_not_heard() -> None:
    source = FakeSource(sound(("speech", 0.28), ("quiet", 10)))
    assert isinstance(listener(source, FakeEar(["yes"])).listen(YES_NO, wait=3), Silence)


def test_a_whole_answer_ends_sooner_than_one_that_can_grow() -> None:
    def left(text: str) -> int:
        source = FakeSource(ONE_ANSWER)
        listener(source, FakeEar([text])).listen(YES_NO)
        return len(source.rest)

    assert (left("no") - left("no i don't")) / 32_000 == pytest.approx(0.5, abs=0.1)


def test_what_is_said_after_a_short_pause_belongs_to_the_utterance() -> None:
    """The ears decode ahead in the pause; then they hear the whole of it once more."""
    ear = FakeEar(["not", "not really"])
    audio = sound(("quiet", 1), ("speech", 0.6), ("quiet", 0.4), ("speech", 0.6), ("quiet", 3))
    heard = listener(FakeSource(audio), ear, FakeEar(["not", "not really"])).listen(YES_NO)
    assert isinstance(heard, Heard)
    assert heard.text == "not really"
    assert len(ear.heard) == 2
    assert ear.heard[1].startswith(ear.heard[0])
    assert ear.heard[1].count(LOUD) == round(1.2 / FRAME_SECONDS)


def test_no_ear_checks_a_description() -> None:
    class Deaf(FakeEar):
        def finish(self) -> Hypothesis:
            raise AssertionError("nobody needs this ear now")

    judge = Judge(None, True, frozenset(HEARING.no), lambda text: tuple(text))
    free = FakeEar(["my big toe hurts"])
    team = Team(FakeEar(["my back hurts"]), Deaf([""]), free, likely=Deaf([""]))
    source = FakeSource(ONE_ANSWER)
    ears = Listener(source, team, HEARING, judge, detector=LoudnessDetector())
    heard = ears.listen(Expectation("complaint"))
    assert isinstance(heard, Heard)
    assert heard.text == "my big toe hurts"


def test_every_utterance_has_its_own_start() -> None:
    ear = FakeEar(["yes", "no"])
    ears = listener(FakeSource(ONE_ANSWER * 2), ear, FakeEar(["yes", "no"]))
    texts = [event.text for _ in range(2) if isinstance(event := ears.listen(YES_NO), Heard)]
    assert texts == ["yes", "no"]
    assert len(ear.grammars) == 2


def test_a_denial_needs_more_proof_than_a_yes() -> None:
    weights = {name: 0.0 for name in FEATURES} | {"bias": 0.0, "first_says_it": 1.0}
    strict = Calibration("in a test", weights, heard=0.7, heard_no=0.9, unsure=0.2)
    judge = Judge(strict, False, frozenset(HEARING.no), lambda text: tuple(text))
    for text, decision in (("yes", "heard"), ("no", "unsure")):
        event = listener(FakeSource(ONE_ANSWER), FakeEar([text]), judge=judge).listen(YES_NO)
        assert isinstance(event, Heard)
        assert (event.text, event.decision) == (text, decision)


@pytest.mark.parametrize("rate", [8000, 11025, 22050, 44100, 48000])
def test_any_rate_becomes_16_khz(rate: int) -> None:
    tone = (8000 * np.sin(2 * np.pi * 440 * np.arange(2 * rate) / rate)).astype(np.int16)
    source = FakeSource(tone.tobytes())
    source.rate = rate
    frames = Frames(source)
    got = b""
    while (block := frames.read()) is not None:
        got += b"".join(block)
    samples = np.frombuffer(got, dtype=np.int16)[1600:-1600]
    assert len(got) / 32_000 == pytest.approx(2.0, abs=0.15)
    pitch = np.abs(np.fft.rfft(samples)).argmax() / (len(samples) / 16_000)
    assert pitch == pytest.approx(440, abs=2)
