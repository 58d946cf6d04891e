"""Sentences one after another, rendered once and ahead; rate and loudness in steps."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from assistant.voice.cache import CachedRenderer
from assistant.voice.earcons import earcon
from assistant.voice.manner import RATES, VOLUMES, Manner
from assistant.voice.speech import PAUSE_SECONDS, Speech, sentences
from tests.fakes_voice import RATE, CountingRenderer, KeepingPlayer

TEXT = "One two. Three four five? Six!"


def test_text_falls_into_sentences_and_numbers_stay_whole():
    assert sentences("It is 38.5 degrees. Is that right?  Say yes! ") == [
        "It is 38.5 degrees.",
        "Is that right?",
        "Say yes!",
    ]
    assert sentences(" ... ") == []


def test_each_sentence_is_played_with_a_pause_after_all_but_the_last():
    player = KeepingPlayer()
    assert Speech(CountingRenderer(), player).say(TEXT)
    assert [clip.seconds for clip in player.played] == pytest.approx(
        [0.2 + PAUSE_SECONDS, 0.3 + PAUSE_SECONDS, 0.1]
    )


def test_it_starts_to_speak_before_the_second_sentence_is_rendered():
    renderer, rendered_at_first_sound = CountingRenderer(), []
    go_on = threading.Event()
    plain = renderer.render

    def slow(text: str, rate: int):
        if text.startswith("Three"):
            assert go_on.wait(10)
        return plain(text, rate)

    renderer.render = slow
    player = KeepingPlayer()

    def sounding() -> None:
        if not rendered_at_first_sound:
            rendered_at_first_sound.append([text for text, _ in renderer.rendered])
            go_on.set()

    player.on_play = sounding
    assert Speech(renderer, player).say(TEXT)
    assert rendered_at_first_sound == [["One two."]]


def test_an_interruption_leaves_the_rest_unsaid():
    player = KeepingPlayer()
    assert not Speech(CountingRenderer(), player).say(TEXT, lambda: len(player.played) == 1)
    assert len(player.played) == 1


def test_saying_it_again_needs_no_rendering():
    renderer = CountingRenderer()
    speech = Speech(renderer, KeepingPlayer())
    speech.say(TEXT)
    speech.say(TEXT)
    assert sorted(text for text, _ in renderer.rendered) == ["One two.", "Six!", "Three four five?"]


def test_slower_steps_from_where_it_is_and_ends_at_the_slowest():
    speech = Speech(CountingRenderer(), KeepingPlayer(), manner=Manner(rate=160))
    seen = []
    for _ in range(6):
        speech.change("slower")
        seen.append(speech.manner.rate)
    assert seen == [155, 140, 120, 100, 100, 100]
    speech.change("faster")
    assert speech.manner.rate == 120


def test_the_new_rate_is_used_at_once():
    renderer = CountingRenderer()
    speech = Speech(renderer, KeepingPlayer())
    speech.say("One.")
    speech.change("faster")
    speech.say("One.")
    assert renderer.rendered == [("One.", 155), ("One.", 175)]


def test_louder_and_quieter_change_the_sound_within_limits():
    player = KeepingPlayer()
    speech = Speech(CountingRenderer(), player, manner=Manner(volume=0.4))
    for how in ("quieter", "quieter", "louder", "louder", "louder", "louder", "louder"):
        speech.change(how)
        speech.say("One.")
    peaks = [int(np.max(clip.samples)) for clip in player.played]
    assert peaks == [250, 250, 400, 600, 800, 1000, 1000]
    assert sorted(RATES) == list(RATES)
    assert sorted(VOLUMES) == list(VOLUMES)


def test_what_is_prepared_is_not_rendered_again():
    renderer = CountingRenderer()
    speech = Speech(renderer, KeepingPlayer())
    speech.prepare(["Yes. No."])
    speech.say("No.")
    speech.say("Yes.")
    assert sorted(renderer.rendered) == [("No.", 155), ("Yes.", 155)]


def test_the_cache_has_a_limit_and_drops_the_longest_unused():
    renderer = CountingRenderer()
    cache = CachedRenderer(renderer, seconds=0.25)
    for text in ("a", "b", "a", "c", "a", "b"):
        cache.render(text, 155)
    assert [text for text, _ in renderer.rendered] == ["a", "b", "c", "b"]


def test_a_failure_ahead_does_not_stay():
    renderer = CountingRenderer(fail_on="bad")
    cache = CachedRenderer(renderer)
    cache.prepare(["bad"], 155)
    with pytest.raises(RuntimeError):
        cache.render("bad", 155)
    renderer.fail_on = ""
    assert cache.render("bad", 155).rate == RATE


@pytest.mark.parametrize("name", ["listening", "heard", "thinking", "alarm"])
def test_earcons_are_short_soft_and_begin_and_end_without_a_click(name):
    clip = earcon(name)
    peak = int(np.abs(clip.samples.astype(int)).max())
    assert clip.seconds < 1.3
    assert 1000 < peak < (12_500 if name == "alarm" else 4200)
    assert abs(int(clip.samples[0])) < 50
    assert abs(int(clip.samples[-1])) < 50


def test_no_two_earcons_sound_the_same():
    spectra = []
    for name in ("listening", "heard", "thinking", "alarm"):
        samples = earcon(name).samples.astype(float)
        spectrum = np.abs(np.fft.rfft(np.pad(samples, (0, 40_000 - len(samples)))))
        spectra.append(spectrum / np.linalg.norm(spectrum))
    for first in range(4):
        for second in range(first):
            assert spectra[first] @ spectra[second] < 0.8
