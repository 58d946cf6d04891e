"""False accepts against false rejects, as an SVG that stands in docs/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

_WIDTH, _HEIGHT, _LEFT, _TOP, _BELOW = 560, 340, 60, 30, 50
_MOST = 0.10
"""The largest share of false accepts that is drawn."""
_COLOURS = ("#1b6ca8", "#3a9d5d", "#c98a00", "#b03a2e")


def curves(outside: Sequence[float], inside: Mapping[str, Sequence[float]], mark: float) -> str:
    """The chart: for every bound, who passes.

    `outside`: the probabilities of what should not pass; `inside`: by name, those of the answers
    that should (0 where another one was heard). `mark`: the share of false accepts to point out.
    """
    right, bottom = _WIDTH - 20, _HEIGHT - _BELOW

    def x(share: float) -> float:
        return _LEFT + (right - _LEFT) * min(share, _MOST) / _MOST

    def y(share: float) -> float:
        return bottom - (bottom - _TOP) * share

    wrong = np.array(outside)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<path d="M{_LEFT} {_TOP}V{bottom}H{right}" fill="none" stroke="#444"/>',
        f'<path d="M{x(mark):.0f} {_TOP}V{bottom}" stroke="#999" stroke-dasharray="4 3"/>',
        f'<text x="{(_LEFT + right) / 2:.0f}" y="{_HEIGHT - 12}" text-anchor="middle">'
        "other words, noise and talk accepted as an answer</text>",
        f'<text transform="translate(16 {(_TOP + bottom) / 2:.0f}) rotate(-90)" '
        'text-anchor="middle">answers not accepted directly</text>',
    ]
    for step in range(0, 6):
        share = step / 5
        parts.append(
            f'<text x="{_LEFT - 6}" y="{y(share) + 4:.0f}" text-anchor="end">{share:.0%}</text>'
            f'<text x="{x(share * _MOST):.0f}" y="{bottom + 16}" text-anchor="middle">'
            f"{share * _MOST:.0%}</text>"
        )
    for index, (name, probabilities) in enumerate(inside.items()):
        said = np.array(probabilities)
        bounds = np.r_[1.0, np.unique(wrong)[::-1]]
        shares = [(float((wrong >= b).mean()), float((said < b).mean())) for b in bounds]
        drawn = [f"{x(a):.1f},{y(r):.1f}" for a, r in shares if a <= _MOST]
        colour = _COLOURS[index % len(_COLOURS)]
        parts.append(
            f'<polyline points="{" ".join(drawn)}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<text x="{right - 60}" y="{_TOP + 4 + 16 * index}" fill="{colour}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"
