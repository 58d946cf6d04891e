"""From the text of one utterance to its meaning. Pure: no clock, no files, no sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from intents.answer_evidence import QUIET, AnswerReader, Asked, Evidence
from intents.answers import DOUBTFUL, Verdict, weigh
from intents.commands import CommandReader, TopicReader
from intents.context import ContextReader
from intents.meaning import Expectation, Meaning, Number, Unit
from intents.normalise import BOUNDARIES, Normaliser
from intents.numbers import NumberReader
from intents.patterns import Pattern
from intents.phonetics import SoundAlikes
from intents.phrases import Phrases, compiled
from intents.symptoms import Heard, SymptomReader

_MEASURED: frozenset[Unit | None] = frozenset(("celsius", "percent", "per_minute", "breaths"))
"""Numbers that need an instrument or a count: "no" to one of these is "I don't know"."""

_SYMPTOM_NAMED = 0.85
"""How sure a yes is where the very symptom that was asked for is told, without a "yes"."""

_SHORT_YES, _ASKED_BACK = 0.7, 0.5
"""How sure "I do" is by itself; and below which confidence an answer is asked back."""

_BY_SOUND = 0.4
"""How sure a meaning is that only its sound suggests."""

_NOBODY_ASKED = Asked(frozenset(), frozenset(), frozenset())
_REMEMBERED_QUESTIONS = 256


class Understander:
    """Understands one language. Holds no state between utterances (but remembers questions)."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        folder = phrases.folder
        self.normaliser = Normaliser(phrases.words)
        light = frozenset(phrases.words.light)
        self._context = ContextReader(phrases.context, self.normaliser)
        self._commands = compiled(
            folder / "commands.yaml",
            lambda: CommandReader(
                phrases.commands,
                self.normaliser,
                frozenset(phrases.words.polite),
                frozenset(phrases.context.answers_no),
            ),
        )
        self._symptoms = compiled(
            folder / "symptoms.yaml",
            lambda: SymptomReader(phrases.symptoms, self.normaliser, self._context, light),
        )
        self._topics = compiled(
            folder / "topics.yaml", lambda: TopicReader(phrases.topics, self.normaliser, light)
        )
        self.sounds = SoundAlikes(phrases.sounds, self.normaliser)
        self._numbers = NumberReader(phrases.numbers, phrases.words.number_words)
        self.answers = AnswerReader(phrases.answers, self.normaliser)
        self._asked: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, ...], Asked]] = {}

    def understand(self, text: str, expect: Expectation, today: date | None = None) -> Meaning:
        """The meaning of `text`, said when `expect` was open. `today` places "since Monday".

        Never raises: any text has a meaning, if only an empty one with confidence 0.
        """
        tokens = self.normaliser.tokens(text)
        if not tokens:
            return Meaning(text, reason="nothing was said")
        meaning = self._plainly(text, tokens, expect, today)
        if meaning.command is None and meaning.confidence < _ASKED_BACK:
            return self._by_sound(text, tokens, expect) or meaning
        return meaning

    def _by_sound(self, text: str, tokens: tuple[str, ...], expect: Expectation) -> Meaning | None:
        """What `tokens` sound like, where they say nothing as they are; never a "no"."""
        question, _ = self._question(expect)
        plain = self._symptoms.read(tokens, expect.kind == "complaint", question)
        for reading, which in self.sounds.readings(tokens):
            command = self._commands.read(reading)
            heard = self._symptoms.read(reading, expect.kind == "complaint", question)
            told = {
                fact
                for fact in heard.affirmed - plain.why.keys()  # denied, past, somebody else's
                if fact in expect.facts or " " in heard.why[fact]  # one word alone is too little
            }
            if command is None and not told:
                continue
            asked = not told.isdisjoint(expect.facts)
            return Meaning(
                text,
                answer="yes" if asked and expect.kind == "yes_no" else None,
                facts={} if command else {fact: "yes" for fact in told},
                command=command.name if command else None,
                confidence=_BY_SOUND,
                reason=f"sounds.yaml: {which}" + ("" if command else _said(heard)),
                by_sound=True,
            )
        return None

    def _plainly(
        self, text: str, tokens: tuple[str, ...], expect: Expectation, today: date | None
    ) -> Meaning:
        command = self._commands.read(tokens)
        if command is not None:
            return Meaning(
                text,
                command=command.name,
                confidence=command.confidence,
                reason=f"commands.yaml, {command.name}: {command.phrase}",
            )
        question, asked = self._question(expect)
        heard = self._symptoms.read(tokens, expect.kind == "complaint", question)
        if expect.kind == "yes_no":
            return self._yes_no(text, tokens, expect, asked, heard)
        if expect.kind == "number":
            return self._number(text, tokens, expect, question, asked, heard, today)
        return self._open(text, tokens, expect, heard, today)

    def heard(self, text: str, expect: Expectation) -> Heard:
        """The facts in `text` and why: for authors of phrases."""
        question, _ = self._question(expect)
        tokens = self.normaliser.tokens(text)
        return self._symptoms.read(tokens, expect.kind == "complaint", question)

    def verdict(self, text: str, expect: Expectation) -> Verdict:
        """How `text` weighs as an answer: for authors and for training."""
        _, asked = self._question(expect)
        heard = self.heard(text, expect)
        tokens = self.normaliser.tokens(text)
        return self._weigh(tokens, asked, heard)

    def pieces(self, text: str, expect: Expectation) -> frozenset[str]:
        """The evidence in `text` as an answer: what the weights are learned on."""
        _, asked = self._question(expect)
        heard = self.heard(text, expect)
        tokens = self.normaliser.tokens(text)
        return self._evidence(tokens, asked, heard).pieces

    def denied(self, text: str) -> tuple[str, ...]:
        """The words of `text` that a denial reaches: for authors of phrases."""
        tokens = self.normaliser.tokens(text)
        negated = self._context.negated(tokens)
        return tuple(t for t, no in zip(tokens, negated, strict=True) if no and t not in BOUNDARIES)

    def cues(self, text: str) -> tuple[tuple[str, str], ...]:
        """The cues of answers.yaml in `text`, each with its words."""
        return self.answers.evidence(self.normaliser.tokens(text), _NOBODY_ASKED).cues

    def symptom_vocabulary(self) -> frozenset[str]:
        """Every word of symptoms.yaml: for whoever works out what sounds like it."""
        return self._symptoms.table.vocabulary()

    def symptom_patterns(self) -> tuple[Pattern, ...]:
        """Every phrase of symptoms.yaml."""
        return self._symptoms.table.patterns

    def command_patterns(self) -> tuple[Pattern, ...]:
        """Every phrase that is a command by itself."""
        return self._commands.patterns

    def _weigh(self, tokens: tuple[str, ...], asked: Asked, heard: Heard) -> Verdict:
        return weigh(self._evidence(tokens, asked, heard), self.phrases.weights)

    def _evidence(self, tokens: tuple[str, ...], asked: Asked, heard: Heard) -> Evidence:
        negated = self._context.negated(tokens)
        return self.answers.evidence(tokens, asked, heard.affirmed, heard.denied, negated)

    def _question(self, expect: Expectation) -> tuple[tuple[str, ...], Asked]:
        key = (expect.question, expect.facts)
        known = self._asked.get(key)
        if known is None:
            if len(self._asked) >= _REMEMBERED_QUESTIONS:
                self._asked.clear()
            tokens = self.normaliser.tokens(expect.question)
            facts = frozenset(expect.facts) or self._symptoms.mentioned(tokens)
            asked = self.answers.asked(tokens, facts)
            if expect.facts:  # "A, or B?" of the tree is never a choice: any part of it is a yes
                asked = replace(asked, kinds=asked.kinds - {"alternative", "choice"})
            known = self._asked[key] = (tokens, asked)
        return known

    def _yes_no(
        self, text: str, tokens: tuple[str, ...], expect: Expectation, asked: Asked, heard: Heard
    ) -> Meaning:
        chosen = self._numbers.read(tokens, "score", date.min) if len(tokens) == 1 else None
        if chosen is not None and chosen.value > 0:  # "two", where the choices were numbered
            return Meaning(
                text, number=Number(chosen.value, None), confidence=0.9, reason="numbers.yaml"
            )
        evidence = self._evidence(tokens, asked, heard)
        verdict = weigh(evidence, self.phrases.weights)
        topic = (
            self._topics.read(tokens)
            if verdict.answer is None or verdict.confidence < 0.5 or self._topics.opens(tokens)
            else None
        )
        if topic is not None:
            return _explained(text, topic.name, topic.phrase, topic.confidence)
        answer, confidence = verdict.answer, verdict.confidence
        if confidence < _ASKED_BACK and _is_short_yes(self.pieces(text, expect)):
            answer, confidence = "yes", _SHORT_YES
        if expect.facts and self._says_nothing(evidence.pieces, heard):
            return Meaning(text, confidence=0.2, reason="no word of an answer or of the question")
        said = "; ".join(f"{kind}: {words}" for kind, words in evidence.cues if kind not in QUIET)
        reason = f"answers.yaml, {said or 'no phrase'} ({', '.join(verdict.deciding) or 'nothing'})"
        facts: dict[str, str] = {fact: "yes" for fact in heard.affirmed}
        if answer in (None, "yes") and not heard.affirmed.isdisjoint(expect.facts):
            answer, confidence = "yes", max(confidence, _SYMPTOM_NAMED)
        if answer == "no" and self._says_both(evidence.pieces, expect, heard):
            confidence = min(confidence, 0.4)
            reason += "; but the symptom itself was said"
        if (
            answer == "no"
            and expect.facts
            and not self._denies(tokens, asked, evidence.pieces, heard)
        ):
            confidence = min(confidence, DOUBTFUL)
            reason += "; but no phrase denies it, or too many other words were heard"
        if len(expect.facts) == 1 and answer in ("yes", "no") and confidence >= 0.5:
            facts[expect.facts[0]] = answer
        return Meaning(
            text,
            answer=answer,
            facts=facts,  # type: ignore[arg-type]
            confidence=confidence,
            reason=reason + _said(heard),
        )

    def _says_nothing(self, pieces: frozenset[str], heard: Heard) -> bool:
        """No polar word, no symptom, no word of the question: nothing to take for a yes."""
        if heard.affirmed or heard.denied:
            return False
        said = any(piece.startswith(("echo", "short", "emphatic", "field")) for piece in pieces)
        return "no_polar" in pieces and not said

    def _denies(
        self, tokens: tuple[str, ...], asked: Asked, pieces: frozenset[str], heard: Heard
    ) -> bool:
        """Whether a "no" to a fact of the tree has a phrase for it, in words that make sense.

        Learned weights alone deny nothing; and misheard speech often has a "no" in it.
        """
        if not pieces.isdisjoint(_RESTATED):
            return True
        if pieces.isdisjoint(_REFUSED):
            return False
        if heard.affirmed or heard.denied:
            return True
        strange = self.answers.unknown(tokens, asked)
        return strange < _STRANGE and strange <= len(tokens) / 4

    def _says_both(self, pieces: frozenset[str], expect: Expectation, heard: Heard) -> bool:
        """A "no" with the symptom in it: "no, but it burns a little"."""
        if not heard.affirmed.isdisjoint(expect.facts):
            return True
        return "echo.affirmed" in pieces

    def _number(
        self,
        text: str,
        tokens: tuple[str, ...],
        expect: Expectation,
        question: tuple[str, ...],
        asked: Asked,
        heard: Heard,
        today: date | None,
    ) -> Meaning:
        unit = expect.unit or self._numbers.unit_asked(question)
        number = self._numbers.read(tokens, unit, today or date.today())
        facts = {fact: "yes" for fact in heard.affirmed}
        if number is not None:
            sure = _number_confidence(number, unit)
            return Meaning(
                text, number=number, facts=facts, confidence=sure,  # type: ignore[arg-type]
                reason=f"numbers.yaml: {number.value:g} {number.unit or ''}" + _said(heard),
            )  # fmt: skip
        topic = self._topics.read(tokens)
        if topic is not None:
            return _explained(text, topic.name, topic.phrase, topic.confidence)
        verdict = self._weigh(tokens, asked, heard)
        unknown = verdict.answer == "dont_know" or (verdict.answer == "no" and unit in _MEASURED)
        return Meaning(
            text,
            answer="dont_know" if unknown else None,
            facts=facts,  # type: ignore[arg-type]
            confidence=verdict.confidence if unknown else 0.0,
            reason="no number" + _said(heard),
        )

    def _open(
        self,
        text: str,
        tokens: tuple[str, ...],
        expect: Expectation,
        heard: Heard,
        today: date | None,
    ) -> Meaning:
        topic = self._topics.read(tokens)
        if topic is not None and not heard.affirmed - _WHILE_ASKING:
            return _explained(text, topic.name, topic.phrase, topic.confidence)
        number = None
        if expect.kind == "complaint":
            number = self._numbers.read(tokens, None, today or date.today())
            verdict = self._weigh(tokens, self._question(expect)[1], heard)
            if verdict.plain:
                return Meaning(
                    text,
                    answer=verdict.answer,
                    confidence=verdict.confidence,
                    reason=verdict.deciding[0],
                )
        found = bool(heard.affirmed) or number is not None
        return Meaning(
            text,
            number=number,
            facts={fact: "yes" for fact in heard.affirmed},
            confidence=0.85 if heard.affirmed else 0.6 if found else 0.2,
            reason=(_said(heard) or "; no phrase of symptoms.yaml").removeprefix("; "),
        )


