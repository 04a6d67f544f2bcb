"""Questions in plain messages: mentions, replies to answers, and whatever is said in the bot's own threads."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.discord.asking import Inquiry, answer, turned_away
from bot.discord.delivery import CALL_FAILED, ChannelOutlet, Delivery, Fallback, MessageGoneError, Outlet, direct
from bot.discord.entry import readable, refusal, scope
from bot.discord.limits import Turned
from bot.discord.rendering import Page
from bot.discord.texts import Texts, texts
from rag.errors import FootnoteError
from rag.filters import Filter
from rag.language import detect

if TYPE_CHECKING:
    from bot.discord.client import FootnoteClient
    from rag.archive.posts import Post

log = logging.getLogger(__name__)

_KINDS = (discord.MessageType.default, discord.MessageType.reply)


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    parent: Post | None


async def on_message(client: FootnoteClient, message: discord.Message) -> None:
    """Answer a message if it is meant for the bot."""
    if message.author.bot or message.webhook_id or message.type not in _KINDS:
        return
    try:
        question = await _question(client, message)
    except FootnoteError as error:
        log.warning("A message can't be understood: %s", error)
        if client.user in message.mentions:
            said = texts(detect(message.content))
            await Delivery(_reply(message), [_private(message, said)]).finish([Page(said.trouble(error))])
        return
    if question:
        await _take(client, message, question)


async def _take(client: FootnoteClient, message: discord.Message, question: _Question) -> None:
    """Answer a question if it may be asked there."""
    wishes = client.desk.wishes(message.guild.id if message.guild else None)
    said = texts(wishes.language or detect(question.text))
    if refusal(wishes, message.channel, message.author, said):
        return  # a reply that everybody sees would be the very thing that the moderators don't want
    delivery = Delivery(_reply(message), [_private(message, said)], client.edit_seconds)
    if not question.text:
        await delivery.finish([Page(said.no_question.format(command="`/ask`"))])
        return
    try:
        with client.desk.admitted(message.author.id, message.guild.id if message.guild else None):
            await _type(message.channel)
            await answer(client.desk, _inquiry(message, question, said), delivery)
    except Turned as turned:
        await delivery.finish([Page(turned_away(turned, said))])
    except MessageGoneError:
        await Delivery(_reply(message), [direct(message.author)]).finish([Page(said.message_gone)])


async def _question(client: FootnoteClient, message: discord.Message) -> _Question | None:
    """Return the question in a message and the answer that it follows; None where it is not meant for the bot."""
    assert client.user  # noqa: S101 - messages come after the login
    mentioned = client.user in message.mentions
    text = re.sub(rf"<@!?{client.user.id}>", "", message.content).strip()
    to = await _replied(client, message)
    if to:
        return _Question(text, to) if text else None
    if message.reference and not mentioned:  # said to somebody else
        return None
    posts, channel = client.desk.posts, message.channel
    own_thread = isinstance(channel, discord.Thread) and channel.owner_id == client.user.id
    opened_for = await client.desk.run(posts.at, channel.id) if own_thread else None
    if opened_for or message.guild is None:
        before = await client.desk.run(posts.latest, message.author.id, channel.id)
        spoken_to_others = message.mentions and not mentioned
        return None if spoken_to_others or not (text or mentioned) else _Question(text, before or opened_for)
    return _Question(text, None) if mentioned else None


async def _replied(client: FootnoteClient, message: discord.Message) -> Post | None:
    """Return the answer that a message replies to, if it is one of ours and may be used there."""
    reference = message.reference
    if reference is None or reference.message_id is None:
        return None
    if isinstance(reference.resolved, discord.Message) and reference.resolved.author != client.user:
        return None
    post = await client.desk.run(client.desk.posts.at, reference.message_id)
    server = message.guild.id if message.guild else None
    return post if post and readable(post, server, message.author.id) else None


def _inquiry(message: discord.Message, question: _Question, said: Texts) -> Inquiry:
    server = scope(message.guild.id if message.guild else None)
    return Inquiry(
        question=question.text,
        asker=message.author.id,
        channel=message.channel.id,
        server=server,
        only=Filter(scope=server),
        texts=said,
        parent=question.parent,
    )


def _reply(message: discord.Message) -> Outlet:
    return ChannelOutlet(message.channel, message.to_reference(fail_if_not_exists=False))


def _private(message: discord.Message, said: Texts) -> Fallback:
    """Return the way by private message, for a channel in which the bot may not write."""

    async def open_it() -> Outlet | None:
        private = await message.author.create_dm()
        await private.send(said.cannot_write.format(place=f"<#{message.channel.id}>"))
        return ChannelOutlet(private)

    return open_it


async def _type(channel: discord.abc.Messageable) -> None:
    try:
        await channel.typing()
    except CALL_FAILED as error:
        log.info("The bot can't be seen typing: %s", error)
