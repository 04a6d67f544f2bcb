"""The program around the bot: its log, its start, its end."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket

from bot.discord.client import FootnoteClient, intents_of
from rag.errors import FootnoteError, SettingsError

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.settings import Settings

log = logging.getLogger(__name__)

# What the bot must be allowed to do, and nothing more.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    read_message_history=True,
)
# Discord's library would wait half a minute for the other end.
_GOODBYE_SECONDS = 0.5
_WRONG_TOKEN = 4004
_TOKEN_IN_ADDRESS = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w\-]+")


class DiscordError(FootnoteError):
    """Discord doesn't let the bot in, or can't be reached."""


class _Discreet(logging.Formatter):
    """Writes a log without the secrets of the settings and without Discord's own tokens."""

    def __init__(self, settings: Settings) -> None:
        super().__init__("{asctime} {levelname:<7} {name}: {message}", "%Y-%m-%d %H:%M:%S", style="{")
        keys = (settings.discord_token, settings.openai_api_key, settings.embedding_api_key)
        self._secrets = [secret for key in keys if (secret := key.get_secret_value().strip())]

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, or lines, of a record."""
        line = _TOKEN_IN_ADDRESS.sub(r"\1...", super().format(record))
        for secret in self._secrets:
            line = line.replace(secret, "...")
        return line


def start_log(settings: Settings) -> None:
    """Write the log to the error output."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Discreet(settings))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for ours in ("bot", "rag", "discord"):
        logging.getLogger(ours).setLevel(logging.INFO)
    # The bot never speaks, and Discord's library need not warn that it could not.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


def token_of(settings: Settings) -> str:
    """Return the bot's token; raises SettingsError."""
    token = settings.discord_token.get_secret_value().strip()
    if not token:
        raise SettingsError(
            "DISCORD_TOKEN is not set: copy the bot's token from https://discord.com/developers/applications."
        )
    return token


def point_at(settings: Settings) -> None:
    """Send the calls to the address of the settings; Discord's library keeps it for the whole process."""
    if settings.discord_api:
        discord.http.Route.BASE = settings.discord_api.rstrip("/")


async def point_gateway(client: discord.Client, settings: Settings) -> None:
    """Take the gateway from the address of the settings."""
    if settings.discord_api:
        _, url, _ = await client.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)


@asynccontextmanager
async def sentences() -> AsyncIterator[None]:
    """Say in a sentence why Discord doesn't let the bot in; raises DiscordError."""
    try:
        yield
    except discord.LoginFailure as error:
        raise DiscordError("Discord does not accept DISCORD_TOKEN: copy it again from the developer portal.") from error
    except discord.PrivilegedIntentsRequired as error:
        raise DiscordError(
            "Discord's developer portal doesn't let the bot read messages: turn on Message Content Intent there, "
            "or set DISCORD_REPLIES=false for commands only."
        ) from error
    except discord.ConnectionClosed as error:
        what = (
            "does not accept DISCORD_TOKEN" if error.code == _WRONG_TOKEN else f"closed the connection ({error.code})"
        )
        raise DiscordError(f"Discord {what}: look at the bot in the developer portal.") from error
    except (aiohttp.ClientError, discord.GatewayNotFound, TimeoutError, OSError) as error:
        raise DiscordError(f"Discord can't be reached ({type(error).__name__}): check the network.") from error
    except discord.HTTPException as error:
        raise DiscordError(f"Discord refused to let the bot in ({error.status}): try again later.") from error


def serve(assistant: Assistant, settings: Settings) -> None:
    """Answer on Discord until the program is told to end. Raises DiscordError, SettingsError."""
    token = token_of(settings)
    start_log(settings)
    point_at(settings)
    # Threads that compute hand over to the event loop sooner than Python's five milliseconds, of which an
    # acknowledgement would have to wait for several.
    sys.setswitchinterval(0.0005)
    if _run(assistant, settings, token):
        # Threads can't be stopped, and Python would wait for a language model that nobody waits for any more.
        logging.shutdown()
        os._exit(0)


def _run(assistant: Assistant, settings: Settings, token: str) -> bool:
    """Run the bot to its end; return whether threads are left that still work."""
    with asyncio.Runner() as runner:
        return runner.run(_served(assistant, settings, token))


async def _served(assistant: Assistant, settings: Settings, token: str) -> bool:
    client = FootnoteClient(assistant, settings)
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(name, told.set)
        except NotImplementedError:  # Windows: Ctrl-C ends the program at once
            break
    async with sentences(), _closing(client):
        await client.login(token)
        await point_gateway(client, settings)
        connected = asyncio.create_task(client.connect())
        waiting = asyncio.create_task(told.wait())
        await asyncio.wait({connected, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if connected.done():
            await connected
        log.info("Leaving: running questions have %g s to finish.", settings.discord_leave_seconds)
        await client.desk.drain(settings.discord_leave_seconds)
        connected.cancel()
    return client.desk.working


@asynccontextmanager
async def _closing(client: FootnoteClient) -> AsyncIterator[None]:
    """Close the connection after a block, also where Discord does not answer that it is closed."""
    try:
        yield
    finally:
        with suppress(TimeoutError):
            await asyncio.wait_for(client.close(), _GOODBYE_SECONDS)


def invite(settings: Settings) -> str:
    """Return the address that invites the bot to a server. Raises DiscordError, SettingsError."""
    return asyncio.run(_invite(settings, token_of(settings)))


async def _invite(settings: Settings, token: str) -> str:
    point_at(settings)
    async with sentences(), discord.Client(intents=intents_of(settings)) as client:
        await client.login(token)
        scopes = ("bot", "applications.commands")
        return discord.utils.oauth_url(client.application_id or 0, permissions=PERMISSIONS, scopes=scopes)
