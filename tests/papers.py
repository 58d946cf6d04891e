"""The papers in docs/ that are made from the tree, so that they can't tell another story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.triage.draw import to_mermaid
from intents.condition import describe
from intents.questions import Questions, load_questions
from intents.tree import Tree

DOCS = Path(__file__).parents[1] / "docs"

_HOW = {
    "read": "read",
    "second_hand": "read through a page that reports it",
    "background": "background knowledge, **to be verified**",
    "authored": "our own design choice, **to be verified**",
}


def tree_page(tree: Tree, questions: Questions) -> str:
    """docs/tree.md: the tree as a chart and the rules as a table."""
    rules = "\n".join(
        f"| {rule.id} | {_cell(rule.text)} | {rule.level} | {', '.join(rule.source)} |"
        for rule in tree.rules
    )
    named = "\n".join(
        f"| {name} | {_cell(describe(condition))} |" for name, condition in tree.named.items()
    )
    return f"""# The question tree

Made from `intents/tree.yaml` by `python -m tests.papers`; do not edit by hand.
Version {tree.version}. Not reviewed by a clinician yet.

Shapes tell the most urgent level that a question can reach: hexagon {tree.levels[0]}, slanted
{tree.levels[1]}, box {tree.levels[2]}, rounded {tree.levels[3]}, flag {tree.levels[4]} or none.
A line that begins with ? says when the question is asked.

```mermaid
{to_mermaid(tree, questions)}```

## Rules

The highest level that any rule reaches is the result. A name alone means the answer yes.

| rule | if | level | source |
|---|---|---|---|
{rules}

## Named conditions

| name | means |
|---|---|
{named}
"""


def sources_page(tree: Tree) -> str:
    """docs/SOURCES.md: where each rule and fact is from, and what still has to be verified."""
    rows = "\n".join(
        f"| {key} | {_cell(source.title)} | {_HOW[source.how]} | {source.on} |"
        for key, source in tree.sources.items()
    )
    open_rules = "\n".join(
        f"| {kind} {name} | {', '.join(keys)} |" for kind, name, keys in _to_verify(tree)
    )
    return f"""# Sources

Made from `intents/tree.yaml` by `python -m tests.papers`; do not edit by hand.
The date is the day on which the statement was taken over into the tree. Statements should be
looked at again within twelve months of it.

| key | what | how it was read | date |
|---|---|---|---|
{rows}

## To be verified

Rules and facts that rest, in part or whole, on background knowledge or on our own choice.

| what | key |
|---|---|
{open_rules}
"""


def _to_verify(tree: Tree) -> Iterator[tuple[str, str, list[str]]]:
    for rule in tree.rules:
        if found := [key for key in rule.source if tree.sources[key].to_verify]:
            yield "rule", rule.id, found
    for fact in tree.facts.values():
        if found := [key for key in fact.source if tree.sources[key].to_verify]:
            yield "fact", f"{fact.id} ({fact.ref})", found


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def papers() -> dict[Path, str]:
    """Each paper with the text it must have."""
    questions = load_questions()
    tree = questions.tree
    return {DOCS / "tree.md": tree_page(tree, questions), DOCS / "SOURCES.md": sources_page(tree)}


if __name__ == "__main__":
    for path, text in papers().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path)
