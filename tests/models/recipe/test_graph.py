"""The decoding graph accepts the sounds of its words, and its labels are consistent."""

from __future__ import annotations

from models.recipe import graph, lexicon, phones
from tests.models.recipe.kaldi_reader import Fst, read_fst

WORDS: lexicon.Lexicon = {"no": (("N", "OW"),), "oh": (("OW",),), "yes": (("Y", "EH", "S"),)}


def words_of(fst: Fst, tids: list[int]) -> set[tuple[int, ...]]:
    """Every word sequence whose path takes exactly these transition ids and ends well."""
    found: set[tuple[int, ...]] = set()
    waiting = [(fst.start, 0, ())]
    while waiting:
        state, used, words = waiting.pop()
        if used == len(tids) and state in fst.finals:
            found.add(words)
        for label, word, _, target in fst.arcs[state]:
            now = (*words, word) if word else words
            if label == 0:
                waiting.append((target, used, now))
            elif used < len(tids) and label == tids[used]:
                waiting.append((target, used + 1, now))
    return found


def tids(unit: str, position: str, short: bool = False) -> list[int]:
    ids = graph.transitions().numbers()
    number = graph.phone(unit, position)
    if short:
        return [ids[number, 0, graph.SKIP]]
    on, stay, last = ids[number, 0, 1], ids[number, 0, 0], ids[number, 1, 1]
    return [on, stay, last]


def filler(*units: str) -> list[int]:
    """The transition ids of the filler for these sounds, each half one frame long."""
    ids = graph.transitions().numbers()
    states = [phones.pdf(unit, half) - 1 for unit in units for half in (0, 1)]
    ways = [graph.ON] * (len(states) - 1) + [graph.FILLER_END]
    return [ids[graph.FILLER, state, way] for state, way in zip(states, ways, strict=True)]


def test_a_word_is_exactly_its_sounds() -> None:
    no = graph.word_numbers(WORDS)["no"]
    fst = read_fst(graph.hclr(WORDS))
    assert words_of(fst, tids("N", "B") + tids("OW", "E")) == {(no,)}
    hurried = tids("N", "B", short=True) + tids("OW", "E", short=True)
    assert words_of(fst, hurried) == {(no,)}
    assert words_of(fst, tids("Z", "B") + tids("OW", "E")) == set()


def test_the_filler_takes_any_sounds() -> None:
    unknown = graph.word_numbers(WORDS)[graph.UNKNOWN]
    fst = read_fst(graph.hclr(WORDS))
    assert (unknown,) in words_of(fst, filler("Z", "OW", "T"))


def test_the_filler_costs_more_than_a_word() -> None:
    costs = graph.Costs()
    assert costs.filler + costs.filler_sound > costs.word


def test_silence_may_stand_before_and_after() -> None:
    ids = graph.transitions().numbers()
    silence = [ids[1, 0, 1], ids[1, 0, 0], ids[1, 0, 0]]
    fst = read_fst(graph.hclr(WORDS))
    yes = graph.word_numbers(WORDS)["yes"]
    said = silence + tids("Y", "B") + tids("EH", "I") + tids("S", "E") + silence
    assert (yes,) in words_of(fst, said)


def test_arcs_are_sorted_by_word_and_labels_exist() -> None:
    fst = read_fst(graph.hclr(WORDS))
    last = max(graph.transitions().numbers().values())
    for leaving in fst.arcs:
        assert [a[1] for a in leaving] == sorted(a[1] for a in leaving)
        assert all(0 <= a[0] <= last and a[3] < len(fst.arcs) for a in leaving)


def test_every_phone_has_a_place_in_its_word() -> None:
    lines = graph.word_boundaries().splitlines()
    assert len(lines) == 2 + 4 * len(phones.UNITS) == len(graph.transitions().phones)
    assert lines[0] == "1 nonword"
    assert lines[graph.phone("ZH", "E") - 1].endswith(" end")
