"""Is a directory a whole Vosk model that takes grammars? Asked before the engine may load it."""

from __future__ import annotations

from pathlib import Path

from models.errors import ModelError

_ALWAYS = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf")
_WORDS = "graph/words.txt"
_RUNTIME_GRAPH = ("graph/HCLr.fst", "graph/Gr.fst")


def missing_parts(directory: Path) -> list[str]:
    """The files that a model with runtime grammars needs and that are absent or empty here."""
    needed = [*_ALWAYS, *_RUNTIME_GRAPH]
    if (directory / _WORDS).exists():  # some models keep their words inside the graph
        needed.append(_WORDS)
    return [
        name
        for name in needed
        if not (directory / name).is_file() or (directory / name).stat().st_size == 0
    ]


def check_model(directory: Path) -> None:
    """Raises ModelError where `directory` is no Vosk model, or one that ignores grammars."""
    lost = missing_parts(directory)
    if not lost:
        _check_words(directory)
        return
    if set(lost) <= set(_RUNTIME_GRAPH) and (directory / "graph" / "HCLG.fst").is_file():
        raise ModelError(
            f"The speech model in {directory} can't take a grammar (its graph is fixed); "
            "use a small model: bedside models fetch"
        )
    raise ModelError(
        f"{directory} is not a whole speech model ({lost[0]} is missing); "
        "get one with: bedside models fetch"
    )


def _check_words(directory: Path) -> None:
    """The list of words ends with a whole line; Vosk takes half of it and never hears the rest."""
    path = directory / _WORDS
    if path.is_file() and not path.read_bytes().endswith(b"\n"):
        raise ModelError(
            f"The speech model in {directory} is damaged ({_WORDS} is cut off); "
            "get one with: bedside models fetch"
        )
