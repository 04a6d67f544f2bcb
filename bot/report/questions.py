"""The part of the page about questions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.report.groups import Plot, groups, plots
from bot.report.page import Row, latency, part, safe, source_of, table, wrong
from rag.evaluation.questions import Outcome, is_right, measure

if TYPE_CHECKING:
    from rag.answer import Answer

_HEADS = ("questions", "number", "answer in first claim", "answer in any claim", "refused wrongly", "refused rightly")


def _is_answerable(outcome: Outcome) -> bool:
    return outcome.question.answerable


_PLOTS: tuple[Plot[Outcome], ...] = (
    ("Answer in any claim, of answerable questions", lambda group: measure(group).right_any, _is_answerable),
    (
        "Refused, of questions that no article answers",
        lambda group: measure(group).refused_rightly,
        lambda outcome: not outcome.question.answerable,
    ),
    (
        "Refused, of answerable questions (fewer are better)",
        lambda group: measure(group).refused_wrongly,
        _is_answerable,
    ),
)


def questions(rows: Sequence[Row], outcomes: Sequence[Outcome]) -> str:
    """Return the part about questions; `rows` are the figures as (name, value), in words of the caller."""
    faults = [(fault, outcome) for outcome in outcomes if (fault := _fault(outcome))]
    figures = measure(outcomes)
    times = [outcome.milliseconds for outcome in outcomes]
    return part(
        "Questions",
        rows,
        plots(_groups(outcomes), _PLOTS),
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
