"""Downloads an archive through pooch, going on where an earlier try broke off."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.errors import ModelError
from models.manifest import Entry
from models.record import digest

_TIMEOUT = (10, 30)  # seconds to connect, and between two pieces
_CHUNK = 1 << 16


def download(entry: Entry, folder: Path, url: str | None = None) -> Path:
    """The checked archive of `entry` in `folder`; fetched from `url` (default: the manifest's).

    What was fetched before an interruption is kept in a .part file and completed the next time.
    Raises ModelError without network, without room, or when size or checksum are wrong.
    """
    import pooch
    import requests

    pooch.get_logger().setLevel("WARNING")
    address = url or entry.url
    name = address.rsplit("/", 1)[-1]
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < 4 * entry.bytes:  # the archive and the model out of it
        raise ModelError(
            f"There is no room for the speech model in {folder}; "
            f"free {4 * entry.bytes // 1_000_000} MB and try again"
        )
    part = folder / f"{name}.part"
    try:
        path = Path(
            pooch.retrieve(
                address,
                known_hash=f"sha256:{entry.sha256}",
                fname=name,
                path=folder,
                downloader=Resuming(part, entry.bytes),
            )
        )
    except requests.RequestException as error:
        kept = f" ({part.stat().st_size // 1_000_000} MB are kept)" if part.exists() else ""
        raise ModelError(
            f"{address} can't be fetched; check the network and run it again{kept}"
        ) from error
    except ValueError as error:  # pooch: the hash does not match
        raise ModelError(
            f"{name} from {address} is not the file it should be (wrong checksum); try again later"
        ) from error
    if entry.md5 and digest(path, "md5") != entry.md5:
        path.unlink()
        raise ModelError(f"{name} does not have upstream's checksum; try again later")
    return path


def fetch_into(
    target: Path, entry: Entry, unpack: Callable[[Path, Path], None], mirror: str | None = None
) -> None:
    """Fetch `entry` beside `target` and let `unpack(archive, target)` put it there.

    `mirror`: another address of the folder with the archive, also from BEDSIDE_MODEL_MIRROR.
    Raises ModelError as `download` does, and where the disk is full or closed to us.
    """
    mirror = mirror or os.environ.get("BEDSIDE_MODEL_MIRROR")
    url = f"{mirror.rstrip('/')}/{entry.url.rsplit('/', 1)[-1]}" if mirror else None
    folder = target.parent
    try:
        archive = download(entry, folder, url)
        unpack(archive, target)
        archive.unlink()
    except OSError as error:
        raise ModelError(
            f"The speech model can't be kept in {folder} ({error.strerror}); "
            "make room there and run it again"
        ) from error


class Resuming:
    """A pooch downloader that keeps what arrived in `part` and asks only for the rest."""

    def __init__(self, part: Path, size: int) -> None:
        self._part = part
        self._size = size

    def __call__(
        self, url: str, output_file: str, pooch: Any, check_only: bool = False
    ) -> bool | None:
        """Fetch `url` to `output_file`. Raises requests.RequestException, ModelError."""
        have = self._part.stat().st_size if self._part.exists() else 0
        if have > self._size:
            self._part.unlink()
            have = 0
        if have < self._size:
            self._fetch(url, have)
        arrived = self._part.stat().st_size
        if arrived != self._size:
            import requests

            raise requests.ConnectionError(f"{arrived} of {self._size} bytes arrived")
        os.replace(self._part, output_file)
        return None

    def _fetch(self, url: str, have: int) -> None:
        import requests
        from tqdm import tqdm

        left = (self._size - have) / 1e6
        print(
            f"Fetching {self._part.stem} ({left:.0f} MB); this may take some minutes.",
            file=sys.stderr,
        )
        headers = {"Accept-Encoding": "identity"}
        if have:
            headers["Range"] = f"bytes={have}-"
        with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as answer:
            answer.raise_for_status()
            if have and answer.status_code != 206:  # this server can't go on: from the start
                have = 0
            with (
                self._part.open("ab" if have else "wb") as file,
                tqdm(
                    total=self._size, initial=have, unit="B", unit_scale=True,
                    desc=self._part.stem, file=sys.stderr, disable=None,
                ) as bar,
            ):  # fmt: skip
                for chunk in answer.iter_content(_CHUNK):
                    have += len(chunk)
                    if have > self._size:
                        raise ModelError(
                            f"{url} is larger than it should be; it is not the model that is known"
                        )
                    file.write(chunk)
                    bar.update(len(chunk))
