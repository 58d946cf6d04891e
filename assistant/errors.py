"""Errors that a person sees: one sentence that says what is wrong and what to do."""

from __future__ import annotations


class BedsideError(Exception):
    """Base of all expected errors; `exit_code` is what the command line returns."""

    exit_code = 1


class UsageError(BedsideError):
    """The command was called wrongly, or a file that the user named is not what it should be."""

    exit_code = 2


class MissingError(BedsideError):
    """A device, library, program or model is missing; the message says how to get it."""

    exit_code = 3


class AudioError(MissingError):
    """No sound device, or one that stopped working."""
