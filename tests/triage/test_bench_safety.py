"""The safety bench itself: errorless talks lose nobody, and its error model does what it says."""

from __future__ import annotations

import random

from assistant.dialogue.script import load_script
from tests.bench.safety import garbled, run


def test_no_emergency_ends_too_low_where_every_word_is_heard() -> None:
    tally = run(load_script("GB"), patients=60, rate=0.0, seed=11)
    assert tally.emergencies > 20
    assert tally.too_low == 0, tally.too_low_examples
    assert tally.unfinished == 0


def test_the_error_rate_is_what_it_says() -> None:
    words = [f"w{number}" for number in range(20_000)]
    heard = garbled(" ".join(words), 0.2, ["noise"], random.Random(1)).split()
    kept = sum(word.startswith("w") for word in heard)
    inserted_or_substituted = heard.count("noise")
    assert abs(kept / len(words) - (1 - 0.2 * 0.85)) < 0.01
    assert abs(inserted_or_substituted / len(words) - 0.2 * 0.75) < 0.01
