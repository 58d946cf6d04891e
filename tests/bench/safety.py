"""Simulated patients through understanding and dialogue, with words lost and mixed up on the way.

    python -m tests.bench.safety [--patients 20000] [--errors 0 0.05 0.1 0.2] [--ears 2]
        [--own-ears brought fetched]

Assumed errors, at any rate: a word error is a substitution (60 %), a deletion (25 %) or an
insertion (15 %); wrong words are drawn as often as people say them in answers, so "no" for "yes" is
common. With one ear every answer counts as heard for sure, which is the pessimistic case; with two
ears that err independently, an answer on which they differ is read back, and so is a "no" that they
did not hear in the same words: the ears of `bedside talk` want more for a "no" than for a "yes".

Measured errors (--own-ears): the answers are spoken by synthetic voices, or by the people in the
recordings, and go through the ears of this machine, with the models brought along, or with the
fetched ones too. Who is asked again answers in one word.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from assistant.dialogue.actions import Action, Done, Outcome
from assistant.dialogue.events import Begin, Event, Heard, Silence, Unclear
from assistant.dialogue.plain_words import decision
from assistant.dialogue.script import Script, load_script
from assistant.dialogue.state import State
from assistant.dialogue.step import step
from assistant.ears.choose import open_ears
from intents.meaning import Meaning
from intents.phrases import load_phrases
from intents.understand import Understander
from tests.bench.clips import CLEAN
from tests.bench.ear_errors import PEOPLE, VOICES, OwnEars, Speaker
from tests.bench.patients import Patient, Said, random_patient, says, spoken_answers

OUT = Path(__file__).parents[2] / "build" / "bench" / "safety.json"
MOST_TURNS = 400
SPEAKERS = {
    "synthetic voices": [Speaker(voice, CLEAN) for voice in VOICES],
    "synthetic voices in household noise (10 dB)": [Speaker(voice, 10.0) for voice in VOICES],
    "recorded people": [Speaker(PEOPLE, CLEAN)],
    "recorded people in household noise (10 dB)": [Speaker(PEOPLE, 10.0)],
}
SHARES = (("substitute", 0.60), ("delete", 0.25), ("insert", 0.15))


@dataclass
class Tally:
    """What happened to the patients of one error rate."""

    patients: int = 0
    emergencies: int = 0
    too_low: int = 0
    """Patients of the two top levels who ended below them."""
    too_low_examples: list[str] = field(default_factory=list)
    over: int = 0
    """Patients who ended higher than an errorless check would put them."""
    turns: int = 0
    reprompts: int = 0
    unfinished: int = 0
    levels: Counter[str] = field(default_factory=Counter)


def garbled(text: str, rate: float, vocabulary: Sequence[str], chance: random.Random) -> str:
    """The text after a recogniser with this word error rate."""
    heard: list[str] = []
    for word in text.split():
        if chance.random() >= rate:
            heard.append(word)
            continue
        kind = chance.choices([name for name, _ in SHARES], [share for _, share in SHARES])[0]
        if kind == "insert":
            heard += [word, chance.choice(vocabulary)]
        elif kind == "substitute":
            heard.append(chance.choice(vocabulary))
    return " ".join(heard)


class Channel(Protocol):
    """The way from the patient's mouth to the dialogue."""

    def event(self, state: State, said: Said) -> Event:
        """What the dialogue is told."""

    def new_patient(self) -> None:
        """Somebody else speaks from now on."""


class Garbling:
    """Ears that each get words wrong at `rate`; sure where they all agree on the meaning."""

    def __init__(
        self,
        understander: Understander,
        words: dict[str, list[str]],
        rate: float,
        ears: int,
        chance: random.Random,
    ) -> None:
        self._understander = understander
        self._rate, self._ears, self._chance = rate, ears, chance
        self._vocabulary = [w for texts in words.values() for text in texts for w in text.split()]

    def new_patient(self) -> None:
        """All are heard equally badly."""

    def event(self, state: State, said: Said) -> Event:
        """Heard, asked back, or nothing."""
        heard = [
            garbled(said.text, self._rate, self._vocabulary, self._chance)
            for _ in range(self._ears)
        ]
        if not any(heard):
            return Silence()
        meanings = [self._understander.understand(text, state.expect) for text in heard]
        first = meanings[0]
        agreed = all(_content(other) == _content(first) for other in meanings)
        if agreed and (first.answer != "no" or len({_plain(text) for text in heard}) == 1):
            return Heard(first)
        if state.check is not None:
            return Heard(first) if agreed else Unclear()
        return Heard(first, "unsure")


class Measured:
    """The ears of this machine. Each patient keeps one of `speakers`' voices."""

    def __init__(
        self,
        understander: Understander,
        ears: OwnEars,
        speakers: Sequence[Speaker],
        chance: random.Random,
    ) -> None:
        self._understander, self._ears = understander, ears
        self._speakers, self._chance = speakers, chance
        self.new_patient()

    def new_patient(self) -> None:
        """Draw a voice."""
        self._speaker = self._chance.choice(self._speakers)

    def event(self, state: State, said: Said) -> Event:
        """As in a live conversation; what the ears ignore ends as silence."""
        heard, text, clear = self._ears.hear(
            said.text, said.label, self._speaker, state.expect, self._chance
        )
        if heard == "ignored":
            return Silence()
        meaning = self._understander.understand(text, state.expect)
        return Heard(meaning, decision(meaning, heard, clear))


