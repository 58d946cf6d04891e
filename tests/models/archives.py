"""Model archives for tests: small fakes with the files that a whole model has."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

WHOLE = {
    name: name.encode()
    for name in (
        "am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst",
    )
}  # fmt: skip


def zipped(path: Path, files: dict[str, bytes], top: str = "a-model") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{top}/{name}", data)
    return path


def tarred(path: Path, files: dict[str, bytes], *extra: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:xz") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(f"a-model/{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in extra:
            archive.addfile(info)
    return path
