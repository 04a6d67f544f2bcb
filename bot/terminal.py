"""What the terminal shows: answers, sources and articles as text for a screen of any width, or for a pipe.

Whatever comes from articles, settings or a model goes through `clean` before it gets here into a Text, and is never
read as markup.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.console import Console
from rich.style import Style
from rich.text import Text

from bot.labels import ENGLISH, Labels, labels_for
from bot.wrapping import clean, one_line, wrapped
from rag.links import text_fragment, web_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rag.answer import Answer, Claim, Source
    from rag.article import Article, Sentence

# Longer lines than this are hard to read.
MEASURE = 96
_DAY_COLUMN = 12
# Of the sixteen colours that every terminal has, magenta is the one with contrast on black and on white.
MARK = "magenta"
_MARKS = re.compile(r"(?:\[\d+\])+(?=[\s;.；。]|$)")
_LINKING_PROGRAMS = {"iTerm.app", "WezTerm", "vscode", "ghostty", "rio", "zed"}
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")
_VTE_WITH_LINKS = 5000


@dataclass(frozen=True, slots=True)
class Page:
    """How to set text: lines of at most `width` cells, None for a pipe; `links` where titles can be clicked."""

    width: int | None = None
    links: bool = False
    labels: Labels = ENGLISH

    def answering(self, question: str) -> Page:
        """Return the page with the words around the text in the language of a question."""
        return replace(self, labels=labels_for(question))


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where answers go (`out`) and where everything else does (`err`)."""

    out: Console
    err: Console
    environ: Mapping[str, str]

    @property
    def page(self) -> Page:
        """Return the page as it is now; a window may be resized between two answers."""
        if not self.out.is_terminal:
            return Page()
        # Rich writes no hyperlink where it writes no style at all.
        links = self.out.color_system is not None and shows_links(self.environ)
        return Page(max(min(self.out.width, MEASURE), 20), links)

    def say(self, text: Text, end: str = "\n") -> None:
        """Print lines that are already set, as they are."""
        self.out.print(text, soft_wrap=True, end=end)

    def write(self, line: str) -> None:
        """Print a line for programs to read, tabs and all."""
        self.out.file.write(f"{line}\n")
        self.out.file.flush()

    def note(self, sentence: str, style: str = "") -> None:
        """Print a sentence beside the answers."""
        width = min(self.err.width, MEASURE) if self.err.is_terminal else None
        self.err.print(wrapped(Text(clean(sentence), style=style), width), soft_wrap=True)


