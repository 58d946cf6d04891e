"""Ears that remember what they heard across runs: a new model then costs its own listening only."""

from __future__ import annotations

import hashlib
import pickle
from pathlib import Path

import pocketsphinx

from assistant.ears.grammar import Grammar
from assistant.ears.recogniser import RATE, Hypothesis, Recogniser
from assistant.ears.team import Role, Team
from models import talk

EDITION = 1
"""To be raised when the checking ears decode otherwise than before."""
FOLDER = Path(__file__).parents[2] / "build" / "bench" / "kept"


class KeptEar:
    """An ear that decodes only what it never heard before. It tells no text while listening."""

    def __init__(self, ear: Recogniser, kept: dict[str, Hypothesis], what: bytes) -> None:
        self.name = ear.name
        self.free_speech = ear.free_speech
        self._ear = ear
        self._kept = kept
        self._what = what

    def start(self, grammar: Grammar | None, rate: int = RATE) -> None:
        self._grammar = grammar
        self._audio: list[bytes] = []

    def accept(self, audio: bytes) -> str:
        self._audio.append(audio)
        return ""

    def finish(self) -> Hypothesis:
        audio = b"".join(self._audio)
        named = repr(self._grammar and (self._grammar.phrases, self._grammar.decoys))
        key = hashlib.sha256(self._what + named.encode() + audio).hexdigest()
        if key not in self._kept:
            self._ear.start(self._grammar)
            self._ear.accept(audio)
            self._kept[key] = self._ear.finish()
        return self._kept[key]


class Keeper:
    """Keeps what the checking ears of a team hear; the leading ear always listens afresh."""

    def __init__(self, team: Team) -> None:
        self._kept: dict[Role, dict[str, Hypothesis]] = {}
        for role, seat in team._seats.items():
            if role == "guided" or seat.ear.name != "sphinx":
                continue
            kept = self._kept[role] = _load(role)
            named = f"{EDITION} {pocketsphinx.__file__} {role}".encode()
            what = hashlib.sha256(named + talk.PACKED.read_bytes()).digest()
            seat.ear = KeptEar(seat.ear, kept, what)

    def save(self) -> None:
        """Write to disk, for the next run."""
        FOLDER.mkdir(parents=True, exist_ok=True)
        for role, kept in self._kept.items():
            (FOLDER / f"{role}.pickle").write_bytes(pickle.dumps(kept))


def _load(role: Role) -> dict[str, Hypothesis]:
    path = FOLDER / f"{role}.pickle"
    kept: dict[str, Hypothesis] = pickle.loads(path.read_bytes()) if path.is_file() else {}
    return kept
