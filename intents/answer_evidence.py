"""What in an answer speaks for yes, for no, for neither: a set of named pieces of evidence.

Names are language-free, so the weights learned on one language serve every other. Each piece is
about the whole answer (`has.no`), its first or last cue (`first.yes`, `last.hedged_no`), a clause,
the question (`asked.alternative`), or how the two meet (`echo.negated`).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from intents.cues import Cue, CueTable
from intents.normalise import BOUNDARIES, STOP, Normaliser

POLAR = frozenset(
    ("yes", "no", "hedged_yes", "hedged_no", "unsure", "nothing", "think_not", "none_such")
)
_REFUSALS = frozenset(("no", "hedged_no", "nothing", "none_such"))
QUIET = frozenset(("backchannel", "correction", "maybe", "but", "only", "except"))
"""Cues that answer nothing by themselves."""
_TURNS = frozenset(("but", "only", "except"))
"""Cues that end a clause."""


_SHORTEST_STEM = 3
"""Letters."""


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """`answers.yaml` of one language."""

    cues: dict[str, tuple[str, ...]]
    subjects: tuple[str, ...]
    auxiliaries: tuple[str, ...]
    negators: tuple[str, ...]
    having: tuple[str, ...]
    function_words: tuple[str, ...]
    questions: dict[str, tuple[str, ...]]
    emphatic: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The pieces found, and the cues with their words, for the reason."""

    pieces: frozenset[str]
    cues: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, looked at once: what kinds it is of, and the words that carry its meaning."""

    kinds: frozenset[str]
    content: frozenset[str]
    facts: frozenset[str]
    fields: frozenset[str] = frozenset()


class AnswerReader:
    """Collects the evidence of answers in one language."""

    def __init__(self, words: AnswerWords, normaliser: Normaliser) -> None:
        self._normaliser = normaliser
        self._cues = CueTable(words.cues, normaliser)
        self._question_cues = CueTable(words.questions, normaliser)
        self._subjects = frozenset(words.subjects)
        self._auxiliaries = frozenset(words.auxiliaries)
        self._negators = frozenset(words.negators)
        self._having = frozenset(words.having)
        self._function = frozenset(words.function_words)
        self._emphatic = frozenset(words.emphatic)
        self._endings = words.endings
        self._acknowledging = frozenset(
            token for text in words.cues.get("backchannel", ()) for token in normaliser.phrase(text)
        )
        said = {w for texts in words.cues.values() for t in texts for w in normaliser.phrase(t)}
        self._plain = frozenset(
            said | self._function | self._subjects | self._auxiliaries | self._negators
            | self._having
        )  # fmt: skip
        self._fields = _fields_by_word(words.fields, normaliser)

    def stem(self, token: str) -> str:
        """A token without its ending; good enough to compare question and answer."""
        for ending in self._endings:
            if token.endswith(ending) and len(token) - len(ending) >= _SHORTEST_STEM:
                return token[: -len(ending)]
        return token

    def asked(self, question: tuple[str, ...], facts: frozenset[str]) -> Asked:
        """The kinds and content words of the last sentence of a question."""
        last = _last_sentence(question)
        while last and (last[0] in BOUNDARIES or last[0] in self._acknowledging):
            last = last[1:]
        kinds = {cue.kind for cue in self._question_cues.find(last)}
        if "ever" not in kinds:
            kinds.add("present")
        if "alternative" in kinds and "list" not in kinds:
            kinds.add("choice")
        content = frozenset(map(self.stem, last)) - self._function
        fields = frozenset(name for token in last for name in self._fields.get(token, ()))
        return Asked(frozenset(kinds), content, facts, fields)

    def unknown(self, tokens: tuple[str, ...], asked: Asked) -> int:
        """How many of `tokens` are neither words of answers nor of the question."""
        return sum(
            token not in BOUNDARIES
            and token not in self._plain
            and self.stem(token) not in asked.content
            for token in tokens
        )

    def evidence(
        self,
        tokens: tuple[str, ...],
        asked: Asked,
        affirmed: frozenset[str] = frozenset(),
        denied: frozenset[str] = frozenset(),
        negated: Sequence[bool] = (),
    ) -> Evidence:
        """All evidence in `tokens`; `affirmed` and `denied` are the facts heard in them."""
        cues = self._cues.find(tokens)
        if "ability" in asked.kinds:
            cues = [Cue("no", c.start, c.end) if c.kind == "unable" else c for c in cues]
        start = _corrected(tokens, cues)
        if start:
            tokens, negated = tokens[start:], negated[start:]
            cues = [
                Cue(cue.kind, cue.start - start, cue.end - start)
                for cue in cues
                if cue.start >= start
            ]
        pieces: set[str] = set()
        self._about_cues(tokens, cues, pieces)
        self._about_clauses(tokens, cues, pieces)
        self._about_echo(tokens, asked, pieces, negated, cues)
        if asked.facts & affirmed:
            pieces.add("asked_fact.affirmed")
        if asked.facts & denied:
            pieces.add("asked_fact.denied")
        if affirmed:
            pieces.add("fact.affirmed")
        if denied:
            pieces.add("fact.denied")
        if any(token[0].isdigit() for token in tokens):
            pieces.add("has.number")
        pieces |= {f"asked.{kind}" for kind in asked.kinds}
        pieces |= _crossed(pieces, asked)
        found = tuple((cue.kind, " ".join(tokens[cue.start : cue.end])) for cue in cues)
        return Evidence(frozenset(pieces), found)

    def _about_cues(self, tokens: tuple[str, ...], cues: list[Cue], pieces: set[str]) -> None:
        polar = [cue for cue in cues if cue.kind in POLAR]
        pieces |= {f"has.{cue.kind}" for cue in cues}
        if polar:
            pieces.add(f"first.{polar[0].kind}")
            pieces.add(f"last.{polar[-1].kind}")
            if polar[0].kind == polar[-1].kind:
                pieces.add(f"all.{polar[0].kind}")
            else:
                pieces.add(f"turn.{polar[0].kind}.{polar[-1].kind}")
        else:
            pieces.add("no_polar")
        start = next((cue for cue in cues if cue.kind not in QUIET), None)
        if start is not None and all(
            t in BOUNDARIES for t in _uncovered(tokens, cues, start.start)
        ):
            pieces.add(f"opens.{start.kind}")
        words = [token for token in tokens if token not in BOUNDARIES]
        covered = sum(cue.end - cue.start for cue in cues)
        size = len(words)
        pieces.add(
            "length." + ("1" if size <= 2 else "2" if size <= 6 else "3" if size <= 15 else "4")
        )
        if words and covered == size:
            pieces.add("only_cues")
        for first, second in itertools.pairwise(cues):
            if first.kind == "but" and second.kind in POLAR:
                pieces.add(f"but.{second.kind}")
            if (
                {first.kind, second.kind} == {"yes", "no"}
                and second.start - first.end <= 1
                and (second.start == first.end or tokens[first.end] in BOUNDARIES)
            ):
                pieces.add(f"at_once.{first.kind}.{second.kind}")

    def _about_clauses(self, tokens: tuple[str, ...], cues: list[Cue], pieces: set[str]) -> None:
        """What each clause does, in order: a letter each, and which follows which."""
        kind_at = {i: cue.kind for cue in cues for i in range(cue.start, cue.end)}
        order: list[str] = []
        for start, end in _clauses(tokens, kind_at):
            short = self._short_form(tokens[start:end])
            if short:
                pieces.add(f"short.{short}")
                if any(kind_at.get(i) == short for i in range(start, end)):
                    pieces.add(f"insists.{short}")
            for sign in self._signs(tokens, start, end, kind_at):
                if not order or order[-1] != sign:
                    order.append(sign)
        pieces |= {f"clause.{sign}" for sign in order}
        pieces |= {f"then.{a}.{b}" for a, b in itertools.pairwise(order)}
        if not order:
            pieces.add("clause.none")
            return
        pieces.add(f"clause_last.{order[-1]}")
        if len(set(order)) == 1:
            pieces.add(f"clause_all.{order[0]}")
        if "no" in order or "hedged_no" in order:
            after = order[min(order.index(s) for s in ("no", "hedged_no") if s in order) + 1 :]
            pieces |= {f"after_no.{sign}" for sign in after}

    def _signs(
        self, tokens: tuple[str, ...], start: int, end: int, kind_at: dict[int, str]
    ) -> list[str]:
        """The polar cues of a clause and what it states: affirmed, negated, had, or only named."""
        words = tokens[start:end]
        signs: list[str] = []
        for i in range(start, end):
            kind = kind_at.get(i)
            if kind in POLAR and (not signs or signs[-1] != kind) and kind != "think_not":
                signs.append(kind or "")
        content = any(self._is_content(tokens[i], kind_at.get(i)) for i in range(start, end))
        at = next((i for i, word in enumerate(words) if word in self._negators), None)
        if at is not None:
            bare = kind_at.get(start + at) == "no"
            following = words[at + 1] if at + 1 < len(words) else ""
            if (
                bare
                and following
                and following not in self._subjects
                and start + at + 1 not in kind_at
            ):
                return [*(sign for sign in signs if sign != "no"), "no_noun"]
            if not bare and (content or kind_at.get(start + at) == "think_not"):
                return [*signs, "negated"]
            if bare:
                words = words[at + 1 :]
        stating = any(word in self._subjects for word in words)
        had = any(word in self._having for word in words)
        kinds = {kind_at.get(i) for i in range(start, end)}
        if "well" in kinds and (had or stating):
            return [*signs, "well"]
        if content and had:
            return [*signs, "had_past" if "past" in kinds else "had"]
        if content and stating:
            return [*signs, "stated"]
        if content:
            return [*signs, "named"]
        return signs

    def _short_form(self, words: tuple[str, ...]) -> str | None:
        """ "I do", "it does not" standing alone at the end of a clause."""
        ends_negated = bool(words) and words[-1] in self._negators
        words = words[:-1] if ends_negated else words
        if len(words) >= 2 and words[-1] in self._auxiliaries and words[-2] in self._subjects:
            return "no" if ends_negated else "yes"
        return None

    def _about_echo(
        self,
        tokens: tuple[str, ...],
        asked: Asked,
        pieces: set[str],
        negated: Sequence[bool],
        cues: list[Cue],
    ) -> None:
        """Does the answer take up words of the question, or of what it is about; and denied?"""
        first_echo = ""
        refused = next((cue.end for cue in cues if cue.kind in _REFUSALS), len(tokens))
        if any(cue.kind == "except" and refused <= cue.start < len(tokens) - 1 for cue in cues):
            pieces.add("after_no.except")
        for i, token in enumerate(tokens):
            if token in BOUNDARIES:
                continue
            if (
                token in self._emphatic
                and i
                and tokens[i - 1] in self._subjects
                and not (i + 1 < len(tokens) and tokens[i + 1] in self._negators)
            ):
                pieces.add("after_no.emphatic" if i > refused else "emphatic")
            sign = "negated" if negated and negated[i] else "affirmed"
            if len(token) > 2 and self.stem(token) in asked.content:
                pieces.add(f"echo.{sign}")
                first_echo = first_echo or sign
                if i > refused:
                    pieces.add(f"after_no.echo.{sign}")
            fields = self._fields.get(token)
            if fields and not asked.fields.isdisjoint(fields):
                pieces.add(f"field.{sign}")
                if i > refused:
                    pieces.add(f"after_no.field.{sign}")
        if first_echo:
            pieces.add(f"first_echo.{first_echo}")
        if tokens and tokens[0] in self._negators:
            pieces.add("opens.negation")

    def _is_content(self, token: str, kind: str | None) -> bool:
        if token in BOUNDARIES or token in self._function or token in self._negators:
            return False
        return kind in (None, "past", "first_time", "either")


def _fields_by_word(
    fields: Mapping[str, Sequence[str]], normaliser: Normaliser
) -> dict[str, tuple[str, ...]]:
    """Word to the fields of meaning that it belongs to."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in fields.items():
        for word in words:
            for token in normaliser.phrase(word):
                found[token] = (*found.get(token, ()), name)
    return found


