"""A keyboard that is pressed at set times, and the clock it goes by."""

from __future__ import annotations

from assistant.keys import Stroke


class FakeKeys:
    """`press` and `hold` put strokes into the future; they come when the clock is there."""

    works = True

    def __init__(self) -> None:
        self.now = 100.0
        self._strokes: list[Stroke] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def press(self, chars: str, apart: float = 0.3, after: float = 0.0) -> None:
        begin = self.now + after
        self._strokes += [Stroke(char, begin + apart * n) for n, char in enumerate(chars)]

    def hold(self, char: str, seconds: float, delay: float = 0.5, every: float = 0.033) -> None:
        """As keyboards do: once, then again and again after a delay."""
        self._strokes.append(Stroke(char, self.now))
        at = self.now + delay
        while at <= self.now + seconds:
            self._strokes.append(Stroke(char, at))
            at += every

    def next(self) -> Stroke | None:
        if self._strokes and self._strokes[0].at <= self.now:
            return self._strokes.pop(0)
        return None

    def close(self) -> None: ...
