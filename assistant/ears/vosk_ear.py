"""A Vosk model as a recogniser. https://github.com/alphacep/vosk-api

Every utterance gets its own KaldiRecognizer: swapping the grammar of a running one aborts the
process, and building one takes a millisecond.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from assistant.ears.grammar import Grammar
from assistant.ears.recogniser import RATE, Hypothesis, Word
from models.check import check_model
from models.errors import ModelError

UNKNOWN = "[unk]"
LIKELIER = 20
"""How often a likely phrase is listed: Vosk counts phrases to learn which words are probable."""
_log = logging.getLogger(__name__)


class VoskEar:
    """One recogniser on a Vosk model directory; the model loads at the first `start`.

    Raises ModelError (at `start` or `load`) for a directory that is no whole model or, with a
    grammar, one whose graph is fixed.
    """

    name = "vosk"

    def __init__(self, directory: Path, free_speech: bool, like: VoskEar | None = None) -> None:
        """`like`: another ear on the same directory, whose loaded model is shared."""
        self.free_speech = free_speech
        self._directory = directory
        self._model: Any = like._model if like else None
        self._recogniser: Any = None
        self._grammar: Grammar | None = None
        self._heard: list[Word] = []
        self._told: set[str] = set()

    def load(self) -> None:
        """Load the model now (from disk; 5 ms for the small own one, about 1 s for others)."""
        if self._model is not None:
            return
        check_model(self._directory)
        import vosk

        vosk.SetLogLevel(-2)
        try:
            self._model = vosk.Model(model_path=str(self._directory))
        except Exception as error:  # vosk raises nothing more precise
            raise ModelError(
                f"The speech model in {self._directory} can't be loaded; "
                "delete it and run: bedside models fetch"
            ) from error

    def knows(self, word: str) -> bool:
        """Whether the model has the word in its vocabulary."""
        self.load()
        return bool(self._model.vosk_model_find_word(word) >= 0)

    def start(self, grammar: Grammar | None, rate: int = RATE) -> None:
        self.load()
        import vosk

        if grammar is None:
            self._recogniser = vosk.KaldiRecognizer(self._model, float(rate))
        else:
            try:
                grammar, lost = grammar.within(self.knows)
            except ValueError as error:
                raise ModelError(
                    f"The speech model in {self._directory} knows no word of the answers; "
                    "use another one: bedside models fetch"
                ) from error
            self._warn(lost)
            more = sorted(grammar.likely) * (LIKELIER - 1)
            listed = [*grammar.phrases, *more, *grammar.decoys, UNKNOWN]
            self._recogniser = vosk.KaldiRecognizer(self._model, float(rate), json.dumps(listed))
        self._recogniser.SetWords(True)
        self._grammar = grammar
        self._heard = []

    def accept(self, audio: bytes) -> str:
        # Vosk ends stretches by itself after 0.5 s of silence; they belong to one utterance here.
        if self._recogniser.AcceptWaveform(bytes(audio)):
            self._heard += words_of(self._recogniser.Result())
        partial = json.loads(self._recogniser.PartialResult()).get("partial", "").split()
        return " ".join(self._known([*(word.text for word in self._heard), *partial]))

    def finish(self) -> Hypothesis:
        self._heard += words_of(self._recogniser.FinalResult())
        self._recogniser = None
        known = self._known([word.text for word in self._heard])
        return Hypothesis(
            " ".join(known), tuple(self._heard), unknown=len(known) < len(self._heard)
        )

    def _known(self, words: list[str]) -> tuple[str, ...]:
        if self._grammar is None:
            return tuple(word for word in words if word != UNKNOWN)
        return self._grammar.known(words)

    def _warn(self, lost: tuple[str, ...]) -> None:
        if fresh := [phrase for phrase in lost if phrase not in self._told]:
            _log.info("This speech model has no words for: %s.", ", ".join(fresh))
            self._told.update(fresh)


def words_of(result: str) -> list[Word]:
    """The words of a result, plain or with alternatives (then of the first one)."""
    data = json.loads(result)
    best = (data.get("alternatives") or [data])[0]
    return [
        Word(word["word"], word["start"], word["end"], word.get("conf", 0.0))
        for word in best.get("result", ())
    ]
