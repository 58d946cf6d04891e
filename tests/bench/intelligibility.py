"""How well Bedside's voice is understood: every sentence is spoken and written down by an ear.

`python -m tests.bench.intelligibility` renders each sentence of intents/en with the default voice
(eSpeak NG, 155 words a minute) and with flite's rms, lets Moonshine (an open ear that knows none of
our words) write both down, and prints the word error rate by file. Where both voices are above 25 %
it is the words that are hard, and they are listed; else it is the voice. A machine is no tired
patient: this shows which sentences are harder than others, not how many people understand them.
Writes build/bench/intelligibility.json.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein
from text_to_num import alpha2digit

from assistant.ears.moonshine_ear import MoonshineEar
from assistant.ears.recogniser import RATE
from assistant.voice.clip import Clip
from assistant.voice.espeak_program import EspeakProgram
from assistant.voice.flite_program import FliteProgram
from assistant.voice.renderer import Renderer
from assistant.voice.speech import sentences
from intents.countries import load_countries
from intents.phrases import HERE
from intents.yaml_file import read
from models.moonshine import fetch_moonshine, find_moonshine
from tests.intents.reading import texts

OUT = Path(__file__).parents[2] / "build" / "bench" / "intelligibility.json"
FILES = ("prompts", "questions", "advice", "explain", "timed", "setup")
WORST = 0.25
"""Word error rate above which a sentence is to be worded otherwise."""
RATE_WPM = 155
VOICES: dict[str, Renderer] = {"espeak-ng": EspeakProgram(), "flite rms": FliteProgram("rms")}
SAME = {"diarrhoea": "diarrhea", "grey": "gray", "ok": "okay", "mum": "mom"}
"""One spelling for words that sound alike: only what is heard counts."""


def spoken(content: Any) -> Iterator[str]:
    """Every sentence in a file of words, with the numbers of Great Britain in its slots."""
    slots = load_countries("en").country("GB").slots
    for text in texts(content):
        for slot, words in slots.items():
            text = text.replace(f"{{{slot}}}", words)
        if "{" not in text and text.rstrip().endswith((".", "?", "!")):
            yield from (part for part in sentences(text) if " " in part)


def plain(text: str) -> list[str]:
    """Words without punctuation; numbers in digits."""
    words = re.sub(r"[^\w' ]", " ", text.lower()).split()
    digits = str(alpha2digit(" ".join(SAME.get(word, word) for word in words), "en"))
    return digits.replace("'", "").split()


def error_rate(said: str, heard: str) -> float:
    """Word errors over words; two words written as one are no error."""
    one, other = plain(said), plain(heard)
    if "".join(one) == "".join(other):
        return 0.0
    return float(Levenshtein.distance(one, other)) / max(1, len(one))


def main() -> None:
    """Speak, hear, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every n-th sentence")
    wish = parser.parse_args()
    ear = MoonshineEar(find_moonshine() or fetch_moonshine())
    found: list[dict[str, Any]] = []
    for name in FILES:
        told = dict.fromkeys(spoken(read(HERE / "en" / f"{name}.yaml")[0]))
        for text in list(told)[:: wish.every]:
            row: dict[str, Any] = {"file": name, "text": text, "words": len(plain(text))}
            for voice, renderer in VOICES.items():
                heard = hear(ear, renderer.render(text, RATE_WPM))
                row[voice] = {"heard": heard, "errors": error_rate(text, heard)}
            found.append(row)
    report(found)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def hear(ear: MoonshineEar, clip: Clip) -> str:
    """What the ear writes."""
    ear.start(None)
    ear.accept(clip.at(RATE).samples.tobytes())
    return ear.finish().text


def report(found: list[dict[str, Any]]) -> None:
    """Error rates by file and voice, then the sentences that are hard in every voice."""
    words: Counter[str] = Counter()
    errors: Counter[tuple[str, str]] = Counter()
    for row in found:
        words[row["file"]] += row["words"]
        for voice in VOICES:
            errors[row["file"], voice] += row[voice]["errors"] * row["words"]
    print(f"{'':12} {'words':>6}", *(f"{voice:>10}" for voice in VOICES))
    for name in FILES:
        rates = (errors[name, voice] / max(1, words[name]) for voice in VOICES)
        print(f"{name:12} {words[name]:6}", *(f"{rate:10.1%}" for rate in rates))
    for voice in VOICES:
        hard = sum(row[voice]["errors"] > WORST for row in found)
        print(f"{voice}: {hard} of {len(found)} sentences above {WORST:.0%}")
    for row in found:
        if all(row[voice]["errors"] > WORST for voice in VOICES):
            print(f"{row['file']}: {row['text']}")
            for voice in VOICES:
                print(f"  {row[voice]['errors']:4.0%} {voice}: {row[voice]['heard']}")


if __name__ == "__main__":
    main()
