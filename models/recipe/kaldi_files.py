"""Writes the two binary files of a Kaldi nnet3 model: transition model with network, and FSTs.

The byte layouts follow Kaldi's `TransitionModel::Write`, `Nnet::Write`, `CompressedMatrix` and
OpenFst's `VectorFst` (their sources are the format's only description).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Transition = tuple[int, float]  # destination state, probability


def _int(value: int) -> bytes:
    return b"\x04" + struct.pack("<i", value)


def _float(value: float) -> bytes:
    return b"\x04" + struct.pack("<f", value)


def _double(value: float) -> bytes:
    return b"\x08" + struct.pack("<d", value)


def _ints(values: Sequence[int]) -> bytes:
    return b"\x04" + struct.pack(f"<i{len(values)}i", len(values), *values)


def vector(values: npt.ArrayLike) -> bytes:
    """A `FV` float vector."""
    data = np.asarray(values, dtype="<f4")
    return b"FV " + _int(len(data)) + data.tobytes()


def matrix(values: npt.ArrayLike, kind: Literal["FM", "CM2", "CM3"] = "CM3") -> bytes:
    """A float matrix: exact (`FM`), or steps between its extremes of 16 (CM2) or 8 (CM3) bits."""
    data = np.asarray(values, dtype="<f4")
    rows, columns = data.shape
    if kind == "FM":
        return b"FM " + _int(rows) + _int(columns) + data.tobytes()
    steps, dtype = (65535, "<u2") if kind == "CM2" else (255, "u1")
    low = float(data.min())
    extent = float(data.max()) - low or 1e-5
    codes = np.rint((data - low) / extent * steps).clip(0, steps).astype(dtype)
    return f"{kind} ".encode() + struct.pack("<ffii", low, extent, rows, columns) + codes.tobytes()


@dataclass(frozen=True, slots=True)
class Topology:
    """The states of a phone; the last one is its end and has no sound and no transitions."""

    states: tuple[tuple[int, tuple[Transition, ...]], ...]
    """Per sounding state its pdf class within the phone, and its transitions, self-loop first."""

    def write(self) -> bytes:
        out = _int(len(self.states) + 1)
        for pdf_class, transitions in self.states:
            out += _int(pdf_class) + _int(len(transitions))
            for destination, probability in transitions:
                out += _int(destination) + _float(probability)
        return out + _int(-1) + _int(0)


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone of the transition model: which topology it has and the pdf of each of its states."""

    topology: int
    pdfs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Transitions:
    """Numbers of Kaldi's transition ids, in the order in which `TransitionModel` gives them out.

    Phones are numbered from 1 in the order of `phones`.
    """

    topologies: tuple[Topology, ...]
    phones: tuple[Phone, ...]

    def numbers(self) -> dict[tuple[int, int, int], int]:
        """Transition id by (phone number, state, index of the transition in its state)."""
        result: dict[tuple[int, int, int], int] = {}
        for number, phone in enumerate(self.phones, 1):
            for state, (_, transitions) in enumerate(self.topologies[phone.topology].states):
                for index in range(len(transitions)):
                    result[number, state, index] = len(result) + 1
        return result

    def write(self) -> bytes:
        """The bytes of `<TransitionModel>`."""
        count = len(self.phones)
        out = b"<TransitionModel> <Topology> " + _ints(range(1, count + 1))
        out += _ints([-1, *(phone.topology for phone in self.phones)])
        out += _int(len(self.topologies)) + b"".join(t.write() for t in self.topologies)
        triples = [
            (number, state, phone.pdfs[pdf_class])
            for number, phone in enumerate(self.phones, 1)
            for state, (pdf_class, _) in enumerate(self.topologies[phone.topology].states)
        ]
        out += b"</Topology> <Triples> " + _int(len(triples))
        out += b"".join(_int(value) for triple in triples for value in triple)
        logs = [0.0] + [
            float(np.log(probability))
            for phone in self.phones
            for _, transitions in self.topologies[phone.topology].states
            for _, probability in transitions
        ]
        out += b"</Triples> <LogProbs> " + vector(logs)
        return out + b"</LogProbs> </TransitionModel> "


