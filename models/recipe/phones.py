"""The sound units of the model: ARPAbet without stress, and how each synthesiser spells them.

A unit is one of UNITS. Every unit has two acoustic classes ("pdfs"), its first and its second half;
silence and "speech that is not told apart" (SPN) have one class each.
"""

from __future__ import annotations

SILENCE = "SIL"
SPOKEN = "SPN"
UNITS = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH",
    "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH",
    "UW", "V", "W", "Y", "Z", "ZH",
)  # fmt: skip
INDEX = {unit: i for i, unit in enumerate(UNITS)}
PDFS = 2 + 2 * len(UNITS)
SILENCE_PDF = 0
SPOKEN_PDF = 1
POSITIONS = "BEIS"  # begin, end, inside, single: Kaldi finds word ends by them


def pdf(unit: str, half: int) -> int:
    """The acoustic class of a unit's first (0) or second (1) half."""
    if unit == SILENCE:
        return SILENCE_PDF
    if unit == SPOKEN:
        return SPOKEN_PDF
    return 2 + 2 * INDEX[unit] + half


# espeak-ng's mnemonics (1.51) that mean the same in every English accent.
_ESPEAK_ANY = {
    "a": "AE", "aa": "AE", "a#": "AH", "A:": "AA", "0": "AA", "O:": "AO", "O2": "AO", "O": "AO",
    "o": "OW", "V": "AH", "@": "AH", "@2": "AH", "@-": "AH", "E": "EH", "E2": "EH", "I": "IH",
    "I2": "IH", "I#": "IH", "i": "IY", "i:": "IY", "U": "UH", "u:": "UW", "u": "UW", "3:": "ER",
    "VR": "ER", "IR": "ER", "aI": "AY", "aI2": "AY", "aU": "AW", "eI": "EY", "oU": "OW",
    "OI": "OY", "@L": "AH L", "p": "P", "b": "B", "t": "T", "t#": "T", "t2": "T", "t[": "T",
    "?": "T", "d": "D", "d#": "D", "k": "K", "x": "K", "g": "G", "f": "F", "v": "V", "T": "TH",
    "D": "DH", "s": "S", "z": "Z", "S": "SH", "Z": "ZH", "h": "HH", "tS": "CH", "dZ": "JH",
    "m": "M", "n": "N", "n-": "N", "N": "NG", "l": "L", "r": "R", "r-": "R", "j": "Y", "w": "W",
    "w#": "W", "_": SILENCE, "_:": SILENCE, "_!": SILENCE,
}  # fmt: skip
_RHOTIC = {
    "3": "ER", "A@": "AA R", "O@": "AO R", "o@": "AO R", "e@": "EH R", "i@": "IY AH",
    "i@3": "IH R", "U@": "UH R", "aI3": "AY ER", "aI@": "AY ER", "aU@": "AW ER",
}  # fmt: skip
_NON_RHOTIC = {
    "3": "AH", "A@": "AA", "O@": "AO", "o@": "AO", "e@": "EH", "i@": "IY AH", "i@3": "IY AH",
    "U@": "UH AH", "aI3": "AY AH", "aI@": "AY AH", "aU@": "AW AH",
}  # fmt: skip
CONTINUES = frozenset({";", "'", ",", "%", "="})  # marks that lengthen the sound before them


def espeak_units(mnemonic: str, rhotic: bool) -> tuple[str, ...] | None:
    """The units of one espeak-ng mnemonic; None for a mnemonic that the table does not know."""
    spelled = _ESPEAK_ANY.get(mnemonic) or (_RHOTIC if rhotic else _NON_RHOTIC).get(mnemonic)
    return tuple(spelled.split()) if spelled else None


def flite_unit(name: str) -> str | None:
    """The unit of one flite phone name; None for one that the table does not know."""
    upper = {"pau": SILENCE, "ax": "AH", "h#": SILENCE, "brth": SILENCE}.get(name, name.upper())
    return upper if upper in INDEX or upper == SILENCE else None


def without_r(units: tuple[str, ...]) -> tuple[str, ...]:
    """The same word as an accent without r after vowels says it ("four" F AO, "hour" AW AH)."""
    vowels = {u for u in UNITS if u[0] in "AEIOU"}
    kept: list[str] = []
    for i, unit in enumerate(units):
        after = units[i + 1] if i + 1 < len(units) else ""
        if unit == "R" and i and units[i - 1] in vowels and after not in vowels:
            continue
        kept.append("AH" if unit == "ER" and not after and len(units) > 2 else unit)
    return tuple(kept)
