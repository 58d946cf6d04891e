"""Measures the packed model on recordings of people: `python -m tests.bench.model`.

Each clip holds one word and is heard with a grammar of thirteen words (digits, yes, no, stop) and
`[unk]`; it counts as right when exactly that word comes back. PocketSphinx hears the same clips
with a grammar of exactly one of these words. The recordings (BEDSIDE_SHARED) are not part of the
repository; the table is printed and kept in build/bench/model.json.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tarfile
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import soundfile

from models.recipe import real

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "bedside-en.tar.xz"
DIGITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
)  # fmt: skip
WORDS = [*DIGITS, "yes", "no", "stop"]
HOUSEHOLD = ("home_", "room_", "sc_doing", "sc_dude", "short_")  # talk_* is people talking
PAD = 0.3  # seconds before and after the clip
Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clip:
    """One recorded word, -1..1 at 16 kHz."""

    word: str
    subset: str
    samples: Samples


class Engine(Protocol):
    """Something that hears one word."""

    name: str

    def hear(self, samples: Samples) -> str: ...


class Vosk:
    """The packed model, or any other Vosk model."""

    def __init__(self, folder: Path, words: Sequence[str] = WORDS) -> None:
        import vosk

        vosk.SetLogLevel(-1)
        self.name = "bedside-en"
        self._vosk = vosk
        self._model = vosk.Model(str(folder))
        self._grammar = json.dumps([*words, "[unk]"])
        self._wanted = set(WORDS)

    def hear(self, samples: Samples) -> str:
        recogniser = self._vosk.KaldiRecognizer(self._model, 16000, self._grammar)
        recogniser.AcceptWaveform(np.rint(samples * 32767).astype(np.int16).tobytes())
        text = json.loads(recogniser.FinalResult())["text"]
        return " ".join(word for word in text.split() if word in self._wanted)


class Sphinx:
    """PocketSphinx with its own model and a grammar of exactly one word."""

    def __init__(self, words: Sequence[str] = WORDS) -> None:
        import pocketsphinx

        self.name = "pocketsphinx"
        self._decoder = pocketsphinx.Decoder(lm=None, loglevel="FATAL")
        grammar = f"#JSGF V1.0; grammar words; public <word> = {' | '.join(words)};"
        self._decoder.add_jsgf_string("words", grammar)
        self._decoder.activate_search("words")

    def hear(self, samples: Samples) -> str:
        self._decoder.start_utt()
        data = np.rint(samples * 32767).astype(np.int16).tobytes()
        self._decoder.process_raw(data, full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return str(found.hypstr) if found else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: of `count` clips, how many were right, or another word."""

    engine: str
    condition: str
    count: int
    right: int
    wrong: int
    yes_as_no: int
    seconds_per_second: float

    @property
    def share(self) -> float:
        return self.right / self.count


