"""The part of the page about claims."""

from __future__ import annotations

from collections.abc import Sequence

from bot.report.groups import Plot, groups, plots
from bot.report.page import Row, latency, part, source_of, table, wrong
from rag.evaluation.claims import Judged, measure_claims

_HEADS = ("claims", "number", "true backed", "false backed", "contradicted found", "true shown", "false shown")


def _is_true(found: Judged) -> bool:
    return found.labelled.label == "backed"


def _is_false(found: Judged) -> bool:
    return not _is_true(found)


_PLOTS: tuple[Plot[Judged], ...] = (
    ("Backed, of true claims", lambda group: measure_claims(group).true_backed, _is_true),
    ("Backed, of false claims (fewer are better)", lambda group: measure_claims(group).false_backed, _is_false),
    (
        "Called contradicted, of claims that an article contradicts",
        lambda group: measure_claims(group).contradicted,
        lambda found: found.labelled.label == "contradicted",
    ),
    (
        "Shown if a language model says it, of false claims (fewer are better)",
        lambda group: measure_claims(group).false_shown,
        _is_false,
    ),
)


def claims(rows: Sequence[Row], judged: Sequence[Judged]) -> str:
    """Return the part about claims; `rows` are the figures as (name, value), in words of the caller."""
    faults = [found for found in judged if found.is_wrong]
    figures = measure_claims(judged)
    times = [found.milliseconds for found in judged]
    return part(
        "Claims",
        rows,
        plots(_groups(judged), _PLOTS),
        table(_HEADS, [_row(label, group) for label, group in _groups(judged)]),
        latency("Claims by the time their check took", times, figures.p50_ms, figures.p95_ms),
        [f"<h3>Judged wrongly: {len(faults)} of {len(judged)}</h3>", *map(_wrong, faults)],
    )


def _groups(judged: Sequence[Judged]) -> list[tuple[str, list[Judged]]]:
    return groups(judged, lambda found: (found.labelled.language, found.labelled.kind))


def _row(label: str, group: Sequence[Judged]) -> tuple[str, int, Sequence[float | None]]:
    f = measure_claims(group)
    return label, f.claims, (f.true_backed, f.false_backed, f.contradicted, f.true_shown, f.false_shown)


def _wrong(found: Judged) -> str:
    labelled, checked = found.labelled, found.checked
    fault = f"Called {checked.verdict}, and is {labelled.label}"
    sources = "".join(source_of(source) for source in checked.sources)
    return wrong(labelled.claim, fault, (labelled.id, labelled.language, labelled.kind), (), sources)
