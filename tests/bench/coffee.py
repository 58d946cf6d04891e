"""Orders at a coffee machine, to stand beside published figures. No tuning to them.

`python -m tests.bench.coffee` prints them and writes build/bench/coffee.json.

PocketSphinx with the orders as grammar (the small Vosk model has no coffee in its lexicon), and the
longest slot values found in what it heard. Right means: every slot as ordered, and no other.
The published figures are for noise from a café and a kitchen; the noise here is from a household.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

from assistant.ears.audio_file import read_recording
from assistant.ears.grammar import Grammar
from assistant.ears.sphinx_ear import SphinxEar
from intents.yaml_file import load
from tests.bench.clips import CLEAN, DATA, in_noise, rows

PUBLISHED = {
    "Picovoice Rhino": {12.0: 98.0, 6.0: 93.5},
    "Microsoft LUIS": {12.0: 89.5, 6.0: 84.5},
    "IBM Watson": {12.0: 88.5, 6.0: 61.0},
    "Amazon Lex": {12.0: 84.5, 6.0: 75.5},
    "Google Dialogflow": {12.0: 77.0, 6.0: 66.5},
}
"""Per cent of orders understood, mean of both noises: src/plot.py of that benchmark."""
SNRS = (CLEAN, 12.0, 6.0)
OUT = Path(__file__).parents[2] / "build" / "bench" / "coffee.json"


@dataclass(frozen=True, slots=True)
class Machine:
    """What can be ordered; see coffee.yaml."""

    slots: dict[str, tuple[str, ...]]
    amounts: tuple[str, ...]
    kinds: dict[str, tuple[str, ...]]
    around: tuple[str, ...]

    def values(self) -> dict[str, str]:
        """The slot of each value, longest values first."""
        said = {value: slot for slot, values in self.slots.items() for value in values}
        for slot, kinds in self.kinds.items():
            for kind in kinds:
                said |= {f"{amount} {kind}": slot for amount in self.amounts} | {kind: slot}
        return dict(sorted(said.items(), key=lambda item: -len(item[0].split())))


def order(text: str, machine: Machine) -> dict[str, str]:
    """The slots that `text` fills."""
    found: dict[str, str] = {}
    rest = f" {text} "
    for value, slot in machine.values().items():
        if f" {value} " in rest:
            found.setdefault(slot, value)
            rest = rest.replace(f" {value} ", " | ")
    return found


def coffee(every: int) -> dict[str, str]:
    """One line for each level of noise: per cent right, beside the published ones."""
    machine = load(Path(__file__).with_name("coffee.yaml"), Machine)
    ear = SphinxEar()
    grammar = Grammar.of((*machine.values(), *machine.around), several=True)
    lines = {}
    for snr in SNRS:
        right = total = 0
        for index, row in enumerate(rows("commands")[::every]):
            samples = read_recording(DATA / row["file"])
            ear.start(grammar)
            ear.accept((samples if snr == CLEAN else in_noise(samples, snr, index)).tobytes())
            wanted = {slot: value.strip() for slot, value in row["slots"].items()}
            right += order(ear.finish().text, machine) == wanted
            total += 1
        beside = [f"{name} {by[snr]}" for name, by in PUBLISHED.items() if snr in by]
        name = "clean" if snr == CLEAN else f"{snr:.0f} dB"
        lines[name] = f"{100 * right / total:.1f} ({right} of {total}); " + ", ".join(beside)
    return lines


def main() -> None:
    """Hear the orders, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="only every n-th order")
    lines = coffee(parser.parse_args().every)
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(lines, indent=1), encoding="utf-8")
    for name, line in lines.items():
        print(f"{name}: {line}")


if __name__ == "__main__":
    main()
