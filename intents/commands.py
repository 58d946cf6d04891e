"""Commands and questions to Bedside: never confused with answers.

A command has to be the whole utterance, courtesy aside; only a few phrases count inside a longer
one. A topic ("why does my back hurt?") counts where the utterance has the form of a question.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from intents.normalise import PAUSE, Normaliser, without
from intents.patterns import Pattern, PatternTable

_LONGEST_QUESTION = 20
"""In words; a longer utterance is a story."""


@dataclass(frozen=True, slots=True)
class CommandWords:
    """`commands.yaml` of one language."""

    phrases: dict[str, tuple[str, ...]]
    anywhere: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TopicWords:
    """`topics.yaml` of one language: ways of asking for each explanation.

    `questions` are words that make a question near the beginning, `openings` only as the first word
    ("does it", but not "it does").
    """

    questions: tuple[str, ...]
    openings: tuple[str, ...]
    groups: dict[str, tuple[str, ...]]
    topics: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Ordered:
    """A command (or, for a topic, its name) with the phrase that said so."""

    name: str
    phrase: str
    confidence: float


class CommandReader:
    """Hears commands in one language."""

    def __init__(
        self,
        words: CommandWords,
        normaliser: Normaliser,
        polite: frozenset[str],
        answers_no: frozenset[str],
    ) -> None:
        self._whole = PatternTable(words.phrases, words.groups, normaliser)
        self._stripped = PatternTable(words.phrases, words.groups, normaliser, polite)
        self._anywhere = PatternTable(words.anywhere, words.groups, normaliser)
        self._polite = polite
        self._answers_no = answers_no

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Every phrase that is a command by itself."""
        return self._whole.patterns

    def read(self, tokens: tuple[str, ...]) -> Ordered | None:
        """The command that `tokens` are, or None."""
        if len(tokens) > 2 and tokens[0] in self._answers_no and tokens[1] == PAUSE:
            tokens = tokens[2:]
        words = without(tokens, frozenset())
        for table, said in ((self._whole, words), (self._stripped, without(tokens, self._polite))):
            found = table.whole(said)
            if found is not None:
                return Ordered(found.name, found.text, 0.97)
        for match in self._anywhere.matches(words):
            return Ordered(match.pattern.name, match.pattern.text, 0.9)
        return None


class TopicReader:
    """Hears questions about the illness in one language."""

    def __init__(self, words: TopicWords, normaliser: Normaliser, light: frozenset[str]) -> None:
        self._light = light
        self._table = PatternTable(words.topics, words.groups, normaliser, light)
        self._questions = tuple(normaliser.phrase(text) for text in words.questions)
        self._openings = frozenset(words.openings)

    def read(self, tokens: tuple[str, ...]) -> Ordered | None:
        """The topic with the longest phrase in `tokens`, where they are a question."""
        words = without(tokens, frozenset())
        if not self._is_question(words):
            return None
        said = tuple(word for word in words if word not in self._light)
        best: tuple[int, Ordered] | None = None
        for match in self._table.matches(said):
            size = len(match.positions)
            if best is None or size > best[0]:
                best = (size, Ordered(match.pattern.name, match.pattern.text, 0.85))
        return best[1] if best else None

    def opens(self, tokens: tuple[str, ...]) -> bool:
        """Whether `tokens` begin with a question word, and so are no answer."""
        return any(tokens[: len(question)] == question for question in self._questions)

    def _is_question(self, words: tuple[str, ...]) -> bool:
        if not words or len(words) > _LONGEST_QUESTION:
            return False
        return words[0] in self._openings or any(
            words[at : at + len(q)] == q for q in self._questions for at in range(3)
        )
