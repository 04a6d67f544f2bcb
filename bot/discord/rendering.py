"""Answers, sources and articles as messages of Discord."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import discord

from bot.discord.markdown import DESCRIPTION, length, link, pages, plain, shortened
from bot.wrapping import one_line
from rag.links import text_fragment, web_link

if TYPE_CHECKING:
    from bot.discord.texts import Texts
    from rag.answer import Answer, Claim, Source
    from rag.article import Article

# Discord's own blue for what has sources, its grey for what has none.
COLOUR, GREY = 0x5865F2, 0x80848E
# A title or question is shown up to this length; it must fit into a line or two.
LONG = 200
PER_PAGE = 10
# Marks in rag's own sentences, which are made text like all that comes from articles.
_OUR_MARKS = re.compile(r"\\\[(\d+)\\\]")


@dataclass(frozen=True, slots=True)
class Page:
    """One message: its text, and the box under it."""

    content: str = ""
    embed: discord.Embed | None = None


def answer_pages(answer: Answer, texts: Texts, head: str = "", note: str = "") -> list[Page]:
    """Return a finished answer over as many messages as it takes, the sources under the last of its text."""
    made = text_pages(answer, head)
    notes = "\n".join(f"-# {plain(line)}" for line in (answer.note, note) if line)
    contents = pages([made[-1], notes], "\n") if notes else [made[-1]]
    found = [Page(content) for content in (*made[:-1], *contents)]
    below = _source_boxes(answer, texts) if answer.sources else _nearest_boxes(answer, texts)
    if below:
        found[-1] = replace(found[-1], embed=below[0])
    return found + [Page(embed=box) for box in below[1:]]


def text_pages(answer: Answer, head: str = "") -> list[str]:
    """Return an answer's text as it is so far; more of it never changes the messages before the last."""
    quoted = answer.model is None
    parts = [_claim(claim, quoted=quoted) for claim in answer.claims] or [plain(answer.refusal)]
    before = "".join(f"{line}\n" for line in (head, plain(answer.preface)) if line)
    parts[0] = before + parts[0]
    if answer.conflict:
        parts[-1] += "\n\n" + _OUR_MARKS.sub(r"[\1]", plain(answer.conflict))
    return pages(parts, "\n\n" if quoted else " ")


def question_head(question: str) -> str:
    """Return the line that shows a question where Discord itself does not."""
    return f"**{plain(shortened(one_line(question), LONG))}**"


def without_embed(page: Page) -> list[Page]:
    """Return a message as text alone, for channels in which the bot may not embed."""
    box = page.embed
    if box is None:
        return [page]
    title = f"**{box.title}**" if box.title else ""
    small = f"-# {box.footer.text}" if box.footer.text else ""
    parts = [page.content, title, *(box.description or "").split("\n"), small]
    return [Page(content) for content in pages([part for part in parts if part], "\n")]


def quotes_boxes(sources: Sequence[Source], missing: Sequence[str], texts: Texts) -> list[discord.Embed]:
    """Return each source with its exact sentences; `missing` are lines about sources that are no longer there."""
    parts = [f"[{s.n}] {_titled(s.article, texts)}\n" + "\n\n".join(_quotes(s)) for s in sources]
    return boxes([*parts, *missing], texts.quotes, COLOUR, between="\n\n")


def article_box(article: Article, texts: Texts, *, own: bool) -> discord.Embed:
    """Return an article with its facts and link; `own` where only this server reads it."""
    facts = [_outlet(article, texts)]
    if article.author:
        facts.append(texts.by_author.format(author=plain(shortened(article.author, LONG))))
    facts.append(f"{texts.language}: {plain(article.language)}")
    if article.topics:
        facts.append(f"{texts.topics}: {plain(shortened(', '.join(article.topics), LONG))}")
    if own:
        facts.append(texts.only_here)
    lines = [f"**{link(_name(article, texts), article.url)}**", " · ".join(facts), "", plain(_beginning(article.text))]
    if web_link(article.url):
        lines += ["", link(texts.link_to, article.url)]
    if length("\n".join(lines)) > DESCRIPTION:  # then its address, which is so long, need not stand there twice
        lines[0] = f"**{plain(_name(article, texts))}**"
    (box,) = boxes(lines, "", COLOUR, article)
    return box


