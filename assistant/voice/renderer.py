"""Text to sound. pyttsx3 only renders into files here: its playback loses and repeats sentences.

https://pyttsx3.readthedocs.io
"""

from __future__ import annotations

import logging
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from assistant.errors import BedsideError, MissingError
from assistant.voice.clip import Clip, read_clip
from assistant.voice.engine_thread import EngineThread
from assistant.voice.espeak_program import EspeakProgram

_log = logging.getLogger(__name__)
_HUNG_SECONDS = 5.0
"""A sentence takes some 20 ms to render, 0.3 s on a busy machine."""
_SHORTEST_WORD = 0.12
"""Seconds a word at 100 words a minute; speech that is shorter lost something."""


class Renderer(Protocol):
    """Turns text into sound."""

    voice: str
    """Names the voice; two renderers with the same voice sound the same."""

    def render(self, text: str, rate_wpm: int) -> Clip:
        """`text` spoken at `rate_wpm` words a minute. Raises MissingError without an engine."""


@dataclass(frozen=True, slots=True)
class EngineVoice:
    """A voice of the machine. `languages`: such as "en-gb", the best first."""

    id: str
    name: str
    languages: tuple[str, ...]


class Pyttsx3Renderer:
    """The voice of the machine. Rendering runs in one thread, which owns the engine.

    `voice`: an engine's voice id; "" for its default. `fallback`: speaks where that fails twice.
    Raises MissingError (at the first render) where no speech engine is installed.
    """

    def __init__(self, voice: str = "", fallback: Renderer | None = None) -> None:
        self.voice = voice
        self._fallback = fallback or EspeakProgram()
        self._engine: Any = None
        self._rate = 0
        self._count = 0
        # The files hold sentences about someone's health: only their owner may list the folder,
        # each file goes as soon as it is read, and the folder goes with the process.
        self._folder = tempfile.TemporaryDirectory(prefix="bedside-voice-")
        self._thread = _render_thread()

    def render(self, text: str, rate_wpm: int) -> Clip:
        if not any(map(str.isalnum, text)):
            raise ValueError("there is nothing to say in this text")
        try:
            return self._thread.run(_HUNG_SECONDS, self._render, text, rate_wpm)
        except TimeoutError:
            _log.info("The speech engine hangs; its program speaks from now on.")
            return self._fallback.render(text, rate_wpm)

    def _render(self, text: str, rate: int) -> Clip:
        if self._engine is None:
            self._engine = _engine()
            if self.voice:
                self._set("voice", self.voice)
        for _ in range(2):
            if self._rate != rate:
                self._set("rate", rate)
                self._rate = rate
            clip = self._attempt(text)
            if clip is not None and plausible(clip, text, rate):
                return clip.trimmed()  # the engine ends with a pause; the turn passes without it
            self._rate = 0  # a lost rate is one of the ways to fail: set it again
        _log.info("The speech engine gave no sound twice; its program speaks this sentence.")
        return self._fallback.render(text, rate)

    def _set(self, name: str, value: object) -> None:
        self._engine.setProperty(name, value)
        _wait_until_idle()  # else the next render may purge the setting before it works

    def _attempt(self, text: str) -> Clip | None:
        self._count += 1
        path = Path(self._folder.name) / f"{self._count}.wav"
        try:
            self._engine.save_to_file(text, str(path))
            self._engine.runAndWait()
            return read_clip(path)
        except (BedsideError, RuntimeError):
            return None
        finally:
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Delete the private folder, once the sentence that is being rendered is done."""
        with suppress(TimeoutError):
            self._thread.run(_HUNG_SECONDS, lambda: None)
        self._folder.cleanup()


def engine_voices() -> tuple[EngineVoice, ...]:
    """All voices of the speech engine. Raises MissingError where there is none, or it hangs."""
    try:
        return _render_thread().run(_HUNG_SECONDS, _engine_voices)
    except TimeoutError:
        raise MissingError("The speech engine gives no answer; start the machine anew.") from None


def _engine_voices() -> tuple[EngineVoice, ...]:
    return tuple(
        EngineVoice(voice.id, voice.name, tuple(map(_language, voice.languages or ())))
        for voice in _engine().getProperty("voices")
    )


def _language(code: str | bytes) -> str:
    """Some drivers give bytes, with a priority before the letters."""
    text = code.decode("ascii", "ignore") if isinstance(code, bytes) else code
    return "".join(filter(str.isprintable, text)).replace("_", "-").lower()


def plausible(clip: Clip, text: str, rate_wpm: int) -> bool:
    """Whether a clip can be the whole text: there is sound, and not too little for its words."""
    words = len(text.split())
    return clip.seconds >= words * _SHORTEST_WORD * 100 / rate_wpm and bool(clip.samples.any())


@cache
def _render_thread() -> EngineThread:
    """The engine is one for the whole process, whatever the number of renderers."""
    return EngineThread()


@cache
def _engine() -> Any:
    try:
        import pyttsx3

        engine = pyttsx3.init()
    except Exception as error:  # what a missing engine raises differs by platform and release
        raise MissingError(
            "The speech engine eSpeak NG is missing; install it with: sudo apt install espeak-ng, "
            "or: sudo dnf install espeak-ng, or: brew install espeak-ng"
        ) from error
    _keep_quiet()
    return engine


def _espeak_driver() -> Any:
    return sys.modules.get("pyttsx3.drivers.espeak")


def _keep_quiet() -> None:
    """The espeak driver prints a line for each file; standard output belongs to the transcript."""
    driver = _espeak_driver()
    if driver is not None:
        driver.print = lambda *_: None


def _wait_until_idle() -> None:
    driver = _espeak_driver()
    if driver is not None:
        driver._espeak.Synchronize()
