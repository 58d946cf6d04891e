"""What is known about the patient: four values, and never a presumed "no"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

FactValue = Literal["yes", "no", "dont_know"] | float
"""A number that was asked for and is not known is "dont_know" too."""

Facts = Mapping[str, FactValue]
"""Fact id to value; a fact that is absent was not asked and not said."""
