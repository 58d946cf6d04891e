"""The questions of the first time: answered, skipped, and never in the way of someone in need."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from assistant.check import Wish, hold
from assistant.conversation import Utterance
from assistant.dialogue.actions import Listen, Say
from assistant.dialogue.script import Script, load_script
from assistant.settings import Settings
from assistant.settings_file import read
from intents.countries import load_countries
from intents.phrases import load_phrases
from intents.setup import SetupReader, load_setup
from intents.understand import Understander
from tests.talkers import ListVoice
from tests.test_command_line import bedside

ALL_YES = ["yes"] * 5


class Lines:
    """A patient who says these lines, and then nothing more."""

    def __init__(self, lines: Sequence[str | Utterance], free_speech: bool = True) -> None:
        self.lines = [Utterance(line) if isinstance(line, str) else line for line in lines]
        self.free_speech = free_speech

    def listen(self, say: Say, wanted: Listen) -> Utterance | None:
        from assistant.conversation import EndOfInput

        if not self.lines:
            raise EndOfInput
        line = self.lines.pop(0)
        return line if line.text else None


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    return tmp_path / "bedside" / "settings.toml"


def run(
    script: Script,
    understander: Understander,
    lines: Sequence[str | Utterance],
    free_speech: bool = True,
) -> tuple[Any, list[str], list[Settings]]:
    """The outcome, the keys of what was said, and the settings that were taken over."""
    voice, adopted = ListVoice(), list[Settings]()
    outcome = hold(
        Wish(Settings(country=script.country.code), setup=True),
        script,
        understander,
        Lines(lines, free_speech),
        voice,
        adopt=adopted.append,
    )
    return outcome, [said.key for said in voice.said], adopted


def test_all_four_are_kept(script: Script, understander: Understander, config: Path) -> None:
    _, keys, adopted = run(script, understander, [*ALL_YES, "my back aches", "stop"])
    assert read(config) == {
        "country": "GB",
        "slow_speech": True,
        "quiet_from": "22:00",
        "quiet_to": "07:00",
    }
    assert adopted[0].slow_speech
    assert keys[:3] == ["greeting.1", "greeting.2", "setup.offer"]
    after = keys.index("setup.kept")
    assert keys[after + 1 : after + 4] == ["greeting.3", "greeting.4", "complaint"]
    assert keys.count("greeting.1") == 1


def test_noes_are_answers_too(script: Script, understander: Understander, config: Path) -> None:
    said = ["yes", "no", "I live in New Zealand", "no", "slower", "yes", "no", "no", "stop"]
    _, keys, _ = run(script, understander, said)
    assert read(config) == {"country": "NZ", "slow_speech": False, "quiet_from": "", "quiet_to": ""}
    assert "setup.voice_how" in keys


def test_the_new_country_counts_at_once(
    understander: Understander, script: Script, config: Path
) -> None:
    voice = ListVoice()
    said = [*["yes", "no", "Australia", "yes", "no", "no"], "emergency", "stop"]
    hold(Wish(Settings("GB"), setup=True), script, understander, Lines(said), voice)
    text = " ".join(line.text for line in voice.said)
    assert "Call zero zero zero now" in text or "zero zero zero" in text.split("nine nine nine")[-1]
    assert "nine nine nine" not in text.partition("There I say")[2]


@pytest.mark.parametrize("answer", ["no", "no thanks", "skip", "skip it"])
def test_who_declines_is_not_asked_again(
    script: Script, understander: Understander, config: Path, answer: str
) -> None:
    _, keys, _ = run(script, understander, [answer, "my back aches", "stop"])
    assert [key for key in keys if key.startswith("setup")] == ["setup.offer", "setup.left_out"]
    assert config.exists()
    assert read(config) == {}


@pytest.mark.parametrize("answer", ["later", "not now", ""])
def test_who_puts_it_off_is_asked_the_next_time(
    script: Script, understander: Understander, config: Path, answer: str
) -> None:
    _, keys, _ = run(script, understander, [answer, "my back aches", "stop"])
    assert [key for key in keys if key.startswith("setup")] == ["setup.offer", "setup.left_out"]
    assert "complaint" in keys
    assert not config.exists()


@pytest.mark.parametrize("before", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("lines", [["emergency"], ["I can't breathe", "yes"]])
def test_who_is_in_danger_goes_to_the_check_at_once(
    script: Script, understander: Understander, before: int, lines: list[str], config: Path
) -> None:
    outcome, keys, _ = run(script, understander, [*ALL_YES[:before], *lines, "stop"])
    assert outcome.level == "emergency_ambulance"
    told = keys.index("advice.emergency_ambulance")
    assert not {"greeting.3", "greeting.4", "setup.kept"} & set(keys[:told])
    asked = [key for key in keys if key.startswith("setup")]
    assert (
        asked
        == ["setup.offer", "setup.country", "setup.voice", "setup.slow", "setup.night"][
            : before + 1
        ]
    )


def test_a_complaint_is_not_lost_and_the_rest_of_the_greeting_is_told(
    script: Script, understander: Understander, config: Path
) -> None:
    outcome, keys, _ = run(script, understander, ["yes", "yes", "my back aches", "stop"])
    assert keys.index("greeting.4") < keys.index("noted")
    assert "setup.slow" not in keys
    assert "complaint" not in keys
    assert read(config) == {"country": "GB"}
    assert outcome.level == "consultation_24"


def test_what_is_not_understood_is_for_the_check(
    script: Script, understander: Understander
) -> None:
    _, keys, _ = run(script, understander, ["the wibble of it all wobbles", "stop"])
    assert keys.count("setup.offer") == 1
    assert "complaint_plainer" in keys


def test_a_doubtful_complaint_is_read_back(script: Script, understander: Understander) -> None:
    doubtful = Utterance("I have chest pain", "unsure")
    outcome, keys, _ = run(script, understander, [doubtful, "no", "no", "stop"])
    assert "volunteered_check" in keys
    assert outcome.level == "consultation_24"


def test_doubt_and_noise_change_nothing(
    script: Script, understander: Understander, config: Path
) -> None:
    unsure = Utterance("yes", "unsure")
    louder = Utterance("louder", "unsure")
    said = ["yes", unsure, unsure, "mumble", louder, unsure, unsure, "", "stop"]
    _, keys, _ = run(script, understander, said)
    assert read(config) == {}
    assert keys.count("setup.country") == keys.count("setup.slow") == 2


def test_ears_that_know_no_countries_ask_for_none(
    script: Script, understander: Understander, config: Path
) -> None:
    said = ["yes", "no", "yes", "no", "no", "stop"]
    _, keys, _ = run(script, understander, said, free_speech=False)
    assert "setup.which_country" not in keys
    assert "setup.country_unknown" in keys
    assert read(config)["country"] == "OTHER"


def test_a_disk_that_is_full_is_told_of(
    script: Script, understander: Understander, config: Path
) -> None:
    config.parent.write_text("a file where the folder should be")
    _, keys, adopted = run(script, understander, [*ALL_YES, "stop"])
    assert "setup.not_kept" in keys
    assert adopted[0].slow_speech


answers = st.sampled_from(
    ["yes", "no", "skip", "later", "", "mumble", "slower", "repeat", "wait", "help", "Scotland",
     "my back aches", "I don't know", "forty", "stop", "start over", "why", "go back", "go on"]
)  # fmt: skip


@limits(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(answers, max_size=8))
def test_whatever_was_said_before_an_emergency_is_answered_with_the_number(
    script: Script, understander: Understander, before: list[str]
) -> None:
    voice = ListVoice()
    wish = Wish(Settings("GB"), setup=True)
    hold(wish, script, understander, Lines([*before, "emergency", "stop"]), voice)
    keys = [said.key for said in voice.said]
    assert "advice.emergency_ambulance" in keys or "stop" in before or "stopped" in keys
    if "stop" not in before:
        assert "advice.emergency_ambulance" in keys


@pytest.mark.parametrize("language", ["en", "es"])
def test_countries_are_heard_by_their_names(language: str) -> None:
    countries, words = load_countries(language), load_setup(language)
    normaliser = Understander(load_phrases(language)).normaliser
    reader = SetupReader(words, countries, normaliser)
    for code, name in countries.words.names.items():
        if code != "other":
            assert reader.country(name.lower()) == code
            assert reader.country(f"- {name} -") == code
    assert reader.country("xyzzy") is None
    for phrase in words.skip:
        assert reader.skips(phrase)
    for phrase in words.later:
        assert reader.puts_off(phrase)
        assert not reader.skips(phrase)


def test_northern_ireland_is_not_ireland() -> None:
    reader = SetupReader(load_setup(), load_countries(), Understander(load_phrases()).normaliser)
    assert reader.country("Northern Ireland") == "GB"
    assert reader.country("Ireland") == "IE"


def test_a_pipe_is_not_asked_but_with_setup(config: Path) -> None:
    env = {"XDG_CONFIG_HOME": str(config.parent.parent)}
    plain = bedside("talk", "--typed", stdin="my back aches\nstop\n", env=env)
    assert "four short questions" not in plain.stdout
    asked = bedside("talk", "--typed", "--setup", "--country", "GB", stdin="skip\nstop\n", env=env)
    assert "four short questions" in asked.stdout
    assert config.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal")
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_terminal_is_asked_once(config: Path, language: str) -> None:
    import pty

    def talk(lines: str) -> str:
        leader, follower = pty.openpty()
        env = {**os.environ, "XDG_CONFIG_HOME": str(config.parent.parent)}
        command = [sys.executable, "-m", "assistant", "talk", "--typed", "--country", "ES"]
        with subprocess.Popen(
            [*command, "--language", language],
            stdin=follower,
            stdout=subprocess.PIPE,
            env=env,
            text=True,
        ) as process:
            os.write(leader, lines.encode())
            said, _ = process.communicate(timeout=60)
        os.close(leader)
        os.close(follower)
        return said

    offer = load_setup(language).offer
    script = load_script("ES", language)
    no, stop = script.prompts.words["no"], script.prompts.words["command_stop"]
    assert offer in talk(f"{no}\n{stop}\n")
    assert offer not in talk(f"{stop}\n")


def test_a_number_that_is_wrong_here_is_never_told(
    script: Script, understander: Understander, config: Path
) -> None:
    voice = ListVoice()
    said = ["yes", "no", "my chest hurts and i can not breathe", "yes"]
    hold(Wish(Settings("GB"), setup=True), script, understander, Lines(said), voice)
    told = [line.text for line in voice.said]
    asked = next(i for i, line in enumerate(voice.said) if line.key == "setup.which_country")
    assert any("your local emergency number" in text for text in told[asked:])
    assert not any("call nine nine nine" in text.lower() for text in told[asked:])
    assert read(config)["country"] == "OTHER"