def load(shared: Path) -> list[Clip]:
    """The single words of the development half, said by people the model did not learn from."""
    base = shared / "evaldata"
    lines = (base / "words/dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    speakers = [row["speaker"] for row in rows]
    clips = []
    for row in rows:
        if row["licence"].startswith(real.OPEN) and real.taught(row["speaker"], speakers):
            continue
        samples, rate = soundfile.read(base / row["file"], dtype="float32")
        if rate != 16000:
            raise ValueError(f"{row['file']} has {rate} Hz, not 16000.")
        clips.append(Clip(row["text"], row["subset"], samples))
    return clips


def noises(shared: Path, household: bool) -> list[Samples]:
    """Background recordings, those used by the recipe's training left out (every second one)."""
    paths = sorted((shared / "evaldata/noise/dev").glob("*.flac"))[1::2]
    wanted = [p for p in paths if p.name.startswith(HOUSEHOLD) == household]
    return [soundfile.read(path, dtype="float32")[0] for path in wanted]


def speech_level(samples: Samples) -> float:
    """Root mean square over the blocks of 10 ms within 30 dB of the loudest one."""
    blocks = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    power = np.mean(blocks.astype(np.float64) ** 2, axis=1)
    return float(np.sqrt(np.mean(power[power > np.max(power) / 1000]))) + 1e-9


def noisy(clip: Samples, noise: Samples | None, decibels: float, seed: int) -> Samples:
    """The clip with PAD on both sides, and noise throughout at a signal-to-noise ratio."""
    padded = np.pad(clip, int(PAD * 16000))
    if noise is None:
        return padded
    random = np.random.default_rng(seed)
    cut = np.resize(np.roll(noise, int(random.integers(len(noise)))), len(padded))
    level = float(np.sqrt(np.mean(cut.astype(np.float64) ** 2))) + 1e-9
    mixed = padded + cut * (speech_level(clip) / level * 10 ** (-decibels / 20))
    return (mixed / max(1.0, float(np.max(np.abs(mixed))))).astype(np.float32)


def telephone(samples: Samples) -> Samples:
    """300 to 3400 Hz with the slopes of an analogue line, nothing above 4 kHz, 8 bit mu-law."""
    spectrum = np.fft.rfft(samples)
    hertz = np.fft.rfftfreq(len(samples), 1 / 16000)
    spectrum /= np.sqrt(1 + (300 / np.maximum(hertz, 1)) ** 8)
    spectrum /= np.sqrt(1 + (hertz / 3400) ** 40)
    line = np.fft.irfft(spectrum, len(samples))
    codes = np.rint(np.sign(line) * np.log1p(255 * np.abs(line).clip(0, 1)) / np.log(256) * 127)
    coded = np.sign(codes) * np.expm1(np.abs(codes) / 127 * np.log(256)) / 255
    spectrum = np.fft.rfft(coded)
    spectrum[hertz > 4000] = 0
    return np.fft.irfft(spectrum, len(samples)).astype(np.float32)


def measure(engine: Engine, condition: str, heard: Iterable[tuple[str, Samples]]) -> Row:
    """Let `engine` hear (word, samples); a word outside WORDS is right when nothing comes back."""
    count = right = wrong = swapped = 0
    spent = length = 0.0
    for word, samples in heard:
        begin = time.perf_counter()
        got = engine.hear(samples)
        spent += time.perf_counter() - begin
        length += len(samples) / 16000
        wanted = word if word in WORDS else ""
        count += 1
        right += got == wanted
        wrong += got not in (wanted, "")
        swapped += word == "yes" and "no" in got.split()
    return Row(engine.name, condition, count, right, wrong, swapped, round(spent / length, 4))


def conditions(shared: Path) -> Iterable[tuple[str, list[tuple[str, Samples]]]]:
    """All sets of the table."""
    clips = load(shared)
    inside = [c for c in clips if c.subset == "speech_commands" and c.word in WORDS]
    digits = [c for c in inside if c.word in DIGITS]
    phone = [c for c in clips if c.subset == "fsdd"]
    outside = [c for c in clips if c.word not in WORDS]
    home, talk = noises(shared, True), noises(shared, False)

    def mixed(group: list[Clip], noise: list[Samples], level: float) -> list[tuple[str, Samples]]:
        return [
            (c.word, noisy(c.samples, noise[i % len(noise)] if noise else None, level, i))
            for i, c in enumerate(group)
        ]

    yield "words, clean", mixed(inside, [], 0)
    for level in (20, 10, 5, 0):
        yield f"words, household noise {level} dB", mixed(inside, home, level)
    yield "words, people talking 20 dB", mixed(inside, talk, 20)
    yield (
        "digits, telephone line",
        [(c.word, telephone(noisy(c.samples, None, 0, 0))) for c in digits],
    )
    yield "FSDD digits, clean", mixed(phone, [], 0)
    yield "FSDD digits, household noise 10 dB", mixed(phone, home, 10)
    yield "other words, rejected", mixed(outside, [], 0)
    yield "other words, household noise 10 dB, rejected", mixed(outside, home, 10)
    yield "noise alone, rejected", [("", n[: 16000 * 3]) for n in home]
    yield (
        "talk alone, rejected",
        [("", n[i : i + 32000]) for n in talk for i in range(0, len(n) - 32000, 32000)],
    )


def table(rows: Sequence[Row]) -> str:
    """The rows as text."""
    lines = [
        f"{'condition':46}{'engine':14}{'right':>12}{'share':>8}{'wrong':>7}{'yes>no':>8}{'rtf':>8}"
    ]
    for r in rows:
        lines.append(
            f"{r.condition:46}{r.engine:14}{f'{r.right}/{r.count}':>12}{100 * r.share:7.1f}%"
            f"{r.wrong:7}{r.yes_as_no:8}{r.seconds_per_second:8.3f}"
        )
    return "\n".join(lines)


def unpacked(model: Path, folder: Path) -> Path:
    """The folder of a model: itself, or what the archive unpacks to."""
    if model.is_dir():
        return model
    with tarfile.open(model) as archive:
        archive.extractall(folder, filter="data")
    return folder / "bedside-en"


def main() -> None:
    """Print the table and write build/bench/model.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--no-peer", action="store_true", help="leave out PocketSphinx")
    parser.add_argument("--out", type=Path, default=ROOT / "build/bench/model.json")
    wish = parser.parse_args()
    shared = Path(os.environ.get("BEDSIDE_SHARED", ROOT.parent / "shared"))
    if not (shared / "evaldata/words/dev.jsonl").exists():
        raise SystemExit(f"No recordings in {shared}: set BEDSIDE_SHARED to where they are.")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        engines: list[Engine] = [Vosk(unpacked(wish.model, Path(folder)))]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        if not wish.no_peer:
            engines.append(Sphinx())
        for condition, heard in conditions(shared):
            rows += [measure(engine, condition, heard) for engine in engines]
    print(table(rows))
    result: dict[str, Any] = {
        "model": wish.model.name,
        "bytes": wish.model.stat().st_size if wish.model.is_file() else None,
        "memory_after_loading_mb": round(memory, 1),
        "rows": [asdict(row) for row in rows],
    }
    wish.out.parent.mkdir(parents=True, exist_ok=True)
    wish.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
