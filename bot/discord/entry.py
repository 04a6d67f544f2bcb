"""Where questions come in: commands, buttons and messages; who may ask where, and which answer a question follows."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import discord

from bot.discord.asking import Inquiry, answer, turned_away
from bot.discord.delivery import (
    CALL_FAILED,
    ChannelOutlet,
    ClosedOutlet,
    Delivery,
    Fallback,
    InteractionOutlet,
    MessageGoneError,
    Outlet,
    direct,
)
from bot.discord.limits import Turned
from bot.discord.markdown import shortened
from bot.discord.rendering import Page, question_head
from bot.discord.texts import Texts, texts
from bot.wrapping import one_line
from rag.errors import FootnoteError
from rag.filters import EVERYTHING, Filter

if TYPE_CHECKING:
    from bot.discord.client import FootnoteClient
    from bot.discord.desk import Desk
    from rag.archive.posts import Post
    from rag.archive.servers import Wishes

    Interaction = discord.Interaction[FootnoteClient]

log = logging.getLogger(__name__)

LONGEST_QUESTION = 1000
_THREAD_NAME = 100


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as somebody put it; `private` None leaves it to the server."""

    question: str
    only: Filter = EVERYTHING
    private: bool | None = None
    parent: Post | None = None


def scope(server: int | None) -> str:
    """Return the name under which rag keeps a server's own articles."""
    return str(server) if server else ""


def own_texts(interaction: Interaction) -> Texts:
    """Return the texts in the language of whoever interacts: for what nobody else sees."""
    return texts(interaction.locale)


def public_texts(interaction: Interaction) -> Texts:
    """Return the texts for what everybody sees."""
    wishes = interaction.client.desk.wishes(interaction.guild_id)
    return texts(wishes.language or interaction.locale)


async def tell(interaction: Interaction, sentence: str) -> None:
    """Say something to whoever interacts and nobody else, whatever has become of the interaction."""
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await interaction.response.send_message(sentence, ephemeral=True)
    except CALL_FAILED as error:
        log.warning("An interaction can't be answered (%s): a private message instead.", error)
        await Delivery(ClosedOutlet(), [direct(interaction.user)]).finish([Page(sentence)])


async def acknowledged(interaction: Interaction) -> Delivery:
    """Acknowledge an interaction, and return the way to whoever interacts and nobody else."""
    outlet: Outlet = InteractionOutlet(interaction, private=True)
    try:
        await interaction.response.defer(ephemeral=True, thinking=True)
    except CALL_FAILED as error:
        log.warning("An interaction could not be acknowledged: %s", error)
        outlet = ClosedOutlet()
    return Delivery(outlet, [direct(interaction.user)])


def readable(post: Post, server: int | None, person: int) -> bool:
    """Tell whether somebody may use an answer there: in its own server, or in a private chat if they asked for it."""
    return post.server == scope(server) or (server is None and post.asker == person)


async def stored(interaction: Interaction, key: str) -> Post | None:
    """Return the answer of a key, None where it is no longer kept or may not be used."""
    post = await interaction.client.desk.run(interaction.client.desk.posts.get, key)
    return post if post and readable(post, interaction.guild_id, interaction.user.id) else None


async def report(interaction: Interaction, error: Exception) -> None:
    """Log an error, and tell whoever met it."""
    cause, own = getattr(error, "original", error), own_texts(interaction)
    if isinstance(cause, FootnoteError):
        log.warning("An interaction failed: %s", cause)
        await tell(interaction, own.trouble(cause))
    else:
        log.error("An interaction failed.", exc_info=error)
        await tell(interaction, own.failed)


def refusal(wishes: Wishes, channel: object, member: discord.User | discord.Member, own: Texts) -> str:
    """Return why somebody may not ask there, "" where they may; moderators may everywhere."""
    if isinstance(member, discord.Member) and member.guild_permissions.manage_guild:
        return ""
    place = channel.parent_id if isinstance(channel, discord.Thread) else getattr(channel, "id", None)
    if wishes.channels and place not in wishes.channels:
        return own.not_here.format(places=", ".join(f"<#{number}>" for number in wishes.channels))
    roles = {role.id for role in member.roles} if isinstance(member, discord.Member) else set()
    if wishes.roles and not roles.intersection(wishes.roles):
        return own.not_you.format(roles=", ".join(f"<@&{number}>" for number in wishes.roles))
    return ""


