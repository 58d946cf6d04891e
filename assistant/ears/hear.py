"""Hears recordings as `bedside hear` does: the ears, endpoints and judgement of a live turn."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.ears.audio_file import Recording, read_recording
from assistant.ears.choose import Ears, Preference, open_ears
from assistant.ears.listener import Ended, Heard, Listener
from assistant.ears.recogniser import RATE
from assistant.errors import UsageError
from intents.hearing import Hearing, load_hearing
from intents.meaning import Expectation


def hear_files(
    paths: Iterable[Path], expect: str | None, preference: Preference
) -> Iterator[dict[str, Any]]:
    """One result for each file, with ears that are opened once. See `hear_file`."""
    from intents.phrases import load_phrases
    from intents.understand import Understander
    from intents.understand_lines import as_dict, expectation

    try:
        expected = expectation(expect or "complaint")
    except ValueError as error:
        raise UsageError(str(error)) from error
    understander = Understander(load_phrases())
    ears, hearing = open_ears(preference), load_hearing()
    try:
        for path in paths:
            result = hear_file(path, expected, ears, hearing)
            meaning = understander.understand(result["text"], expected)
            yield {**result, "meaning": as_dict(meaning)}
    finally:
        ears.team.close()


def hear_file(path: Path, expect: Expectation, ears: Ears, hearing: Hearing) -> dict[str, Any]:
    """What was said in a recording: file, text, open_text, decision, seconds, work.

    `seconds`: of audio; `work`: seconds of computing, all threads together. A recording may hold
    several utterances: they are joined, and the decision is "unsure" where any of them is.
    Raises UsageError for a file that is no recording.
    """
    samples = read_recording(path)
    begun = time.process_time()
    listener = ears.listener(Recording(samples), hearing)
    heard = list(_utterances(listener, expect))
    counted = [one for one in heard if one.decision != "ignored"]
    return {
        "file": str(path),
        "text": " ".join(one.text for one in counted),
        "open_text": " ".join(one.open_text for one in heard if one.open_text),
        "decision": _decision(counted),
        "reason": "; ".join(one.reason for one in counted or heard) or "no speech",
        "seconds": round(len(samples) / RATE, 3),
        "work": round(time.process_time() - begun, 3),
    }


def _utterances(listener: Listener, expect: Expectation) -> Iterator[Heard]:
    while True:
        event = listener.listen(expect, wait=float("inf"), flush=False, gate=0.0)
        if isinstance(event, Ended):
            return
        if isinstance(event, Heard):
            yield event


def _decision(counted: list[Heard]) -> str:
    if not counted:
        return "ignored"
    return "heard" if all(one.decision == "heard" for one in counted) else "unsure"
