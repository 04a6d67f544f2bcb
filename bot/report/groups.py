"""What was measured, by language and kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def groups(entries: Sequence[T], labels: Callable[[T], tuple[str, str]]) -> list[tuple[str, list[T]]]:
    """Return all entries, then those of each language and of each kind, as `labels` names them."""
    found = [("all", list(entries))]
    for field in (0, 1):
        values = dict.fromkeys(labels(entry)[field] for entry in entries)
        found += [(value, [e for e in entries if labels(e)[field] == value]) for value in values if value]
    return found