def _last_sentence(tokens: tuple[str, ...]) -> tuple[str, ...]:
    last = 0
    for i, token in enumerate(tokens):
        if token == STOP and i < len(tokens) - 1:
            last = i + 1
    return tokens[last:]


def _uncovered(tokens: tuple[str, ...], cues: list[Cue], before: int) -> list[str]:
    covered = {i for cue in cues for i in range(cue.start, cue.end)}
    return [token for i, token in enumerate(tokens[:before]) if i not in covered]


def _corrected(tokens: tuple[str, ...], cues: list[Cue]) -> int:
    """Where a speaker takes an answer back ("no, sorry, yes it is"): the last answer counts."""
    start = 0
    for k, cue in enumerate(cues[:-1]):
        after = cues[k + 1]
        if (
            cue.kind == "correction"
            and after.kind in ("yes", "no")
            and all(token in BOUNDARIES for token in tokens[cue.end : after.start])
            and any(before.kind in POLAR for before in cues[:k])
        ):
            start = after.start
    return start


def _clauses(tokens: tuple[str, ...], kind_at: dict[int, str]) -> list[tuple[int, int]]:
    clauses = []
    start = 0
    for i, token in enumerate(tokens):
        if token in BOUNDARIES or kind_at.get(i) in _TURNS:
            if i > start:
                clauses.append((start, i))
            start = i + 1
    if start < len(tokens):
        clauses.append((start, len(tokens)))
    return clauses


