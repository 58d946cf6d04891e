"""One check from the first word to the result, with what comes before it and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path

from platformdirs import user_state_path

from assistant.conversation import Conversation, Ears, Utterance, Voice
from assistant.dialogue.actions import Outcome
from assistant.dialogue.resuming import Broken
from assistant.dialogue.script import Script
from assistant.errors import UsageError
from assistant.memory.journal import Journal
from assistant.memory.unfinished import find_unfinished
from assistant.opening import Opener, Opening
from assistant.settings import Settings
from assistant.settings_file import settings_path, try_to_keep
from intents.countries import load_countries
from intents.setup import SetupReader, load_setup
from intents.understand import Understander


@dataclass(frozen=True, slots=True)
class Wish:
    """What this check may keep and ask. `journal`: a file that the user named.

    `setup`: the questions of the first time are asked.
    """

    settings: Settings
    journal: Path | None = None
    setup: bool = False


def first_time() -> bool:
    """Whether nothing was ever kept here."""
    return not settings_path().exists()


def unfinished_path() -> Path:
    """Where an unfinished check waits, for whom `keep_unfinished` is set."""
    return user_state_path("bedside") / "unfinished.jsonl"


def hold(
    wish: Wish,
    script: Script,
    understander: Understander,
    ears: Ears,
    voice: Voice,
    first: Utterance | None = None,
    adopt: Callable[[Settings], object] = lambda settings: None,
) -> Outcome | None:
    """One check. `first`: what was said already; then nothing is asked before it.

    `adopt` gets the settings after the first questions, where they changed.
    Raises UsageError where the journal can't be written.
    """
    kept = wish.journal or _kept(wish.settings)
    broken = _broken(script, kept)
    with _journal(wish, kept, go_on=broken is not None and first is None) as journal:
        opening = Opening(first=first)
        if first is None:
            opener = Opener(script, understander, ears, voice, journal)
            opening = _open(wish, script, understander, opener, broken)
        if opening.wishes:
            settings = replace(wish.settings, **opening.wishes)  # type: ignore[arg-type]
            adopt(settings)
            there = load_countries(script.language).country(settings.country)
            script = replace(script, country=there)
        outcome = Conversation(script, understander, ears, voice, journal).hold(
            opening.known, opening.first, greeted=opening.greeted, resumed=opening.resumed
        )
    if wish.journal is None and kept is not None and _broken(script, kept) is None:
        _forget(kept)
    return outcome


def _open(
    wish: Wish,
    script: Script,
    understander: Understander,
    opener: Opener,
    broken: Broken | None,
) -> Opening:
    if broken is None and not wish.setup:
        return Opening()
    words = load_setup(script.language)
    if broken is not None:
        return opener.resume(words, broken)
    countries = load_countries(script.language)
    reader = SetupReader(words, countries, understander.normaliser)
    path = settings_path()
    return opener.first_run(words, reader, lambda wishes: try_to_keep(path, wishes))


def _kept(settings: Settings) -> Path | None:
    """The private file, where it is wished for; without the wish there must be none."""
    path = unfinished_path()
    if settings.keep_unfinished:
        return path
    _forget(path)
    return None


def _broken(script: Script, path: Path | None) -> Broken | None:
    found = find_unfinished(path, script.tree, datetime.now(timezone.utc)) if path else None
    if found is None:
        return None
    return Broken(found.facts, found.worse(script.tree), found.pressing(script.tree))


def _journal(wish: Wish, path: Path | None, go_on: bool) -> Journal:
    if wish.journal is not None or path is None:
        return Journal(path, go_on=go_on)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Journal(path, go_on=go_on)
    except (OSError, UsageError):
        return Journal()  # a full disk is no reason to leave an ill person alone


def _forget(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
