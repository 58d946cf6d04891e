from __future__ import annotations

import pytest

from assistant.ears.endpoint import ANSWER, DESCRIPTION, FRAME_BYTES, Endpointer, Patience
from tests.fakes_ears import FRAME_SECONDS, LOUD, QUIET, LoudnessDetector, sound


def run(
    audio: bytes, patience: Patience, whole: bool = False
) -> tuple[Endpointer, bytes, float | None]:
    """The endpointer after the utterance, the utterance, and when it ended (None: not yet)."""
    endpointer = Endpointer(LoudnessDetector())
    utterance = b""
    for start in range(0, len(audio), FRAME_BYTES):
        utterance += endpointer.hear(audio[start : start + FRAME_BYTES])
        if endpointer.ended(patience, whole):
            return endpointer, utterance, endpointer.elapsed
    return endpointer, utterance, None


@pytest.mark.parametrize(
    ("patience", "whole", "pause"),
    [
        (ANSWER, True, 0.22),
        (ANSWER, False, 0.73),
        (DESCRIPTION, True, 1.12),
        (DESCRIPTION, False, 1.12),
        (ANSWER.stretched(2), True, 0.44),
    ],
)
def test_how_long_it_waits_after_the_last_sound(
    patience: Patience, whole: bool, pause: float
) -> None:
    endpointer, _, ended = run(sound(("quiet", 1), ("speech", 1), ("quiet", 5)), patience, whole)
    assert ended is not None
    assert ended - endpointer.ended_at == pytest.approx(pause, abs=FRAME_SECONDS)


def test_the_first_word_is_not_cut() -> None:
    endpointer, utterance, _ = run(sound(("quiet", 2), ("speech", 0.5), ("quiet", 2)), ANSWER)
    before = utterance.index(LOUD) / FRAME_BYTES * FRAME_SECONDS
    assert before == pytest.approx(0.3, abs=FRAME_SECONDS)
    assert utterance.count(LOUD) == round(0.5 / FRAME_SECONDS)
    assert endpointer.started_at == pytest.approx(2.0, abs=FRAME_SECONDS)


def test_a_pause_inside_a_description_does_not_end_it() -> None:
    audio = sound(("speech", 1), ("quiet", 1.0), ("speech", 1), ("quiet", 0.5))
    assert run(audio, DESCRIPTION)[2] is None
    assert run(audio, ANSWER)[2] is not None


def test_a_click_is_no_utterance() -> None:
    endpointer, utterance, ended = run(QUIET * 20 + LOUD + QUIET * 50, ANSWER)
    assert not endpointer.speaking
    assert (utterance, ended) == (b"", None)


def test_endless_speech_is_cut() -> None:
    ended = run(sound(("speech", 20)), ANSWER)[2]
    assert ended == pytest.approx(ANSWER.longest, abs=FRAME_SECONDS)


def test_forget_starts_anew() -> None:
    endpointer = run(sound(("speech", 1), ("quiet", 2)), ANSWER)[0]
    endpointer.forget()
    assert not endpointer.speaking
    assert endpointer.elapsed == 0
    assert endpointer.speech_seconds == 0
