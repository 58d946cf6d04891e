"""Pictures and papers made from the tree: never stale, and valid in their formats."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from assistant.errors import MissingError
from assistant.triage.draw import facts_lines, to_dot, to_mermaid, to_svg
from assistant.triage.fhir import to_questionnaire
from intents.questions import Questions
from tests.papers import papers

NOT_ON_THE_ROUTE = ("only_said", "with_advice")


def test_the_papers_are_up_to_date() -> None:
    stale = [
        path.name
        for path, text in papers().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run: python -m tests.papers"


def test_every_fact_has_its_line(questions: Questions) -> None:
    lines = list(facts_lines(questions.tree, questions))
    assert len(lines) == len(questions.tree.facts)
    assert lines[0].keys() == {"id", "ref", "kind", "question"}


def test_the_picture_holds_every_question_and_names_levels_in_words(questions: Questions) -> None:
    dot = to_dot(questions.tree, questions)
    chart = to_mermaid(questions.tree, questions)
    for node in questions.tree.order:
        assert f"\n  {node} [label=" in dot
        assert f"\n  {node}" in chart
    for level in questions.tree.levels:
        assert level.replace("_", " ") in dot


@pytest.mark.skipif(shutil.which("dot") is None, reason="graphviz is not installed")
def test_the_svg_is_well_formed(questions: Questions, tmp_path: Path) -> None:
    path = tmp_path / "new" / "tree.svg"
    to_svg(questions.tree, questions, path)
    root = ElementTree.parse(path).getroot()
    words = " ".join(root.itertext())
    assert "chest pain" in words
    assert "emergency ambulance" in words


def test_without_graphviz_it_says_how_to_get_it(
    questions: Questions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(MissingError, match="apt install graphviz"):
        to_svg(questions.tree, questions, tmp_path / "tree.svg")


def test_the_fhir_questionnaire_is_valid(questions: Questions) -> None:
    resource = pytest.importorskip("fhir.resources.questionnaire")
    plain = to_questionnaire(questions.tree, questions)
    valid = resource.Questionnaire.model_validate(plain)
    assert valid.status == "draft"

    def ids(items: list[dict[str, object]]) -> list[str]:
        found = []
        for item in items:
            found.append(str(item["linkId"]))
            children = item.get("item", [])
            assert isinstance(children, list)
            found += ids(children)
        return found

    linked = ids(plain["item"])
    asked = {
        fact.id for fact in questions.tree.facts.values() if fact.asked not in NOT_ON_THE_ROUTE
    }
    assert len(linked) == len(set(linked))
    assert asked <= set(linked)


def test_fhir_gates_only_point_at_questions_that_are_there(questions: Questions) -> None:
    plain = to_questionnaire(questions.tree, questions)
    gated = [item for item in plain["item"] if "enableWhen" in item]
    assert gated
    for item in gated:
        for condition in item["enableWhen"]:
            assert questions.tree.facts[condition["question"]].asked not in NOT_ON_THE_ROUTE
        assert item["enableBehavior"] in ("all", "any")
