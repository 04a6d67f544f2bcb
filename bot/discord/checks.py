"""A message checked against the archive, sentence by sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.discord.markdown import plain
from bot.discord.rendering import COLOUR, GREY, boxes, source_line

if TYPE_CHECKING:
    import discord

    from bot.discord.texts import Texts
    from rag.answer import Source
    from rag.checking import Checked

_SIGNS = {"backed": "🟢", "contradicted": "🔴", "not covered": "⚪"}


def check_boxes(checked: Sequence[Checked], texts: Texts, note: str = "") -> list[discord.Embed]:
    """Return each sentence with its verdict and the sentences that speak for or against it, the sources at the end.

    Empty where no sentence was checked; a note comes last.
    """
    if not checked:
        return []
    sources = _numbered(checked)
    numbers = {source.article.id: source.n for source in sources}
    parts = [_sentence(one, numbers, texts) for one in checked]
    if sources:
        parts.append("\n".join([f"**{texts.labels.sources}**", *(source_line(source, texts) for source in sources)]))
    if note:
        parts.append(f"-# {note}")
    made = boxes(parts, texts.check_title, COLOUR if sources else GREY, between="\n\n")
    counts = Counter(one.verdict for one in checked)
    told = (f"{counts[kind]} {word}" for kind, word in texts.labels.verdicts.items() if counts[kind])
    made[-1].set_footer(text=" · ".join(told))
    return made


def _sentence(one: Checked, numbers: dict[str, int], texts: Texts) -> str:
    marks = "".join(f"[{numbers[source.article.id]}]" for source in one.sources)
    said = f"{_SIGNS[one.verdict]} **{texts.labels.verdicts[one.verdict]}** {marks}".rstrip() + f"\n{plain(one.text)}"
    quotes = [f"> {plain(quote.text)} [{numbers[s.article.id]}]" for s in one.sources for quote in s.quotes]
    return "\n".join([said, *quotes])


def _numbered(checked: Sequence[Checked]) -> list[Source]:
    """Return the sources of all sentences, each article once, under one numbering."""
    merged: dict[str, Source] = {}
    for source in (source for one in checked for source in one.sources):
        held = merged.get(source.article.id)
        quotes = held.quotes if held else ()
        more = tuple(quote for quote in source.quotes if quote not in quotes)
        merged[source.article.id] = replace(source, n=held.n if held else len(merged) + 1, quotes=quotes + more)
    return list(merged.values())
