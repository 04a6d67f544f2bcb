"""Getting messages to whoever asked: through an interaction, a channel, or at last a private message."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import aiohttp
import discord

from bot.discord.rendering import Page, without_embed

log = logging.getLogger(__name__)

# How a call to Discord fails; its library hands lost connections on as it meets them.
CALL_FAILED = (discord.HTTPException, aiohttp.ClientError, OSError)
# Discord's code for a message that is gone.
UNKNOWN_MESSAGE = 10008
# Discord limits edits to about five in five seconds a channel, and a text that jumps is hard to read.
EDIT_SECONDS = 1.2


class MessageGoneError(Exception):
    """The message with the answer was deleted while the answer grew."""


class Outlet(Protocol):
    """A way to a reader: messages are sent one after the other, and may be edited."""

    async def send(self, page: Page, view: discord.ui.View | None) -> discord.Message:
        """Send a further message; raises one of CALL_FAILED."""

    async def edit(self, message: discord.Message, page: Page, view: discord.ui.View | None) -> None:
        """Put something else into a message; raises one of CALL_FAILED."""

    def allowed(self, page: Page) -> list[Page]:
        """Return a message as it may be shown there."""


def _given(**options: object) -> dict[str, Any]:
    """Return the options that are set; Discord's library has a default of its own for each."""
    return {name: value for name, value in options.items() if value is not None}


class InteractionOutlet:
    """Answers an interaction that was acknowledged: its first message takes the place of the "thinking"."""

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self._interaction = interaction
        self._private = private
        self._first: int | None = None

    async def send(self, page: Page, view: discord.ui.View | None) -> discord.Message:
        """Send a further message; raises one of CALL_FAILED."""
        if self._first is None:
            message: discord.Message = await self._interaction.edit_original_response(
                content=page.content or None, embed=page.embed, view=view
            )
            self._first = message.id
            return message
        more = _given(embed=page.embed, view=view)
        further: discord.Message = await self._interaction.followup.send(
            page.content, ephemeral=self._private, wait=True, **more
        )
        return further

    async def edit(self, message: discord.Message, page: Page, view: discord.ui.View | None) -> None:
        """Put something else into a message; raises one of CALL_FAILED."""
        await message.edit(content=page.content or None, embed=page.embed, view=view)

    def allowed(self, page: Page) -> list[Page]:
        """Return the message: an interaction may always be answered with an embed."""
        return [page]


class ChannelOutlet:
    """Writes in a channel or thread, the first message as a reply to `to` if there is one."""

    def __init__(self, channel: discord.abc.Messageable, to: discord.MessageReference | None = None) -> None:
        self._channel = channel
        self._to = to

    async def send(self, page: Page, view: discord.ui.View | None) -> discord.Message:
        """Send a further message; raises one of CALL_FAILED."""
        more = _given(embed=page.embed, view=view, reference=self._to)
        message: discord.Message = await self._channel.send(page.content or None, **more)
        self._to = None
        return message

    async def edit(self, message: discord.Message, page: Page, view: discord.ui.View | None) -> None:
        """Put something else into a message; raises one of CALL_FAILED."""
        await message.edit(content=page.content or None, embed=page.embed, view=view)

    def allowed(self, page: Page) -> list[Page]:
        """Return the message, as text alone where the bot may not embed."""
        channel = self._channel
        if isinstance(channel, (discord.abc.GuildChannel, discord.Thread)):
            rights = channel.permissions_for(channel.guild.me)
            if not rights.embed_links:
                return without_embed(page)
        return [page]


class ClosedOutlet:
    """The way to a reader whose interaction was never acknowledged: a fallback has to do."""

    async def send(self, page: Page, view: discord.ui.View | None) -> discord.Message:  # noqa: ARG002
        """Send nothing; raises OSError."""
        raise OSError("the interaction is closed")

    async def edit(self, message: discord.Message, page: Page, view: discord.ui.View | None) -> None:
        """Edit nothing, since nothing was sent."""

    def allowed(self, page: Page) -> list[Page]:
        """Return the message."""
        return [page]


Fallback = Callable[[], Awaitable[Outlet | None]]


class Delivery:
    """Shows an answer that grows. Where one way to the reader is closed, the next of `fallbacks` is taken."""

    def __init__(self, outlet: Outlet, fallbacks: Sequence[Fallback] = (), interval: float = EDIT_SECONDS) -> None:
        self._outlet = outlet
        self._fallbacks = list(fallbacks)
        self._interval = interval
        self._shown: list[Page] = []
        self.messages: list[discord.Message] = []

    async def grow(self, contents: Sequence[str]) -> None:
        """Show what there is of an answer, and wait until it may be edited again. Raises MessageGoneError.

        Other trouble is left to `finish`.
        """
        try:
            await self._show([Page(content) for content in contents], None)
        except CALL_FAILED as error:
            self._check(error)
            log.info("An answer can't be shown while it grows: %s", error)
        await asyncio.sleep(self._interval)

    async def finish(self, pages: Sequence[Page], view: discord.ui.View | None = None) -> bool:
        """Show all of an answer, the buttons under its end; return whether it arrived. Raises MessageGoneError."""
        while True:
            try:
                await self._show([allowed for page in pages for allowed in self._outlet.allowed(page)], view)
            except CALL_FAILED as error:
                self._check(error)
                log.warning("An answer can't be shown where it was asked for: %s", error)
                if not await self._turn():
                    log.warning("An answer could not be delivered.")
                    return False
            else:
                return True

    def _check(self, error: Exception) -> None:
        if isinstance(error, discord.HTTPException) and error.code == UNKNOWN_MESSAGE and self.messages:
            raise MessageGoneError from error

    async def _turn(self) -> bool:
        """Take the next way to the reader, which begins anew; return whether there is one."""
        while self._fallbacks:
            try:
                outlet = await self._fallbacks.pop(0)()
            except CALL_FAILED as error:
                log.info("A way to whoever asked is closed: %s", error)
                continue
            if outlet:
                self._outlet, self._shown, self.messages = outlet, [], []
                return True
        return False

    async def _show(self, pages: Sequence[Page], view: discord.ui.View | None) -> None:
        for number, page in enumerate(pages):
            last = view if number == len(pages) - 1 else None
            if number == len(self._shown):
                self.messages.append(await self._outlet.send(page, last))
                self._shown.append(page)
            elif page != self._shown[number] or last:
                await self._outlet.edit(self.messages[number], page, last)
                self._shown[number] = page
        while len(self._shown) > len(pages):  # a draft that was longer than what could be backed in the end
            self._shown.pop()
            await self.messages.pop().delete()


def direct(user: discord.User | discord.Member) -> Fallback:
    """Return the way to a person by private message."""

    async def open_it() -> Outlet | None:
        return ChannelOutlet(await user.create_dm())

    return open_it
