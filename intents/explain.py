"""Answers to "why?": short, with the source of each. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from intents.errors import ContentError
from intents.yaml_file import load

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Explain:
    """What can be explained, in the words of one language."""

    sentences: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, tuple[str, ...]]
    """By topic: file names of the seed articles, or other pages."""

    @property
    def topics(self) -> tuple[str, ...]:
        """The keys of everything that can be explained."""
        return tuple(self.sentences)

    def text(self, topic: str) -> str:
        """The answer, ready to be spoken. Raises KeyError for a topic that there isn't."""
        return " ".join(self.sentences[topic])


def load_explain(language: str = "en") -> Explain:
    """Read the answers. Raises ContentError for a broken file, or missing words or sources."""
    sources_path, words_path = _HERE / "explain.yaml", _HERE / language / "explain.yaml"
    sources = load(sources_path, dict[str, tuple[str, ...]])
    sentences = load(words_path, dict[str, tuple[str, ...]])
    if odd := sorted(set(sources) ^ set(sentences)):
        raise ContentError(
            f"{words_path}, key '{odd[0]}': it must be in ../{sources_path.name} and here."
        )
    return Explain(sentences, sources)
