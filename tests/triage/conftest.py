"""The shipped tree, read once."""

from __future__ import annotations

import pytest

from intents.questions import Questions, load_questions
from intents.tree import Tree, load_tree


@pytest.fixture(scope="session")
def tree() -> Tree:
    return load_tree()


@pytest.fixture(scope="session")
def questions(tree: Tree) -> Questions:
    return load_questions("en", tree)
