"""The one thread that may touch the speech engine. It can hang in C, so nobody waits for ever."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout  # its own class before 3.11
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class EngineThread:
    """Runs calls one after another.

    The thread is a daemon: libespeak-ng sometimes never comes back from a synthesis, and then
    neither a turn nor the end of the process may wait for it. After that all calls fail at once.
    """

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.stuck = False
        """A call did not come back, and none ever will."""
        threading.Thread(target=self._work, name="render", daemon=True).start()

    def run(self, seconds: float, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """The result of `call`, or its error. Raises TimeoutError after so many `seconds`."""
        if self.stuck:
            raise TimeoutError
        done: Future[T] = Future()

        def work() -> None:
            try:
                done.set_result(call(*args, **named))
            except BaseException as error:
                done.set_exception(error)

        self._calls.put(work)
        try:
            return done.result(seconds)
        except FutureTimeout:
            if done.done():  # the call itself raised it
                raise
            self.stuck = True
            raise TimeoutError from None

    def _work(self) -> Any:
        while True:
            self._calls.get()()
