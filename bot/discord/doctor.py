"""Whether Discord lets the bot in, and what to do where it does not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord

from bot.discord.client import intents_of
from bot.discord.running import point_at, sentences, token_of
from rag.doctor import Check
from rag.errors import FootnoteError

if TYPE_CHECKING:
    from rag.settings import Settings


def check(settings: Settings) -> Check:
    """Log in once, without going online, and look at what the developer portal allows."""
    try:
        return asyncio.run(_check(settings))
    except FootnoteError as error:
        what, _, advice = str(error).partition(": ")
        return Check("discord", False, what, advice)


async def _check(settings: Settings) -> Check:
    point_at(settings)
    async with sentences(), discord.Client(intents=intents_of(settings)) as client:
        await client.login(token_of(settings))
        flags = client.application_flags
        name = client.user.name if client.user else "the bot"
        if settings.discord_replies and not (flags.gateway_message_content or flags.gateway_message_content_limited):
            return Check(
                "discord",
                False,
                f"{name} may not read messages",
                "turn on Message Content Intent in the developer portal, or set DISCORD_REPLIES=false",
            )
        servers = [guild async for guild in client.fetch_guilds(limit=200)]
        advice = "" if servers else "invite it with the link of `footnote discord --invite`"
        return Check("discord", True, f"{name} is let in; servers: {len(servers)}", advice)
