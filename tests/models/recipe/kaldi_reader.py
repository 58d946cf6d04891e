"""Reads back what the recipe writes, with code of its own: FSTs and matrices."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

ReadArc = tuple[int, int, float, int]


@dataclass(frozen=True)
class Fst:
    """A VectorFst as read."""

    start: int
    finals: dict[int, float]
    arcs: list[list[ReadArc]]


def read_fst(data: bytes) -> Fst:
    """Parse an OpenFst vector FST; asserts magic, types, counts and that no byte is left over."""
    place = 0

    def take(form: str) -> tuple[int | float, ...]:
        nonlocal place
        values = struct.unpack_from("<" + form, data, place)
        place += struct.calcsize("<" + form)
        return values

    def text() -> str:
        nonlocal place
        (size,) = take("i")
        value = data[place : place + int(size)].decode()
        place += int(size)
        return value

    assert take("i") == (2125659606,)
    assert (text(), text()) == ("vector", "standard")
    assert take("iiQ") == (2, 0, 3)
    start, states, count = (int(v) for v in take("qqq"))
    finals: dict[int, float] = {}
    arcs: list[list[ReadArc]] = []
    for state in range(states):
        final, number = take("fq")
        if final != float("inf"):
            finals[state] = float(final)
        leaving = [take("iifi") for _ in range(int(number))]
        arcs.append([(int(i), int(o), float(w), int(n)) for i, o, w, n in leaving])
    assert sum(map(len, arcs)) == count
    assert place == len(data)
    return Fst(start, finals, arcs)


def read_matrix(data: bytes) -> npt.NDArray[np.float64]:
    """Parse an FM, CM2 or CM3 matrix."""
    kind = data[:3].strip().decode()
    if kind == "FM":
        assert data[3] == 4
        assert data[8] == 4
        rows, columns = struct.unpack("<i", data[4:8])[0], struct.unpack("<i", data[9:13])[0]
        return np.frombuffer(data[13:], "<f4").reshape(rows, columns).astype(float)
    low, extent, rows, columns = struct.unpack("<ffii", data[4:20])
    codes = np.frombuffer(data[20:], {"CM2": "<u2", "CM3": "u1"}[kind]).reshape(rows, columns)
    return low + extent * codes.astype(float) / {"CM2": 65535, "CM3": 255}[kind]
