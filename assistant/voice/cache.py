"""Rendered sentences are kept, and those that may come next are rendered ahead."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from assistant.voice.clip import Clip
from assistant.voice.renderer import Renderer

_Key = tuple[str, str, int]


class CachedRenderer:
    """A renderer that remembers its last clips by text, voice and rate, in memory only.

    `seconds`: how much sound is kept (44 kB each); the longest unused goes first.
    """

    def __init__(self, renderer: Renderer, seconds: float = 600.0) -> None:
        self.voice = renderer.voice
        self._renderer = renderer
        self._most = seconds
        self._kept = 0.0
        self._clips: OrderedDict[_Key, Clip] = OrderedDict()
        self._coming: dict[_Key, Future[Clip]] = {}
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="render-ahead")

    def render(self, text: str, rate_wpm: int) -> Clip:
        key = (text, self.voice, rate_wpm)
        with self._lock:
            if key in self._clips:
                self._clips.move_to_end(key)
                return self._clips[key]
            coming = self._coming.get(key)
        # What waits in the queue is not worth waiting for; what is being rendered is.
        if coming is not None and not coming.cancel():
            return coming.result()
        return self._make(key)

    def prepare(self, texts: Iterable[str], rate_wpm: int) -> None:
        """Render these in the background; what is wrong with them shows when they are said."""
        with self._lock:
            for text in texts:
                key = (text, self.voice, rate_wpm)
                if key not in self._clips and key not in self._coming:
                    self._coming[key] = self._thread.submit(self._make, key)

    def _make(self, key: _Key) -> Clip:
        text, _, rate = key
        try:
            clip = self._renderer.render(text, rate)
        finally:
            with self._lock:
                self._coming.pop(key, None)
        with self._lock:
            if key not in self._clips:
                self._clips[key] = clip
                self._kept += clip.seconds
            while self._kept > self._most and len(self._clips) > 1:
                _, oldest = self._clips.popitem(last=False)
                self._kept -= oldest.seconds
        return clip

    def close(self) -> None:
        """Drop what is still waiting to be rendered."""
        self._thread.shutdown(wait=False, cancel_futures=True)
