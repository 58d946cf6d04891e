"""What keys say: surely, once a press, and never a "no" to a question that was not asked."""

from __future__ import annotations

import pytest

from assistant.conversation import Conversation, Utterance
from assistant.dialogue.actions import Listen, Say
from assistant.keys import HELD, NoKeys, Presses, with_hint
from assistant.memory.journal import Journal
from intents.prompts import load_prompts
from tests.fakes_keys import FakeKeys
from tests.talkers import ListVoice

QUESTION = Say("ask.x", "Does it hurt?", ("x",))
MUST = Say("call", "Call now.", must_hear=True)


@pytest.fixture
def keys() -> FakeKeys:
    return FakeKeys()


@pytest.fixture
def presses(keys: FakeKeys) -> Presses:
    return Presses(keys, load_prompts(), keys.clock, keys.sleep)


@pytest.mark.parametrize(
    ("char", "kind", "said"),
    [
        ("y", "yes_no", "yes"),
        ("n", "yes_no", "no"),
        ("d", "yes_no", "I don't know"),
        ("d", "number", "I don't know"),
        (" ", "yes_no", "repeat"),
        ("\x1b", "number", "stop"),
        ("2", "yes_no", "2"),
        ("n", "complaint", "no"),
        ("\n", "complaint", "yes"),
    ],
)
def test_one_key_says_one_thing(
    keys: FakeKeys, presses: Presses, char: str, kind: str, said: str
) -> None:
    keys.press(char)
    assert presses.answer(kind) == Utterance(said, "heard")
    assert presses.answer(kind) is None


def test_a_key_without_meaning_says_nothing(keys: FakeKeys, presses: Presses) -> None:
    keys.press("q")
    assert not presses.pressed()
    assert presses.answer("yes_no") is None


@pytest.mark.parametrize(("taps", "said"), [(1, "yes"), (2, "no"), (3, "I don't know")])
def test_a_single_switch_answers(keys: FakeKeys, presses: Presses, taps: int, said: str) -> None:
    keys.press("\n" * taps, apart=0.6)
    assert presses.answer("yes_no") == Utterance(said)


def test_a_single_switch_counts(keys: FakeKeys, presses: Presses) -> None:
    keys.press("\n" * 7, apart=0.4)
    assert presses.answer("number") == Utterance("7")


@pytest.mark.parametrize("typed", ["38.2", "77", "102\n", "4"])
def test_numbers_are_typed(keys: FakeKeys, presses: Presses, typed: str) -> None:
    keys.press(typed)
    assert presses.answer("number") == Utterance(typed.strip())


def test_a_digit_held_too_long_counts_once(keys: FakeKeys, presses: Presses) -> None:
    keys.hold("7", 0.8)
    keys.press("1", after=1.2)
    assert presses.answer("number") == Utterance("71")


def test_a_trembling_hand_answers_once(keys: FakeKeys, presses: Presses) -> None:
    keys.press("yyy", apart=0.2)
    assert presses.answer("yes_no") == Utterance("yes")
    keys.sleep(0.5)
    assert presses.answer("yes_no") is None
    keys.sleep(1.0)
    keys.press("y")
    assert presses.answer("yes_no") == Utterance("yes")


@pytest.mark.parametrize("char", [" ", "\n", "y", "7", "q"])
@pytest.mark.parametrize(("delay", "every"), [(0.25, 0.033), (0.66, 0.033), (0.25, 0.092)])
def test_any_key_held_calls_for_help(
    keys: FakeKeys, presses: Presses, char: str, delay: float, every: float
) -> None:
    keys.hold(char, 4.0, delay, every)
    said = []
    began = keys.now
    while keys.now < began + 5.0:
        if utterance := presses.answer("yes_no"):
            said.append(utterance.text)
        if "emergency" in said and keys.now > began:
            assert said.count("emergency") == 1
        keys.sleep(0.02)
    assert said[-1] == "emergency"
    assert len(said) <= 2  # what one press says, then the call


