"""The file that keeps preferences from one night to the next; only its owner may read it."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import tomli_w
from platformdirs import user_config_path

from assistant.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_log = logging.getLogger(__name__)
_writing = threading.Lock()
"""Two changes at a time would lose one of them."""


def settings_path() -> Path:
    """Where the settings are kept on this platform; nothing is made."""
    return user_config_path("bedside") / "settings.toml"


def read(path: Path) -> dict[str, Any]:
    """What is kept; nothing where there is no file. Raises UsageError for a broken file."""
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return values
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(
            f"The settings file {path} can't be read ({error}); mend it, or start anew with: "
            "bedside settings --reset"
        ) from error


def keep(path: Path, changes: Mapping[str, object]) -> None:
    """Change these keys (None: back to the default) and leave the others.

    Either all is written or nothing. Raises UsageError where the file is broken or can't be
    written; it is then as it was.
    """
    with _writing:
        _keep(path, changes)


def _keep(path: Path, changes: Mapping[str, object]) -> None:
    values = {name: value for name, value in {**read(path), **changes}.items() if value is not None}
    path = path.resolve()  # a link into a folder of somebody's own stays a link
    coming = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # mkstemp gives the file to its owner alone, from the first moment.
        handle, name = tempfile.mkstemp(prefix=".settings-", dir=path.parent)
        coming = Path(name)
        with open(handle, "wb") as file:
            tomli_w.dump(values, file)
            file.flush()
            os.fsync(file.fileno())
        coming.replace(path)
    except OSError as error:
        raise UsageError(
            f"The settings can't be kept in {path} ({error.strerror or error}); "
            "free the disk or make the folder writable."
        ) from error
    finally:
        if coming is not None:
            with suppress(OSError):
                coming.unlink()


def try_to_keep(path: Path, changes: Mapping[str, object]) -> bool:
    """`keep` for the middle of a conversation, which no disk may disturb; whether it was kept."""
    try:
        keep(path, changes)
    except UsageError as error:
        _log.info("%s", error)
        return False
    return True


class Keeper:
    """Keeps settings beside a conversation: a disk may be slow, and the patient waits."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="keep-settings")

    def __call__(self, changes: Mapping[str, object]) -> Future[bool]:
        """Returns at once; the result tells whether they were kept."""
        return self._writer.submit(try_to_keep, self._path, dict(changes))


def reset(path: Path) -> None:
    """Back to the defaults. Raises UsageError where the file can't be deleted."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(
            f"The settings file {path} can't be deleted ({error.strerror or error})."
        ) from error
