"""What was measured, by language and kind: the groups, and a plot of each share over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.report.charts import bars
from bot.wrapping import one_line

T = TypeVar("T")

Groups = Sequence[tuple[str, list[T]]]
# A title, the share of a group, and which of its entries it is a share of.
Plot = tuple[str, Callable[[list[T]], float | None], Callable[[T], bool]]


def groups(entries: Sequence[T], labels: Callable[[T], tuple[str, str]]) -> list[tuple[str, list[T]]]:
    """Return all entries, then those of each language and of each kind, as `labels` names them."""
    found = [("all", list(entries))]
    for field in (0, 1):
        values = dict.fromkeys(labels(entry)[field] for entry in entries)
        found += [(value, [e for e in entries if labels(e)[field] == value]) for value in values if value]
    return found


def plots(grouped: Groups[T], wanted: Sequence[Plot[T]]) -> str:
    """Draw each share that some entry can show, a bar for each group."""
    drawn = []
    for title, share, counts in wanted:
        found = [(label, share(group), sum(map(counts, group))) for label, group in grouped]
        if rows := [(one_line(label), value, number) for label, value, number in found if value is not None]:
            drawn.append(bars(title, rows))
    return "\n".join(drawn)
