"""For each word of an utterance: is it negated, whose is it, is it past or only supposed?

A symptom counts where it is affirmed, the patient's own and present. The words that decide this
stand in `context.yaml`; the scope rules here hold for any language that negates before the word.
Where a language may also deny afterwards ("fever I have not"), `trailing` holds the words that may
follow such a denial. Where it does without subjects, `restarts` holds the verbs that begin a new
statement unless they are the denial's own.
"""

from __future__ import annotations

from dataclasses import dataclass

from intents.cues import Cue, CueTable
from intents.normalise import BOUNDARIES, PAUSE, STOP, Normaliser

_LIST_ITEM = 3
"""After a comma a negated list goes on while the items are this short ("no fever, chills")."""


@dataclass(frozen=True, slots=True)
class ContextWords:
    """`context.yaml` of one language."""

    answers_no: tuple[str, ...]
    negators: tuple[str, ...]
    not_negating: tuple[str, ...]
    breakers: tuple[str, ...]
    joiners: tuple[str, ...]
    subjects: tuple[str, ...]
    raisers: tuple[str, ...]
    finite: tuple[str, ...]
    self_words: tuple[str, ...]
    they_words: tuple[str, ...]
    family: tuple[str, ...]
    people: tuple[str, ...]
    dependents: tuple[str, ...]
    spoken_for: tuple[str, ...]
    past: tuple[str, ...]
    present: tuple[str, ...]
    resolved: tuple[str, ...]
    supposed: tuple[str, ...]
    trailing: tuple[str, ...] = ()
    restarts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """Flags by token position."""

    negated: tuple[bool, ...]
    other: tuple[bool, ...]
    past: tuple[bool, ...]
    supposed: tuple[bool, ...]
    spoken_for: bool


