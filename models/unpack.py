"""Unpacks a model archive (zip or tar.xz) so that nothing but the whole model ever appears."""

from __future__ import annotations

import lzma
import os
import shutil
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from models.check import check_model
from models.errors import ModelError
from models.record import write_record

LARGEST = 400_000_000
"""Bytes that a small model may have when unpacked; more is a bomb or the wrong file."""
_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, ValueError)


def unpack(archive: Path, target: Path, largest: int = LARGEST) -> None:
    """Unpack the model in `archive` to the directory `target`, replacing what is there.

    The archive holds one top folder. Raises ModelError, leaving `target` as it was, for a broken
    archive, a member that would land outside, a link or a device, more than `largest` bytes, no
    whole model inside, or no room on the disk.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _scratch(target) as scratch:
        try:
            left = largest
            for name, content in _members(archive):
                left -= _write(scratch / _safe(name, archive), content, left, archive)
        except _BROKEN as error:
            raise ModelError(
                f"{archive.name} is not a whole archive; delete it and run: bedside models fetch"
            ) from error
        tops = list(scratch.iterdir())
        if len(tops) != 1:
            raise ModelError(f"{archive.name} is not a speech model; run: bedside models fetch")
        check_model(tops[0])
        write_record(tops[0])
        _put(tops[0], target, scratch / "old")


@contextmanager
def _scratch(target: Path) -> Iterator[Path]:
    """A folder on the same disk as `target`, gone afterwards; disk errors become ModelError."""
    try:
        with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=target.parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise ModelError(
            f"The speech model can't be written to {target.parent} ({error.strerror}); "
            "make room there, or set VOSK_MODEL_PATH to a model elsewhere"
        ) from error


def _members(archive: Path) -> Iterator[tuple[str, IO[bytes]]]:
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as zipped:
            for info in zipped.infolist():
                kind = info.external_attr >> 28  # the file type of Unix, 0 where none is told
                if info.is_dir():
                    continue
                if kind not in (0, 8):
                    raise ModelError(_refused(archive, info.filename))
                with zipped.open(info) as content:
                    yield info.filename, content
        return
    with tarfile.open(archive, "r:xz") as tarred:
        for member in tarred:
            if member.isdir():
                continue
            content_of = tarred.extractfile(member) if member.isreg() else None
            if content_of is None:
                raise ModelError(_refused(archive, member.name))
            with content_of as content:
                yield member.name, content


def _safe(name: str, archive: Path) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ModelError(_refused(archive, name))
    return path


def _refused(archive: Path, name: str) -> str:
    return f"{archive.name} holds '{name}', which no model needs; delete it and fetch it again"


def _write(path: Path, content: IO[bytes], limit: int, archive: Path) -> int:
    """Write one file; the bytes written. The size told by the archive is not believed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with path.open("xb") as file:
        while chunk := content.read(_CHUNK):
            written += len(chunk)
            if written > limit:
                raise ModelError(f"{archive.name} is larger than any small model; delete it.")
            file.write(chunk)
    return written


def _put(fresh: Path, target: Path, aside: Path) -> None:
    """Move `fresh` to `target` in one step; a model already there goes only once it is replaced."""
    if target.exists():
        os.replace(target, aside)
    os.replace(fresh, target)
    shutil.rmtree(aside, ignore_errors=True)
