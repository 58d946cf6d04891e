"""The checksums of an unpacked model's files, kept beside them, so that it can be checked later.

The engine crashes on some damaged files instead of refusing them; so they are compared first.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from models.errors import ModelError

NAME = "SHA256SUMS"
_CHUNK = 1 << 20


def write_record(directory: Path) -> None:
    """Write the checksums of every file below `directory`, in the form that sha256sum -c reads."""
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    lines = [f"{digest(path)}  {path.relative_to(directory).as_posix()}\n" for path in files]
    (directory / NAME).write_text("".join(lines), encoding="utf-8")


def damaged(directory: Path) -> str | None:
    """The first file that is not what it was when it was unpacked, or None.

    None too for a model without record (one that the user brought along).
    """
    record = directory / NAME
    if not record.is_file():
        return None
    try:
        for line in record.read_text(encoding="utf-8").splitlines():
            known, _, name = line.partition("  ")
            path = directory / name
            if not path.is_file() or digest(path) != known:
                return name
    except (OSError, UnicodeDecodeError):
        return NAME
    return None


def check_record(directory: Path) -> None:
    """Raises ModelError where a file was damaged since it was unpacked."""
    if name := damaged(directory):
        raise ModelError(
            f"The speech model in {directory} is damaged ({name}); "
            "delete it and run: bedside models fetch"
        )


def digest(path: Path, algorithm: str = "sha256") -> str:
    """The checksum of a file in hex."""
    checksum = hashlib.new(algorithm)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            checksum.update(chunk)
    return checksum.hexdigest()
