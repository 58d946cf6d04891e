"""The language model of patients' talk, unpacked for an engine that reads files."""

from __future__ import annotations

import lzma
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import ModelError

PACKED = Path(__file__).parent / "bedside-en-talk.arpa.xz"


@contextmanager
def unpacked_talk(packed: Path = PACKED) -> Iterator[Path]:
    """A file with the model (ARPA), as long as the context lasts.

    Raises ModelError where it is missing or damaged.
    """
    try:
        text = lzma.decompress(packed.read_bytes())
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise ModelError(
            f"The language model {packed.name} is missing or damaged; install Bedside again"
        ) from error
    with tempfile.TemporaryDirectory(prefix="bedside-") as folder:
        path = Path(folder) / "talk.arpa"
        path.write_bytes(text)
        yield path