def open_terminal() -> Terminal:
    """Return the terminal, or the pipes, that the program was started with."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old encoding must not cost the answer
    return Terminal(plain_console(), plain_console(stderr=True), os.environ)


def plain_console(*, stderr: bool = False) -> Console:
    """Return a console that takes nothing in a text for markup."""
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def shows_links(environ: Mapping[str, str]) -> bool:
    """Tell whether the terminal is known to make OSC 8 hyperlinks clickable; FORCE_HYPERLINK decides if set."""
    if forced := environ.get("FORCE_HYPERLINK"):
        return forced != "0"
    # What these two let through depends on the terminal around them.
    if "TMUX" in environ or "STY" in environ:
        return False
    vte = environ.get("VTE_VERSION", "")
    return (
        environ.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or environ.get("TERM", "").startswith(_LINKING_TERMS)
        or "WT_SESSION" in environ
        or (vte.isdecimal() and int(vte) >= _VTE_WITH_LINKS)
    )


def claims_text(answer: Answer, page: Page) -> Text:
    """Return the claims with their [n] marks, or the refusal.

    Quoted sentences, which come from anywhere, are set one by one; what a model wrote is set as a paragraph. A longer
    answer begins with the text of the shorter, so that it can be printed as it grows.
    """
    between = "\n\n" if answer.model is None else " "
    body = between.join(_marked(claim) for claim in answer.claims) or clean(answer.refusal)
    text = Text("\n\n".join(filter(None, [clean(answer.preface), body, one_line(answer.conflict)])))
    text.highlight_regex(_MARKS, MARK)
    return wrapped(text, page.width)


def sources_text(answer: Answer, page: Page) -> Text:
    """Return the cited sources, numbered, under a line that dates them; empty where nothing is cited."""
    if not answer.sources:
        return Text()
    page = page.answering(answer.question)
    title = page.labels.quoted if answer.model is None else page.labels.sources
    head = Text(page.labels.dated(title, answer.as_of) + page.labels.colon.rstrip(), style="dim")
    shown = {one_line(claim.text) for claim in answer.claims} if answer.model is None else set()
    return _stacked([head, *(source_text(source, page, without=shown) for source in answer.sources)])


def source_text(source: Source, page: Page, without: Iterable[str] = ()) -> Text:
    """Return a numbered source with its quotes, but for those that were shown already, its address and its copies."""
    number, hidden = f"[{source.n}] ", set(without)
    quotes = [quote.text for quote in source.quotes if one_line(quote.text) not in hidden]
    first = source.quotes[0].text if source.quotes else ""
    lines = [_title(Text(number, style=MARK), source.article, first, page)]
    lines += [_indented(f"> {one_line(quote)}", page, hang=6) for quote in quotes]
    if (address := web_link(source.article.url)) and not page.links:
        lines.append(Text(f"    {address}"))
    if source.copies:
        copies = ", ".join(_outlet(copy, page.labels) for copy in source.copies)
        lines.append(_indented(page.labels.also + page.labels.colon + copies, page))
    return _stacked(lines)


def context_text(source: Source, sentences: Sequence[Sentence], page: Page) -> Text:
    """Return a source with its quotes among the sentences of the article that stand before and after them."""
    quoted = [any(q.start < s.end and s.start < q.end for q in source.quotes) for s in sentences]
    shown = [n for n in range(len(sentences)) if any(quoted[max(n - 1, 0) : n + 2])]
    if not shown:  # the article was changed or removed since
        return source_text(source, page)
    parts = [_title(Text(f"[{source.n}] ", style=MARK), source.article, source.quotes[0].text, page)]
    for before, n in zip([shown[0], *shown], shown, strict=False):
        if n > before + 1:
            parts.append(Text("      ...", style="dim"))
        line = Text(f"    {'>' if quoted[n] else ' '} {one_line(sentences[n].text)}", style="" if quoted[n] else "dim")
        parts.append(wrapped(line, page.width, hang=6))
    return _stacked(parts)


def nearest_text(answer: Answer, page: Page) -> Text:
    """Return the articles that came nearest to a question that was refused."""
    if not answer.nearest:
        return Text()
    page = page.answering(answer.question)
    lines = [Text(page.labels.nearest + page.labels.colon.rstrip(), style="dim")]
    for article in answer.nearest:
        lines.append(_title(Text("  - "), article, "", page))
        if (address := web_link(article.url)) and not page.links:
            lines.append(Text(f"    {address}"))
    return _stacked(lines)


def article_text(article: Article, page: Page) -> Text:
    """Return a whole article under what is known about it."""
    facts = [_outlet(article, page.labels), article.author and f"by {one_line(article.author)}", article.language]
    facts += [", ".join(map(one_line, article.topics)), f"id {one_line(article.id)}"]
    lines = [
        wrapped(Text(_name(article, page.labels), style="bold"), page.width),
        wrapped(Text(" | ".join(filter(None, facts)), style="dim"), page.width),
    ]
    if address := web_link(article.url):
        lines.append(Text(address, style="dim"))
    return _stacked([*lines, Text(), wrapped(Text(clean(article.text)), page.width)])


def article_entry(article: Article, page: Page) -> Text:
    """Return an article as an entry of a list for the screen."""
    row = Text(f"{_day(article, page.labels):<10}  ").append(_name(article, page.labels), "bold")
    if article.provider:
        row.append(f" - {one_line(article.provider)}")
    name = Text(one_line(article.id), "dim")
    if page.width is not None and name.cell_len > page.width - _DAY_COLUMN:
        # In one piece, to be copied, as an address is.
        return _stacked([wrapped(row, page.width, hang=_DAY_COLUMN), name])
    return wrapped(row.append("  ").append_text(name), page.width, hang=_DAY_COLUMN)


def article_row(article: Article) -> str:
    """Return an article as a line of fields between tabs: id, day, outlet, language, title, address."""
    outlet, address = article.provider or "", web_link(article.url) or ""
    fields = (article.id, _day(article, ENGLISH), outlet, article.language, _name(article, ENGLISH), address)
    return "\t".join(map(one_line, fields))


def _marked(claim: Claim) -> str:
    return one_line(claim.text) + "".join(f"[{n}]" for n in claim.citations)


def _title(head: Text, article: Article, quote: str, page: Page) -> Text:
    link = text_fragment(article.url, quote) if page.links else None
    style = Style(bold=True, link=link, underline=bool(link))
    line = Text().append_text(head).append(_name(article, page.labels), style)
    line.append(f" - {_outlet(article, page.labels)}")
    return wrapped(line, page.width, hang=4)


def _name(article: Article, labels: Labels) -> str:
    return one_line(article.title) or labels.untitled


def _outlet(article: Article, labels: Labels) -> str:
    day = _day(article, labels)
    return one_line(f"{article.provider}, {day}" if article.provider else day)


def _day(article: Article, labels: Labels) -> str:
    return one_line(article.published[:10]) if article.published else labels.undated


def _indented(line: str, page: Page, hang: int = 4) -> Text:
    return wrapped(Text(f"    {line}"), page.width, hang)


def _stacked(parts: Iterable[Text]) -> Text:
    return Text("\n").join(parts)
