"""What is said while Bedside speaks: the rest stays unsaid, and a "no" is read back."""

from __future__ import annotations

from assistant.conversation import Conversation, Utterance
from assistant.dialogue.actions import Say
from assistant.memory.journal import Journal
from tests.talkers import Line, ListVoice, TablePatient


class Interrupted(ListVoice):
    """A voice that is interrupted once, at the prompt with this key."""

    def __init__(self, key: str, word: str) -> None:
        super().__init__()
        self.key, self.word = key, word

    def say(self, said: Say, question: bool = False) -> Utterance | None:
        super().say(said)
        if said.key == self.key and self.word:
            word, self.word = self.word, ""
            return Utterance(word)
        return None


def _held(script, understander, voice: ListVoice) -> list[str]:
    patient = TablePatient("i ache all over", [Line("stop")])
    with Journal(None) as journal:
        Conversation(script, understander, patient, voice, journal).hold()
    return [said.key for said in voice.said]


def test_stop_leaves_the_rest_unsaid(script, understander):
    keys = _held(script, understander, Interrupted("greeting.2", "stop"))
    assert "greeting.3" not in keys
    assert "stopped" in keys
    assert "complaint" not in keys


def test_a_cry_for_help_is_answered_without_a_greeting(script, understander):
    voice = ListVoice()
    with Journal(None) as journal:
        talk = Conversation(script, understander, TablePatient(""), voice, journal)
        outcome = talk.hold(first=Utterance("emergency"))
    assert outcome is not None
    assert outcome.level == "emergency_ambulance"
    assert not any(said.key.startswith("greeting") for said in voice.said)


def test_repeat_says_the_question_again(script, understander):
    keys = _held(script, understander, Interrupted("complaint", "repeat"))
    assert keys.count("complaint") == 2


def test_a_no_into_the_middle_of_a_question_is_read_back(script, understander):
    plain = _held(script, understander, ListVoice())
    first = next(key for key in plain if key.startswith("ask."))
    keys = _held(script, understander, Interrupted(first, "no"))
    assert keys[keys.index(first) + 1] == "check_answer"
