"""The speech models that can be fetched, with what proves that a download is the right one."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from models.errors import UnknownModelError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True)
class Entry:
    """One model. `bytes` is the size of the archive; `checksum_from` who recorded the sha256."""

    name: str
    language: str
    url: str
    bytes: int
    md5: str
    sha256: str
    checksum_from: str
    licence: str


def load_manifest() -> tuple[Entry, ...]:
    """All models of manifest.toml, in its order."""
    with (Path(__file__).parent / "manifest.toml").open("rb") as file:
        return tuple(Entry(**model) for model in tomllib.load(file)["model"])


def entry(name: str | None) -> Entry:
    """The model of this name, or the first one. Raises UnknownModelError for any other name."""
    entries = load_manifest()
    for each in entries:
        if name is None or each.name == name:
            return each
    known = ", ".join(each.name for each in entries)
    raise UnknownModelError(f"There is no speech model '{name}'; there are: {known}.")
