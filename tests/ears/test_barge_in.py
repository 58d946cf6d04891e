"""Bedside's own voice is taken out; what is left must be two ears' clear command to count."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.ears import barge_in as room
from assistant.ears import echo as room_echo
from assistant.ears.barge_in import BargeIn
from assistant.ears.echo import EchoCanceller, delay
from assistant.ears.evidence import Opinions
from assistant.ears.grammar import Grammar
from assistant.ears.recogniser import Hypothesis
from assistant.ears.residue import HOP, Residue
from assistant.ears.spotter import Spotter, agreed, strictly
from assistant.ears.team import Team
from assistant.voice.clip import Clip
from assistant.voice.own import OwnVoice
from intents.hearing import load_hearing
from tests.fakes_ears import FakeEar, LoudnessDetector, sound

RATE = 16_000
GRAMMAR = Grammar.of(["stop", "no"], ["top"])
LATE = 0.1


def _voice(seconds: float) -> Clip:
    """Noise that swells and fades as speech does."""
    random = np.random.default_rng(3)
    swell = 1 + np.sin(np.arange(round(seconds * RATE)) / 800)
    return Clip((random.normal(0, 2000, len(swell)) * swell).astype(np.int16), RATE)


def _in_the_room(clip: Clip, count: int) -> np.ndarray:
    response = np.zeros(2000)
    response[[0, 300, 1700]] = 0.4, -0.2, 0.1
    heard = np.zeros(count)
    echo = np.convolve(clip.samples, response)[: count - round(LATE * RATE)]
    heard[round(LATE * RATE) :][: len(echo)] = echo
    return heard


def test_a_room_is_learnt_and_what_is_not_ours_stays():
    own = OwnVoice()
    clip = _voice(8)
    own.begin(clip, 0.0)
    canceller = EchoCanceller(own.between)
    heard = _in_the_room(clip, 8 * RATE)
    patient = np.zeros(8 * RATE)
    patient[7 * RATE : 7 * RATE + 4000] = 1500 * np.sin(np.arange(4000) / 5)
    rest = np.concatenate(
        [
            canceller.clean((heard + patient)[at : at + 512], at / RATE)[0]
            for at in range(0, 8 * RATE, 512)
        ]
    )
    late = slice(6 * RATE, 7 * RATE)
    assert canceller.found
    assert 10 * np.log10((heard[late] ** 2).mean() / (rest[late] ** 2).mean()) > 15
    said = slice(7 * RATE, 7 * RATE + 4000)
    assert (rest[said] ** 2).mean() == pytest.approx((patient[said] ** 2).mean(), rel=0.3)


def test_which_path_is_the_strongest_may_change_with_the_words(monkeypatch):
    """What was learnt holds them all; a delay seen for a moment only is a patient's voice."""
    own = OwnVoice()
    clip = _voice(8)
    own.begin(clip, 0.0)
    canceller = EchoCanceller(own.between)
    heard = _in_the_room(clip, 8 * RATE)
    honest = room_echo.delay
    looks = iter(range(1000))

    def mistaken(played: np.ndarray, sound: np.ndarray) -> int | None:
        found = honest(played, sound)
        late, patient = round(0.02 * RATE), round(0.3 * RATE)
        return found and found - (0, 0, late, late, late, -patient, -patient)[next(looks) % 7]

    monkeypatch.setattr(room_echo, "delay", mistaken)
    rest = np.concatenate(
        [canceller.clean(heard[at : at + 512], at / RATE)[0] for at in range(0, 8 * RATE, 512)]
    )
    late = slice(6 * RATE, 8 * RATE)
    assert 10 * np.log10((heard[late] ** 2).mean() / (rest[late] ** 2).mean()) > 15


