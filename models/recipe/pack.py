"""Puts the model's files together and packs them; repacking needs neither speech nor torch.

`python -m models.recipe.pack` reads the intents again, keeps the trained network of the packed
model, and writes lexicon, graph and archive anew (seconds).
"""

from __future__ import annotations

import io
import logging
import lzma
import tarfile
from pathlib import Path

from models.recipe import features, graph, lexicon

ROOT = "bedside-en"
PACKED = Path(__file__).parent.parent / f"{ROOT}.tar.xz"
NETWORK = "am/final.mdl"
LIMIT = 2_000_000  # bytes of the archive
DECODER = """--min-active=200
--max-active=3000
--beam=10
--lattice-beam=2
--acoustic-scale=1.0
--frame-subsampling-factor=3
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""

log = logging.getLogger(__name__)


def files(
    network: bytes, words: lexicon.Lexicon, costs: graph.Costs | None = None
) -> dict[str, bytes]:
    """Every file of the model by its path below the model's folder."""
    return {
        NETWORK: network,
        "conf/mfcc.conf": features.CONF.encode(),
        "conf/model.conf": DECODER.encode(),
        "graph/HCLr.fst": graph.hclr(words, costs),
        "graph/Gr.fst": graph.grammar_loop(words),
        "graph/words.txt": graph.words_text(words).encode(),
        "graph/disambig_tid.int": b"",
        "graph/phones/word_boundary.int": graph.word_boundaries().encode(),
    }


def write_folder(parts: dict[str, bytes], folder: Path) -> None:
    """Write the files below `folder`, for Vosk to read."""
    for name, data in parts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def write_archive(parts: dict[str, bytes], path: Path = PACKED) -> int:
    """Pack the files (same input, same bytes) and return the size.

    Raises ValueError when the archive is larger than LIMIT.
    """
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in sorted(parts.items()):
            info = tarfile.TarInfo(f"{ROOT}/{name}")
            info.size, info.mode = len(data), 0o644
            archive.addfile(info, io.BytesIO(data))
    packed = lzma.compress(buffer.getvalue(), preset=9 | lzma.PRESET_EXTREME)
    if len(packed) > LIMIT:
        raise ValueError(f"{path.name} would have {len(packed)} bytes, the limit is {LIMIT}.")
    fresh = path.with_suffix(".new")
    fresh.write_bytes(packed)
    fresh.replace(path)
    return len(packed)


def trained_network(path: Path = PACKED) -> bytes:
    """The bytes of the network inside a packed model."""
    with tarfile.open(path, "r:xz") as archive:
        member = archive.extractfile(f"{ROOT}/{NETWORK}")
        if member is None:
            raise ValueError(f"{path} holds no {NETWORK}.")
        return member.read()


def repack(path: Path = PACKED) -> int:
    """Read words and sounds again and pack them around the network that is there already."""
    words = lexicon.build(lexicon.vocabulary())
    size = write_archive(files(trained_network(path), words), path)
    log.info("%s: %d words, %d bytes", path.name, len(words), size)
    return size


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    repack()
