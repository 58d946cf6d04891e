"""The advice: complete, safe to give to this patient, and easy to follow by ear."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from intents import advice as advice_module
from intents.advice import (
    SLOTS,
    facts_used,
    load_advice,
    pick,
    pick_do_not,
    pick_recheck,
    pick_safety_net,
    pick_suspect,
    pick_then,
    pick_time_course,
    pick_waiting,
)
from intents.condition import AtLeast, Compare, Condition, Is, parse
from intents.countries import load_countries
from intents.errors import ContentError
from intents.fitting import Entry, Facts, holds
from intents.tree import LEVELS, load_tree
from tests.intents.reading import (
    FEWEST_WORDS,
    FORBIDDEN,
    HARDEST_GRADE,
    LONGEST_SENTENCE,
    grade,
    sentences,
    texts,
    words,
)

ADVICE = load_advice()
COUNTRIES = load_countries()
GROUPS = ("then", "do_not", "items", "waiting", "suspects", "signs", "time_courses", "rechecks")
BELOW_EMERGENCY = ("consultation_24", "consultation", "self_care")

CLEAR: dict[str, str | float] = {
    **dict.fromkeys(facts_used(ADVICE), "no"),
    "age": 40.0,
    "temperature": 37.0,
    "hours_since_pee": 2.0,
    "days_ill": 2.0,
    "fever_days": 1.0,
    "breaths_in_thirty_seconds": 7.0,
    "can_lift_legs": "yes",
    "can_drink_and_reach_toilet": "yes",
    "someone_with_you": "yes",
}
"""Someone who answered everything, without any reason to leave anything out."""


def making(condition: Condition) -> dict[str, str | float | None]:
    """Facts (None: not asked) that make a condition true."""
    if isinstance(condition, Compare):
        step = {">=": 0.0, "<=": 0.0, ">": 0.1, "<": -0.1}[condition.operator]
        return {condition.fact: condition.limit + step}
    if isinstance(condition, AtLeast):
        merged: dict[str, str | float | None] = {}
        for part in condition.parts[: condition.count]:
            merged |= making(part)
        return merged
    assert isinstance(condition, Is)
    if condition.negated:
        return {condition.fact: None}
    return {condition.fact: None if condition.state == "unasked" else condition.state}


def changed(facts: Facts, change: dict[str, str | float | None]) -> dict[str, str | float]:
    return {key: value for key, value in {**facts, **change}.items() if value is not None}


def fitting_facts(entry: Entry) -> dict[str, str | float]:
    """Facts with which the entry is said."""
    return changed(CLEAR, making(parse(entry.only_if[0])) if entry.only_if else {})


ALL = [(group, name) for group in GROUPS for name in getattr(ADVICE.logic, group)]


@pytest.mark.parametrize(("group", "name"), ALL)
def test_each_entry_is_said_where_it_fits_and_only_at_its_levels(group: str, name: str) -> None:
    entry: Entry = getattr(ADVICE.logic, group)[name]
    for level in LEVELS:
        assert entry.fits(level, fitting_facts(entry)) == (level in entry.levels)


@pytest.mark.parametrize(
    ("group", "name", "condition"),
    [(*where, c) for where in ALL for c in getattr(ADVICE.logic, where[0])[where[1]].only_if],
)
def test_each_reason_to_say_it_is_enough(group: str, name: str, condition: str) -> None:
    entry: Entry = getattr(ADVICE.logic, group)[name]
    facts = changed(CLEAR, making(parse(condition)))
    assert holds(condition, facts)
    assert entry.fits(entry.levels[0], facts)


@pytest.mark.parametrize(
    ("group", "name", "condition"),
    [(*where, c) for where in ALL for c in getattr(ADVICE.logic, where[0])[where[1]].not_if],
)
def test_each_contraindication_leaves_it_out(group: str, name: str, condition: str) -> None:
    entry: Entry = getattr(ADVICE.logic, group)[name]
    facts = changed(fitting_facts(entry), making(parse(condition)))
    assert not any(entry.fits(level, facts) for level in LEVELS)


NO_IBUPROFEN = (
    "organ_trouble_or_asthma", "blood_thinners", "pregnant_or_recent_birth", "dry", "flank_pain",
    "burning_pee",
    "bloody_or_cloudy_pee", "kidney_history", "cola_pee", "regular_medicines",
    "cold_remedies_today",
    "painkiller_overdose", "cannot_keep_water_down", "low_weight_or_heavy_drinking",
    "steroids_or_addison",
    "bleeding", "diabetes", "long_term_condition", "weak_immunity",
)  # fmt: skip


@pytest.mark.parametrize("level", ["self_care", "consultation"])
def test_ibuprofen_is_said_to_someone_with_no_reason_against_it(level: str) -> None:
    facts = changed(CLEAR, {"lifting_strain": "yes"} if level == "consultation" else {})
    assert "ibuprofen" in pick(ADVICE, level, facts)


@pytest.mark.parametrize("answer", ["yes", "dont_know"])
@pytest.mark.parametrize("fact", NO_IBUPROFEN)
def test_no_ibuprofen(fact: str, answer: str) -> None:
    for level in LEVELS:
        assert "ibuprofen" not in pick(ADVICE, level, changed(CLEAR, {fact: answer}))


NOT_ASKED_ALLOWED = {
    "kidney_history", "cannot_keep_water_down", "steroids_or_addison", "bleeding", "diabetes",
    "long_term_condition", "weak_immunity",
}  # fmt: skip
"""The tree asks these of everyone, or the answer to another question covers them."""


@pytest.mark.parametrize("fact", sorted(set(NO_IBUPROFEN) - NOT_ASKED_ALLOWED))
def test_no_ibuprofen_where_it_was_not_asked(fact: str) -> None:
    assert "ibuprofen" not in pick(ADVICE, "self_care", changed(CLEAR, {fact: None}))


@pytest.mark.parametrize("age", [None, "dont_know", 15.0, 65.0, 80.0])
def test_no_ibuprofen_at_these_ages(age: str | float | None) -> None:
    assert "ibuprofen" not in pick(ADVICE, "self_care", changed(CLEAR, {"age": age}))


@pytest.mark.parametrize("age", [16.0, 64.0])
def test_ibuprofen_at_the_edge_of_these_ages(age: float) -> None:
    assert "ibuprofen" in pick(ADVICE, "self_care", changed(CLEAR, {"age": age}))


def test_nothing_is_advised_against_and_for_at_once() -> None:
    for fact in NO_IBUPROFEN:
        facts = changed(CLEAR, {fact: "yes"})
        for level in LEVELS:
            against = pick_do_not(ADVICE, level, facts)
            assert "not_ibuprofen" not in against or "ibuprofen" not in pick(ADVICE, level, facts)


@pytest.mark.parametrize(
    "fact",
    [
        "numb_skin", "leg_numbness", "saddle_anaesthesia", "leg_weakness", "diabetes",
        "confused", "swollen_hot_red",
    ],
)  # fmt: skip
@pytest.mark.parametrize("answer", ["yes", "dont_know"])
def test_no_heat(fact: str, answer: str) -> None:
    assert "heat" in pick(ADVICE, "self_care", CLEAR)
    assert "heat" not in pick(ADVICE, "self_care", changed(CLEAR, {fact: answer}))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "paracetamol"),
        ({"regular_medicines": "yes"}, "paracetamol_ask"),
        ({"organ_trouble_or_asthma": "dont_know"}, "paracetamol_ask"),
        ({"low_weight_or_heavy_drinking": None}, "paracetamol_ask"),
        ({"cold_remedies_today": "dont_know"}, "paracetamol_ask"),
        ({"age": "dont_know"}, "paracetamol_ask"),
        ({"age": 12.0}, "paracetamol_ask"),
        ({"pregnant_or_recent_birth": "yes"}, "paracetamol_pregnant"),
        ({"weak_immunity": "yes"}, None),
        ({"painkiller_overdose": "yes"}, None),
        ({"painkiller_overdose": "dont_know"}, None),
        ({"painkiller_overdose": "yes", "pregnant_or_recent_birth": "yes"}, None),
    ],
)
def test_paracetamol_in_the_form_that_suits(
    change: dict[str, str | float | None], expected: str | None
) -> None:
    for level in BELOW_EMERGENCY:
        told = [i for i in pick(ADVICE, level, changed(CLEAR, change)) if "paracetamol" in i]
        assert told == ([expected] if expected else [])


def test_a_stand_in_takes_the_place_of_its_owner() -> None:
    plain = pick(ADVICE, "self_care", CLEAR)
    limited = pick(ADVICE, "self_care", changed(CLEAR, {"long_term_condition": "yes"}))
    assert plain[0] == "drink"
    assert limited[0] == "drink_with_limit"
    assert "drink" not in limited


def test_no_self_care_at_the_emergency_levels() -> None:
    assert pick(ADVICE, "emergency_ambulance", CLEAR) == pick(ADVICE, "emergency", CLEAR) == ()


def test_never_more_items_than_the_level_allows() -> None:
    everything = changed(
        CLEAR, {"diabetes": "yes", "steroids_or_addison": "yes", "temperature": 38.5}
    )
    for level, most in ADVICE.logic.items_at_most.items():
        assert len(pick(ADVICE, level, everything)) <= most


def test_nothing_known_is_safe() -> None:
    told = pick(ADVICE, "self_care", {})
    assert "ibuprofen" not in told
    assert "paracetamol" not in told
    assert told[:3] == ("drink", "paracetamol_ask", "rest_and_move")


@pytest.mark.parametrize("level", BELOW_EMERGENCY)
@pytest.mark.parametrize(
    "facts", [{}, CLEAR, {"back_pain": "yes"}, {"temperature": 39.0, "flank_pain": "yes"}]
)
def test_five_different_signs_two_and_three(level: str, facts: Facts) -> None:
    two, three = pick_safety_net(ADVICE, level, facts)
    assert (len(two), len(three)) == (2, 3)
    assert len({*two, *three}) == 5


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"back_pain": "yes", "lifting_strain": "yes"}, "legs_or_control"),
        ({"flank_pain": "yes", "burning_pee": "yes"}, "pee_or_side"),
        ({"cold_symptoms": "yes", "long_term_condition": "yes"}, "breathing_or_chest"),
        ({"age": 80.0, "diabetes": "yes"}, "mind"),
        ({"light_hurts_eyes": "yes", "body_ache": "yes"}, "head_neck_or_rash"),
        ({"days_ill": 5.0, "fever_days": 3.0}, "better_then_worse"),
    ],
)
def test_the_sign_that_fits_the_case_comes_first(facts: Facts, first: str) -> None:
    assert pick_safety_net(ADVICE, "self_care", facts)[0][0] == first


def test_no_list_of_signs_on_the_way_to_the_ambulance() -> None:
    assert pick_safety_net(ADVICE, "emergency_ambulance", CLEAR) == ()


@pytest.mark.parametrize(
    ("change", "level", "suspect", "waiting"),
    [
        ({"chest_pain": "yes"}, "emergency_ambulance", "heart", ("chest",)),
        ({"face_arm_speech": "yes"}, "emergency_ambulance", "stroke", ("stroke",)),
        ({"leg_weakness": "yes"}, "emergency_ambulance", "cord", ("cord",)),
        ({"can_lift_legs": "no"}, "emergency_ambulance", "cord", ("cord",)),
        (
            {"others_ill_better_outside": "yes"},
            "emergency_ambulance",
            "monoxide",
            ("carbon_monoxide",),
        ),
        (
            {"steroids_or_addison": "yes", "cannot_keep_water_down": "yes"},
            "emergency_ambulance",
            "adrenal",
            ("adrenal",),
        ),
        ({"stiff_neck": "yes", "temperature": 39.0}, "emergency_ambulance", "meningitis", ()),
        ({"confused": "yes"}, "emergency_ambulance", "sepsis", ()),
        ({"flank_pain": "yes", "temperature": 38.5}, "consultation_24", "kidney", ()),
        ({"flank_pain": "yes", "confused": "yes"}, "emergency_ambulance", "sepsis_kidney", ()),
        ({}, "emergency_ambulance", None, ()),
    ],
)
def test_what_to_say_and_do_until_help_comes(
    change: dict[str, str | float | None], level: str, suspect: str | None, waiting: tuple[str, ...]
) -> None:
    facts = changed(CLEAR, change)
    assert pick_suspect(ADVICE, level, facts) == suspect
    assert pick_waiting(ADVICE, level, facts) == waiting


def test_at_most_two_things_to_do_while_waiting() -> None:
    everything = dict.fromkeys(facts_used(ADVICE), "yes")
    assert len(pick_waiting(ADVICE, "emergency_ambulance", everything)) == 2


@pytest.mark.parametrize(
    ("change", "who"),
    [
        ({"asking_for_other": "yes"}, "call_for_other"),
        ({"someone_with_you": "no"}, "call_alone"),
        ({"someone_with_you": "dont_know"}, "call_alone"),
        ({"someone_with_you": None}, "call_alone"),
        ({}, "call_with_helper"),
    ],
)
def test_who_makes_the_call(change: dict[str, str | float | None], who: str) -> None:
    told = pick_then(ADVICE, "emergency_ambulance", changed(CLEAR, change))
    assert [name for name in told if name.startswith("call_")] == [who]


def test_who_must_lie_still_does_not_open_the_door() -> None:
    told = {
        fact: pick_then(ADVICE, "emergency_ambulance", changed(CLEAR, {fact: "yes"}))
        for fact in (
            "confused",
            "leg_weakness",
            "injury",
            "tearing_pain",
            "others_ill_better_outside",
        )
    }
    assert "door" in told["confused"]
    for fact in ("leg_weakness", "injury", "tearing_pain"):
        assert "door" not in told[fact]
        assert "door_by_helper" in told[fact]
    assert not {"door", "door_by_helper", "pills_bag"} & set(told["others_ill_better_outside"])


@pytest.mark.parametrize(
    ("level", "change", "recheck", "minutes"),
    [
        ("consultation_24", {}, "call_back", 60),
        ("self_care", {"dry": "yes", "temperature": 38.5}, "dry", 300),
        ("self_care", {"temperature": 38.5}, "fever", 1440),
        ("self_care", {}, "no_fever", 1440),
    ],
)
def test_when_to_check_again(
    level: str, change: dict[str, str | float | None], recheck: str, minutes: int
) -> None:
    assert pick_recheck(ADVICE, level, changed(CLEAR, change)) == recheck
    assert ADVICE.logic.rechecks[recheck].minutes == minutes


def test_how_long_it_takes() -> None:
    assert pick_time_course(ADVICE, "self_care", CLEAR) == "infection"
    assert (
        pick_time_course(ADVICE, "consultation", changed(CLEAR, {"lifting_strain": "yes"}))
        == "strain"
    )
    assert pick_time_course(ADVICE, "emergency", CLEAR) is None


def test_every_level_has_words_and_says_what_it_must() -> None:
    assert set(ADVICE.words.levels) == set(LEVELS) == set(ADVICE.logic.items_at_most)
    first = {level: ADVICE.words.levels[level].first for level in ADVICE.words.levels}
    assert "{ambulance}" in first["emergency_ambulance"][0]
    assert "ambulance." in first["emergency_ambulance"][0]
    assert "emergency department or urgent care now, within four hours" in first["emergency"][0]
    assert "{advice_line}" in first["consultation_24"][0]
    assert "till tomorrow" in " ".join(first["consultation_24"])
    assert "two to seven days" in first["consultation"][0]
    assert "ordinary muscle ache of an infection" in first["self_care"][0]
    assert "cannot be certain" in first["self_care"][0]


def test_the_facts_are_those_of_the_tree() -> None:
    assert facts_used(ADVICE) <= set(load_tree().facts)


def test_slots_are_known_and_every_country_fills_them() -> None:
    used = {
        slot for text in texts(ADVICE.words) for _, slot, _, _ in Formatter().parse(text) if slot
    }
    assert used == SLOTS
    for code in COUNTRIES.codes():
        assert set(COUNTRIES.country(code).slots) == SLOTS


@pytest.mark.parametrize("code", COUNTRIES.codes())
def test_sentences_are_short_in_every_country(code: str) -> None:
    slots = COUNTRIES.country(code).slots
    for text in texts(ADVICE.words):
        for sentence in sentences(text.format(**slots)):
            assert len(words(sentence)) <= LONGEST_SENTENCE, sentence


def pieces() -> Iterator[tuple[str, str]]:
    """What is said in one breath: the sentences of one entry."""
    for level, words_of_level in ADVICE.words.levels.items():
        yield level, " ".join(words_of_level.first)
    for group in ("then", "do_not", "waiting", "time_courses", "rechecks"):
        for name, said in getattr(ADVICE.words, group).items():
            yield name, " ".join(said)
    for name, item in ADVICE.words.items.items():
        yield name, " ".join((*item.text, *item.caution))


@pytest.mark.parametrize(("name", "text"), list(pieces()))
def test_reading_grade_is_six_or_less(name: str, text: str) -> None:
    text = text.format(**COUNTRIES.country("GB").slots)
    assert len(words(text)) < FEWEST_WORDS or grade(text) <= HARDEST_GRADE


REMEDIES = (
    "paracetamol", "paracetamol_ask", "ibuprofen", "heat", "food", "breathing", "pillow",
    "sleep", "cool_cloth", "body_scan", "hope", "fresh_air",
)  # fmt: skip


def test_nothing_forbidden_is_said() -> None:
    for text in texts(ADVICE.words):
        assert not [phrase for phrase in FORBIDDEN if phrase in text.lower()], text


@pytest.mark.parametrize("name", REMEDIES)
def test_remedies_keep_their_may(name: str) -> None:
    assert " may " in " ".join(ADVICE.words.items[name].text)


def test_items_are_one_to_three_lines() -> None:
    for name, item in ADVICE.words.items.items():
        assert 1 <= len(item.text) <= 3, name
        assert len(item.caution) <= 3, name


def test_every_entry_names_its_source_and_seeds_come_first() -> None:
    for group, name in ALL:
        entry = getattr(ADVICE.logic, group)[name]
        assert entry.source, (group, name)
        assert entry.status != "seed" or entry.source[0].endswith(".txt"), (group, name)


BROKEN = [
    ("advice.yaml", "  pillow:", "  cushion:", "items.cushion"),
    ("advice.yaml", "not_if: [injury]", "not_if: [injury or]", "items.pillow"),
    ("advice.yaml", "otherwise: drink_with_limit", "otherwise: tea", "items.drink.otherwise"),
    ("advice.yaml", "otherwise: drink_with_limit", "otherwise: drink", "items.drink.otherwise"),
    ("advice.yaml", "items_at_once: 3", "items_at_once: three", "items_at_once"),
    ("en/advice.yaml", "  cool_cloth:", "  warm_cloth:", "items.cool_cloth"),
    ("en/advice.yaml", "uncertainty:", "doubt:", "uncertainty"),
]


@pytest.mark.parametrize(("file", "old", "new", "named"), BROKEN)
def test_broken_content_is_refused_by_name(
    file: str, old: str, new: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Path(advice_module.__file__).parent
    (tmp_path / "en").mkdir()
    for name in ("advice.yaml", "en/advice.yaml"):
        text = (here / name).read_text(encoding="utf-8")
        if name == file:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(advice_module, "_HERE", tmp_path)
    with pytest.raises(ContentError, match=r"advice\.yaml") as refused:
        load_advice()
    assert named in str(refused.value)
