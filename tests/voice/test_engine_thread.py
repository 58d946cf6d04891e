"""The engine's thread: results, errors, and an engine that never comes back."""

from __future__ import annotations

import threading
import time

import pytest

from assistant.voice.engine_thread import EngineThread
from assistant.voice.renderer import Pyttsx3Renderer
from tests.fakes_voice import CountingRenderer


def test_results_and_errors_come_back() -> None:
    thread = EngineThread()
    assert thread.run(5, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        thread.run(5, lambda: 1 // 0)
    assert thread.run(5, lambda: 8) == 8


def test_a_call_that_hangs_is_left_alone_and_later_ones_fail_at_once() -> None:
    thread, never = EngineThread(), threading.Event()
    with pytest.raises(TimeoutError):
        thread.run(0.05, never.wait)
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        thread.run(60, lambda: 1)
    assert time.monotonic() - begun < 1
    never.set()


def test_where_the_engine_hangs_the_fallback_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hung(EngineThread):
        def run(self, *_: object, **__: object) -> None:  # type: ignore[override]
            raise TimeoutError

    fallback = CountingRenderer()
    renderer = Pyttsx3Renderer(fallback=fallback)
    renderer._thread = Hung()
    assert renderer.render("hello", 155).seconds == fallback.render("hello", 155).seconds
    renderer.close()
