"""Which languages there are."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def languages() -> tuple[str, ...]:
    """The languages there are, as ISO 639-1 codes: the folders that hold phrases."""
    return tuple(sorted(path.parent.name for path in _HERE.glob("*/answers.yaml")))