_RESTATED = frozenset(("asked_fact.denied", "echo.negated", "short.no"))
_REFUSED = frozenset(("has.no", "has.hedged_no", "has.nothing", "has.think_not", "has.none_such"))
_STRANGE = 3
"""So many words from outside the talk about the question make a "no" doubtful."""

_WHILE_ASKING = frozenset(
    (
        "back_pain",
        "body_ache",
        "ache_all_over",
        "feels_feverish",
        "cold_symptoms",
        "other_worry",
        "dry",
    )
)
"""What a question about the illness names anyway: "why does my back hurt?" is still a question."""


def _number_confidence(number: Number, unit: Unit | None) -> float:
    if unit is None or number.unit == unit or number.unit == "fahrenheit":
        return 0.9
    return 0.6


def _explained(text: str, topic: str, phrase: str, confidence: float) -> Meaning:
    return Meaning(
        text,
        command="explain",
        topic=topic,
        confidence=confidence,
        reason=f"topics.yaml, {topic}: {phrase}",
    )


def _said(heard: Heard) -> str:
    if not heard.why:
        return ""
    return "; symptoms.yaml, " + "; ".join(
        f"{fact}: {why}" for fact, why in sorted(heard.why.items())
    )


def _is_short_yes(pieces: frozenset[str]) -> bool:
    """Nothing but "I do", "it is", "they are"."""
    return {"short.yes", "length.1", "clause.none"} <= pieces