def _crossed(pieces: set[str], asked: Asked) -> set[str]:
    """Evidence that means something else after some kinds of question or of opening."""
    crossed = set()
    for kind in _QUESTIONS_THAT_MATTER & asked.kinds:
        crossed |= {f"{kind}:{piece}" for piece in _AFTER_A_QUESTION & pieces}
    for first in _OPENINGS & pieces:
        crossed |= {f"{first}:{piece}" for piece in _AFTER_AN_OPENING & pieces}
    return crossed


_QUESTIONS_THAT_MATTER = frozenset(
    (
        "alternative",
        "choice",
        "negative",
        "wellbeing",
        "closing",
        "confirm",
        "list",
        "either_or",
        "change",
        "habit",
        "ever",
        "present",
    )
)
_AFTER_A_QUESTION = frozenset(
    (
        "no_polar",
        "clause.negated",
        "opens.yes",
        "opens.no",
        "clause.stated",
        "short.no",
        "clause_all.named",
        "has.well",
        "has.seldom",
        "has.ended",
        "has.rest",
        "has.only",
        "has.clarify",
        "has.past",
        "field.affirmed",
        "field.negated",
        "echo.affirmed",
        "echo.negated",
        "after_no.had",
        "after_no.stated",
        "after_no.emphatic",
        "after_no.had_past",
        "after_no.well",
        "clause.well",
        "clause.had_past",
    )
)
_OPENINGS = frozenset(("opens.no", "opens.yes", "opens.hedged_no", "opens.unsure", "no_polar"))
_AFTER_AN_OPENING = frozenset(
    (
        "has.but", "has.only", "has.rest", "has.ended", "clause.stated",
        "clause.named", "clause.had", "clause.negated", "clause.no_noun",
        "has.yes", "has.no", "has.nothing", "has.maybe", "has.past", "has.correction", "has.unsure",
        "has.hedged_yes", "has.either", "echo.affirmed", "echo.negated", "fact.affirmed",
        "asked_fact.affirmed", "has.clarify", "length.1", "length.2",
    )
)  # fmt: skip
