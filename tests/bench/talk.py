"""How much of a description PocketSphinx catches, before and after its own language model.

`python -m tests.bench.talk`: word error rate on recorded patients, and the share of the words of
emergency signs that are found. The model that hears a consultation is counted without its texts.
Needs IRSTLM (apt install irstlm). Writes build/bench/talk.json.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pocketsphinx
from rapidfuzz.distance import Levenshtein

from assistant.ears.audio_file import read_recording
from assistant.ears.sphinx_ear import TALK
from intents.hearing import Hearing, load_hearing
from models.recipe.talk import arpa, sentences, told, words
from tests.bench.clips import DATA, rows

OUT = Path(__file__).parents[2] / "build" / "bench" / "talk.json"
SIGNS = {
    *("chest", "breath", "breathe", "breathing", "heart", "numb", "numbness", "weak", "weakness"),
    *("legs", "faint", "fainted", "confused", "headache", "stiff", "neck", "seizure"),
    *("blood", "bleeding", "vomiting", "fever", "swollen", "pain"),
}
"""Words of the emergency signs of the tree; a word list of this measurement only."""


def heard(decoder: Any, path: Path) -> list[str]:
    """The words that the decoder hears in a recording."""
    decoder.start_utt()
    decoder.process_raw(read_recording(path).tobytes(), False, True)
    decoder.end_utt()
    best = decoder.hyp()
    return [word.partition("(")[0] for word in best.hypstr.split()] if best else []


def decoders(hearing: Hearing, consultation: str) -> dict[str, Any]:
    """The general model, and the one of patients' talk without this consultation."""
    quiet: dict[str, Any] = {"samprate": 16_000.0, "loglevel": "FATAL"}
    with tempfile.NamedTemporaryFile(suffix=".arpa") as file:
        others = (one.text for one in told() if one.consultation != consultation)
        file.write(arpa(sentences(others, hearing)))
        file.flush()
        talk = pocketsphinx.Decoder(lm=file.name, **TALK, **quiet)
    return {"general": pocketsphinx.Decoder(**quiet), "of patients' talk": talk}


def main() -> None:
    """Hear each patient with both models, print and write."""
    hearing = load_hearing()
    counts: dict[str, dict[str, int]] = {}
    recordings = rows("answers_audio")
    for consultation in sorted({row["consultation"] for row in recordings}):
        for name, decoder in decoders(hearing, consultation).items():
            count = counts.setdefault(name, dict.fromkeys(("words", "wrong", "signs", "found"), 0))
            for row in recordings:
                if row["consultation"] != consultation:
                    continue
                said, got = words(row["text"], hearing), heard(decoder, DATA / row["file"])
                signs = SIGNS.intersection(said)
                count["words"] += len(said)
                count["wrong"] += Levenshtein.distance(got, said)
                count["signs"] += len(signs)
                count["found"] += len(signs.intersection(got))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(counts, indent=1), encoding="utf-8")
    for name, count in counts.items():
        print(
            f"language model {name:18} word error rate {count['wrong'] / count['words']:.0%}, "
            f"words of emergency signs found {count['found']} of {count['signs']}"
        )


if __name__ == "__main__":
    main()
