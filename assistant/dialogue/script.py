"""All content that a conversation needs, gathered once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from intents.advice import Advice, load_advice
from intents.countries import Country, load_countries
from intents.explain import Explain, load_explain
from intents.prompts import Prompts, load_prompts
from intents.questions import Questions, load_questions
from intents.timed import Timed, load_timed
from intents.tree import Tree, load_tree


@dataclass(frozen=True, slots=True)
class Script:
    """Medicine and words of one language and one country."""

    language: str
    tree: Tree
    questions: Questions
    prompts: Prompts
    advice: Advice
    explain: Explain
    timed: Timed
    country: Country

    @property
    def slots(self) -> Mapping[str, str]:
        """What stands in braces in the advice: emergency numbers as they are spoken."""
        return self.country.slots


def load_script(country: str, language: str = "en") -> Script:
    """Read all content. Raises ContentError, naming file, line and key, where it is broken."""
    tree = load_tree()
    return Script(
        language=language,
        tree=tree,
        questions=load_questions(language, tree),
        prompts=load_prompts(language),
        advice=load_advice(language),
        explain=load_explain(language),
        timed=load_timed(language),
        country=load_countries(language).country(country),
    )