@dataclass(frozen=True, slots=True)
class Layer:
    """An affine layer on frames at `offsets` around the current one; all but the last are ReLU."""

    offsets: tuple[int, ...]
    weights: Floats
    bias: Floats


def network(layers: Sequence[Layer], width: int, kind: Literal["FM", "CM2", "CM3"]) -> bytes:
    """The bytes of `<Nnet3>`; `width` is the number of cepstra of an input frame."""
    config = [f"input-node name=input dim={width}"]
    parts: list[bytes] = []
    source = "input"
    for number, layer in enumerate(layers):
        spliced = [source if o == 0 else f"Offset({source}, {o})" for o in layer.offsets]
        sources = f"Append({', '.join(spliced)})" if len(spliced) > 1 else spliced[0]
        config.append(f"component-node name=a{number} component=a{number} input={sources}")
        parts.append(
            f"<ComponentName> a{number} <AffineComponent> <LearningRate> ".encode()
            + _float(0.001) + b"<LinearParams> " + matrix(layer.weights, kind)
            + b"<BiasParams> " + vector(layer.bias) + b"</AffineComponent> "
        )  # fmt: skip
        source = f"a{number}"
        if number < len(layers) - 1:
            config.append(f"component-node name=r{number} component=r{number} input=a{number}")
            parts.append(_relu(number, len(layer.bias)))
            source = f"r{number}"
    config.append(f"output-node name=output input={source} objective=linear")
    out = b"<Nnet3> \n" + "\n".join(config).encode() + b"\n\n<NumComponents> " + _int(len(parts))
    return out + b"".join(parts) + b"</Nnet3> "


def _relu(number: int, width: int) -> bytes:
    empty = vector([])
    return (
        f"<ComponentName> r{number} <RectifiedLinearComponent> <Dim> ".encode() + _int(width)
        + b"<ValueAvg> " + empty + b"<DerivAvg> " + empty + b"<Count> " + _double(0)
        + b"<OderivRms> " + empty + b"<OderivCount> " + _double(0)
        + b"<NumDimsSelfRepaired> " + _double(0) + b"<NumDimsProcessed> " + _double(0)
        + b"</RectifiedLinearComponent> "
    )  # fmt: skip


def acoustic_model(
    transitions: Transitions,
    layers: Sequence[Layer],
    width: int,
    kind: Literal["FM", "CM2", "CM3"] = "CM3",
) -> bytes:
    """The whole of `am/final.mdl`."""
    left = -sum(min(layer.offsets) for layer in layers)
    right = sum(max(layer.offsets) for layer in layers)
    return (
        b"\0B" + transitions.write() + network(layers, width, kind)
        + b"<LeftContext> " + _int(left) + b"<RightContext> " + _int(right)
        + b"<Priors> " + vector([])
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Arc:
    """One arc of an FST: labels (0 = none), cost in nats, next state."""

    input: int
    output: int
    cost: float
    target: int


def vector_fst(arcs: Sequence[Sequence[Arc]], finals: dict[int, float], start: int = 0) -> bytes:
    """An OpenFst `VectorFst` of the tropical semiring; `arcs[state]` are that state's arcs."""

    def text(value: str) -> bytes:
        return struct.pack("<i", len(value)) + value.encode()

    out = [struct.pack("<i", 2125659606), text("vector"), text("standard")]
    out.append(struct.pack("<iiQ", 2, 0, 3))
    out.append(struct.pack("<qqq", start, len(arcs), sum(map(len, arcs))))
    for state, leaving in enumerate(arcs):
        out.append(struct.pack("<fq", finals.get(state, float("inf")), len(leaving)))
        out += [struct.pack("<iifi", a.input, a.output, a.cost, a.target) for a in leaving]
    return b"".join(out)
