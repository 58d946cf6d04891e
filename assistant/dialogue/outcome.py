"""Writes the outcome as turns of speech: result, reasons, what to do, items, safety net. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.dialogue import wording
from assistant.dialogue.actions import Say
from assistant.dialogue.script import Script
from assistant.dialogue.state import Turn
from assistant.dialogue.turns import YES_NO
from assistant.triage.assess import Assessment
from assistant.triage.facts import FactValue
from assistant.triage.route import Question
from intents import advice
from intents.meaning import Expectation

COMMAND = Expectation("command")
COMPLAINT = Expectation("complaint")
CALM = ("consultation", "self_care")
REASONS_AT_MOST = 3
TELLING = 5
"""A word of a sign with so many letters shows that the patient knows it, even in "if I get ..."."""

Facts = Mapping[str, FactValue]


PAINKILLERS = "before_painkillers"
"""The bundle that is asked after the result, where a "no" allows more advice."""


def plan(
    script: Script, facts: Facts, assessment: Assessment
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """The turns in which the outcome is told, and the ids of the advice they give."""
    level = assessment.level
    head = headline(script, facts, assessment)
    asked = _before_painkillers(script, level, facts)
    if asked is None:
        return _whole(script, facts, level, assessment, head)
    turns, ids = _whole(script, facts, level, assessment, ())
    return (replace(asked, says=(*head, *asked.says)), *turns), ids


def cleared(
    script: Script, facts: Facts, assessment: Assessment
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    """What follows after the result was told and the question before painkillers was answered."""
    return _whole(script, facts, assessment.level, assessment, ())


def _before_painkillers(script: Script, level: str, facts: Facts) -> Turn | None:
    """The question before painkillers, where an answer can change the advice."""
    named = script.tree.facts_of(PAINKILLERS)
    unknown = tuple(name for name in named if name not in facts)
    clear = {**facts, **dict.fromkeys(unknown, "no")}
    if not unknown or level not in CALM:
        return None
    if advice.pick(script.advice, level, facts) == advice.pick(script.advice, level, clear):
        return None
    name = PAINKILLERS if len(unknown) > 1 else unknown[0]
    question = Question(name, unknown, "yes_no")
    says = (wording.question(script, question),)
    return Turn(says, wording.expectation(script, question), clears=frozenset(unknown))


def _whole(
    script: Script, facts: Facts, level: str, assessment: Assessment, head: tuple[Say, ...]
) -> tuple[tuple[Turn, ...], tuple[str, ...]]:
    ids = _ids(script, level, facts)
    if level in ("emergency_ambulance", "emergency"):
        result, *details = must_hear(_urgent(script, facts, assessment))
        says = (replace(result, alarm=True), *details)
        last = "acknowledge" if level == "emergency_ambulance" else "after_advice"
        return (_turn((*says, wording.say(script, last))),), ids
    says = (*head, *_groups(script, level, facts, "then", "do_not"))
    items = _item_turns(script, level, facts)
    net = _safety_net(script, level, facts)
    closing = _turn((wording.say(script, "after_advice_calm"),))
    if not items:
        return (_teach_back(script, level, facts, (*says, *net)), closing), ids
    go_on = wording.say(script, "shall_i_go_on")
    first = Turn((*says, *items[0], go_on), YES_NO)
    more = tuple(Turn((*chunk, go_on), YES_NO, skippable=True) for chunk in items[1:])
    return (first, *more, _teach_back(script, level, facts, net), closing), ids


def _teach_back(script: Script, level: str, facts: Facts, says: tuple[Say, ...]) -> Turn:
    """The safety net, and then: which sign would you call for? (AHRQ, the teach-back method)"""
    named = advice.pick_safety_net(script.advice, level, facts)
    names = [name for chunk in named for name in chunk]
    facts_named = {fact for name in names for fact in script.advice.logic.sign_facts[name]}
    words = " ".join(script.advice.words.signs[name] for name in names).lower().replace(",", "")
    telling = {word for word in words.split() if len(word) >= TELLING}
    signs = frozenset(facts_named | telling)
    return Turn((*says, wording.say(script, "teach_back")), COMPLAINT, signs=signs)


def headline(script: Script, facts: Facts, assessment: Assessment) -> tuple[Say, ...]:
    """The result first, then why, then the line for the phone."""
    level = assessment.level
    return (
        _first(script, level),
        _reasons(script, facts, assessment),
        *_phone_line(script, level, facts),
    )


def _urgent(script: Script, facts: Facts, assessment: Assessment) -> tuple[Say, ...]:
    """The result, and at once what can't wait; the reason comes after."""
    level = assessment.level
    return (
        _first(script, level),
        *_groups(script, level, facts, "waiting"),
        *_phone_line(script, level, facts),
        _reasons(script, facts, assessment),
        *_groups(script, level, facts, "then", "do_not"),
    )


def _first(script: Script, level: str) -> Say:
    text = " ".join(script.advice.words.levels[level].first)  # type: ignore[index]
    return Say(f"advice.{level}", _filled(script, text))


