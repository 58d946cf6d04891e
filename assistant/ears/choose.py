"""Which ears to use: the best that this machine has, and why."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.ears.agreement import Calibration, Judge, calibrations
from assistant.ears.listener import Listener
from assistant.ears.recogniser import Recogniser
from assistant.ears.source import AudioSource
from assistant.ears.sphinx_ear import SphinxEar
from assistant.ears.team import Team
from intents.hearing import Hearing, load_hearing
from models.errors import ModelError
from models.moonshine import find_moonshine
from models.store import NONE, usable

if TYPE_CHECKING:
    from assistant.ears.moonshine_ear import MoonshineEar

_log = logging.getLogger(__name__)
Preference = Literal["auto", "vosk", "sphinx"]


@dataclass(frozen=True, slots=True)
class Ears:
    """A team, whether it can follow free descriptions, and in a few words what it is.

    `measured_as`: the name of its calibration.
    """

    team: Team
    free_speech: bool
    note: str
    measured_as: str

    @property
    def calibration(self) -> Calibration | None:
        """How far it can be believed, where that was measured. Raises ContentError."""
        return calibrations().get(self.measured_as)

    def listener(self, source: AudioSource, hearing: Hearing) -> Listener:
        """These ears on a source."""
        denials = frozenset(hearing.no)
        judge = Judge(self.calibration, self.free_speech, denials, self.team.sounds)
        return Listener(source, self.team, hearing, judge, note=self.note)


def open_ears(preference: Preference = "auto", fetched: bool = True) -> Ears:
    """The ears to use: the leading one is loaded, the others load at the first utterance.

    "auto": a Vosk model brought along or fetched, else Bedside's own small one, with PocketSphinx
    as second opinion; PocketSphinx alone where no Vosk model can be used. "vosk" insists on a Vosk
    model, "sphinx" uses PocketSphinx alone. `fetched`: models that did not come with Bedside count
    too. Raises ModelError where the wish can't be met.
    """
    note = "PocketSphinx alone"
    if preference != "sphinx":
        try:
            return _with_vosk(fetched)
        except ModelError as error:
            if preference == "vosk":
                raise
            note = f"{note}: {error}"
    guided = SphinxEar(partials=True)
    guided.load()
    free, likely = SphinxEar(open_speech=True), SphinxEar(likely=True)
    team = Team(guided, free=free, lexicon=guided, likely=likely)
    return Ears(team, False, note, "sphinx")


def _with_vosk(fetched: bool) -> Ears:
    from assistant.ears.vosk_ear import VoskEar

    refused: list[ModelError] = []
    for found in usable(left_out=refused):
        if found.free_speech and not fetched:
            continue
        guided = VoskEar(found.path, found.free_speech)
        try:
            guided.load()
        except ModelError as error:
            refused.append(error)
            continue
        second = SphinxEar()
        moonshine, flaw = _moonshine() if fetched else (None, None)
        if moonshine:
            likely = SphinxEar(likely=True)
            team = Team(guided, second, moonshine, second, likely, rater=moonshine)
            note = f"Vosk with {found.name} and Moonshine, checked by PocketSphinx"
            return Ears(team, True, note, f"{found.kind}+moonshine")
        if flaw:
            refused.append(flaw)
        if found.free_speech:
            free: Recogniser = VoskEar(found.path, True, like=guided)
        else:
            free = SphinxEar(open_speech=True)
        team = Team(guided, second, free, second, SphinxEar(likely=True))
        note = f"Vosk with {found.name}, checked by PocketSphinx"
        if refused:
            note = f"{note}. {refused[0]}"
            _log.warning("%s", refused[0])
        return Ears(team, found.free_speech, note, found.kind)
    raise refused[0] if refused else ModelError(NONE)


def _moonshine() -> tuple[MoonshineEar | None, ModelError | None]:
    """The ear for free speech if its model was fetched, or why it can't be used."""
    from assistant.ears.moonshine_ear import MoonshineEar

    try:
        folder = find_moonshine()
        if folder is None:
            return None, None
        ear = MoonshineEar(folder)
        ear.load()
    except ModelError as error:
        return None, error
    return ear, None


def make_listener(
    source: AudioSource, preference: Preference = "auto", hearing: Hearing | None = None
) -> Listener:
    """Ears on a source, ready to `listen`.

    `listener.listen(expect)` gives Heard (text, decision heard|unsure|ignored), Silence or Ended;
    `listener.free_speech` says whether descriptions can be followed; `listener.note` which ears
    are in use and why no better ones. `listener.prepare()` loads all engines beforehand; close it
    with `listener.close()`.
    Raises ModelError where "vosk" is asked for and there is no model, ContentError for broken
    content.
    """
    return open_ears(preference).listener(source, hearing or load_hearing())