def test_help_comes_after_the_time_promised(keys: FakeKeys, presses: Presses) -> None:
    keys.hold("\n", 3.0)
    began = keys.now
    assert presses.answer("yes_no") == Utterance("emergency")
    assert HELD <= keys.now - began < HELD + 0.2


def test_pressing_fast_is_not_holding(keys: FakeKeys, presses: Presses) -> None:
    keys.press(" " * 15, apart=0.2)
    keys.sleep(4.0)
    assert presses.command() == "repeat"
    assert presses.command() == ""


def test_a_command_ends_any_sentence_but_emergency_advice(keys: FakeKeys, presses: Presses) -> None:
    over = presses.over(Say("noted", "Noted."), question=False)
    assert not over()
    keys.press(" ")
    assert over()
    assert presses.command() == "repeat"
    keys.sleep(1.0)
    keys.hold("x", 2.0)
    over = presses.over(MUST, question=True)
    keys.sleep(2.0)
    assert not over()  # it is kept
    keys.press("\x1b")
    assert over()
    assert presses.command() == "stop"


def test_no_answer_before_the_question(keys: FakeKeys, presses: Presses) -> None:
    over = presses.over(Say("noted", "Noted."), question=False)
    keys.press("n")
    assert not over()
    keys.sleep(1.0)
    keys.press("n")
    over = presses.over(QUESTION, question=True)
    assert not over()
    assert presses.answer("yes_no") is None


def test_a_no_into_the_middle_of_a_question_is_read_back(keys: FakeKeys, presses: Presses) -> None:
    for char, said, decision in (("n", "no", "unsure"), ("y", "yes", "heard")):
        over = presses.over(QUESTION, question=True)
        keys.press(char)
        assert over()
        assert presses.answer("yes_no") == Utterance(said, decision)
        keys.sleep(2.0)
    over = presses.over(QUESTION, question=True)
    assert not over()
    keys.press("n")
    assert presses.answer("yes_no") == Utterance("no", "heard")


def test_without_keys_nothing_is_pressed() -> None:
    presses = Presses(NoKeys(), load_prompts())
    assert not presses.pressed()
    assert not presses.over(QUESTION, question=True)()


def test_the_hint_is_only_given_where_keys_work(script) -> None:
    assert "key" not in script.prompts.take_your_time
    assert "key" in with_hint(script).prompts.take_your_time


class Presser:
    """A patient who only presses keys: the same for every question of a kind."""

    free_speech = True

    def __init__(self, keys: FakeKeys, presses: Presses, worse: dict[str, str]) -> None:
        self.keys, self.presses, self.worse = keys, presses, worse
        self.turns = 0

    def listen(self, say: Say, wanted: Listen) -> Utterance | None:
        self.turns += 1
        assert self.turns < 200, say
        self.keys.sleep(2.0)
        if wanted.expect.kind == "number":
            typed = {"celsius": "38.2", "years": "71"}.get(wanted.expect.unit or "", "3")
        elif say.key == "complaint":
            typed = "d"
        else:
            read_back = say.key.startswith("check")
            good = len(say.asks) == 1 and self.worse[say.asks[0]] == "no"
            typed = "y" if read_back or good else "n"
        self.keys.press(typed)
        return self.presses.answer(wanted.expect.kind)


def test_a_whole_check_with_keys_alone(
    script, understander, keys: FakeKeys, presses: Presses
) -> None:
    voice = ListVoice()
    worse = {name: fact.worse for name, fact in script.tree.facts.items()}
    patient = Presser(keys, presses, worse)
    with Journal() as journal:
        outcome = Conversation(script, understander, patient, voice, journal).hold()
    said = [line.key for line in voice.said]
    assert outcome is not None
    assert outcome.level == "self_care"
    assert said.count("complaint") == 1
    assert "complaint_gave_up" in said  # keys can't describe: short questions at once
    assert "gave_up" not in said
