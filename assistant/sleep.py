"""Sleeps beside the bed, and wakes for its name or for a cry for help."""

from __future__ import annotations

from collections.abc import Callable

from assistant.ears.quiet_gate import QuietGate
from assistant.ears.source import AudioSource, Frames
from assistant.ears.speech_detector import SileroDetector
from assistant.ears.spotter import Spotter
from assistant.ears.team import Team
from intents.hearing import Hearing

PAUSE = 0.3
"""Seconds of quiet that end a call: "hello, bedside" may be said with a little rest in between."""


class Sleeper:
    """Only a small detector of speech runs until somebody speaks; then two light ears listen.

    `team`: see quick_team.
    """

    def __init__(self, source: AudioSource, team: Team, hearing: Hearing) -> None:
        self._source = source
        self._frames = Frames(source)
        self._waking = hearing.waking
        detector = QuietGate(SileroDetector())
        self._spotter = Spotter(team, detector, PAUSE, strict=self._waking.fits)

    def sleep(self, stopped: Callable[[], bool] = lambda: False) -> str:
        """Returns the phrase that woke it. Raises AudioError.

        "": the source is over, or something else has `stopped` it.
        """
        self._frames.flush()
        self._spotter.begin((*self._waking.calls, *self._waking.emergency), self._waking.decoys)
        while not stopped() and (frames := self._frames.read()) is not None:
            for frame in frames:
                if spotted := self._spotter.hear(frame):
                    return spotted.text
        return ""
