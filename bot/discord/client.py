"""The bot's connection to Discord: what it hears, and what it is allowed to say."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import tasks

from bot.discord import commands, messages, moderation
from bot.discord.buttons import AnswerButton, EraseButton, ListButton
from bot.discord.delivery import EDIT_SECONDS
from bot.discord.desk import Desk
from bot.discord.entry import report
from bot.discord.forms import on_form
from bot.discord.translation import Translator
from bot.discord.wishes import WishItem
from rag.errors import FootnoteError

if TYPE_CHECKING:
    from rag.assistant import Assistant
    from rag.settings import Settings

log = logging.getLogger(__name__)

_TIDY_HOURS = 6
_BUTTONS = (AnswerButton, ListButton, EraseButton, WishItem)


def intents_of(settings: Settings) -> discord.Intents:
    """Return what the bot wants to hear: the servers that it is in, and messages only where it answers them."""
    replies = settings.discord_replies
    return discord.Intents(guilds=True, guild_messages=replies, dm_messages=replies, message_content=replies)


class Commands(app_commands.CommandTree["FootnoteClient"]):
    """The commands; whatever goes wrong in one is logged, and the asker told."""

    async def on_error(
        self, interaction: discord.Interaction[FootnoteClient], error: app_commands.AppCommandError, /
    ) -> None:
        """Say what went wrong, unless it was said already."""
        if isinstance(error, app_commands.CheckFailure):
            return
        await report(interaction, error)


class FootnoteClient(discord.Client):
    """The bot. `edit_seconds` is the least time between two edits of a message."""

    def __init__(self, assistant: Assistant, settings: Settings, edit_seconds: float = EDIT_SECONDS) -> None:
        super().__init__(
            intents=intents_of(settings),
            allowed_mentions=discord.AllowedMentions.none(),
            # Nothing is looked up among members or old messages, so neither takes up memory.
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.desk = Desk(assistant, settings)
        self.edit_seconds = edit_seconds
        self.tree = Commands(self)
        for command in (*commands.COMMANDS, *moderation.COMMANDS):
            self.tree.add_command(command)
        self.add_dynamic_items(*_BUTTONS)

    async def setup_hook(self) -> None:
        """Prepare everything between the login and the first event."""
        translator = Translator()
        await self.tree.set_translator(translator)
        await self.desk.open()
        await self._synchronise(translator)
        self._tidy.start()

    async def _synchronise(self, translator: Translator) -> None:
        """Send the commands to Discord where they are not those that it was sent last."""
        sent = [await command.get_translated_payload(self.tree, translator) for command in self.tree.get_commands()]
        digest = hashlib.sha256(json.dumps(sent, sort_keys=True).encode()).hexdigest()
        database, fact = self.desk.archive.database, f"discord commands of {self.application_id}"
        if await self.desk.run(database.fact, fact) != digest:
            await self.tree.sync()
            await self.desk.run(database.set_fact, fact, digest)
            log.info("The commands were sent to Discord.")

    @tasks.loop(hours=_TIDY_HOURS)
    async def _tidy(self) -> None:
        try:
            await self.desk.tidy()
        except FootnoteError as error:
            log.warning("Old answers can't be dropped: %s", error)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message if it is meant for the bot."""
        await messages.on_message(self, message)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Delete what was the server's own; in an outage, a server is unavailable and not removed."""
        await self.desk.forget(guild.id)

    async def on_interaction(self, interaction: discord.Interaction[FootnoteClient]) -> None:
        """Answer a form; Discord's library hands over commands and buttons itself."""
        if interaction.type is discord.InteractionType.modal_submit:
            await on_form(interaction)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Log what went wrong; no event may end the bot."""
        log.exception("The event %s failed.", event_method)

    async def close(self) -> None:
        """Leave Discord."""
        self._tidy.cancel()
        try:
            await super().close()
        finally:
            self.desk.close()
