"""The part of the page about questions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.report.charts import bars
from bot.report.groups import groups
from bot.report.page import Row, latency, part, safe, source_of, table, wrong
from bot.wrapping import one_line
from rag.evaluation.questions import is_right, measure

if TYPE_CHECKING:
    from rag.answer import Answer
    from rag.evaluation.questions import Outcome

_HEADS = ("questions", "number", "answer in first claim", "answer in any claim", "refused wrongly", "refused rightly")


def questions(rows: Sequence[Row], outcomes: Sequence[Outcome]) -> str:
    """Return the part about questions; `rows` are the figures as (name, value), in words of the caller."""
    faults = [(fault, outcome) for outcome in outcomes if (fault := _fault(outcome))]
    figures = measure(outcomes)
    times = [outcome.milliseconds for outcome in outcomes]
    return part(
        "Questions",
        rows,
        "\n".join(_bars(outcomes)),
        table(_HEADS, [_row(label, group) for label, group in _groups(outcomes)]),
        latency("Questions by the time their answer took", times, figures.p50_ms, figures.p95_ms),
        [
            f"<h3>Answered wrongly: {len(faults)} of {len(outcomes)}</h3>",
            *(_wrong(fault, outcome) for fault, outcome in faults),
        ],
    )


def _fault(outcome: Outcome) -> str:
    """Return what is wrong with an answer, empty where nothing is."""
    refused = outcome.answer.status == "refused"
    if not outcome.question.answerable:
        return "" if refused else "Answered, though no article answers it"
    if refused:
        return "Refused, though the articles answer it"
    return "" if is_right(outcome) else "The answer is not in any claim"


def _groups(outcomes: Sequence[Outcome]) -> list[tuple[str, list[Outcome]]]:
    return groups(outcomes, lambda outcome: (outcome.question.language, outcome.question.kind))


def _bars(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a plot of each share that some question can show."""
    plots = (
        ("Answer in any claim, of answerable questions", "right_any", True),
        ("Refused, of questions that no article answers", "refused_rightly", False),
        ("Refused, of answerable questions (fewer are better)", "refused_wrongly", True),
    )
    for title, field, answerable in plots:
        rows = [
            (one_line(label), share, sum(outcome.question.answerable == answerable for outcome in group))
            for label, group in _groups(outcomes)
            if (share := getattr(measure(group), field)) is not None
        ]
        if rows:
            yield bars(title, rows)


def _row(label: str, group: Sequence[Outcome]) -> tuple[str, int, Sequence[float | None]]:
    f = measure(group)
    return label, f.questions, (f.right_first, f.right_any, f.refused_wrongly, f.refused_rightly)


def _wrong(fault: str, outcome: Outcome) -> str:
    question, answer = outcome.question, outcome.answer
    expected = "; ".join(" or ".join(group) for group in question.answers)
    told = [("Expected", safe(expected))] if expected else []
    shown = {claim.text for claim in answer.claims}
    sources = "".join(source_of(source, shown) for source in answer.sources)
    labels = (question.id, question.language, question.kind)
    return wrong(question.question, fault, labels, [*told, ("Said", _said(answer))], sources)


def _said(answer: Answer) -> str:
    lines = [claim.text + "".join(f"[{n}]" for n in claim.citations) for claim in answer.claims] or [answer.refusal]
    return "".join(f"<p>{safe(line)}</p>" for line in lines)
