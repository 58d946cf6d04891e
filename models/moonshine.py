"""Moonshine tiny, a small free-speech model: fetched from the npm registry, checked, kept.

It is optional. Its registry entry publishes a sha512, which was compared when the sha256 below was
taken; MIT licence (Useful Sensors). https://www.npmjs.com/package/@moonshine-ai/moonshine-js
"""

from __future__ import annotations

import os
import tarfile
import tempfile
from pathlib import Path

from models.download import fetch_into
from models.errors import ModelError
from models.manifest import Entry
from models.record import check_record, damaged, write_record
from models.store import models_folder

ENTRY = Entry(
    name="moonshine-tiny-en",
    language="en",
    url="https://registry.npmjs.org/@moonshine-ai/moonshine-js/-/moonshine-js-0.1.29.tgz",
    bytes=21_514_347,
    md5="4e74a426a784f680d6dd524da54ac615",
    sha256="864e17a00ed494857c71693e835306fa038e0f82002c76e3056d67d574e1c2d8",
    checksum_from="the npm registry's sha512, compared on 2026-11-21",
    licence="MIT",
)
FILES = {
    "encoder_model.onnx": "package/dist/model/tiny/quantized/encoder_model.onnx",
    "decoder_model_merged.onnx": "package/dist/model/tiny/quantized/decoder_model_merged.onnx",
    "LICENSE": "package/LICENSE",
}
"""The files of the model, and where they lie in the package."""
PIECES = Path(__file__).parent / "moonshine_pieces.txt.xz"
"""Its pieces of words by number, one a line (those that English needs); they come with Bedside."""


def moonshine_folder() -> Path:
    """Where the fetched model lies, or would."""
    return models_folder() / ENTRY.name


def find_moonshine() -> Path | None:
    """The model's directory if it is here; None where it was never fetched.

    Raises ModelError where it was damaged since.
    """
    folder = moonshine_folder()
    if not all((folder / name).is_file() for name in FILES):
        return None
    check_record(folder)
    return folder


def verify_moonshine() -> str:
    """One sentence saying that the model is whole. Raises ModelError where it is not."""
    folder = find_moonshine()
    if folder is None:
        raise ModelError(
            f"{ENTRY.name} is not here; get it with: bedside models fetch {ENTRY.name}"
        )
    return f"{ENTRY.name} in {folder} is whole."


def moonshine_line() -> str:
    """One line: its name, language, size, and whether it is here."""
    here = "here" if moonshine_folder().is_dir() else "not here"
    return f"{ENTRY.name}  {ENTRY.language}  {ENTRY.bytes / 1e6:.0f} MB  {here}, for free speech"


def fetch_moonshine(mirror: str | None = None) -> Path:
    """Fetch the model, check it, unpack its files; its directory. Whole already: nothing is done.

    `mirror`: another address of the folder with the archive, also from BEDSIDE_MODEL_MIRROR.
    Raises ModelError; what was there before stays.
    """
    target = moonshine_folder()
    if all((target / name).is_file() for name in FILES) and damaged(target) is None:
        return target
    fetch_into(target, ENTRY, _unpack, mirror)
    return target


def _unpack(archive: Path, target: Path) -> None:
    """The wanted files of the checked archive, in place only once they are all there."""
    with tempfile.TemporaryDirectory(prefix=".unpacking-", dir=target.parent) as scratch:
        fresh = Path(scratch) / "model"
        fresh.mkdir()
        try:
            with tarfile.open(archive, "r:gz") as tarred:
                for name, member in FILES.items():
                    content = tarred.extractfile(member)
                    if content is None:
                        raise KeyError(member)
                    with content:
                        (fresh / name).write_bytes(content.read())
        except (tarfile.TarError, EOFError, KeyError) as error:
            raise ModelError(
                f"{archive.name} is not a whole archive; delete it and run: "
                f"bedside models fetch {ENTRY.name}"
            ) from error
        write_record(fresh)
        if target.exists():
            os.replace(target, Path(scratch) / "old")
        os.replace(fresh, target)
