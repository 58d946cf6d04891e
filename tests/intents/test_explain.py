"""The answers to "why?": all there, short, careful, and each with its source."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from intents import explain as explain_module
from intents.errors import ContentError
from intents.explain import load_explain
from tests.intents.reading import (
    FORBIDDEN,
    HARDEST_GRADE,
    LONGEST_SENTENCE,
    grade,
    sentences,
    words,
)

EXPLAIN = load_explain()

TOPICS = {
    "why_back_hurts_when_sick", "is_it_a_strain", "what_are_cytokines", "il1_il6_tnf",
    "fever_fatigue_appetite",
    "neuroimmune_synapse", "hyperalgesia", "allodynia", "why_lower_back", "what_is_myalgia",
    "why_so_tired_muscles",
    "dehydration", "electrolytes", "coughing", "lying_in_bed", "why_grumpy", "is_it_useful",
    "which_germs",
    "vaccine_aches", "immune_memory", "long_covid", "women_more_often", "mind_over_matter",
    "how_long",
    "does_heat_help", "does_soup_help", "do_painkillers_help", "mindfulness_breathing_cold",
    "microbiome",
    "best_treatment", "when_is_it_serious", "why_kidney_question", "why_leg_question",
    "why_neck_question",
    "are_you_sure",
}  # fmt: skip
WORDS_A_MINUTE = 155
SECONDS = 12.0


def test_every_topic_has_an_answer() -> None:
    assert set(EXPLAIN.topics) == TOPICS


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_answer_is_short_and_easy(topic: str) -> None:
    text = EXPLAIN.text(topic)
    assert len(words(text)) * 60 / WORDS_A_MINUTE < SECONDS
    assert 2 <= len(sentences(text)) <= 5
    assert max(len(words(sentence)) for sentence in sentences(text)) <= LONGEST_SENTENCE
    assert grade(text) <= HARDEST_GRADE


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_nothing_forbidden_is_said(topic: str) -> None:
    assert not [phrase for phrase in FORBIDDEN if phrase in EXPLAIN.text(topic).lower()]


@pytest.mark.parametrize(
    "topic",
    [
        "does_heat_help", "does_soup_help", "do_painkillers_help", "mindfulness_breathing_cold",
        "microbiome",
        "best_treatment", "mind_over_matter", "lying_in_bed", "why_back_hurts_when_sick",
        "why_neck_question",
        "why_leg_question",
    ],
)  # fmt: skip
def test_remedies_and_causes_keep_their_may(topic: str) -> None:
    assert re.search(r"\bmay\b", EXPLAIN.text(topic))


def test_every_answer_names_its_source() -> None:
    assert set(EXPLAIN.sources) == TOPICS
    for topic, sources in EXPLAIN.sources.items():
        assert sources, topic


def test_the_seed_articles_are_there(shared: Path) -> None:
    named = {name for names in EXPLAIN.sources.values() for name in names if name.endswith(".txt")}
    assert named == {path.name for path in (shared / "seeds").glob("*.txt")}


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        ("explain.yaml", "coughing:", "sneezing:", "coughing"),
        ("en/explain.yaml", "are_you_sure:", "sure:", "are_you_sure"),
        ("en/explain.yaml", "which_germs:\n", "which_germs: germs\nrest:\n", "which_germs"),
    ],
)
def test_broken_content_is_refused_by_name(
    file: str, old: str, new: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = Path(explain_module.__file__).parent
    (tmp_path / "en").mkdir()
    for name in ("explain.yaml", "en/explain.yaml"):
        text = (here / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(old, new) if name == file else text, "utf-8")
    monkeypatch.setattr(explain_module, "_HERE", tmp_path)
    with pytest.raises(ContentError) as refused:
        load_explain()
    assert named in str(refused.value)
