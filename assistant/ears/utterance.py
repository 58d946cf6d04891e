"""The utterance that is being heard, decoded ahead while it is not yet sure that it is over."""

from __future__ import annotations

from concurrent.futures import Executor, Future

from assistant.ears.endpoint import ANSWER, DESCRIPTION, Patience
from assistant.ears.evidence import Opinions
from assistant.ears.grammar import grammar_for
from assistant.ears.team import Team
from intents.hearing import Hearing
from intents.meaning import Expectation

GUESS_AFTER, GUESS_AFTER_DESCRIBING = 0.06, 0.4
"""Seconds of quiet after which the ears decode as if it were over; words stand closer than that."""


class Utterance:
    """What is being said, given to a team.

    Most ears decode at the end only, for longer than people like to wait. So they do that at the
    first pause already; where more is said, they hear all of it again.
    """

    def __init__(
        self, team: Team, thread: Executor, hearing: Hearing, expect: Expectation, slow: float
    ) -> None:
        """`thread`: runs the decoding ahead. `slow` stretches the pauses that end the utterance."""
        self._team = team
        self._thread = thread
        self._whole = frozenset(hearing.whole)
        self._audio: list[bytes] = []
        self._partial = ""
        self._guess: Future[Opinions] | None = None
        self._describing = expect.kind == "complaint"
        self.grammar = grammar_for(hearing, expect)
        self.patience: Patience = (DESCRIPTION if self._describing else ANSWER).stretched(slow)

    def add(self, audio: bytes, quiet: float, speech_seconds: float) -> None:
        """The next audio, which ends with so many seconds of `quiet`; see Endpointer."""
        if not self._audio:
            self._team.start(self.grammar)
        self._audio.append(audio)
        if self._guess is None:
            self._partial = self._team.accept(audio)
        elif quiet == 0.0:
            self.drop()
            self._team.start(self.grammar)
            self._partial = self._team.accept(b"".join(self._audio))
        after = GUESS_AFTER_DESCRIBING if self._describing else GUESS_AFTER
        if self._guess is None and quiet >= after:
            self._guess = self._thread.submit(self._team.finish, speech_seconds)

    @property
    def whole(self) -> bool:
        """Whether what was heard so far is an answer that can't grow; waits for the decoding."""
        text = self._partial if self._guess is None else self._guess.result().guided.text
        return text in self._whole

    def finish(self, speech_seconds: float) -> Opinions:
        """It is over: what each ear heard. Raises ModelError where the leading one fails."""
        if self._guess is None:
            return self._team.finish(speech_seconds)
        return self._guess.result()

    def drop(self) -> None:
        """Forget what was decoded ahead; the ears are free again."""
        if self._guess is not None:
            self._guess.exception()
            self._guess = None
