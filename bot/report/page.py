"""The frame of the page, and what its parts have in common. Everything foreign in it is escaped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from bot.report.charts import distribution
from bot.wrapping import one_line
from rag.links import text_fragment

if TYPE_CHECKING:
    from rag.answer import Source

Row = tuple[str, str]


def page(title: str, about: str, parts: Sequence[str]) -> str:
    """Return a page of parts, which are HTML."""
    frame = Template(files("bot.report").joinpath("page.html").read_text("utf-8"))
    return frame.substitute(title=safe(title), about=safe(about), parts="\n".join(parts))


def part(heading: str, rows: Sequence[Row], plots: str, groups: str, latency: str, wrong: Sequence[str]) -> str:
    """Return what was measured of one sort of thing: figures (name, value) beside plots, groups, times, faults."""
    figures = "\n".join(f"<tr><th>{safe(what)}</th><td>{safe(value)}</td></tr>" for what, value in rows)
    return (
        f'<h2>{safe(heading)}</h2>\n<div class="pair">\n<div>\n<table>\n'
        "<caption>Shares from 0 to 1; a dash where nothing could show them.</caption>\n"
        f"<tbody>\n{figures}\n</tbody>\n</table>\n</div>\n<div>\n{plots}\n</div>\n</div>\n"
        f"<h3>By language and kind</h3>\n{groups}\n<h3>Latency</h3>\n{latency}\n" + "\n".join(wrong)
    )


def table(heads: Sequence[str], rows: Sequence[tuple[str, int, Sequence[float | None]]]) -> str:
    """Return a table of groups: the name of each, how many are in it, and shares."""
    head = "".join(f"<th>{safe(name)}</th>" for name in heads)
    body = "\n".join(
        f"<tr><th>{safe(name)}</th><td>{number}</td>"
        + "".join(f"<td>{'-' if share is None else f'{share:.3f}'}</td>" for share in shares)
        + "</tr>"
        for name, number, shares in rows
    )
    inside = f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{body}\n</tbody>"
    return f'<div class="scroll">\n<table>\n{inside}\n</table>\n</div>'


def latency(title: str, milliseconds: Sequence[float], p50: float | None, p95: float | None) -> str:
    """Return a plot of times with their percentiles, or that there are none."""
    if p50 is None or p95 is None:
        return "<p>Nothing was measured.</p>"
    return distribution(title, milliseconds, {"p50": p50, "p95": p95})


def wrong(text: str, fault: str, labels: Sequence[str], told: Sequence[Row], sources: str) -> str:
    """Return a card of what went wrong: `told` are (name, HTML), `sources` is HTML."""
    named = safe(" · ".join(filter(None, labels)))
    terms = "".join(f"<dt>{safe(name)}</dt><dd>{html}</dd>" for name, html in told)
    return (
        f'<section class="wrong"><h3>{safe(text)}</h3>'
        f'<p class="fault">{safe(fault)} <span class="soft">({named})</span></p><dl>{terms}</dl>{sources}</section>'
    )


def source_of(source: Source, shown: Collection[str] = ()) -> str:
    """Return a source with its quotes, but for those that are shown already."""
    article, first = source.article, source.quotes[0].text if source.quotes else ""
    title, link = safe(article.title), text_fragment(article.url, first)
    linked = f'<a href="{escape(link)}">{title}</a>' if link else title
    outlet = ", ".join((article.provider or "unnamed outlet", (article.published or "undated")[:10]))
    quotes = "".join(
        f"<blockquote>{safe(quote.text)}</blockquote>" for quote in source.quotes if quote.text not in shown
    )
    return f'<p class="soft">[{source.n}] {linked} - {safe(outlet)}</p>{quotes}'


def safe(text: str) -> str:
    """Return foreign text as one line of HTML that means nothing but itself."""
    return escape(one_line(text))
