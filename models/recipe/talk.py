"""The language model of PocketSphinx's open ear: how patients answer and describe.

`python -m models.recipe.talk` counts the texts of the consultations, the phrases of the intents and
single common words (so that a word outside the domain has somewhere to go), smooths with Kneser-Ney
(IRSTLM: apt install irstlm) and packs models/bedside-en-talk.arpa.xz. Its card is
models/bedside-en-talk.md. https://hlt-mt.fbk.eu/technologies/irstlm
"""

from __future__ import annotations

import json
import logging
import lzma
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pocketsphinx

from intents.hearing import Hearing, load_hearing
from intents.meaning import Expectation

PACKED = Path(__file__).parent.parent / "bedside-en-talk.arpa.xz"
SHARED = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).parents[3] / "shared"))
COMMON_WORDS = 3000
PHRASE_COUNT, LIKELY_COUNT = 5, 40
"""How often a phrase of the grammars is counted, and one that most people answer with."""
_TEXTS = (
    ("answers/dev.jsonl", "answer", "consultation"),
    ("answers/pool_dev_unlabelled.jsonl", "answer", "consultation"),
    ("complaints/dev.jsonl", "text", "group"),
    ("answers_audio/dev.jsonl", "text", "consultation"),
)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What a patient said, in which consultation."""

    text: str
    consultation: str


def told(data: Path = SHARED / "evaldata") -> Iterator[Told]:
    """The patients' texts (CC BY 4.0), each once."""
    seen = set()
    for name, field, group in _TEXTS:
        for line in (data / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row[field] not in seen:
                seen.add(row[field])
                yield Told(row[field], row[group])


def words(text: str, hearing: Hearing) -> list[str]:
    """The words of a text as they are spoken, numbers in words."""

    def number(match: re.Match[str]) -> str:
        value = int(match.group())
        if value < 200:
            return hearing.numbers.spoken(value)
        return " ".join(hearing.numbers.ones[int(digit)] for digit in match.group())

    plain = text.lower().replace("\u2019", "'").replace("%", " percent ")
    plain = re.sub(r"(\d)\.(\d)", rf"\1 {hearing.numbers.point} \2", plain)
    plain = re.sub(r"\d+", number, re.sub(r"(\d)([a-z])", r"\1 \2", plain))
    return ["okay" if word == "ok" else word for word in _WORD.findall(plain)]


def sentences(texts: Iterable[str], hearing: Hearing) -> Iterator[str]:
    """Everything that is counted, one sentence a line, without marks."""
    for text in texts:
        for sentence in re.split(r"(?<!\d)[.?!;:]+|[.?!;:]+(?!\d)", text):
            if spoken := words(sentence, hearing):
                yield " ".join(spoken)
    phrases = (*hearing.phrases(Expectation("yes_no")), *hearing.descriptions)
    yield from phrases * PHRASE_COUNT
    yield from hearing.likely_phrases(Expectation("number")) * LIKELY_COUNT
    yield from common_words()


def common_words() -> list[str]:
    """The likeliest words of PocketSphinx's general model."""
    general = pocketsphinx.Decoder(loglevel="FATAL").get_lm()
    path = Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))
    listed = (line.split()[0] for line in path.read_text(encoding="utf-8").splitlines())
    longer = [word for word in listed if len(word) > 1 and _WORD.fullmatch(word)]
    return sorted(longer, key=lambda word: general.prob([word]), reverse=True)[:COMMON_WORDS]


def arpa(lines: Iterable[str]) -> bytes:
    """A trigram model of the lines. Raises FileNotFoundError where IRSTLM is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        text, model = Path(folder, "text"), Path(folder, "arpa")
        text.write_text("".join(f"<s> {line} </s>\n" for line in lines), encoding="utf-8")
        command = ["irstlm", "tlm", f"-tr={text}", "-n=3", "-lm=msb", f"-oarpa={model}"]
        subprocess.run(command, check=True, capture_output=True)
        return model.read_bytes()


def main() -> None:
    """Count, smooth, pack."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    hearing = load_hearing()
    model = arpa(sentences((one.text for one in told()), hearing))
    packed = lzma.compress(model, preset=9 | lzma.PRESET_EXTREME)
    PACKED.write_bytes(packed)
    log.info("%s: %d bytes, unpacked %d", PACKED.name, len(packed), len(model))


if __name__ == "__main__":
    main()