def test_a_new_delay_is_learnt_anew():
    own = OwnVoice()
    clip = _voice(16)
    own.begin(clip, 0.0)
    canceller = EchoCanceller(own.between)
    heard = _in_the_room(clip, 16 * RATE)
    heard[6 * RATE :] = heard[6 * RATE - 4800 : -4800]  # 0.3 s later from now on
    taught = []
    rest = []
    for at in range(0, 16 * RATE, 512):
        rest.append(canceller.clean(heard[at : at + 512], at / RATE)[0])
        taught.append(canceller.taught)
    late = slice(14 * RATE, 16 * RATE)
    power = (np.concatenate(rest)[late] ** 2).mean()
    assert 10 * np.log10((heard[late] ** 2).mean() / power) > 15
    assert min(taught[6 * RATE // 512 :]) < 1.0  # until then nothing counts


def test_without_an_echo_nothing_is_taken_out():
    own = OwnVoice()
    own.begin(_voice(3), 0.0)
    canceller = EchoCanceller(own.between)
    other = np.random.default_rng(9).normal(0, 500, 3 * RATE)
    for at in range(0, 3 * RATE - 511, 512):
        rest, echo = canceller.clean(other[at : at + 512], at / RATE)
        assert np.array_equal(rest, other[at : at + 512])
        assert not echo.any()
    assert not canceller.found


def test_the_delay_is_found_to_the_sample():
    played = np.random.default_rng(1).normal(0, 1, 24_000)
    assert delay(played, 0.1 * played[5000:21_000]) == 5000
    assert delay(played, np.random.default_rng(2).normal(0, 1, 16_000)) is None


def test_what_a_clip_was_cut_short_of_was_not_said():
    own = OwnVoice()
    own.begin(Clip(np.ones(RATE, dtype=np.int16), RATE), 10.0)
    own.cut(10.25)
    assert np.count_nonzero(own.between(9.0, 3 * RATE)) == RATE // 4


def test_a_weak_rest_of_an_echo_is_turned_down_and_a_loud_voice_is_not():
    random = np.random.default_rng(4)
    echo = random.normal(0, 1000, (40, HOP))
    for loudness, least, most in ((100, 0.0, 0.3), (4000, 0.9, 1.1)):
        rest = random.normal(0, loudness, (40, HOP))
        residue = Residue()
        left = np.concatenate([residue.lower(*both) for both in zip(rest, echo, strict=True)])
        assert least < np.sqrt((left[2 * HOP :] ** 2).mean()) / loudness < most


@pytest.mark.parametrize(
    ("first", "unknown", "second", "likely", "text"),
    [
        ("stop", False, "stop", "stop", "stop"),
        ("stop", False, "", "stop", "stop"),
        ("stop", False, "", "no", ""),
        ("no", False, "stop", "stop", ""),
        ("stop", True, "", "stop", ""),
        ("no stop", True, "stop", "stop", "stop"),
        ("", True, "stop", "stop", ""),
    ],
)
def test_two_makes_of_ears_must_hear_the_same(first, unknown, second, likely, text):
    heard = Opinions(
        Hypothesis(first, unknown=unknown), Hypothesis(second), None, 0.4, Hypothesis(likely)
    )
    assert agreed(heard, GRAMMAR) == text


@pytest.mark.parametrize(
    ("first", "second", "likely", "score", "text"),
    [
        ("help me", "help me", "help me", 0.0, "help me"),
        ("help me", "help me", "help me", -60.0, "help me"),
        ("help me", "help me", "help me", -100.0, ""),
        ("help me", "help", "help me", 10.0, "help me"),
        ("help me", "help", "help", 10.0, "help me"),
        ("help me", "help", "help", -10.0, ""),
        ("help me", "", "help me", 10.0, ""),
        ("help me", "help me", "stop", 10.0, ""),
        ("stop", "stop", "stop", 0.0, "stop"),
        ("stop", "stop", "stop", -30.0, ""),
        ("stop", "", "stop", 10.0, ""),
        ("help", "help me", "help me", 10.0, ""),
        ("stop help me", "help me", "help me", 10.0, "help me"),
        ("stop help me", "help me", "help me", -10.0, ""),
        ("stop help me", "help me", "help", 10.0, ""),
    ],
)
def test_other_peoples_talk_is_judged_strictly(first, second, likely, score, text):
    heard = Opinions(
        Hypothesis(first), Hypothesis(second, score=score), None, 0.4, Hypothesis(likely)
    )
    grammar = Grammar.of(["stop", "help me"], ["help"])
    assert strictly(heard, grammar, {"help me": -1.6}) == text


def test_the_others_are_asked_only_where_the_leading_ear_heard_a_phrase():
    asked = FakeEar(["stop"])
    spotter = Spotter(Team(FakeEar(["hello"]), asked), LoudnessDetector())
    spotter.begin(["stop"], ["hello"])
    audio = sound(("quiet", 0.5), ("speech", 0.4), ("quiet", 0.5))
    for at in range(0, len(audio), 1024):
        assert spotter.hear(audio[at : at + 1024]) is None
    assert asked.finished == 0


def test_a_sound_that_fits_no_phrase_is_none():
    far = Hypothesis("stop", score=-100.0)
    assert agreed(Opinions(Hypothesis("stop"), far, None, 0.4), GRAMMAR) == ""


def _spotted(audio: bytes) -> list[str]:
    spotter = Spotter(Team(FakeEar(["stop"] * 9), FakeEar(["stop"] * 9)), LoudnessDetector())
    spotter.begin(["stop"], ["top"])
    frames = [audio[at : at + 1024] for at in range(0, len(audio), 1024)]
    return [spotted.text for frame in frames if (spotted := spotter.hear(frame))]


def test_a_command_stands_alone_and_is_neither_a_click_nor_talk():
    assert _spotted(sound(("quiet", 0.5), ("speech", 0.4), ("quiet", 0.5))) == ["stop"]
    assert _spotted(sound(("quiet", 0.5), ("speech", 0.1), ("quiet", 0.5))) == []
    assert _spotted(sound(("quiet", 0.5), ("speech", 4), ("quiet", 0.5))) == []


class Says:
    """A team that hears the same phrase each time; remembers the grammars."""

    def __init__(self, text: str) -> None:
        self.ears = FakeEar([text] * 50), FakeEar([text] * 50)
        self.team = Team(*self.ears)


def _heard(said: str, text: str, must_hear: bool, question: bool) -> tuple[str, Grammar]:
    """What counts of a loud `said` while `text` is spoken to a headset."""
    says = Says(said)
    own = OwnVoice()
    barge_in = BargeIn(own, says.team, load_hearing(), LoudnessDetector())
    barge_in._echo.taught = room.TAUGHT_SECONDS
    barge_in.begin(text, must_hear, question)
    audio = sound(("quiet", 0.5), ("speech", 0.4), ("quiet", 0.5))
    frames = [audio[at : at + 1024] for at in range(0, len(audio), 1024)]
    found = [barge_in.hear(frame, at * 0.032) for at, frame in enumerate(frames)]
    grammar = says.ears[0].grammars[0]
    assert grammar is not None
    return "".join(found), grammar


def test_emergency_advice_is_interrupted_by_stop_and_repeat_only():
    assert _heard("stop", "Call an ambulance now.", True, False)[0] == "stop"
    for word in ("louder", "yes"):
        assert _heard(word, "Call an ambulance now.", True, True)[0] == ""
    assert _heard("louder", "Does it hurt?", False, True)[0] == "louder"


def test_answers_interrupt_a_question_only():
    assert _heard("yes", "Does it hurt?", False, True)[0] == "yes"
    assert _heard("yes", "I am Bedside.", False, False)[0] == ""


def test_a_word_that_bedside_is_just_saying_is_no_answer():
    """Without an echo that was learnt there is no telling whose word it was."""
    assert _heard("yes", "Say yes if it hurts.", False, True)[0] == ""


def test_words_of_the_prompt_are_decoys():
    _, grammar = _heard("stop", "Is your neck stiff?", False, True)
    assert {"neck", "stiff"} <= set(grammar.decoys)