def _phone_line(script: Script, level: str, facts: Facts) -> tuple[Say, ...]:
    suspect = advice.pick_suspect(script.advice, level, facts)
    if suspect is None:
        return ()
    line = " ".join(script.advice.words.suspects[suspect])
    return (Say(f"advice.suspects.{suspect}", _filled(script, line)),)


def _reasons(script: Script, facts: Facts, assessment: Assessment) -> Say:
    found = list(dict.fromkeys(_reason_phrases(script, facts, assessment.reasons)))
    if not found and assessment.level == "self_care":
        return wording.say(script, "reasons_plain")
    found = found or [script.prompts.unfinished]
    # One sentence at the top level: the call must not wait.
    most = 1 if assessment.level == "emergency_ambulance" else REASONS_AT_MOST
    return wording.say(script, "reasons", reasons=wording.listed(script, found[:most]))


def _reason_phrases(script: Script, facts: Facts, reasons: Iterable[str]) -> Iterable[str]:
    for reason in reasons:
        if reason == "asked_for_emergency":
            yield script.prompts.asked_for_emergency
            continue
        yield from script.questions.reasons(reason, facts)


def _groups(script: Script, level: str, facts: Facts, *groups: str) -> tuple[Say, ...]:
    content, words = script.advice, script.advice.words
    picked = {
        "waiting": (advice.pick_waiting, words.waiting),
        "then": (advice.pick_then, words.then),
        "do_not": (advice.pick_do_not, words.do_not),
    }
    says: list[Say] = []
    for group in groups:
        pick, sentences = picked[group]
        for name in pick(content, level, facts):
            text = _filled(script, " ".join(sentences[name]))
            says.append(Say(f"advice.{group}.{name}", text))
    return tuple(says)


def _item_turns(script: Script, level: str, facts: Facts) -> list[tuple[Say, ...]]:
    words = script.advice.words
    said = []
    for name in advice.pick(script.advice, level, facts):
        item = words.items[name]
        text = " ".join((*item.text, *item.caution))
        said.append(Say(f"advice.items.{name}", _filled(script, text)))
    size = script.advice.logic.items_at_once
    chunks = [tuple(said[at : at + size]) for at in range(0, len(said), size)]
    if chunks:
        chunks[0] = (Say("advice.items_intro", words.items_intro), *chunks[0])
    return chunks


def _safety_net(script: Script, level: str, facts: Facts) -> tuple[Say, ...]:
    content, words = script.advice, script.advice.words
    says: list[Say] = []
    intros = (("signs_intro", words.signs_intro), ("signs_more", words.signs_more))
    for (key, intro), signs in zip(
        intros, advice.pick_safety_net(content, level, facts), strict=False
    ):
        phrases = " ".join(wording.sentence(words.signs[name]) for name in signs)
        says.append(Say(f"advice.{key}", _filled(script, f"{intro} {phrases}")))
    says.append(Say("advice.signs_act", _filled(script, words.signs_act)))
    course = advice.pick_time_course(content, level, facts)
    if course is not None:
        says.append(Say(f"advice.time_courses.{course}", " ".join(words.time_courses[course])))
        says.append(Say("advice.if_worried", _filled(script, words.if_worried)))
    says.append(Say("advice.how_to_get_help", _filled(script, " ".join(words.how_to_get_help))))
    place = "country_check" if script.country.known else "country_unknown"
    says.append(Say(f"advice.{place}", _filled(script, getattr(words, place))))
    recheck = advice.pick_recheck(content, level, facts)
    if recheck is not None:
        says.append(Say(f"advice.rechecks.{recheck}", " ".join(words.rechecks[recheck])))
    says.append(Say("advice.uncertainty", words.uncertainty))
    return tuple(says)


def _ids(script: Script, level: str, facts: Facts) -> tuple[str, ...]:
    content = script.advice
    net = (name for chunk in advice.pick_safety_net(content, level, facts) for name in chunk)
    recheck = advice.pick_recheck(content, level, facts)
    return (
        *(f"waiting.{name}" for name in advice.pick_waiting(content, level, facts)),
        *(f"then.{name}" for name in advice.pick_then(content, level, facts)),
        *(f"do_not.{name}" for name in advice.pick_do_not(content, level, facts)),
        *(f"items.{name}" for name in advice.pick(content, level, facts)),
        *(f"signs.{name}" for name in net),
        *((f"rechecks.{recheck}",) if recheck else ()),
    )


def _turn(says: tuple[Say, ...]) -> Turn:
    return Turn(says, COMMAND)


def must_hear(says: Iterable[Say]) -> tuple[Say, ...]:
    """The same as emergency advice: only stop and repeat interrupt it, and no hour hushes it."""
    return tuple(Say(said.key, said.text, said.asks, must_hear=True) for said in says)


def _filled(script: Script, text: str) -> str:
    return text.format(**script.slots)