def talk(
    script: Script,
    patient: Patient,
    words: dict[str, list[str]],
    channel: Channel,
    chance: random.Random,
    tally: Tally,
) -> str:
    """One conversation; the level it ends with."""
    state, actions = step(script, State(), Begin())
    for _ in range(MOST_TURNS):
        if (level := _outcome(actions)) is not None:
            return level
        event = channel.event(state, says(script, state, patient, words, chance))
        before = state
        state, actions = step(script, state, event)
        tally.turns += 1
        tally.reprompts += state.failures > before.failures
    tally.unfinished += 1
    return script.tree.levels[0]


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum() or letter == " ").strip()


def _content(meaning: Meaning) -> tuple[object, ...]:
    return meaning.answer, meaning.number, dict(meaning.facts), meaning.command


def _outcome(actions: Sequence[Action]) -> str | None:
    for action in actions:
        if isinstance(action, Outcome):
            return action.level
        if isinstance(action, Done):
            return "stopped"
    return None


def run(script: Script, patients: int, rate: float, ears: int = 2, seed: int = 7) -> Tally:
    """Simulate so many patients at one word error rate."""
    chance = random.Random(seed)
    words = spoken_answers()
    channel = Garbling(Understander(load_phrases()), words, rate, ears, chance)
    return simulate(script, patients, words, channel, chance)


def run_measured(
    script: Script, patients: int, ears: OwnEars, speakers: Sequence[Speaker], seed: int = 7
) -> Tally:
    """Simulate so many patients who speak to the ears of this machine."""
    chance = random.Random(seed)
    channel = Measured(Understander(load_phrases()), ears, speakers, chance)
    return simulate(script, patients, spoken_answers(), channel, chance)


def simulate(
    script: Script,
    patients: int,
    words: dict[str, list[str]],
    channel: Channel,
    chance: random.Random,
) -> Tally:
    """Hold the conversations and count."""
    tally = Tally()
    levels = script.tree.levels
    for _ in range(patients):
        patient = random_patient(script, chance)
        channel.new_patient()
        true = levels.index(patient.level(script))
        level = talk(script, patient, words, channel, chance, tally)
        tally.patients += 1
        tally.levels[level] += 1
        urgent = true <= 1
        tally.emergencies += urgent
        if level == "stopped":
            tally.unfinished += 1
            continue
        got = levels.index(level)
        tally.over += got < true
        if urgent and got > 1:
            tally.too_low += 1
            bad = {name for name, value in patient.truth.items() if value in ("yes", "dont_know")}
            tally.too_low_examples.append(f"{level}: {', '.join(sorted(bad))}")
    return tally


def plot(tallies: dict[float, Tally]) -> str:
    """The share of emergencies that end too low, by word error rate, as SVG."""
    points = [
        (rate, 1000 * tally.too_low / max(tally.emergencies, 1)) for rate, tally in tallies.items()
    ]
    top = max(1.0, *(share for _, share in points))
    widest = max(0.01, *(rate for rate, _ in points))
    marks = [
        (70 + 500 * rate / widest, 260 - 220 * share / top, rate, share) for rate, share in points
    ]
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y, _, _ in marks)
    labels = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="4"/>'
        f'<text x="{x:.0f}" y="{y - 10:.0f}" text-anchor="middle">{share:.1f}</text>'
        f'<text x="{x:.0f}" y="280" text-anchor="middle">{100 * rate:.0f} %</text>'
        for x, y, rate, share in marks
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="320" font-family="sans-serif" '
        f'font-size="13"><rect width="640" height="320" fill="white"/>'
        f'<path d="M70 30V260H600" fill="none" stroke="black"/>'
        f'<polyline points="{line}" fill="none" stroke="black"/>{labels}'
        '<text x="335" y="305" text-anchor="middle">word error rate</text>'
        '<text x="70" y="20">emergencies that end too low, of 1000</text></svg>\n'
    )


def show(name: str, tally: Tally, examples: int) -> None:
    """One line, and so many examples of those who ended too low."""
    print(
        f"{name}: {tally.patients} patients, {tally.emergencies} emergencies, "
        f"{tally.too_low} too low ({1000 * tally.too_low / max(tally.emergencies, 1):.2f} of "
        f"1000), over-triage {tally.over / tally.patients:.1%}, "
        f"turns {tally.turns / tally.patients:.1f}, "
        f"re-prompts {tally.reprompts / tally.patients:.2f}, unfinished {tally.unfinished}",
        flush=True,
    )
    for example in tally.too_low_examples[:examples]:
        print(f"  {example}")


def main() -> None:
    """Print one line a word error rate, and draw them; then the ears of this machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=20_000)
    parser.add_argument("--errors", type=float, nargs="*", default=[0.0, 0.05, 0.1, 0.2])
    parser.add_argument("--ears", type=int, choices=(1, 2), default=2)
    parser.add_argument("--own-ears", choices=("brought", "fetched"), nargs="*", default=[])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--examples", type=int, default=0)
    options = parser.parse_args()
    script = load_script("GB")
    tallies: dict[float, Tally] = {}
    report: dict[str, Tally] = {}
    for rate in options.errors:
        tally = tallies[rate] = run(script, options.patients, rate, options.ears)
        report[f"{rate:.0%}"] = tally
        show(f"word errors {rate:.0%}", tally, options.examples)
    for which in options.own_ears:
        ears = OwnEars(open_ears("vosk", which == "fetched"))
        for name, speakers in SPEAKERS.items():
            tally = run_measured(script, options.patients, ears, speakers)
            ears.save()
            report[f"{which}, {name}"] = tally
            show(f"own ears ({which} models), {name}", tally, options.examples)
        ears.close()
    if options.out is not None and tallies:
        options.out.write_text(plot(tallies), encoding="utf-8")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(
        json.dumps({name: vars(tally) for name, tally in report.items()}, indent=1),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
