"""Patients' recorded answers to yes/no questions, through ears and understanding."""

from __future__ import annotations

from collections import Counter
from datetime import date

from assistant.dialogue.plain_words import decision
from assistant.ears.audio_file import Recording, read_recording
from assistant.ears.choose import Ears
from assistant.ears.listener import Ended, Heard
from intents.hearing import Hearing
from intents.meaning import Expectation
from intents.phrases import load_phrases
from intents.understand import Understander
from tests.bench.clips import DATA, unheard

CONFIDENT = 0.5
"""As in the dialogue: less counts as not understood."""


def answers_heard(ears: Ears, hearing: Hearing) -> Counter[str]:
    """How many were taken right, asked back, taken wrong, or not taken for an answer."""
    understander = Understander(load_phrases())
    counts: Counter[str] = Counter()
    for row in unheard("answers_audio"):
        if row.get("label") not in ("yes", "no", "unsure"):
            continue
        wanted = {"unsure": "dont_know"}.get(row["label"], row["label"])
        listener = ears.listener(Recording(read_recording(DATA / row["file"])), hearing)
        expect, taken = Expectation("yes_no", (), row["question"]), "ignored"
        while not isinstance(
            event := listener.listen(expect, wait=float("inf"), flush=False, gate=0.0), Ended
        ):
            if not isinstance(event, Heard) or event.decision == "ignored":
                continue
            meaning = understander.understand(event.text, expect, date(2026, 1, 1))
            believed = decision(meaning, event.decision, event.clear)
            if believed == "unsure" or meaning.confidence < CONFIDENT:
                taken = "asked"
            else:
                taken = "right" if meaning.answer == wanted else "wrong"
                if wanted == "yes" and meaning.answer == "no":
                    counts["yes as no"] += 1
            break  # the dialogue takes the first utterance that counts
        counts[taken] += 1
        counts["answers"] += 1
    return counts
