"""Plots as SVG that a page takes its colours and letters for; all text in them is escaped."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

# Units of the drawings: as many as a phone has pixels in width, so that letters are legible there.
WIDTH = 360
_LABEL, _VALUE, _ROW = 96, 74, 24
_HEIGHT = 110
_BINS = 18


def bars(title: str, rows: Sequence[tuple[str, float, int]]) -> str:
    """Draw shares (0 to 1) as bars, a (label, share, number of questions) each."""
    room = WIDTH - _LABEL - _VALUE
    drawn = []
    for n, (label, share, count) in enumerate(rows):
        top = n * _ROW
        drawn += [
            f'<text x="0" y="{top + 16}">{escape(label)}</text>',
            f'<rect class="rest" x="{_LABEL}" y="{top + 5}" width="{room}" height="14" rx="2"/>',
            f'<rect class="bar" x="{_LABEL}" y="{top + 5}" width="{room * share:.1f}" height="14" rx="2"/>',
            f'<text x="{WIDTH - _VALUE + 6}" y="{top + 16}">{share:.0%}<tspan class="soft"> of {count}</tspan></text>',
        ]
    return _figure(title, len(rows) * _ROW, drawn)


def distribution(title: str, values: Sequence[float], rules: Mapping[str, float]) -> str:
    """Draw how often values (milliseconds) occur, with lines through those that `rules` name.

    The last bar holds all that lie beyond the scale, which ends at twice the highest rule.
    """
    most = min(max(values), 2 * max(rules.values()))
    step = _round_up(most / _BINS)
    counts = [0] * (math.floor(most / step) + 1)
    for value in values:
        counts[min(math.floor(value / step), len(counts) - 1)] += 1
    wide, tall = WIDTH / len(counts), _HEIGHT / max(counts)
    base = _HEIGHT + 14 * len(rules)
    drawn = [
        f'<rect class="bar" x="{n * wide + 0.5:.1f}" y="{base - count * tall:.1f}" width="{wide - 1:.1f}"'
        f' height="{count * tall:.1f}"><title>{n * step:g} ms and more: {count}</title></rect>'
        for n, count in enumerate(counts)
    ]
    drawn.append(f'<path class="axis" d="M0 {base}H{WIDTH}"/>')
    for n, (name, value) in enumerate(rules.items()):
        x, top = min(value / step * wide, WIDTH), 10 + 14 * n  # each name on a line of its own: they may be close
        anchor = "start" if x < WIDTH / 2 else "end"
        drawn.append(f'<path class="rule" d="M{x:.1f} {top + 4}V{base}"/>')
        drawn.append(f'<text x="{x:.1f}" y="{top}" text-anchor="{anchor}">{escape(name)} {value:.0f} ms</text>')
    drawn.append(f'<text class="soft" x="0" y="{base + 15}">0</text>')
    end = f"{len(counts) * step:g} ms" + (" and more" if max(values) > most else "")
    drawn.append(f'<text class="soft" x="{WIDTH}" y="{base + 15}" text-anchor="end">{end}</text>')
    return _figure(title, base + 20, drawn)


def _round_up(step: float) -> float:
    """Return the next 1, 2 or 5 with zeros: 0.02, 10, 500."""
    power = 10.0 ** math.floor(math.log10(step)) if step > 0 else 1.0
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= step)


def _figure(title: str, height: float, drawn: Sequence[str]) -> str:
    inside = "\n".join(drawn)
    return (
        f"<figure><figcaption>{escape(title)}</figcaption>\n"
        f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" aria-label="{escape(title)}">\n{inside}\n</svg></figure>'
    )