async def by_interaction(interaction: Interaction, asked: Asked) -> None:
    """Answer a question that came with a command or a form."""
    desk, own = interaction.client.desk, own_texts(interaction)
    wishes = desk.wishes(interaction.guild_id)
    if reason := refusal(wishes, interaction.channel, interaction.user, own):
        await tell(interaction, reason)
        return
    private = wishes.private if asked.private is None else asked.private
    try:
        with desk.admitted(interaction.user.id, interaction.guild_id):
            if asked.parent and not private:
                await _follow_up(interaction, asked, asked.parent)
            else:
                await _in_place(interaction, asked, private=private)
    except Turned as turned:
        await tell(interaction, turned_away(turned, own))
    except MessageGoneError:
        await tell(interaction, own.message_gone)


async def _in_place(interaction: Interaction, asked: Asked, *, private: bool) -> None:
    """Answer in the interaction's own message."""
    fallbacks = [direct(interaction.user)] if private else [_channel(interaction), direct(interaction.user)]
    said = own_texts(interaction) if private else public_texts(interaction)
    outlet: Outlet = InteractionOutlet(interaction, private=private)
    try:
        await interaction.response.defer(thinking=True, ephemeral=private)
    except CALL_FAILED as error:
        # Too late (10062), or Discord failed: the question is answered all the same, with a message of its own.
        log.warning("A question could not be acknowledged: %s", error)
        outlet = ClosedOutlet()
    delivery = Delivery(outlet, fallbacks, interaction.client.edit_seconds)
    await answer(interaction.client.desk, _inquiry(interaction, asked, said, interaction.channel_id or 0), delivery)


async def _follow_up(interaction: Interaction, asked: Asked, parent: Post) -> None:
    """Answer in the thread of the answer before, which is opened if it can be."""
    message = interaction.message
    if not _may_open_thread(interaction) or message is None:
        await _in_place(interaction, asked, private=bool(message and message.flags.ephemeral))
        return
    try:
        await interaction.response.defer(thinking=True, ephemeral=True)
    except CALL_FAILED as error:
        log.warning("A follow-up question could not be acknowledged: %s", error)
    thread = await _thread(interaction.client.desk, message, parent, asked.question)
    outlet = ChannelOutlet(
        thread or message.channel, None if thread else message.to_reference(fail_if_not_exists=False)
    )
    delivery = Delivery(outlet, [_channel(interaction), direct(interaction.user)], interaction.client.edit_seconds)
    said, place = public_texts(interaction), thread.id if thread else message.channel.id
    await answer(interaction.client.desk, _inquiry(interaction, asked, said, place), delivery)
    where = delivery.messages[0].jump_url if delivery.messages else f"<#{place}>"
    try:
        await interaction.edit_original_response(content=own_texts(interaction).see_thread.format(place=where))
    except CALL_FAILED as error:
        log.info("Nobody can be told where the answer is: %s", error)


def _inquiry(interaction: Interaction, asked: Asked, said: Texts, channel: int) -> Inquiry:
    server = scope(interaction.guild_id)
    return Inquiry(
        question=asked.question,
        asker=interaction.user.id,
        channel=channel,
        server=server,
        only=replace(asked.only, scope=server),
        texts=said,
        parent=asked.parent,
        head=question_head(asked.question),
    )


def _channel(interaction: Interaction) -> Fallback:
    """Return the way to whoever asked by a message of its own in the channel."""

    async def open_it() -> Outlet | None:
        channel = interaction.channel
        return ChannelOutlet(channel) if isinstance(channel, discord.abc.Messageable) else None

    return open_it


def _may_open_thread(interaction: Interaction) -> bool:
    channel, message = interaction.channel, interaction.message
    if not isinstance(channel, discord.TextChannel) or message is None or message.flags.ephemeral:
        return False
    rights = interaction.app_permissions
    return rights.create_public_threads and rights.send_messages_in_threads


async def _thread(desk: Desk, message: discord.Message, post: Post, question: str) -> discord.Thread | None:
    """Return the thread of an answer, None where there is none and none can be opened."""
    known = await desk.run(desk.posts.thread, post.key)
    try:
        if known and message.guild:
            found = message.guild.get_thread(known) or await message.guild.fetch_channel(known)
            return found if isinstance(found, discord.Thread) else None
    except CALL_FAILED as error:
        log.info("The thread of an answer is gone: %s", error)
    try:
        name = shortened(one_line(question), _THREAD_NAME)
        thread = await message.create_thread(name=name, auto_archive_duration=1440)
    except CALL_FAILED as error:
        log.warning("No thread can be opened: %s", error)
        return None
    await desk.run(desk.posts.put_place, post.key, thread.id, "thread")
    return thread
