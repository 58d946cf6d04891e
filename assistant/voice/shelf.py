"""Prompts kept on disk from one night to the next, in a folder that only its owner can read.

Only sentences that are the same for every patient stand here, and all of them whether they were
said or not: so the folder tells nothing about anyone.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import shutil
from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_cache_path

from assistant.errors import UsageError
from assistant.voice.clip import Clip, read_clip

_log = logging.getLogger(__name__)
_SETS = 2
"""Voices and rates whose prompts are kept; the longest unused goes."""


class Shelf:
    """The prompts of one voice at one rate. `texts`: the only sentences that may be kept.

    A disk that can't be read or written is no error: the sentence is rendered again.
    """

    def __init__(
        self, texts: Iterable[str], voice: str, rate_wpm: int, root: Path | None = None
    ) -> None:
        self.texts = tuple(dict.fromkeys(texts))
        self.voice, self.rate_wpm = voice, rate_wpm
        self._allowed = frozenset(self.texts)
        root = root or user_cache_path("bedside") / "voice"
        self._folder = root / _digest(f"{voice}|{rate_wpm}")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in (root, self._folder):
                folder.chmod(0o700)
            self._folder.touch()
            _drop_others(root)
        except OSError as error:
            _log.info("Prompts are not kept: %s.", error.strerror)
            self._allowed = frozenset()

    def _path(self, text: str) -> Path:
        return self._folder / f"{_digest(text)}.flac"

    def take(self, text: str, rate_wpm: int) -> Clip | None:
        """The kept sound of a sentence, if there is one."""
        path = self._path(text)
        if rate_wpm != self.rate_wpm or text not in self._allowed or not path.is_file():
            return None
        with contextlib.suppress(UsageError):
            return read_clip(path)
        path.unlink(missing_ok=True)  # half a file: the machine was switched off
        return None

    def put(self, text: str, rate_wpm: int, clip: Clip) -> None:
        """Keep the sound of a sentence, if it may be kept."""
        if rate_wpm != self.rate_wpm or text not in self._allowed or self._path(text).exists():
            return
        import soundfile

        coming = self._path(text).with_suffix(".part")
        try:
            soundfile.write(coming, clip.samples, clip.rate, format="FLAC")
            coming.chmod(0o600)
            coming.rename(self._path(text))
        except (OSError, soundfile.LibsndfileError) as error:
            _log.info("A prompt could not be kept: %s.", error)
            coming.unlink(missing_ok=True)

    def missing(self) -> list[str]:
        """The sentences that are not there yet."""
        return [
            text for text in self.texts if text in self._allowed and not self._path(text).exists()
        ]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _drop_others(root: Path) -> None:
    """Keep the folders that were used last."""
    folders = sorted((path for path in root.iterdir() if path.is_dir()), key=_used, reverse=True)
    for old in folders[_SETS:]:
        shutil.rmtree(old, ignore_errors=True)


def _used(folder: Path) -> float:
    return folder.stat().st_mtime
