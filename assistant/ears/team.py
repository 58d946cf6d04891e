"""Ears that listen to the same utterance at once, each in its own thread."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Literal

from rapidfuzz import process

from assistant.ears.evidence import Opinions, Sounds
from assistant.ears.grammar import Grammar
from assistant.ears.recogniser import Hypothesis, Rater, Recogniser
from assistant.ears.sphinx_ear import SphinxEar
from models.errors import ModelError

_log = logging.getLogger(__name__)
Role = Literal["guided", "second", "likely", "free"]


@dataclass(slots=True)
class _Seat:
    """An ear with the one thread that may touch it: engines crash when two threads do."""

    ear: Recogniser
    thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="ear")
    )


_CLOSE = 12
"""Phrases that look like what the free ear wrote, rated with the others."""


def in_question(grammar: Grammar, heard: Opinions) -> tuple[str, ...]:
    """The phrases that may have been said: likely ones, those heard, those close to the free text.

    Rating all of a long grammar would take longer than people wait.
    """
    free = heard.free.text if heard.free else ""
    close = [match[0] for match in process.extract(free, grammar.phrases, limit=_CLOSE)]
    offered = [*sorted(grammar.likely), *heard.candidates(grammar), *close]
    return tuple(dict.fromkeys(offered))


class Team:
    """A guided ear, which has the grammar and leads; others that check it, and one without grammar.

    `second`: another engine with the whole grammar; `likely`: with its likely phrases only; `free`:
    without a grammar. `lexicon` knows how words sound. `rater`: the free ear again, where it can
    rate phrases.
    """

    def __init__(
        self,
        guided: Recogniser,
        second: Recogniser | None = None,
        free: Recogniser | None = None,
        lexicon: SphinxEar | None = None,
        likely: Recogniser | None = None,
        rater: Rater | None = None,
    ) -> None:
        ears: dict[Role, Recogniser | None] = {
            "guided": guided,
            "second": second,
            "likely": likely,
            "free": free,
        }
        self._seats = {role: _Seat(ear) for role, ear in ears.items() if ear}
        self._lexicon = lexicon
        self._rater = rater
        self._grammar: Grammar | None = None

    def start(self, grammar: Grammar) -> None:
        """Begin an utterance. A checking ear that fails is left out from then on.

        Raises ModelError where the leading one fails.
        """
        self._grammar = grammar
        begun = {
            role: seat.thread.submit(seat.ear.start, None if role == "free" else grammar)
            for role, seat in self._seats.items()
        }
        for role, each in begun.items():
            try:
                each.result()
            except ModelError as error:
                if role == "guided":
                    raise
                _log.warning("%s", error)
                self._seats.pop(role).thread.shutdown(wait=False)

    def accept(self, audio: bytes) -> str:
        """Give all ears the next audio; the guided ear's text so far (the others may lag)."""
        texts = {r: s.thread.submit(s.ear.accept, audio) for r, s in self._seats.items()}
        return texts["guided"].result()

    def finish(self, speech_seconds: float) -> Opinions:
        """End the utterance, which held so many seconds of speech; what each ear heard."""
        seats: Iterable[tuple[Role, _Seat]] = self._seats.items()
        if self._grammar and self._grammar.several:  # nobody checks pieces of a description
            seats = [(role, seat) for role, seat in seats if role in ("guided", "free")]
        done: dict[Role, Future[Hypothesis]] = {
            role: seat.thread.submit(seat.ear.finish) for role, seat in seats
        }
        heard = {role: each.result() for role, each in done.items()}
        opinions = Opinions(
            heard["guided"],
            heard.get("second"),
            heard.get("free"),
            speech_seconds,
            heard.get("likely"),
        )
        return self._rated(opinions)

    def _rated(self, opinions: Opinions) -> Opinions:
        """With the rater's view of the phrases that come into question."""
        if not (self._rater and self._grammar and opinions.free and opinions.free.text):
            return opinions
        if self._grammar.several:
            return opinions
        wanted = in_question(self._grammar, opinions)
        ratings = self._seats["free"].thread.submit(self._rater.rate, wanted).result()
        return replace(opinions, free=replace(opinions.free, ratings=ratings))

    def sounds(self, text: str) -> Sounds:
        """How `text` sounds; () where nobody knows."""
        return self._lexicon.sounds(text) if self._lexicon else ()

    def close(self) -> None:
        """Let the threads end."""
        for seat in self._seats.values():
            seat.thread.shutdown(wait=False, cancel_futures=True)
