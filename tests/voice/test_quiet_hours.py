"""Softer at night, but never what must be heard."""

from __future__ import annotations

from datetime import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.advising import unfinished
from assistant.dialogue.script import Script
from assistant.dialogue.state import State
from assistant.voice.quiet_hours import SOFTER, QuietHours, quiet_hours
from assistant.voice.speech import Speech
from tests.fakes_voice import CountingRenderer, KeepingPlayer


@pytest.mark.parametrize(
    ("hours", "now", "quiet"),
    [
        (("22:00", "07:00"), time(23, 59), True),
        (("22:00", "07:00"), time(0, 0), True),
        (("22:00", "07:00"), time(6, 59), True),
        (("22:00", "07:00"), time(7, 0), False),
        (("22:00", "07:00"), time(21, 59), False),
        (("22:00", "07:00"), time(22, 0), True),
        (("13:00", "15:00"), time(14, 0), True),
        (("13:00", "15:00"), time(15, 0), False),
        (("13:00", "15:00"), time(2, 0), False),
        (("22:00", ""), time(23, 0), False),
        (("", ""), time(23, 0), False),
        (("22:00", "22:00"), time(22, 0), False),
    ],
)
def test_within_the_hours_and_over_midnight(hours: tuple[str, str], now: time, quiet: bool) -> None:
    assert quiet_hours(*hours).factor(now) == (SOFTER if quiet else 1.0)


@given(st.times(), st.times(), st.times())
def test_each_moment_is_in_the_hours_or_in_the_rest_of_the_day(
    begin: time, end: time, now: time
) -> None:
    factors = {QuietHours(begin, end).factor(now), QuietHours(end, begin).factor(now)}
    assert factors == ({1.0} if begin == end else {1.0, SOFTER})


def test_alarms_and_emergency_advice_are_as_loud_as_ever() -> None:
    player = KeepingPlayer()
    speech = Speech(CountingRenderer(), player, hush=lambda: SOFTER)
    speech.say("One.")
    speech.say("One.", aloud=True)
    speech.change("louder")
    speech.say("One.")
    speech.sound("alarm")
    speech.sound("listening")
    soft, aloud, louder, alarm, listening = (
        int(np.abs(clip.samples.astype(int)).max()) for clip in player.played
    )
    assert (soft, aloud, louder) == (400, 800, 500)
    plain = KeepingPlayer()
    as_ever = Speech(CountingRenderer(), plain)
    as_ever.change("louder")
    as_ever.sound("alarm")
    as_ever.sound("listening")
    assert alarm == int(np.abs(plain.played[0].samples.astype(int)).max())
    assert listening < 0.51 * int(np.abs(plain.played[1].samples.astype(int)).max())


def test_who_stops_with_a_danger_sign_hears_the_number_aloud(script: Script) -> None:
    _, actions = unfinished(script, State(facts={"fighting_for_breath": "yes"}))
    said = [action for action in actions if hasattr(action, "must_hear")]
    assert said
    assert all(say.must_hear for say in said)
    _, calm = unfinished(script, State(facts={"back_pain": "yes"}))
    assert not any(say.must_hear for say in calm if hasattr(say, "must_hear"))
