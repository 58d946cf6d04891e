"""The journal of one conversation: opt-in, one JSON object a line, flushed as it goes.

Lines have `event`, `at` (seconds since the start), `time` (UTC, ISO 8601) and, by event: said (key,
text, asks), alarm (key of what is said after it), heard (text, decision), fact (id, value), outcome
(level, reasons, advice).
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from assistant.errors import UsageError

_log = logging.getLogger(__name__)


class Journal:
    """Writes events to a file that only the owner can read; without a path it writes nothing.

    A disk that fills up later ends the journal with one warning, never the conversation.
    Raises UsageError where the file can't be opened.
    """

    def __init__(
        self,
        path: Path | None = None,
        now: Callable[[], float] = time.monotonic,
        go_on: bool = False,
    ) -> None:
        """`go_on`: what is in the file stays, and the new lines follow it."""
        self._now = now
        self._start = now()
        self._file: TextIO | None = None
        if path is not None:
            try:
                path.touch(mode=0o600)
                if go_on:  # the last line may have been cut off
                    os.truncate(path, path.read_bytes().rfind(b"\n") + 1)
                self._file = path.open("a" if go_on else "w", encoding="utf-8")
            except OSError as error:
                reason = error.strerror or error
                raise UsageError(
                    f"The journal {path} can't be written ({reason}); name another file."
                ) from error

    def write(self, event: str, **values: Any) -> None:
        """Add one line."""
        if self._file is None:
            return
        at = round(self._now() - self._start, 3)
        stamp = datetime.now(timezone.utc).isoformat(timespec="seconds")
        line = {"event": event, "at": at, "time": stamp, **values}
        try:
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._file.flush()
        except OSError as error:
            _log.warning("The journal stops here: it can't be written (%s).", error.strerror)
            self._file = None

    def begin_anew(self) -> None:
        """Forget what was there before."""
        if self._file is not None:
            with suppress(OSError):
                self._file.seek(0)
                self._file.truncate()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
