"""The decoding graph: every pronunciation between optional silences, and a filler for the rest.

The filler is the word `[unk]`: a free loop over all sounds, each at a price, beside the class of
"any speech". A word of the grammar wins only if its own sounds fit nearly as well as the best
sounds that a free listener would write down; that is what rejects words outside the grammar.
For Kaldi the whole loop is one phone with many states: as single phones, the many equally good
spellings of a noise would blow up the lattice (a second of noise took a second to decode).
"""

from __future__ import annotations

from dataclasses import dataclass

from models.recipe import phones
from models.recipe.kaldi_files import Arc, Phone, Topology, Transitions, vector_fst
from models.recipe.lexicon import Lexicon

UNKNOWN = "[unk]"
STEADY = Topology(((0, ((0, 0.75), (1, 0.25))),))
HALVES = Topology(((0, ((0, 0.5), (1, 0.4), (2, 0.1))), (1, ((1, 0.5), (2, 0.5)))))
STAY, ON, SKIP = 0, 1, 2
FILLER = 2  # the number of the filler's phone; its state is the pdf less one
FILLER_END = 2  # of its transitions: the one that ends the phone
_STATES = phones.PDFS - 1
LOOP = Topology(
    tuple((k, ((k, 0.5), ((k + 1) % _STATES, 0.4), (_STATES, 0.1))) for k in range(_STATES))
)


@dataclass(frozen=True, slots=True)
class Costs:
    """Prices in nats (after the acoustic scale)."""

    word: float = 2.0
    silence: float = 0.7
    skip: float = 0.6
    """For a sound so short that its second half is missing."""
    filler: float = 9.0
    filler_sound: float = 1.0
    any_speech: float = 2.0


def transitions() -> Transitions:
    """Silence is phone 1, the filler 2, then four positions of each unit, which share sounds."""
    listed = [Phone(0, (phones.SILENCE_PDF,)), Phone(2, tuple(range(1, phones.PDFS)))]
    for unit in phones.UNITS:
        listed += [Phone(1, (phones.pdf(unit, 0), phones.pdf(unit, 1)))] * 4
    return Transitions((STEADY, HALVES, LOOP), tuple(listed))


def phone(unit: str, position: str) -> int:
    """The number of a unit at a position of its word (B, E, I or S)."""
    return 3 + 4 * phones.INDEX[unit] + phones.POSITIONS.index(position)


def word_boundaries() -> str:
    """The text of `graph/phones/word_boundary.int`."""
    names = {"B": "begin", "E": "end", "I": "internal", "S": "singleton"}
    lines = ["1 nonword", f"{FILLER} singleton"]
    for unit in phones.UNITS:
        lines += [f"{phone(unit, p)} {names[p]}" for p in phones.POSITIONS]
    return "\n".join(lines) + "\n"


def word_numbers(lexicon: Lexicon) -> dict[str, int]:
    """Number of each word; 0 is no word."""
    return {word: i for i, word in enumerate(["<eps>", UNKNOWN, *sorted(lexicon)])}


class _Graph:
    """Arcs under construction."""

    def __init__(self, costs: Costs) -> None:
        self.arcs: list[list[Arc]] = []
        self.costs = costs
        self.ids = transitions().numbers()

    def state(self) -> int:
        self.arcs.append([])
        return len(self.arcs) - 1

    def arc(self, source: int, target: int, tid: int = 0, word: int = 0, cost: float = 0) -> None:
        self.arcs[source].append(Arc(tid, word, cost, target))

    def silence(self, source: int, target: int) -> None:
        """A stretch of silence between two states."""
        after = self.state()
        self.arc(source, after, self.ids[1, 0, ON], cost=self.costs.silence)
        self.arc(after, after, self.ids[1, 0, STAY])
        self.arc(after, target)

    def held(self, source: int, pdf: int, way: int, cost: float = 0) -> int:
        """Frames of one class within the filler; returns the state after the first of them."""
        after = self.state()
        self.arc(source, after, self.ids[FILLER, pdf - 1, way], cost=cost)
        self.arc(after, after, self.ids[FILLER, pdf - 1, STAY])
        return after

    def sound(
        self, source: int, number: int, word: int = 0, cost: float = 0, after: int | None = None
    ) -> int:
        """A unit of two halves, or only the first one; returns the state after it.

        Kaldi's word alignment wants a state's forward transition before its self-loops.
        """
        first, second = self.state(), self.state()
        after = self.state() if after is None else after
        self.arc(source, first, self.ids[number, 0, ON], word, cost)
        self.arc(first, first, self.ids[number, 0, STAY])
        self.arc(first, second, self.ids[number, 1, ON])
        self.arc(second, second, self.ids[number, 1, STAY])
        self.arc(second, after)
        self.arc(source, after, self.ids[number, 0, SKIP], word, cost + self.costs.skip)
        return after


def hclr(lexicon: Lexicon, costs: Costs | None = None) -> bytes:
    """The bytes of `graph/HCLr.fst`."""
    costs = costs or Costs()
    graph = _Graph(costs)
    start, loop, ended = graph.state(), graph.state(), graph.state()
    graph.arc(start, loop)
    graph.silence(start, loop)
    graph.arc(ended, loop)
    graph.silence(ended, loop)
    numbers = word_numbers(lexicon)
    _filler(graph, loop, ended, numbers[UNKNOWN])
    for word in sorted(lexicon):
        for sounds in lexicon[word]:
            places = "S" if len(sounds) == 1 else "B" + "I" * (len(sounds) - 2) + "E"
            here, label, cost = loop, numbers[word], costs.word
            for i, (unit, place) in enumerate(zip(sounds, places, strict=True)):
                after = ended if i == len(sounds) - 1 else None
                here = graph.sound(here, phone(unit, place), label, cost, after)
                label, cost = 0, 0.0
    for leaving in graph.arcs:
        leaving.sort(key=lambda arc: arc.output)
    return vector_fst(graph.arcs, {loop: 0.0}, start)


def _filler(graph: _Graph, loop: int, ended: int, label: int) -> None:
    costs = graph.costs
    hub = graph.state()
    graph.arc(loop, hub, word=label, cost=costs.filler)
    graph.arc(graph.held(hub, phones.SPOKEN_PDF, ON, costs.any_speech), hub)
    graph.arc(graph.held(hub, phones.SPOKEN_PDF, FILLER_END, costs.any_speech), ended)
    for unit in phones.UNITS:
        first = graph.held(hub, phones.pdf(unit, 0), ON, costs.filler_sound)
        graph.arc(graph.held(first, phones.pdf(unit, 1), ON), hub)
        graph.arc(graph.held(first, phones.pdf(unit, 1), FILLER_END), ended)
        hurried = costs.filler_sound + costs.skip
        graph.arc(graph.held(hub, phones.pdf(unit, 0), ON, hurried), hub)


def grammar_loop(lexicon: Lexicon) -> bytes:
    """The bytes of `graph/Gr.fst`: any words in any order, used when no grammar is given."""
    arcs = [Arc(i, i, 0.0, 0) for word, i in word_numbers(lexicon).items() if i]
    return vector_fst([arcs], {0: 0.0})


def words_text(lexicon: Lexicon) -> str:
    """The text of `graph/words.txt`."""
    return "".join(f"{word} {i}\n" for word, i in word_numbers(lexicon).items())
