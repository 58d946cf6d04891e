"""What the synthesisers are asked to say: answers, numbers, phrases, random words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from models.recipe.lexicon import split

ANSWERS = ("yes", "no", "stop", "yeah", "nope", "yep", "okay", "maybe", "not sure", "i don't know",
           "don't know", "repeat", "slower", "faster", "louder", "quieter", "go back", "why",
           "help", "start over", "summary", "emergency", "wait", "continue")  # fmt: skip
ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
)  # fmt: skip
TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen",
)  # fmt: skip
TENS = (
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
LONGEST = 7  # words of a phrase of the intents that is said whole


def number(random: np.random.Generator) -> str:
    """A number from 0 to 109.9 as people read a thermometer, a pulse or a score."""
    pick = random.random()
    if pick < 0.2:
        text = str(random.choice(TEENS))
    elif pick < 0.35:
        text = str(random.choice(TENS))
    elif pick < 0.9:
        text = f"{random.choice(TENS)} {random.choice(ONES[1:])}"
    else:
        text = str(random.choice(["hundred", "a hundred", "one hundred", "one hundred and two"]))
    if random.random() < 0.3:
        text += f" point {random.choice(ONES)}"
    return text


def digits(random: np.random.Generator) -> str:
    """One to four digits."""
    count = int(random.choice([1, 1, 1, 1, 2, 3, 4]))
    return " ".join(str(digit) for digit in random.choice(ONES, count))


def sayings(
    random: np.random.Generator,
    phrases: Sequence[str],
    words: Sequence[str],
    everything: Sequence[str],
) -> Iterator[str]:
    """An endless mixture; `words` are the model's own, `everything` a whole dictionary."""
    short = [p for p in phrases if 0 < len(split(p)) <= LONGEST and not re.search(r"[{}\d]", p)]

    def one_of(choices: Sequence[str]) -> str:
        return choices[int(random.integers(len(choices)))]

    while True:
        pick = random.random()
        if pick < 0.12:
            yield one_of(ANSWERS)
        elif pick < 0.28:
            yield digits(random)
        elif pick < 0.36:
            yield number(random)
        elif pick < 0.46 and short:
            yield " ".join(split(one_of(short)))
        elif pick < 0.62:
            yield one_of(words)
        elif pick < 0.85:
            yield one_of(everything)
        else:
            yield " ".join(one_of(everything) for _ in range(int(random.integers(2, 5))))
