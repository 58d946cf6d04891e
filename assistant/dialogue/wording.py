"""Puts content into sentences: questions, read-backs, lists of facts. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from assistant.dialogue.actions import Say
from assistant.dialogue.script import Script
from assistant.triage.facts import FactValue
from assistant.triage.route import Question
from intents.meaning import Expectation, Meaning, Unit


def expectation(script: Script, question: Question) -> Expectation:
    """What the answer to `question` may be."""
    ask = script.questions.of(question.id).ask
    return Expectation(question.kind, question.facts, ask, question.unit)


def question(script: Script, asked: Question, failures: int = 0) -> Say:
    """The question in its first wording, then plainer, then with its choices, then numbered."""
    words, prompts = script.questions.of(asked.id), script.prompts
    number = asked.kind == "number"
    text = (
        words.ask,
        words.plainer,
        f"{words.plainer} {prompts.choices_number if number else prompts.choices_yes_no}",
        f"{words.plainer} {prompts.numbered_number if number else prompts.numbered_yes_no}",
    )[min(failures, 3)]
    key = ("ask", "plainer", "choices", "numbered")[min(failures, 3)]
    return Say(f"{key}.{asked.id}", text, asks=asked.facts)


def complaint(script: Script, failures: int = 0) -> Say:
    """The open question, and its three re-prompts."""
    prompts = script.prompts
    wordings = (
        ("complaint", prompts.complaint),
        ("complaint_plainer", prompts.complaint_plainer),
        ("complaint_choices", prompts.complaint_choices),
        ("complaint_last", prompts.complaint_last),
    )
    return Say(*wordings[min(failures, 3)])


def say(script: Script, key: str, **slots: object) -> Say:
    """The prompt `key` with its slots filled; the country's numbers are always there."""
    return Say(key, str(getattr(script.prompts, key)).format(**{**script.slots, **slots}))


def listed(script: Script, items: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {script.prompts.words['and']} {parts[-1]}"


def sentence(phrase: str) -> str:
    """'a fit' -> 'A fit.'"""
    return f"{phrase[:1].upper()}{phrase[1:]}."


def quantity(script: Script, value: float, unit: Unit | None) -> str:
    """A number with its unit as it is said."""
    words = script.prompts.words
    name = words.get(f"unit_{unit}_one" if value == 1 else "", words.get(f"unit_{unit}", ""))
    return f"{script.questions.number(value)} {name}".strip()


def fact(script: Script, fact_id: str, value: FactValue) -> str:
    """A fact in the words of a read-back: 'your legs are weak', 'a temperature of 38.5 degrees'."""
    phrase = script.questions.of(fact_id).confirm
    if isinstance(value, str):
        return phrase.format(number="")
    return phrase.format(number=quantity(script, value, script.tree.fact(fact_id).unit))


def facts(script: Script, values: Mapping[str, FactValue]) -> str:
    """Several facts as one list."""
    return listed(script, (fact(script, fact_id, value) for fact_id, value in values.items()))


def echo(script: Script, meaning: Meaning, asked: Container[str] = ()) -> Say:
    """The read-back of an utterance that was not heard for sure.

    Symptoms that were not `asked` come first: they weigh more than the answer around them.
    """
    words = script.prompts.words
    named: dict[str, FactValue] = {fact: "yes" for fact in meaning.facts if fact not in asked}
    if meaning.command:
        return say(script, "check_answer", answer=words[f"command_{meaning.command}"])
    if named:
        return say(script, "volunteered_check", facts=facts(script, named))
    if meaning.number is not None:
        spoken = quantity(script, meaning.number.value, meaning.number.unit)
        return say(script, "check_number", number=spoken)
    return say(script, "check_answer", answer=words[meaning.answer or "yes"])