def articles_box(articles: Sequence[Article], page: int, texts: Texts) -> discord.Embed:
    """Return a page (from 0) of a list of articles."""
    total = max(1, -(-len(articles) // PER_PAGE))
    shown = articles[page * PER_PAGE : (page + 1) * PER_PAGE]
    lines = [f"- {_titled(article, texts)}" for article in shown] or [texts.no_articles]
    if length("\n".join(lines)) > DESCRIPTION:
        lines = [f"- {_briefly(article, texts)}" for article in shown]
    (box,) = boxes(lines, texts.articles.format(count=len(articles)), COLOUR)
    return box.set_footer(text=texts.page.format(page=page + 1, pages=total))


def _claim(claim: Claim, *, quoted: bool) -> str:
    marks = "".join(f"[{n}]" for n in claim.citations)
    return f"{'> ' if quoted else ''}{plain(claim.text)} {marks}".rstrip()


def _source_boxes(answer: Answer, texts: Texts) -> list[discord.Embed]:
    labels = texts.labels
    title = labels.dated(labels.quoted if answer.model is None else labels.sources, answer.as_of)
    pictured = next((source.article for source in answer.sources if web_link(source.article.image)), None)
    made = boxes([source_line(source, texts) for source in answer.sources], title, COLOUR, pictured)
    made[-1].set_footer(text=_footer(answer, texts))
    return made


def _nearest_boxes(answer: Answer, texts: Texts) -> list[discord.Embed]:
    if not answer.nearest:
        return []
    return boxes([f"- {_titled(article, texts)}" for article in answer.nearest], texts.labels.nearest, GREY)


def boxes(
    parts: Sequence[str], title: str, colour: int, pictured: Article | None = None, between: str = "\n"
) -> list[discord.Embed]:
    """Return parts as boxes, the first with the title and the article's picture."""
    made = [discord.Embed(description=text, colour=colour) for text in pages(parts, between, DESCRIPTION)]
    made[0].title = title or None
    if pictured and (picture := web_link(pictured.image)):
        made[0].set_thumbnail(url=picture)
    return made


def _footer(answer: Answer, texts: Texts) -> str:
    parts = [one_line(answer.model) if answer.model else texts.quoted_sentences]
    if total := answer.timings_ms.get("total"):
        parts.append(texts.seconds.format(seconds=f"{total / 1000:.1f}"))
    return " · ".join(parts)


def source_line(source: Source, texts: Texts) -> str:
    """Return a source under its number, its title a link to the first sentence that is cited of it."""
    first = source.quotes[0].text if source.quotes else ""
    line = f"[{source.n}] {_titled(source.article, texts, first)}"
    if source.copies:
        copies = "; ".join(_outlet(copy, texts) for copy in source.copies)
        line += f" ({texts.labels.also}{texts.labels.colon}{copies})"
    return line


def _quotes(source: Source) -> list[str]:
    lines = []
    for quote in source.quotes:
        address = text_fragment(source.article.url, quote.text)
        # A space that does not break: an arrow alone on its line would look lost.
        lines.append(f"> {plain(quote.text)}" + (f"\u00a0{link('→', address)}" if address else ""))
    return lines


def _titled(article: Article, texts: Texts, quote: str = "") -> str:
    return f"{link(_name(article, texts), text_fragment(article.url, quote))} - {_outlet(article, texts)}"


def _briefly(article: Article, texts: Texts) -> str:
    """Return an article without its link, so short that a page of them fits into a box."""
    return f"{plain(shortened(_name(article, texts), LONG // 2))} - {_outlet(article, texts, LONG // 4)}"


def _name(article: Article, texts: Texts) -> str:
    return shortened(one_line(article.title), LONG) or texts.labels.untitled


def _outlet(article: Article, texts: Texts, limit: int = LONG) -> str:
    day = article.published[:10] if article.published else texts.labels.undated
    return f"{plain(shortened(article.provider, limit))}, {plain(day)}" if article.provider else plain(day)


def _beginning(text: str) -> str:
    """Return the first lines of a text, which may be long."""
    return shortened(one_line(text[: 4 * LONG]), 2 * LONG)
