"""A scripted patient who lies beside the virtual card and talks with a real `bedside talk`."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.rehearsal.patient import Line, ScriptedPatient
from assistant.rehearsal.patient_voice import PatientVoice
from tests.bedside.virtual_card import Card

TURN_SECONDS = 0.65
"""Silence of the loudspeaker after which the patient speaks; between sentences it is 0.4."""


@dataclass
class Journal:
    """Reads the journal as it grows."""

    path: Path
    events: list[dict[str, Any]] = field(default_factory=list)
    _at: int = 0

    def news(self) -> list[dict[str, Any]]:
        """The events since the last look."""
        if not self.path.exists():
            return []
        with self.path.open(encoding="utf-8") as file:
            file.seek(self._at)
            text = file.read()
        whole = text[: text.rfind("\n") + 1]
        self._at += len(whole.encode())
        new = [json.loads(line) for line in whole.splitlines()]
        self.events += new
        return new


class Running:
    """A command of Bedside that runs beside the card; who inherits starts `process`."""

    process: subprocess.Popen[bytes]

    def __init__(self, card: Card, folder: Path) -> None:
        self.card = card
        self.log = folder / "talk.log"
        self.journal = Journal(folder / "journal.jsonl")

    def until(self, true: Callable[[], bool], what: str, seconds: float = 40) -> float:
        """Wait until it is `true`; the seconds that it took. Fails where it takes longer."""
        begin = time.monotonic()
        while not true():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < begin + seconds, f"no {what}: {self.log.read_text()}"
            time.sleep(0.02)
        return time.monotonic() - begin

    def said(self) -> list[str]:
        """The keys of what was said."""
        self.journal.news()
        return [event["key"] for event in self.journal.events if event["event"] == "said"]

    def heard(self) -> list[str]:
        """What was heard."""
        self.journal.news()
        return [event["text"] for event in self.journal.events if event["event"] == "heard"]

    def until_asked(self, key: str) -> None:
        """Wait until a question whose key begins so was said to its end."""
        self.until(lambda: any(said.startswith(key) for said in self.said()), key)
        asked = time.monotonic()
        self.until(
            lambda: self.card.speaker.last_sound > asked and self.card.speaker.silent_for > 0.7,
            "end of the question",
        )

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait(10)


def converse(
    card: Card, patient: ScriptedPatient, voice: PatientVoice, folder: Path, longest: float
) -> list[dict[str, Any]]:
    """Hold one conversation aloud; the journal's events. Fails after `longest` seconds."""
    journal = Journal(folder / "journal.jsonl")
    command = [sys.executable, "-m", "assistant", "talk", "--rate", "250"]
    command += ["--country", "GB", "--journal", str(journal.path)]
    with (
        (folder / "talk.log").open("w") as log,
        subprocess.Popen(
            command, env=card.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        ) as talk,
    ):
        try:
            _take_turns(card, patient, voice, journal, talk, time.monotonic() + longest)
        except BaseException:
            talk.terminate()
            raise
    journal.news()
    assert talk.returncode == 0, (folder / "talk.log").read_text()
    return journal.events


def _take_turns(
    card: Card,
    patient: ScriptedPatient,
    voice: PatientVoice,
    journal: Journal,
    talk: subprocess.Popen[bytes],
    end: float,
) -> None:
    said: dict[str, Any] | None = None
    said_at = 0.0
    line: Line | None = None
    while talk.poll() is None:
        if time.monotonic() > end:
            raise AssertionError(f"no end after so long: {journal.events[-5:]}")
        for event in journal.news():
            if event["event"] == "said":
                said, said_at = event, time.monotonic()
            elif event["event"] == "outcome":
                said = None
            elif event.get("decision") == "ignored" and line is not None:
                _speak(card, voice, line)  # nothing happened: people say it again
        spoken = card.speaker.last_sound > said_at and card.speaker.silent_for > TURN_SECONDS
        if said is not None and spoken:
            line = patient.next_line(tuple(said["asks"]), said["key"], said["text"])
            said = None
            if line is not None:
                _speak(card, voice, line)
        time.sleep(0.02)


def _speak(card: Card, voice: PatientVoice, line: Line) -> None:
    time.sleep(line.silence)
    card.speak(voice.clip(line))
