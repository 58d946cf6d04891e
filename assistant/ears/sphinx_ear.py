"""PocketSphinx as a recogniser; its wheel carries model and dictionary.

With a grammar it picks the best of the phrases whatever was said. So it also tells how much worse
that phrase fits than a free string of sounds does. https://pocketsphinx.readthedocs.io
"""

from __future__ import annotations

import logging
import math
from typing import Any

from assistant.ears.grammar import Grammar
from assistant.ears.recogniser import RATE, Hypothesis, Word
from models.errors import ModelError
from models.talk import unpacked_talk

_log = logging.getLogger(__name__)
_FRAMES_A_SECOND = 100
_GRAMMAR, _OTHERS, _SOUNDS, _OPEN = "grammar", "others", "sounds", "_default"
_SCORE_UNIT = 1024 * math.log(1.0001)
"""Its path scores are logarithms to the base 1.0001, divided by 1024."""
TALK = {"lw": 9.0}
"""The weight of the language model that made fewest errors in patients' recorded answers."""
_NO_SOUNDS = frozenset({"SIL", "+NSN+", "+SPN+", "+BRH+", "+SMACK+", "+COUGH+"})


class SphinxEar:
    """One PocketSphinx decoder; it loads at the first `start` (0.1 s, with open speech 0.35 s).

    `open_speech`: load the language model of patients' talk too, so that `start(None)` works.
    `partials`: tell the text so far while listening; costs a second pass.
    `likely`: listen for the likely phrases of each grammar only, and for nothing else.

    The whole utterance is decoded at its end, so that the level of the channel is known and no
    utterance leans on the one before; that takes about a tenth of its length.
    """

    name = "sphinx"
    free_speech = False
    """Its general model gets most words of free speech wrong."""

    def __init__(
        self, open_speech: bool = False, partials: bool = False, likely: bool = False
    ) -> None:
        self._open_speech = open_speech
        self._partials = partials
        self._likely = likely
        self._decoder: Any = None
        self._grammar: Grammar | None = None
        self._loaded: Grammar | None = None
        self._audio: list[bytes] = []
        self._listening = False
        self._told: set[str] = set()

    def load(self) -> None:
        """Load the decoder now. Raises ModelError where the package is broken."""
        if self._decoder is None:
            self._decoder = _decoder(self._open_speech)

    def knows(self, word: str) -> bool:
        """Whether the dictionary has the word."""
        return bool(self.sounds(word))

    def sounds(self, text: str) -> tuple[str, ...]:
        """The sounds (ARPAbet) of the words of `text`; unknown words have none."""
        self.load()
        looked_up = (self._decoder.lookup_word(word) for word in text.split())
        return tuple(sound for sounds in looked_up if sounds for sound in sounds.split())

    def start(self, grammar: Grammar | None, rate: int = RATE) -> None:
        if rate != RATE:
            raise ValueError(f"PocketSphinx listens at {RATE} Hz, not at {rate}")
        if grammar is None and not self._open_speech:
            raise ValueError("this ear was opened without a language model for open speech")
        self.load()
        self._stop()  # an utterance may have been broken off
        if self._likely and grammar is not None:
            grammar = grammar.likely_only() or grammar
        if grammar is not None and grammar != self._loaded:
            self._take(grammar)
        self._grammar = grammar
        self._audio = []
        if self._partials:
            self._decoder.activate_search(self._search)
            self._decoder.start_utt()
            self._listening = True

    def _stop(self) -> None:
        if self._listening:
            self._decoder.end_utt()
            self._listening = False

    @property
    def _search(self) -> str:
        return _GRAMMAR if self._grammar else _OPEN

    def _take(self, grammar: Grammar) -> None:
        within, lost = grammar.within(self.knows)
        if fresh := [phrase for phrase in lost if phrase not in self._told]:
            _log.info("PocketSphinx has no words for: %s.", ", ".join(fresh))
            self._told.update(fresh)
        once = " | ".join((*within.phrases, *within.decoys))
        answer = f"( {once} )+" if grammar.several else once
        self._add(_GRAMMAR, answer)
        self._loaded = grammar

    def _add(self, search: str, answer: str) -> None:
        rules = f"#JSGF V1.0; grammar bedside; public <answer> = {answer};"
        self._decoder.add_jsgf_string(search, rules)

    def accept(self, audio: bytes) -> str:
        self._audio.append(audio)
        if not (audio and self._partials):
            return ""
        self._decoder.process_raw(audio, False, False)
        best = self._decoder.hyp()
        return " ".join(self._known(best.hypstr.split())) if best else ""

    def finish(self) -> Hypothesis:
        self._stop()
        audio = b"".join(self._audio)
        self._audio = []
        path, segments = self._decode(self._search, audio)
        words = tuple(_word(segment) for segment in segments if segment.word[0] not in "<[")
        known = self._known([word.text for word in words])
        unknown = len(known) < len(words)
        text = " ".join(known)
        if self._grammar is None:
            return Hypothesis(text, words, unknown=unknown)
        if self._likely:
            return Hypothesis(text, words, self._margin(text, path, audio), unknown)
        free_path, free = self._decode(_SOUNDS, audio)
        sounds = tuple(sound.word for sound in free if sound.word not in _NO_SOUNDS)
        return Hypothesis(text, words, path - free_path, unknown, sounds)

    def _margin(self, text: str, path: float, audio: bytes) -> float:
        """How much better `text` fits than the next best phrase (log likelihood)."""
        grammar = self._grammar
        if grammar is None or text not in grammar.phrases or len(grammar.phrases) < 2:
            return 0.0
        others = (phrase for phrase in grammar.phrases if phrase != text)
        self._add(_OTHERS, " | ".join(others))
        return path - self._decode(_OTHERS, audio)[0]

    def _decode(self, search: str, audio: bytes) -> tuple[float, list[Any]]:
        """The log likelihood of the best path through `audio`, and its segments."""
        decoder = self._decoder
        decoder.activate_search(search)
        decoder.start_utt()
        if audio:
            decoder.process_raw(audio, False, True)
        decoder.end_utt()
        best = decoder.hyp()
        if best is None:
            return 0.0, []
        return math.log(max(best.score, 1e-300)) / math.log(1.0001) * _SCORE_UNIT, list(
            decoder.seg()
        )

    def _known(self, words: list[str]) -> tuple[str, ...]:
        return tuple(words) if self._grammar is None else self._grammar.known(words)


def _word(segment: Any) -> Word:
    return Word(
        segment.word.partition("(")[0],
        segment.start_frame / _FRAMES_A_SECOND,
        (segment.end_frame + 1) / _FRAMES_A_SECOND,
        min(1.0, segment.prob),
    )


def _decoder(open_speech: bool) -> Any:
    import pocketsphinx

    options: dict[str, Any] = {"samprate": float(RATE), "loglevel": "FATAL"}
    try:
        if open_speech:
            with unpacked_talk() as path:
                return pocketsphinx.Decoder(lm=str(path), **TALK, **options)
        decoder = pocketsphinx.Decoder(lm=None, **options)
        sounds = pocketsphinx.get_model_path("en-us/en-us-phone.lm.bin")
        decoder.add_allphone_file(_SOUNDS, sounds)
    except RuntimeError as error:
        raise ModelError(
            "PocketSphinx can't load its own model; "
            "mend it with: pip install --force-reinstall pocketsphinx"
        ) from error
    return decoder
