"""Errors of the content room."""

from __future__ import annotations


class ContentError(Exception):
    """A content file is broken. The message is one sentence that names file, line and key."""
