"""The question tree as a FHIR R5 Questionnaire, so that other systems can show it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from intents.condition import AtLeast, Compare, Condition, Is, Named
from intents.questions import Questions
from intents.tree import Tree

URL = "urn:bedside:questionnaire:tree"
ANSWERS = "urn:bedside:answers"
_ANSWERS = ("yes", "no", "dont_know")
Item = dict[str, Any]


def to_questionnaire(tree: Tree, questions: Questions, language: str = "en") -> Item:
    """A Questionnaire resource (https://hl7.org/fhir/R5/questionnaire.html) as plain data.

    A gate becomes `enableWhen`. Where FHIR can't state it exactly (an "and" inside an "or"), the
    item is shown if any part holds: a question too many, never one too few. FHIR has no levels,
    so the rules are not exported.
    """
    return {
        "resourceType": "Questionnaire",
        "url": URL,
        "version": tree.version,
        "name": "BedsideQuestionTree",
        "status": "draft",
        "experimental": True,
        "language": language,
        "subjectType": ["Patient"],
        "item": [_item(tree, questions, node) for node in tree.order],
    }


def _item(tree: Tree, questions: Questions, node: str) -> Item:
    words = questions.of(node)
    if node in tree.bundles:
        parts = tree.bundles[node].parts
        items = [_item(tree, questions, part) for part in parts]
        return {"linkId": node, "text": words.ask, "type": "group", "item": items}
    fact = tree.facts[node]
    item: Item = {"linkId": node, "prefix": fact.ref, "text": words.ask}
    if fact.kind == "number":
        item["type"] = "decimal"
    else:
        item["type"] = "coding"
        item["answerOption"] = [{"valueCoding": _coding(answer)} for answer in _ANSWERS]
    if fact.gate is not None:
        every, leaves = _flat(tree, fact.gate)
        conditions = [found for leaf in leaves if (found := _enable_when(tree, leaf))]
        if len(conditions) == len(leaves):
            item["enableWhen"] = conditions
            item["enableBehavior"] = "all" if every and len(conditions) > 1 else "any"
    return item


def _flat(tree: Tree, condition: Condition) -> tuple[bool, list[Is | Compare]]:
    """Whether all parts must hold, and the parts; anything nested is loosened to "any"."""
    leaves = list(_leaves(tree, condition))
    every = (
        isinstance(condition, AtLeast)
        and condition.count == len(condition.parts)
        and all(isinstance(part, Is | Compare) for part in condition.parts)
    )
    return every, leaves


def _leaves(tree: Tree, condition: Condition) -> Iterator[Is | Compare]:
    if isinstance(condition, Named):
        yield from _leaves(tree, tree.named[condition.name])
    elif isinstance(condition, AtLeast):
        for part in condition.parts:
            yield from _leaves(tree, part)
    else:
        yield condition


def _enable_when(tree: Tree, leaf: Is | Compare) -> Item | None:
    """One condition; None where it isn't about an answer, so that the item is always shown."""
    if leaf.fact not in tree.facts or tree.facts[leaf.fact].asked in ("only_said", "with_advice"):
        return None
    if isinstance(leaf, Compare):
        return {"question": leaf.fact, "operator": leaf.operator, "answerDecimal": leaf.limit}
    if tree.facts[leaf.fact].kind == "number" or leaf.state == "unasked":
        return {"question": leaf.fact, "operator": "exists", "answerBoolean": leaf.negated}
    operator = "!=" if leaf.negated else "="
    return {"question": leaf.fact, "operator": operator, "answerCoding": _coding(leaf.state)}


def _coding(answer: str) -> dict[str, str]:
    return {"system": ANSWERS, "code": answer}
