"""The page of `footnote eval --report`: figures, plots and what went wrong, in one file that needs no other.

It stands with the front-ends because it only shows what rag.evaluation measured. Everything that comes from a file of
questions, an article or a model is escaped.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from bot.charts import bars, distribution
from bot.wrapping import one_line
from rag.evaluation import is_right, measure
from rag.links import text_fragment

if TYPE_CHECKING:
    from rag.answer import Answer, Source
    from rag.evaluation import Figures, Outcome

Row = tuple[str, str]


def page(name: str, model: str | None, rows: Sequence[Row], outcomes: Sequence[Outcome]) -> str:
    """Return the page about a file of questions: `rows` are its figures as (name, value), in words of the caller."""
    wrong = [(fault, outcome) for outcome in outcomes if (fault := _fault(outcome))]
    return Template(files("bot").joinpath("report.html").read_text("utf-8")).substitute(
        title=_safe(f"How well {name} is answered"),
        about=_safe(f"Footnote, {'quoted sentences' if model is None else f'language model {model}'}"),
        figures="\n".join(f"<tr><th>{_safe(what)}</th><td>{_safe(value)}</td></tr>" for what, value in rows),
        bars="\n".join(_bars(outcomes)),
        groups="\n".join(_group_row(label, measure(group)) for label, group in _groups(outcomes)),
        latency=_latency(outcomes),
        wrong_title=_safe(f"Answered wrongly: {len(wrong)} of {len(outcomes)}"),
        wrong="\n".join(_wrong(fault, outcome) for fault, outcome in wrong),
    )


def _fault(outcome: Outcome) -> str:
    """Return what is wrong with an answer, empty where nothing is."""
    refused = outcome.answer.status == "refused"
    if not outcome.question.answerable:
        return "" if refused else "Answered, though no article answers it"
    if refused:
        return "Refused, though the articles answer it"
    return "" if is_right(outcome) else "The answer is not in any claim"


def _groups(outcomes: Sequence[Outcome]) -> Iterator[tuple[str, list[Outcome]]]:
    """Yield all outcomes, then those of each language and of each kind, as the file names them."""
    yield "all", list(outcomes)
    for field in ("language", "kind"):
        for value in dict.fromkeys(getattr(outcome.question, field) for outcome in outcomes):
            if value:
                yield value, [outcome for outcome in outcomes if getattr(outcome.question, field) == value]


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


def _group_row(label: str, figures: Figures) -> str:
    shares = (figures.right_first, figures.right_any, figures.refused_wrongly, figures.refused_rightly)
    cells = [str(figures.questions), *("-" if share is None else f"{share:.3f}" for share in shares)]
    return f"<tr><th>{_safe(label)}</th>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _latency(outcomes: Sequence[Outcome]) -> str:
    figures = measure(outcomes)
    if figures.p50_ms is None or figures.p95_ms is None:
        return "<p>No question was asked.</p>"
    rules = {"p50": figures.p50_ms, "p95": figures.p95_ms}
    return distribution("Questions by the time their answer took", [o.milliseconds for o in outcomes], rules)


def _wrong(fault: str, outcome: Outcome) -> str:
    question, answer = outcome.question, outcome.answer
    labels = " · ".join(filter(None, (question.id, question.language, question.kind)))
    expected = "; ".join(" or ".join(group) for group in question.answers)
    expected = f"<dt>Expected</dt><dd>{_safe(expected)}</dd>" if expected else ""
    shown = {claim.text for claim in answer.claims}
    sources = "".join(_source(source, shown) for source in answer.sources)
    return (
        f'<section class="wrong"><h3>{_safe(question.question)}</h3>'
        f'<p class="fault">{_safe(fault)} <span class="soft">({_safe(labels)})</span></p>'
        f"<dl>{expected}<dt>Said</dt><dd>{_said(answer)}</dd></dl>{sources}</section>"
    )


def _said(answer: Answer) -> str:
    lines = [claim.text + "".join(f"[{n}]" for n in claim.citations) for claim in answer.claims] or [answer.refusal]
    return "".join(f"<p>{_safe(line)}</p>" for line in lines)


def _source(source: Source, shown: Collection[str]) -> str:
    """Return a source with its quotes, but for those that were the answer itself."""
    article, first = source.article, source.quotes[0].text if source.quotes else ""
    title, link = _safe(article.title), text_fragment(article.url, first)
    linked = f'<a href="{escape(link)}">{title}</a>' if link else title
    outlet = ", ".join((article.provider or "unnamed outlet", (article.published or "undated")[:10]))
    quotes = "".join(
        f"<blockquote>{_safe(quote.text)}</blockquote>" for quote in source.quotes if quote.text not in shown
    )
    return f'<p class="soft">[{source.n}] {linked} - {_safe(outlet)}</p>{quotes}'


def _safe(text: str) -> str:
    """Return foreign text as one line of HTML that means nothing but itself."""
    return escape(one_line(text))
