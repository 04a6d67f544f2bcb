"""What the buttons do, for messages of this run of the bot and of any before it."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord.delivery import CALL_FAILED
from bot.discord.entry import acknowledged, own_texts, report, stored
from bot.discord.forms import follow_up_form
from bot.discord.library import articles_page
from bot.discord.rendering import Page, quotes_boxes
from bot.discord.texts import Texts
from bot.discord.views import ANSWER, ERASE, LIST
from rag.answer import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.discord.client import FootnoteClient
    from bot.discord.desk import Desk
    from rag.archive.posts import Cited, Post
    from rag.article import Article

    Interaction = discord.Interaction[FootnoteClient]

log = logging.getLogger(__name__)


class Button(ui.DynamicItem[ui.Item[Any]], template="footnote:"):
    """Any of our buttons; whatever goes wrong in it is logged, and whoever pressed it is told."""

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button is for."""
        try:
            await self.press(interaction)
        except Exception as error:  # Discord's library would only log it
            await report(interaction, error)

    async def press(self, interaction: Interaction) -> None:
        """Do what the button is for."""
        raise NotImplementedError


class AnswerButton(Button, template=ANSWER):
    """A button under an answer."""

    def __init__(self, item: ui.Item[Any], action: str, key: str) -> None:
        super().__init__(item)
        self._action = action
        self._key = key

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Return the button that was pressed."""
        return cls(item, match["action"], match["key"])

    async def press(self, interaction: Interaction) -> None:
        """Do what the button says."""
        own, desk = own_texts(interaction), interaction.client.desk
        if self._action == "follow":  # a form must be the first reply to the press
            await interaction.response.send_modal(follow_up_form(self._key, own))
            return
        reply = await acknowledged(interaction)
        post = await stored(interaction, self._key)
        if post is None:
            await reply.finish([Page(own.aged_out)])
        elif self._action == "quotes":
            await reply.finish(await _quotes(desk, post, own))
        elif self._action == "delete":
            await reply.finish([Page(await _delete(interaction, desk, post, own))])
        else:
            await desk.run(desk.posts.vote, post, interaction.user.id, good=self._action == "good")
            await reply.finish([Page(own.thanks)])


class ListButton(Button, template=LIST):
    """A button that turns the pages of a list of articles."""

    def __init__(self, item: ui.Item[Any], page: int, provider: str, text: str) -> None:
        super().__init__(item)
        self._page = page
        self._search = provider, text

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Return the button that was pressed."""
        return cls(item, int(match["page"]), match["provider"], match["text"])

    async def press(self, interaction: Interaction) -> None:
        """Show the page."""
        await interaction.response.defer()
        box, view = await articles_page(interaction, self._page, *self._search)
        await interaction.edit_original_response(embed=box, view=view)


class EraseButton(Button, template=ERASE):
    """The button that deletes what is stored of whoever presses it."""

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], __: re.Match[str], /) -> Self:
        """Return the button that was pressed."""
        return cls(item)

    async def press(self, interaction: Interaction) -> None:
        """Delete it."""
        reply, desk = await acknowledged(interaction), interaction.client.desk
        erased = await desk.run(desk.posts.erase, interaction.user.id)
        said = own_texts(interaction).erased.format(posts=erased.posts, votes=erased.votes)
        await reply.finish([Page(said)])


async def _quotes(desk: Desk, post: Post, texts: Texts) -> list[Page]:
    articles = await desk.run(desk.archive.catalog.articles, [cited.article_id for cited in post.cited])
    sources, missing = still_there(post.cited, {article.id: article for article in articles}, texts)
    return [Page(embed=box) for box in quotes_boxes(sources, missing, texts)]


def still_there(cited: Iterable[Cited], articles: dict[str, Article], texts: Texts) -> tuple[list[Source], list[str]]:
    """Return the sources whose sentences still stand in the archive, and a line about each of the others."""
    sources, missing = [], []
    for one in cited:
        article = articles.get(one.article_id)
        quotes = tuple(q for q in one.quotes if article and article.text[q.start : q.end] == q.text)
        if article and quotes:
            sources.append(Source(one.n, article, quotes))
        else:
            missing.append(f"[{one.n}] {texts.changed_since if article else texts.gone_since}")
    return sources, missing


async def _delete(interaction: Interaction, desk: Desk, post: Post, texts: Texts) -> str:
    """Delete an answer for whoever may; return what they are told."""
    rights = interaction.permissions
    if interaction.user.id != post.asker and not (rights.manage_messages or rights.manage_guild):
        return texts.not_yours
    messages = await desk.run(desk.posts.messages, post.key)
    await desk.run(desk.posts.remove, post)
    for message in messages:
        await _delete_message(interaction, message)
    return texts.deleted


async def _delete_message(interaction: Interaction, message: int) -> None:
    channel, pressed = interaction.channel, interaction.message
    try:
        if pressed and pressed.id == message and pressed.flags.ephemeral:
            await interaction.followup.delete_message(message)  # no channel holds it
        elif isinstance(channel, (discord.TextChannel, discord.Thread, discord.VoiceChannel, discord.DMChannel)):
            await channel.get_partial_message(message).delete()
    except CALL_FAILED as error:
        log.info("A message of a deleted answer can't be deleted: %s", error)
