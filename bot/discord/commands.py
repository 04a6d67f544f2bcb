"""The commands for everybody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import Range, locale_str

from bot.discord.asking import turned_away
from bot.discord.checks import check_boxes
from bot.discord.entry import LONGEST_QUESTION, Asked, acknowledged, by_interaction, own_texts, refusal, scope, tell
from bot.discord.library import articles_page, complete_article, complete_provider
from bot.discord.limits import Turned
from bot.discord.markdown import plain
from bot.discord.rendering import Page, article_box
from bot.discord.views import LONGEST_SEARCH, erase_view
from bot.filters import day
from rag.errors import NotFoundError
from rag.filters import Filter

if TYPE_CHECKING:
    from bot.discord.client import FootnoteClient
    from bot.discord.desk import Desk
    from bot.discord.texts import Texts

    Interaction = discord.Interaction[FootnoteClient]

Question = Range[str, 1, LONGEST_QUESTION]
Date = Range[str, 4, 10]
Name = Range[str, 1, 100]
Search = Range[str, 1, LONGEST_SEARCH]


@app_commands.command(
    name=locale_str("ask"),
    description=locale_str("Ask the archive; every sentence of the answer names its source"),
)
@app_commands.rename(
    question=locale_str("question"),
    since=locale_str("since"),
    until=locale_str("until"),
    provider=locale_str("provider"),
    private=locale_str("private"),
)
@app_commands.describe(
    question=locale_str("What you want to know"),
    since=locale_str("Only articles since a day, month or year (2023-06)"),
    until=locale_str("Only articles until a day, month or year"),
    provider=locale_str("Only articles of an outlet"),
    private=locale_str("Show the answer to you only"),
)
@app_commands.autocomplete(provider=complete_provider)
async def ask(  # one parameter for each option
    interaction: Interaction,
    question: Question,
    since: Date | None = None,
    until: Date | None = None,
    provider: Name | None = None,
    private: bool | None = None,
) -> None:
    """Answer a question from the archive."""
    try:
        only = _limits(since, until, provider, own_texts(interaction))
    except ValueError as error:
        await tell(interaction, str(error))
        return
    await by_interaction(interaction, Asked(question, only, private))


def _limits(since: str | None, until: str | None, provider: str | None, texts: Texts) -> Filter:
    """Return the limits that were typed; raises ValueError with a sentence in the reader's language."""
    days = []
    for text, last in ((since, False), (until, True)):
        try:
            days.append(day(text, last=last) if text else None)
        except ValueError:
            raise ValueError(texts.bad_date.format(text=plain(text or ""))) from None
    first, last_day = days
    if first and last_day and first > last_day:
        raise ValueError(texts.dates_crossed.format(since=first, until=last_day))
    return Filter(since=first, until=last_day, provider=provider)


@app_commands.command(name=locale_str("new"), description=locale_str("Begin a new conversation here"))
async def new(interaction: Interaction) -> None:
    """Forget what a person has asked in this channel or thread."""
    reply, desk = await acknowledged(interaction), interaction.client.desk
    await desk.run(desk.posts.forget_conversations, interaction.user.id, interaction.channel_id or 0)
    await reply.finish([Page(own_texts(interaction).forgotten)])


@app_commands.command(name=locale_str("sources"), description=locale_str("Page through the articles of the archive"))
@app_commands.rename(text=locale_str("text"), provider=locale_str("provider"))
@app_commands.describe(
    text=locale_str("Only articles with this in title, outlet or topics"),
    provider=locale_str("Only articles of an outlet"),
)
@app_commands.autocomplete(provider=complete_provider)
async def sources(interaction: Interaction, text: Search | None = None, provider: Name | None = None) -> None:
    """List the articles."""
    reply = await acknowledged(interaction)
    part = (provider or "").replace("|", " ")[:LONGEST_SEARCH]
    box, view = await articles_page(interaction, 0, part, text or "")
    await reply.finish([Page(embed=box)], view)


@app_commands.command(name=locale_str("article"), description=locale_str("Show an article with its facts and link"))
@app_commands.rename(title=locale_str("title"))
@app_commands.describe(title=locale_str("Its title, or how it begins"))
@app_commands.autocomplete(title=complete_article)
async def article(interaction: Interaction, title: Name) -> None:
    """Show an article."""
    reply, desk, texts = await acknowledged(interaction), interaction.client.desk, own_texts(interaction)
    try:
        found = await desk.run(desk.archive.find, title, scope(interaction.guild_id))
    except NotFoundError:
        await reply.finish([Page(texts.no_article.format(name=plain(title)))])
        return
    own = bool(await desk.run(desk.archive.catalog.scope_of, found.id))
    await reply.finish([Page(embed=article_box(found, texts, own=own))])


@app_commands.command(name=locale_str("help"), description=locale_str("What this bot does, and how to ask it"))
async def help_(interaction: Interaction) -> None:
    """Say what the bot does."""
    reply, desk, texts = await acknowledged(interaction), interaction.client.desk, own_texts(interaction)
    seen = {scope(None), scope(interaction.guild_id)}
    count = sum([await desk.run(desk.archive.catalog.count_own, each) for each in seen])
    said = texts.help.format(count=count)
    said += texts.help_replies if desk.settings.discord_replies else ""
    said += texts.help_moderators if interaction.permissions.manage_guild else ""
    await reply.finish([Page(said)])


@app_commands.command(name=locale_str("privacy"), description=locale_str("See and delete what is stored of you"))
async def privacy(interaction: Interaction) -> None:
    """Say what is stored, with a button that deletes it."""
    reply, desk, texts = await acknowledged(interaction), interaction.client.desk, own_texts(interaction)
    reader = texts.privacy_model.format(model=plain(desk.model)) if desk.model else texts.privacy_no_model
    if desk.model and desk.settings.check == "llm":
        reader += texts.privacy_checks
    said = texts.privacy.format(days=desk.settings.discord_keep_days, model=reader)
    await reply.finish([Page(said)], erase_view(texts))


@app_commands.context_menu(name=locale_str("Check against sources"))
async def check(interaction: Interaction, message: discord.Message) -> None:
    """Check each sentence of a message against the archive."""
    desk, texts = interaction.client.desk, own_texts(interaction)
    wishes = desk.wishes(interaction.guild_id)
    if reason := refusal(wishes, interaction.channel, interaction.user, texts):
        await tell(interaction, reason)
        return
    try:
        with desk.admitted(interaction.user.id, interaction.guild_id):
            reply = await acknowledged(interaction)
            try:
                found = await _checked(desk, message.clean_content, scope(interaction.guild_id), texts)
            except asyncio.CancelledError:
                await reply.finish([Page(texts.stopped)])
                raise
            await reply.finish(found)
    except Turned as turned:
        await tell(interaction, turned_away(turned, texts))


async def _checked(desk: Desk, text: str, server: str, texts: Texts) -> list[Page]:
    async with desk.gate.place():
        checked, trouble = await desk.check(text, Filter(scope=server)) if text.strip() else ((), None)
    note = texts.no_second_opinion if trouble else ""
    return [Page(embed=box) for box in check_boxes(checked, texts, note)] or [Page(texts.nothing_to_check)]


COMMANDS: tuple[Any, ...] = (ask, new, sources, article, help_, privacy, check)
