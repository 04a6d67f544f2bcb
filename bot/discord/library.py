"""The archive as one server sees it: lists, completions, one article."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord.entry import own_texts, scope
from bot.discord.markdown import shortened
from bot.discord.rendering import PER_PAGE, articles_box
from bot.discord.views import list_view
from bot.wrapping import one_line

if TYPE_CHECKING:
    from discord import ui

    from bot.discord.client import FootnoteClient
    from rag.archive.archive import Archive
    from rag.article import Article

    Interaction = discord.Interaction[FootnoteClient]

# Discord's limits: choices that a completion may offer, and characters of a choice.
_CHOICES, _CHOICE = 25, 100


def matching(archive: Archive, server: str, provider: str, text: str) -> list[Article]:
    """Return the articles that a server sees, of an outlet and with a text in title, outlet or topics."""
    return [
        article
        for article in archive.catalog.listed(server)
        if provider.casefold() in (article.provider or "").casefold() and article.mentions(text)
    ]


async def articles_page(interaction: Interaction, page: int, provider: str, text: str) -> tuple[discord.Embed, ui.View]:
    """Return a page (from 0) of the articles that match, and the buttons that turn it."""
    desk, texts = interaction.client.desk, own_texts(interaction)
    found = await desk.run(matching, desk.archive, scope(interaction.guild_id), provider, text)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(page, pages - 1)
    return articles_box(found, page, texts), list_view(page, pages, provider, text, texts)


async def complete_provider(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Offer the outlets whose name has what was typed."""
    desk = interaction.client.desk
    providers = await desk.run(desk.archive.catalog.providers, scope(interaction.guild_id))
    return _choices((name, name) for name in providers if current.casefold() in name.casefold())


async def complete_article(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Offer the articles whose title, outlet or topics have what was typed."""
    desk = interaction.client.desk
    found = await desk.run(matching, desk.archive, scope(interaction.guild_id), "", current)
    return _choices((article.title or article.id, article.id) for article in found)


async def complete_own_article(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Offer the articles of this server only."""
    desk = interaction.client.desk
    own = await desk.run(desk.archive.catalog.listed_own, scope(interaction.guild_id))
    return _choices((article.title or article.id, article.id) for article in own if article.mentions(current))


def _choices(pairs: Iterable[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    """Return choices of names and values; what is too long for Discord is cut, which both searches understand."""
    cut = ((shortened(one_line(name) or value, _CHOICE), value[:_CHOICE]) for name, value in pairs)
    return [app_commands.Choice(name=name, value=value) for name, value in islice(cut, _CHOICES)]
