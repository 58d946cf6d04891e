"""The question tree as lines, as a picture and as Mermaid text: made from the data, never drawn."""

from __future__ import annotations

import shutil
import subprocess
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from assistant.errors import MissingError
from intents.condition import describe
from intents.questions import Questions
from intents.tree import Fact, Tree

_SHAPES = ("doubleoctagon", "octagon", "box", "ellipse", "note")
"""One shape a level, so that the picture can be read without colours."""
_MERMAID_SHAPES = ("{{{{{}}}}}", "[/{}/]", "[{}]", "([{}])", ">{}]")
_FILLS = ("#f7c6c5", "#fbe3c0", "#fdf6c8", "#e3efd9", "#e6eef7")
_WIDTH = 44
_COLUMN = 14
"""Questions in a column of the picture, so that it fits a page."""


def facts_lines(tree: Tree, questions: Questions) -> Iterator[dict[str, str]]:
    """One line a fact: id, ref, kind, question."""
    for fact in tree.facts.values():
        yield {
            "id": fact.id,
            "ref": fact.ref,
            "kind": fact.kind,
            "question": questions.of(fact.id).ask,
        }


def to_dot(tree: Tree, questions: Questions) -> str:
    """The tree in the language of graphviz: questions in their order, and the levels they reach."""
    lines = [
        "digraph tree {",
        '  rankdir=TB; newrank=true; nodesep=0.3; ranksep=0.25; fontname="Helvetica";',
        '  node [fontname="Helvetica", fontsize=10, style=filled, margin="0.15,0.08"];',
        "  edge [arrowsize=0.6];",
        "  subgraph cluster_levels {",
        '    label="levels"; style=dashed;',
    ]
    for number, level in enumerate(tree.levels):
        lines.append(f"    {level} [label={_quoted(_plain(level))}, {_look(number)}];")
    lines.append("  }")
    for at in range(0, len(tree.order), _COLUMN):
        column = tree.order[at : at + _COLUMN]
        for node in column:
            label = _quoted("\n".join(_label(tree, questions, node)))
            lines.append(f"  {node} [label={label}, {_look(_urgency(tree, node))}];")
        for above, below in pairwise(column):
            lines.append(f"  {above} -> {below};")
        if at:
            lines.append(f"  {tree.order[at - 1]} -> {column[0]} [constraint=false];")
    lines.append("}")
    return "\n".join(lines) + "\n"


def to_svg(tree: Tree, questions: Questions, path: Path) -> None:
    """Write the picture; raises MissingError where graphviz's `dot` isn't installed."""
    dot = shutil.which("dot")
    if dot is None:
        raise MissingError(
            "graphviz is missing, so the tree can't be drawn: run 'sudo apt install graphviz'."
        )
    source = to_dot(tree, questions)
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([dot, "-Tsvg", "-o", str(path)], input=source, text=True, check=True)


def to_mermaid(tree: Tree, questions: Questions) -> str:
    """The same as Mermaid text, one flow chart a block of urgency."""
    lines = ["flowchart TD"]
    for node in tree.order:
        text = "<br/>".join(_label(tree, questions, node)).replace('"', "'")
        shape = _MERMAID_SHAPES[_urgency(tree, node)]
        lines.append(f"  {node}{shape.format(chr(34) + text + chr(34))}")
    lines += [f"  {above} --> {below}" for above, below in pairwise(tree.order)]
    return "\n".join(lines) + "\n"


def _label(tree: Tree, questions: Questions, node: str) -> list[str]:
    """Blocks and question, each fact with the level it can reach, and what opens the question."""
    blocks = sorted({tree.facts[name].block for name in tree.facts_of(node)})
    lines = textwrap.wrap(f"[{'+'.join(blocks)}] {questions.of(node).ask}", _WIDTH)
    for name in tree.facts_of(node):
        fact = tree.facts[name]
        lines.append(f"{fact.ref} {_plain(name)}: {_plain(fact.row)}")
    gate = tree.facts[node].gate if node in tree.facts else None
    if gate is not None:
        lines += textwrap.wrap(f"? {_plain(describe(gate))}", _WIDTH)
    return lines


def _urgency(tree: Tree, node: str) -> int:
    """The number of the most urgent level that a fact of the question can reach."""
    return min(_row(tree, tree.facts[name]) for name in tree.facts_of(node))


def _row(tree: Tree, fact: Fact) -> int:
    return tree.levels.index(fact.row) if fact.row in tree.levels else len(tree.levels) - 1


def _look(number: int) -> str:
    return f'shape={_SHAPES[number]}, fillcolor="{_FILLS[number]}"'


def _plain(identifier: str) -> str:
    return identifier.replace("_", " ")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
