"""A message checked against the archive, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.discord.markdown import DESCRIPTION, pages, plain
from bot.discord.rendering import COLOUR, GREY, quotes_boxes

if TYPE_CHECKING:
    from bot.discord.texts import Texts
    from rag.answer import Source
    from rag.checking import Checked

_SIGNS = {"backed": "🟢", "contradicted": "🔴", "not covered": "⚪"}


def check_boxes(checked: Sequence[Checked], texts: Texts) -> list[discord.Embed]:
    """Return each sentence with its verdict, and then the sources with the sentences that speak for or against it.

    Empty where no sentence was checked.
    """
    if not checked:
        return []
    words = {"backed": texts.backed, "contradicted": texts.contradicted, "not covered": texts.not_covered}
    sources = _numbered(checked)
    numbers = {source.article.id: source.n for source in sources}
    lines = []
    for one in checked:
        marks = "".join(f"[{numbers[source.article.id]}]" for source in one.sources)
        lines.append(f"{_SIGNS[one.verdict]} **{words[one.verdict]}** {marks} {plain(one.text)}".replace("  ", " "))
    made = pages(lines, "\n\n", DESCRIPTION)
    boxes = [discord.Embed(description=text, colour=COLOUR if sources else GREY) for text in made]
    boxes[0].title = texts.check_title
    return boxes + (quotes_boxes(sources, [], texts) if sources else [])


def _numbered(checked: Sequence[Checked]) -> list[Source]:
    """Return the sources of all sentences, each article once, under one numbering."""
    merged: dict[str, Source] = {}
    for source in (source for one in checked for source in one.sources):
        held = merged.get(source.article.id)
        quotes = held.quotes if held else ()
        more = tuple(quote for quote in source.quotes if quote not in quotes)
        merged[source.article.id] = replace(source, n=held.n if held else len(merged) + 1, quotes=quotes + more)
    return list(merged.values())
