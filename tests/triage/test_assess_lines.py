"""Cases as JSON lines."""

from __future__ import annotations

import json

import pytest

from assistant.errors import UsageError
from assistant.triage.assess_lines import assess_line
from intents.tree import Tree


def _line(**facts: object) -> str:
    return json.dumps({"id": "a", "age": 40, "facts": facts})


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({"yes": ["U2"]}, "emergency_ambulance"),
        ({"yes": ["chest_pain"]}, "emergency_ambulance"),
        ({"yes": ["F4"], "values": {"temp_c": 39.4}}, "consultation_24"),
        ({"yes": ["F4"], "values": {"temp_f": 102.8}}, "self_care"),
        ({"yes": ["F4"], "values": {"temp_f": 103.0}}, "consultation_24"),
        ({"yes": ["F4"], "values": {"pain": 8, "days_ill": 2}}, "consultation_24"),
        ({"yes": ["F4"], "values": {"sbp": 98}}, "emergency"),
        ({"yes": ["F4"], "values": {"breathless": "mild_on_effort"}}, "consultation_24"),
        ({"yes": ["F4"], "dont_know": ["S1"], "unknown": "all other ids"}, "consultation_24"),
        ({"yes": ["F4"]}, "self_care"),
    ],
)
def test_a_case_is_assessed(tree: Tree, facts: dict[str, object], level: str) -> None:
    result = assess_line(tree, _line(**facts), "no")
    assert (result["id"], result["level"]) == ("a", level)


def test_nothing_is_presumed_unless_asked_for(tree: Tree) -> None:
    result = assess_line(tree, _line(yes=["F4", "P1"]), "unasked")
    assert (result["level"], result["reasons"]) == ("consultation_24", ["unfinished"])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "must be an object"),
        (_line(yes=["chest_pian"]), "no fact 'chest_pian'"),
        (_line(maybe=["U2"]), "unknown key maybe"),
        (_line(yes="U2"), "must be a list"),
        (_line(yes=["F1"]), "is a number"),
        (_line(yes=["U2"], no=["chest_pain"]), "two different answers"),
        (_line(values={"temp_c": 60}), "can only be from 34 to 43"),
        (_line(values={"temp_c": "hot"}), "must be a number"),
        (_line(values={"temp_c": True}), "must be a number"),
        (_line(values={"U2": 3}), "is no number"),
        (_line(values={"shoe_size": 43}), "no fact 'shoe_size'"),
        (_line(values={"breathless": "much"}), "can only be mild_on_effort"),
        (_line(values=[1]), "object of numbers"),
        ('{"id": "a", "facts": 3}', "must be an object"),
        ('{"id": "a", "age": 300, "facts": {}}', "from 0 to 120"),
        ('{"id": "a", "facts": {"values": {"pain": NaN}}}', "can only be from 0 to 10"),
    ],
)
def test_a_bad_line_is_refused_by_name(tree: Tree, line: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        assess_line(tree, line)
