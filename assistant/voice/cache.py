"""Rendered sentences are kept, and those that may come next are rendered ahead."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from assistant.errors import BedsideError
from assistant.voice.clip import Clip
from assistant.voice.renderer import Renderer
from assistant.voice.shelf import Shelf

FILL_SECONDS = 0.2
"""Between two prompts that are rendered for the shelf: there is time, and others need the core."""
_Key = tuple[str, str, int]


class CachedRenderer:
    """A renderer that remembers its last clips by text, voice and rate.

    `seconds`: how much sound is kept in memory (44 kB each); the longest unused goes first.
    `shelf`: keeps what is the same for every patient on disk; it is filled in the background.
    """

    def __init__(
        self, renderer: Renderer, seconds: float = 120.0, shelf: Shelf | None = None
    ) -> None:
        self.voice = renderer.voice
        self._shelf = shelf
        self._renderer = renderer
        self._most = seconds
        self._kept = 0.0
        self._clips: OrderedDict[_Key, Clip] = OrderedDict()
        self._coming: dict[_Key, Future[Clip]] = {}
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="render-ahead")
        self._closed = threading.Event()
        if shelf is not None:
            threading.Thread(target=self._fill, name="fill", args=(shelf,), daemon=True).start()

    def render(self, text: str, rate_wpm: int) -> Clip:
        key = (text, self.voice, rate_wpm)
        with self._lock:
            if key in self._clips:
                self._clips.move_to_end(key)
                return self._clips[key]
            coming = self._coming.get(key)
            # What waits in the queue is not worth waiting for; what is being rendered is.
            if coming is None or coming.cancel():
                mine = self._coming[key] = Future()
                mine.set_running_or_notify_cancel()
                coming = None
        if coming is not None:
            return coming.result()
        try:
            clip = self._make(key)
        except BaseException as error:
            mine.set_exception(error)
            raise
        mine.set_result(clip)
        return clip

    def prepare(self, texts: Iterable[str], rate_wpm: int) -> None:
        """Render these in the background; what is wrong with them shows when they are said.

        The texts are not looked at here, but in the background too: finding them may take time.
        """
        with contextlib.suppress(RuntimeError):  # closed
            self._thread.submit(self._prepare, texts, rate_wpm)

    def _prepare(self, texts: Iterable[str], rate_wpm: int) -> None:
        for text in texts:
            key = (text, self.voice, rate_wpm)
            with self._lock, contextlib.suppress(RuntimeError):
                if key not in self._clips and key not in self._coming:
                    self._coming[key] = self._thread.submit(self._make, key)

    def _fill(self, shelf: Shelf) -> None:
        for text in shelf.missing():
            if self._closed.wait(FILL_SECONDS):
                return
            try:
                shelf.put(text, shelf.rate_wpm, self._renderer.render(text, shelf.rate_wpm))
            except BedsideError:
                return  # no voice: it shows when something is said

    def _make(self, key: _Key) -> Clip:
        text, _, rate = key
        try:
            clip = self._shelf.take(text, rate) if self._shelf else None
            if clip is None:
                clip = self._renderer.render(text, rate)
        except BaseException:
            with self._lock:
                self._coming.pop(key, None)
            raise
        with self._lock:
            self._coming.pop(key, None)
            if key not in self._clips:
                self._clips[key] = clip
                self._kept += clip.seconds
            while self._kept > self._most and len(self._clips) > 1:
                _, oldest = self._clips.popitem(last=False)
                self._kept -= oldest.seconds
        return clip

    def close(self) -> None:
        """Drop what is still waiting to be rendered."""
        self._closed.set()
        self._thread.shutdown(wait=False, cancel_futures=True)
