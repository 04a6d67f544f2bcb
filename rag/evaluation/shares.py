"""Shares and percentiles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def share(values: Iterable[float]) -> float | None:
    """Return the mean of values, which is the share of those that are true; None of none."""
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else None


def percentile(ordered: Sequence[float], percent: float) -> float | None:
    """Return a percentile by the nearest-rank method; None of none."""
    return ordered[math.ceil(percent / 100 * len(ordered)) - 1] if ordered else None
