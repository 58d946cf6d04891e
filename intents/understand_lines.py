"""Understanding line by line: what `bedside understand` reads and prints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast, get_args

from intents.meaning import Expectation, Kind, Meaning
from intents.questions import Questions
from intents.understand import Understander


def understand_line(
    understander: Understander, line: str, expect: str | None, questions: Questions | None = None
) -> dict[str, Any]:
    """The meaning of one line (plain text, or a JSON object with id, text, expect, question).

    `expect` (yes_no, number, complaint, command, or a fact's id or ref) holds where the line names
    none. Without either, a question makes it a yes/no answer, and plain text is a complaint.
    Raises ValueError, in one sentence, for broken JSON or an unknown expectation.
    """
    row = _row(line)
    question = _string(row, "question")
    text = _string(row, "text") if "text" in row else _string(row, "answer")
    wanted = _string(row, "expect") or expect or ("yes_no" if question else "complaint")
    language = understander.phrases.language
    meaning = understander.understand(text, expectation(wanted, question, questions, language))
    return {"id": row.get("id"), **as_dict(meaning)}


def as_dict(meaning: Meaning) -> dict[str, Any]:
    """A meaning as the command line prints it."""
    number = meaning.number
    found: dict[str, Any] = {
        "answer": meaning.answer,
        "number": None if number is None else {"value": number.value, "unit": number.unit},
        "facts": dict(sorted(meaning.facts.items())),
        "command": meaning.command,
        "confidence": meaning.confidence,
        "reason": meaning.reason,
    }
    if meaning.command == "explain":
        found["topic"] = meaning.topic
    return found


def expectation(
    wanted: str, question: str = "", questions: Questions | None = None, language: str = "en"
) -> Expectation:
    """The expectation that a word of the command line stands for. Raises ValueError.

    A fact is asked for in the words of `questions`, by default those of `language`.
    """
    if wanted in get_args(Kind):
        return Expectation(cast(Kind, wanted), question=question)
    from intents.questions import load_questions

    questions = questions or load_questions(language)
    try:
        fact = questions.tree.fact(wanted)
    except KeyError:
        kinds = ", ".join(get_args(Kind))
        raise ValueError(
            f"'{wanted}' is not an expectation; use {kinds}, or a fact of bedside tree --facts."
        ) from None
    asked = question or questions.of(fact.id).ask
    return Expectation(fact.kind, (fact.id,), asked, fact.unit)


def explain_text(understander: Understander, text: str, expect: str | None) -> Iterator[str]:
    """The steps of understanding `text`, one line each."""
    wanted = expectation(expect or "yes_no", language=understander.phrases.language)
    tokens = understander.normaliser.tokens(text)
    yield f"words      {' '.join(tokens)}"
    meaning = understander.understand(text, wanted)
    if meaning.command is not None:
        yield f"command    {meaning.command}{' ' + meaning.topic if meaning.topic else ''}"
    else:
        denied = understander.denied(text)
        if denied:
            yield f"denied     {' '.join(denied)}"
        for kind, said in understander.cues(text):
            yield f"cue        {kind}: {said}"
        for fact, why in sorted(understander.heard(text, wanted).why.items()):
            yield f"fact       {fact}: {why}"
        if wanted.kind == "yes_no":
            verdict = understander.verdict(text, wanted)
            yield f"evidence   {', '.join(verdict.deciding)}"
            names = ("yes", "no", "not known", "no answer")
            pairs = zip(names, verdict.likelihood, strict=True)
            yield f"likely     {', '.join(f'{name} {value:.2f}' for name, value in pairs)}"
    if meaning.number is not None:
        yield f"number     {meaning.number.value:g} {meaning.number.unit or ''}".rstrip()
    yield f"meaning    {json.dumps(as_dict(meaning), ensure_ascii=False)}"


def _row(line: str) -> dict[str, Any]:
    if not line.lstrip().startswith("{"):
        return {"text": line}
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"this is not JSON ({error.msg}); write one object a line.") from None
    if not isinstance(row, dict) or not ({"text", "answer"} & row.keys()):
        raise ValueError("the object has no text; give it the key text.")
    return row


def _string(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{key} is not a string; put it in quotes.")
    return value
