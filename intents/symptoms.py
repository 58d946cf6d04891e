"""Which facts of the tree an utterance states, and which it denies."""

from __future__ import annotations

from dataclasses import dataclass, field

from intents.context import Context, ContextReader
from intents.normalise import BOUNDARIES, PAUSE, Normaliser
from intents.patterns import Match, PatternTable


@dataclass(frozen=True, slots=True)
class SymptomWords:
    """`symptoms.yaml` of one language; `history` names the facts that a past tense fulfils."""

    groups: dict[str, tuple[str, ...]]
    facts: dict[str, tuple[str, ...]]
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said about facts. `why` maps a fact to the phrase, with what spoke against it."""

    affirmed: frozenset[str]
    denied: frozenset[str]
    why: dict[str, str] = field(default_factory=dict)


class SymptomReader:
    """Finds volunteered facts in one language."""

    def __init__(
        self,
        words: SymptomWords,
        normaliser: Normaliser,
        context: ContextReader,
        light: frozenset[str],
    ) -> None:
        self._light = light
        self._history = frozenset(words.history)
        self._context = context
        self.table = PatternTable(
            words.facts, words.groups, normaliser, light, context.closed - light - {PAUSE}
        )

    def read(
        self, tokens: tuple[str, ...], complaint: bool, question: tuple[str, ...] = ()
    ) -> Heard:
        """The facts that `tokens` affirm or deny."""
        kept = [i for i, t in enumerate(tokens) if t != PAUSE and t not in self._light]
        words = tuple(tokens[i] for i in kept)
        affirmed: set[str] = set()
        denied: set[str] = set()
        why: dict[str, str] = {}
        context: Context | None = None
        for match in self.table.matches(words):
            if context is None:
                context = self._context.read(tokens, complaint, question)
            against = self._against(match, kept, context, tokens)
            fact = match.pattern.name
            if against is None:
                affirmed.add(fact)
                why[fact] = match.pattern.text
            else:
                if against == "negated":
                    denied.add(fact)
                why.setdefault(fact, f"{match.pattern.text} ({against})")
        return Heard(frozenset(affirmed), frozenset(denied - affirmed), why)

    def mentioned(self, tokens: tuple[str, ...]) -> frozenset[str]:
        """The facts that a question asks about: every phrase in it, negated or not."""
        words = tuple(t for t in tokens if t not in BOUNDARIES and t not in self._light)
        return frozenset(match.pattern.name for match in self.table.matches(words))

    def _against(
        self, match: Match, kept: list[int], context: Context, tokens: tuple[str, ...]
    ) -> str | None:
        """Why the match does not count, or None."""
        first = kept[match.positions[0]]
        last = kept[match.positions[-1]]
        if context.negated[first]:
            return "negated"
        if context.supposed[first]:
            return "only supposed"
        if context.other[last] and not context.spoken_for:
            return "somebody else's"
        if match.pattern.name not in self._history and context.past[first]:
            return "past"
        return None
