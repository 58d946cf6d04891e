"""A broken tree refuses to start, with one sentence that names file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

import intents
from intents.errors import ContentError
from intents.questions import load_questions
from intents.tree import load_tree

TREE = Path(intents.__file__).parent / "tree.yaml"


def _broken(folder: Path, old: str, new: str) -> tuple[Path, int]:
    """A copy of the tree with one change, and the line of the change."""
    text = TREE.read_text(encoding="utf-8")
    assert old in text
    path = folder / "tree.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path, text[: text.index(old)].count("\n") + 1 + old.startswith("\n")


@pytest.mark.parametrize(
    ("old", "new", "key", "problem"),
    [
        ("when: confused, level", "when: confusd, level", "rules.U3.when", "no fact"),
        ("when: confused, level", "when: confused and, level", "rules.U3.when", "missing"),
        ("when: confused, level", "when: confused >= 3, level", "rules.U3.when", "no number"),
        (
            "when: stiff_neck, level: emergency_ambulance",
            "when: stiff_neck, level: urgent",
            "rules.M2.level",
            "Input should be",
        ),
        (
            "when: stiff_neck, level: emergency_ambulance, source: [SEED0",
            "when: stiff_neck, level: emergency_ambulance, source: [SEED9",
            "rules.M2.source",
            "no source",
        ),
        ("{ref: U5,", "{ref: U4,", "facts.face_arm_speech.ref", "too"),
        ("\n  - hours_since_pee", "", "facts.hours_since_pee", "no question"),
        ("\n  - known_aneurysm", "\n  - hours_since_pee", "order", "asked twice"),
        (
            "\n  breathing: [fighting_for_breath, more_breathless]",
            "\n  breathing: [fighting_for_breath, more_breathless, age]",
            "bundles.breathing",
            "is a number",
        ),
        (
            "\n  standing: [cannot_stand, faint_on_standing]",
            "\n  standing: [cannot_stand, standing]",
            "bundles.standing",
            "holds itself",
        ),
        ("\n  alone: someone_with_you is no or", "\n  alone: alone or", "named.alone", "itself"),
        (
            "gate: injury, source",
            "gate: major_accident, source",
            "facts.major_accident.gate",
            "own",
        ),
        (
            "gate: tropical_travel, source",
            "gate: statin_pain, source",
            "facts.travel_over_three_months_ago.gate",
            "hides",
        ),
        (
            "when: chest_pain is dont_know, level: emergency_ambulance",
            "when: chest_pain is dont_know, level: emergency_ambulance, cancels: [U2]",
            "rules.U2.dk.cancels",
            "only T21",
        ),
        ("low: 34, high: 43", "low: 44, high: 43", "facts.temperature.best", "between"),
        ("child_age: 16", "child_age: sixteen", "child_age", "number"),
        ("child_age: 16", "child_age: 16\nchild_age: 17", "child_age", "twice"),
        ("\nversion:", "\nvrsion:", "version", "Field required|Unexpected"),
    ],
)
def test_a_broken_tree_is_refused(
    tmp_path: Path, old: str, new: str, key: str, problem: str
) -> None:
    path, line = _broken(tmp_path, old, new)
    with pytest.raises(ContentError, match=problem) as caught:
        load_tree(path)
    message = str(caught.value)
    assert str(path) in message
    assert key.split(".")[-1] in message or key in message
    assert (
        f"line {line}" in message
        or key in ("facts.hours_since_pee", "order", "version")
        or ("twice" in message)
    )


def test_missing_words_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from intents import questions

    text = (TREE.parent / "en" / "questions.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if not line.startswith("  stiff_neck:")]
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "questions.yaml").write_text("\n".join(kept), encoding="utf-8")
    monkeypatch.setattr(questions, "_HERE", tmp_path)
    with pytest.raises(ContentError, match=r"facts\.stiff_neck.*missing"):
        load_questions("en")
