"""The commands for moderators: the articles of their server, and how it is served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range, locale_str

from bot.discord.entry import acknowledged, own_texts, scope
from bot.discord.library import complete_own_article
from bot.discord.markdown import pages, plain
from bot.discord.rendering import Page
from bot.discord.wishes import is_moderator, wishes_view
from bot.wrapping import one_line
from rag.errors import NotFoundError
from rag.ingest import ingest_upload
from rag.readers.files import LARGEST

if TYPE_CHECKING:
    from bot.discord.client import FootnoteClient
    from bot.discord.texts import Texts
    from rag.archive.archive import Archive
    from rag.article import Article
    from rag.ingest import Report

    Interaction = discord.Interaction[FootnoteClient]

_MEGABYTE = 1024 * 1024
_MANAGE = discord.Permissions(manage_guild=True)


class ModeratorsGroup(app_commands.Group):
    """Commands that Discord hides from all but moderators; since a server can show them to anybody, we check too."""

    async def interaction_check(self, interaction: Interaction) -> bool:  # type: ignore[override]  # our own client
        """Let moderators through, and tell the others."""
        return await is_moderator(interaction)


archive = ModeratorsGroup(
    name=locale_str("archive"),
    description=locale_str("The articles of this server"),
    guild_only=True,
    default_permissions=_MANAGE,
)


@archive.command(name=locale_str("add"), description=locale_str("Add articles from a file, for this server only"))
@app_commands.rename(file=locale_str("file"))
@app_commands.describe(file=locale_str("Markdown, text, HTML or JSON lines"))
async def add(interaction: Interaction, file: discord.Attachment) -> None:
    """Take in a file."""
    reply, texts, name = await acknowledged(interaction), own_texts(interaction), one_line(file.filename)
    if file.size > LARGEST:
        size = f"{file.size / _MEGABYTE:.1f}"
        said = texts.too_big.format(file=plain(name), size=size, limit=LARGEST // _MEGABYTE)
        await reply.finish([Page(said)])
        return
    desk, data = interaction.client.desk, await file.read()
    report = await desk.write(ingest_upload, desk.archive, name, data, scope(interaction.guild_id))
    await reply.finish([Page(content) for content in _report(name, report, texts)])


def _report(name: str, report: Report, texts: Texts) -> list[str]:
    counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
    lines = [texts.added.format(file=plain(name), sentences=report.sentences, **counts)]
    if report.problems:
        lines = lines if any(counts.values()) else []
        lines.append(texts.problems)
    for problem in report.problems:
        place = f"{plain(name)}:{problem.line}" if problem.line else plain(name)
        lines.append(f"- {place}: {plain(texts.fault(problem))}")
    return pages(lines, "\n")


@archive.command(name=locale_str("remove"), description=locale_str("Remove an article that this server added"))
@app_commands.rename(title=locale_str("title"))
@app_commands.describe(title=locale_str("Its title, or how it begins"))
@app_commands.autocomplete(title=complete_own_article)
async def remove(interaction: Interaction, title: Range[str, 1, 100]) -> None:
    """Take an article of this server out."""
    reply, desk, texts = await acknowledged(interaction), interaction.client.desk, own_texts(interaction)
    try:
        gone = await desk.write(_remove, desk.archive, title, scope(interaction.guild_id))
    except NotFoundError:
        await reply.finish([Page(texts.no_article.format(name=plain(title)))])
        return
    await reply.finish([Page(texts.removed.format(title=plain(gone.title)) if gone else texts.not_of_server)])


def _remove(held: Archive, title: str, server: str) -> Article | None:
    """Take an article out if it is the server's own; return it, None where it is everybody's."""
    article = held.find(title, server)
    if held.catalog.scope_of(article.id) != server:
        return None
    held.remove([article.id])
    held.catch_up()
    return article


@archive.command(
    name=locale_str("status"), description=locale_str("How many articles there are, and how the bot is doing")
)
async def status(interaction: Interaction) -> None:
    """Say how things stand."""
    reply, desk, texts = await acknowledged(interaction), interaction.client.desk, own_texts(interaction)
    catalog, server = desk.archive.catalog, scope(interaction.guild_id)
    shared, own = await desk.run(catalog.count_own, ""), await desk.run(catalog.count_own, server)
    votes = await desk.run(desk.posts.opinion, server)
    said = texts.status.format(
        shared=shared,
        own=own,
        good=votes.good,
        bad=votes.bad,
        running=desk.gate.running,
        waiting=desk.gate.waiting,
    )
    limit = desk.settings.discord_daily_tokens
    model = texts.status_no_model
    if desk.model:
        spent = f"{await desk.spent():,}"
        model = texts.status_model.format(model=plain(desk.model), spent=spent, limit=f" / {limit:,}" if limit else "")
    await reply.finish([Page(f"{said}\n{model}")])


@app_commands.command(
    name=locale_str("settings"), description=locale_str("Channels, roles, privacy and language of answers here")
)
@app_commands.guild_only()
@app_commands.default_permissions(_MANAGE)
async def settings(interaction: Interaction) -> None:
    """Show how the server is served, and let it be changed."""
    if not await is_moderator(interaction):
        return
    texts, wishes = own_texts(interaction), interaction.client.desk.wishes(interaction.guild_id)
    reply = await acknowledged(interaction)
    await reply.finish([Page(texts.settings_title)], wishes_view(wishes, texts))


COMMANDS: tuple[Any, ...] = (archive, settings)
