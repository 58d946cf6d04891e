"""The writer's bytes, read back by other code."""

from __future__ import annotations

import struct

import numpy as np
import pytest

from models.recipe import graph, kaldi_files
from models.recipe.kaldi_files import Arc, Layer, Phone, Topology, Transitions
from tests.models.recipe.kaldi_reader import read_fst, read_matrix


def test_an_fst_comes_back() -> None:
    arcs = [[Arc(1, 2, 0.5, 1), Arc(3, 0, 0.0, 0)], []]
    fst = read_fst(kaldi_files.vector_fst(arcs, {1: 0.25}))
    assert fst.arcs == [[(1, 2, 0.5, 1), (3, 0, 0.0, 0)], []]
    assert (fst.start, fst.finals) == (0, {1: 0.25})


@pytest.mark.parametrize(("kind", "error"), [("FM", 1e-7), ("CM2", 1e-4), ("CM3", 2e-2)])
def test_a_matrix_comes_back_within_its_precision(kind: str, error: float) -> None:
    values = np.random.default_rng(1).normal(size=(7, 5)).astype(np.float32)
    back = read_matrix(kaldi_files.matrix(values, kind))  # type: ignore[arg-type]
    assert back.shape == (7, 5)
    assert np.abs(back - values).max() < error


def test_a_constant_matrix_is_not_divided_by_zero() -> None:
    back = read_matrix(kaldi_files.matrix(np.full((2, 2), 3.0)))
    np.testing.assert_allclose(back, 3.0)


def test_transition_ids_count_self_loops_first() -> None:
    steady = Topology(((0, ((0, 0.75), (1, 0.25))),))
    ids = Transitions((steady,), (Phone(0, (0,)), Phone(0, (1,)))).numbers()
    assert ids == {(1, 0, 0): 1, (1, 0, 1): 2, (2, 0, 0): 3, (2, 0, 1): 4}


def test_transition_model_bytes() -> None:
    steady = Topology(((0, ((0, 0.75), (1, 0.25))),))
    data = Transitions((steady,), (Phone(0, (0,)),)).write()
    number = lambda value: b"\x04" + struct.pack("<i", value)  # noqa: E731
    real = lambda value: b"\x04" + struct.pack("<f", value)  # noqa: E731
    expected = b"<TransitionModel> <Topology> \x04" + struct.pack("<ii", 1, 1)
    expected += b"\x04" + struct.pack("<iii", 2, -1, 0) + number(1)
    expected += number(2) + number(0) + number(2) + number(0) + real(0.75) + number(1) + real(0.25)
    expected += number(-1) + number(0) + b"</Topology> <Triples> " + number(1)
    expected += number(1) + number(0) + number(0) + b"</Triples> <LogProbs> FV " + number(3)
    expected += struct.pack("<fff", 0, np.log(0.75), np.log(0.25))
    assert data == expected + b"</LogProbs> </TransitionModel> "


def test_the_model_states_its_context() -> None:
    layers = [
        Layer((-2, 0, 2), np.ones((4, 6), np.float32), np.zeros(4, np.float32)),
        Layer((-3, 0, 1), np.ones((3, 12), np.float32), np.zeros(3, np.float32)),
    ]
    data = kaldi_files.acoustic_model(graph.transitions(), layers, 2)
    assert data.startswith(b"\0B<TransitionModel> ")
    assert b"<LeftContext> \x04\x05\0\0\0<RightContext> \x04\x03\0\0\0<Priors> FV " in data
    assert b"component=a1 input=Append(Offset(r0, -3), r0, Offset(r0, 1))\n" in data
    assert data.count(b"<AffineComponent>") == 2
    assert data.count(b"<RectifiedLinearComponent>") == 1
