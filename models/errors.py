"""Errors of the models room."""

from __future__ import annotations


class ModelError(Exception):
    """A speech model is missing, broken or can't be fetched; one sentence with what to do."""


class UnknownModelError(ModelError):
    """A model was named that is not in the manifest."""
