"""Where speech models live on this machine: found, fetched, checked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_data_path

from models.check import check_model
from models.download import fetch_into
from models.errors import ModelError
from models.manifest import Entry, entry, load_manifest
from models.record import NAME as RECORD
from models.record import check_record, digest
from models.trial import check_by_trial
from models.unpack import unpack

PACKED = Path(__file__).parent / "bedside-en.tar.xz"
"""Bedside's own small model, as it travels in the package."""
_OWN_LARGEST = 40_000_000
NONE = "There is no speech model; get one with: bedside models fetch"


@dataclass(frozen=True, slots=True)
class Found:
    """A model directory. `free_speech`: good enough to follow descriptions."""

    name: str
    path: Path
    free_speech: bool

    @property
    def kind(self) -> Literal["own", "large"]:
        """The sort of model, as its calibration is named."""
        return "large" if self.free_speech else "own"

    def check(self) -> None:
        """Raises ModelError where it is not whole or was damaged since it was unpacked.

        A model without record (the user brought it) is tried in a process of its own.
        """
        check_model(self.path)
        if (self.path / RECORD).is_file():
            check_record(self.path)
        else:
            check_by_trial(self.path)


def models_folder() -> Path:
    """Where fetched models go."""
    return user_data_path("bedside") / "models"


def candidates(environ: Mapping[str, str] = os.environ, packed: Path = PACKED) -> Iterator[Found]:
    """The models of this machine, best first, unchecked: VOSK_MODEL_PATH, fetched, the own one.

    Raises ModelError where the own model is there but can't be unpacked.
    """
    if given := environ.get("VOSK_MODEL_PATH"):
        path = Path(given).expanduser()
        yield Found(path.name, path, _free_speech(path))
    for model in load_manifest():
        path = models_folder() / model.name
        if model.language.startswith("en") and path.is_dir():
            yield Found(model.name, path, True)
    if packed.is_file():
        yield Found("bedside-en", own_model(packed), False)


def _free_speech(path: Path) -> bool:
    """A model that someone brought along follows descriptions unless it is a toy of a few MB."""
    try:
        return (path / "graph" / "Gr.fst").stat().st_size > 5_000_000
    except OSError:
        return False


def own_model(packed: Path = PACKED) -> Path:
    """The directory of Bedside's own model, unpacked into the user's cache at the first use.

    Raises ModelError where that can't be written, or the archive is broken.
    """
    target = user_cache_path("bedside") / f"bedside-en-{digest(packed)[:12]}"
    try:
        check_model(target)
        check_record(target)
    except ModelError:
        unpack(packed, target, _OWN_LARGEST)
    return target


def usable(
    environ: Mapping[str, str] = os.environ, left_out: list[ModelError] | None = None
) -> Iterator[Found]:
    """The whole models of this machine, best first; why others had to be `left_out` is added there.

    Raises ModelError (the first reason) where some had to be left out and none is left.
    """
    why: ModelError | None = None
    some = False
    each = candidates(environ)
    while True:
        try:
            found = next(each)
            found.check()
        except StopIteration:
            break
        except ModelError as error:
            why = why or error
            if left_out is not None:
                left_out.append(error)
        else:
            some = True
            yield found
    if why and not some:
        raise why


def find(environ: Mapping[str, str] = os.environ) -> Found:
    """The best whole model here. Raises ModelError (the first reason) where there is none."""
    for found in usable(environ):
        return found
    raise ModelError(NONE)


def in_use() -> str:
    """The path of the model in use. Raises ModelError where there is none."""
    return str(find().path)


def fetch(name: str | None = None, mirror: str | None = None) -> Path:
    """Fetch a model of the manifest (the first one if no name is given), check it, unpack it.

    `mirror`: another address of the folder with the archives, also from BEDSIDE_MODEL_MIRROR.
    Returns its directory. Raises ModelError; what was there before stays.
    """
    wanted = entry(name)
    target = models_folder() / wanted.name
    if target.is_dir():
        try:
            Found(wanted.name, target, True).check()
        except ModelError:
            pass
        else:
            return target
    fetch_into(target, wanted, unpack, mirror)
    return target


def verify(name: str | None = None) -> str:
    """Check a fetched model file by file, or the one in use; one sentence saying it is whole.

    Raises ModelError where it is not.
    """
    if name is None:
        found = find()
    else:
        wanted = entry(name)
        found = Found(wanted.name, models_folder() / wanted.name, True)
        found.check()
    return f"{found.name} in {found.path} is whole."


def list_lines() -> list[str]:
    """One line for each known model: its name, language, size, and whether it is here."""
    lines = [_line(model) for model in load_manifest()]
    if PACKED.is_file():
        lines.insert(0, f"bedside-en  en  {PACKED.stat().st_size / 1e6:.1f} MB  comes with Bedside")
    return lines


def _line(model: Entry) -> str:
    here = "here" if (models_folder() / model.name).is_dir() else "not here"
    return f"{model.name}  {model.language}  {model.bytes / 1e6:.0f} MB  {here}"