class ContextReader:
    """Works out the context of each token in one language."""

    def __init__(self, words: ContextWords, normaliser: Normaliser) -> None:
        self._answers_no = frozenset(words.answers_no)
        self._negators = frozenset(words.negators)
        self._breakers = frozenset(words.breakers)
        self._joiners = frozenset(words.joiners)
        self._subjects = frozenset(words.subjects)
        self._raisers = frozenset(words.raisers)
        self._finite = frozenset(words.finite)
        self._self = frozenset(words.self_words)
        self._they = frozenset(words.they_words)
        self._people = frozenset(words.people) | frozenset(words.dependents)
        self._dependents = frozenset(words.dependents)
        self._family = frozenset(words.family)
        self._trailing = frozenset(words.trailing)
        self._restarts = frozenset(words.restarts)
        self._cues = CueTable(
            {
                "not_negating": words.not_negating,
                "spoken_for": words.spoken_for,
                "past": words.past,
                "present": words.present,
                "resolved": words.resolved,
                "supposed": words.supposed,
            },
            normaliser,
        )

    @property
    def closed(self) -> frozenset[str]:
        """Words that the gap of a phrase must not contain."""
        return self._negators | self._breakers | BOUNDARIES

    def negated(self, tokens: tuple[str, ...]) -> tuple[bool, ...]:
        """For each token: does a denial reach it?"""
        if self._negators.isdisjoint(tokens):
            return (False,) * len(tokens)
        return self._negation(tokens, self._cues.find(tokens))

    def read(
        self, tokens: tuple[str, ...], complaint: bool, question: tuple[str, ...] = ()
    ) -> Context:
        """The flags of `tokens`. In a complaint a parent speaks for a child; so does whoever is
        asked about "her" or "him"."""
        cues = self._cues.find(tokens)
        spoken_for = (
            any(cue.kind == "spoken_for" for cue in cues)
            or (complaint and not self._dependents.isdisjoint(tokens))
            or not self._they.isdisjoint(question)
        )
        past, supposed = self._time(tokens, cues)
        return Context(
            negated=self._negation(tokens, cues),
            other=self._person(tokens, question),
            past=past,
            supposed=supposed,
            spoken_for=spoken_for,
        )

    def _negation(self, tokens: tuple[str, ...], cues: list[Cue]) -> tuple[bool, ...]:
        harmless = {
            i for cue in cues if cue.kind == "not_negating" for i in range(cue.start, cue.end)
        }
        flags: list[bool] = []
        negated = False
        own_verb = False
        for i, token in enumerate(tokens):
            following = tokens[i + 1] if i + 1 < len(tokens) else STOP
            if negated and self._restarts:
                own_verb = own_verb and token in self._restarts
                if token in self._restarts and not own_verb:
                    negated = tokens[i - 1] in self._raisers
            if token == STOP or token in self._breakers:
                negated = False
            elif token == PAUSE:
                negated = negated and self._list_goes_on(tokens, i + 1)
            elif token in self._joiners:
                negated = negated and not (following in self._subjects or following in self._finite)
            elif token in self._subjects and not (i and tokens[i - 1] in self._raisers):
                negated = False
            flags.append(negated)
            if (
                token in self._negators
                and i not in harmless
                and not (token in self._answers_no and self._is_answer(following))
            ):
                negated = own_verb = True
        if self._trailing:
            self._deny_before(tokens, harmless, flags)
        return tuple(flags)

    def _deny_before(self, tokens: tuple[str, ...], harmless: set[int], flags: list[bool]) -> None:
        """A denial at the end of a clause without a verb reaches back to its beginning."""
        start = 0
        for end, token in enumerate((*tokens, STOP)):
            if token not in BOUNDARIES and token not in self._breakers:
                continue
            denial = at = end
            while at > start and tokens[at - 1] in self._trailing | self._negators:
                at -= 1
                if tokens[at] in self._negators and at not in harmless:
                    denial = at
            if start < denial < end and self._finite.isdisjoint(tokens[start:denial]):
                flags[start:denial] = [True] * (denial - start)
            start = end + 1

    def _is_answer(self, following: str) -> bool:
        """ "no" before a comma or a subject answers; before a noun it negates the noun."""
        return following in BOUNDARIES or following in self._subjects or following in self._breakers

    def _list_goes_on(self, tokens: tuple[str, ...], start: int) -> bool:
        if start < len(tokens) and tokens[start] in self._joiners:
            start += 1
        item: list[str] = []
        for token in tokens[start:]:
            if token in BOUNDARIES or token in self._joiners:
                break
            item.append(token)
        short = 0 < len(item) <= _LIST_ITEM
        return short and not any(word in self._subjects or word in self._finite for word in item)

    def _person(self, tokens: tuple[str, ...], question: tuple[str, ...]) -> tuple[bool, ...]:
        flags: list[bool] = []
        other = not self._family.isdisjoint(question)
        named = not self._they.isdisjoint(question)
        for i, token in enumerate(tokens):
            if token in self._people:
                other = named = True
            elif token in self._self:
                other = False
            elif token in self._they:
                other = named
            elif token == STOP:
                other = other and i + 1 < len(tokens) and tokens[i + 1] in self._they
            flags.append(other)
        return tuple(flags)

    def _time(
        self, tokens: tuple[str, ...], cues: list[Cue]
    ) -> tuple[tuple[bool, ...], tuple[bool, ...]]:
        past = [False] * len(tokens)
        supposed = [False] * len(tokens)
        start = 0
        for end in [i for i, t in enumerate(tokens) if t == STOP or t in self._breakers] + [
            len(tokens)
        ]:
            kinds = {cue.kind for cue in cues if start <= cue.start < end}
            if "resolved" in kinds or ("past" in kinds and "present" not in kinds):
                past[start:end] = [True] * (end - start)
            for cue in cues:
                if cue.kind == "supposed" and start <= cue.start < end:
                    supposed[cue.start : end] = [True] * (end - cue.start)
            start = end
        return tuple(past), tuple(supposed)
