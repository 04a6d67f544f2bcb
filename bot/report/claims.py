"""The part of the page about claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.report.charts import bars
from bot.report.groups import groups
from bot.report.page import Row, latency, part, source_of, table, wrong
from bot.wrapping import one_line
from rag.evaluation.claims import measure_claims

if TYPE_CHECKING:
    from rag.evaluation.claims import Judged

_HEADS = ("claims", "number", "true backed", "false backed", "contradicted found", "true shown", "false shown")


def claims(rows: Sequence[Row], judged: Sequence[Judged]) -> str:
    """Return the part about claims; `rows` are the figures as (name, value), in words of the caller."""
    faults = [found for found in judged if found.is_wrong]
    figures = measure_claims(judged)
    times = [found.milliseconds for found in judged]
    return part(
        "Claims",
        rows,
        "\n".join(_bars(judged)),
        table(_HEADS, [_row(label, group) for label, group in _groups(judged)]),
        latency("Claims by the time their check took", times, figures.p50_ms, figures.p95_ms),
        [f"<h3>Judged wrongly: {len(faults)} of {len(judged)}</h3>", *map(_wrong, faults)],
    )


def _groups(judged: Sequence[Judged]) -> list[tuple[str, list[Judged]]]:
    return groups(judged, lambda found: (found.labelled.language, found.labelled.kind))


def _bars(judged: Sequence[Judged]) -> Iterator[str]:
    """Yield a plot of each share that some claim can show."""
    plots = (
        ("Backed, of true claims", "true_backed", ("backed",)),
        ("Backed, of false claims (fewer are better)", "false_backed", ("contradicted", "not covered")),
        ("Called contradicted, of claims that an article contradicts", "contradicted", ("contradicted",)),
        (
            "Shown if a language model says it, of false claims (fewer are better)",
            "false_shown",
            ("contradicted", "not covered"),
        ),
    )
    for title, field, labels in plots:
        rows = [
            (one_line(label), share, sum(found.labelled.label in labels for found in group))
            for label, group in _groups(judged)
            if (share := getattr(measure_claims(group), field)) is not None
        ]
        if rows:
            yield bars(title, rows)


def _row(label: str, group: Sequence[Judged]) -> tuple[str, int, Sequence[float | None]]:
    f = measure_claims(group)
    return label, f.claims, (f.true_backed, f.false_backed, f.contradicted, f.true_shown, f.false_shown)


def _wrong(found: Judged) -> str:
    labelled, checked = found.labelled, found.checked
    fault = f"Called {checked.verdict}, and is {labelled.label}"
    sources = "".join(source_of(source) for source in checked.sources)
    return wrong(labelled.claim, fault, (labelled.id, labelled.language, labelled.kind), (), sources)
