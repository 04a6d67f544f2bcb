"""The form of `/settings`: how a server wants to be served."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.discord.buttons import Button
from bot.discord.entry import own_texts, tell

if TYPE_CHECKING:
    from bot.discord.client import FootnoteClient
    from bot.discord.texts import Texts
    from rag.archive.servers import Wishes

    Interaction = discord.Interaction[FootnoteClient]

_PREFIX = "footnote:wish:"
_WISH = _PREFIX + r"(?P<wish>channels|roles|language|private)"
# Discord's limit of a select menu.
_MOST = 25
_OWN = "own"
_CHANNELS = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum, discord.ChannelType.voice]


async def is_moderator(interaction: Interaction) -> bool:
    """Tell whether whoever interacts may manage the server, and tell them so if not."""
    if interaction.guild_id and interaction.permissions.manage_guild:
        return True
    await tell(interaction, own_texts(interaction).moderators_only)
    return False


def wishes_view(wishes: Wishes, texts: Texts) -> ui.View:
    """Return the form with what is set now."""
    label = texts.settings_private if wishes.private else texts.settings_public
    view = ui.View(timeout=None)
    view.add_item(_channels(wishes, texts))
    view.add_item(_roles(wishes, texts))
    view.add_item(_languages(wishes, texts))
    view.add_item(ui.Button[ui.View](custom_id=f"{_PREFIX}private", label=label))
    view.stop()  # answered by its ids, as the buttons are
    return view


def _channels(wishes: Wishes, texts: Texts) -> ui.ChannelSelect[ui.View]:
    kind = discord.SelectDefaultValueType.channel
    return ui.ChannelSelect(
        custom_id=f"{_PREFIX}channels",
        placeholder=texts.settings_channels,
        channel_types=_CHANNELS,
        min_values=0,
        max_values=_MOST,
        default_values=[discord.SelectDefaultValue(id=number, type=kind) for number in wishes.channels],
    )


def _roles(wishes: Wishes, texts: Texts) -> ui.RoleSelect[ui.View]:
    kind = discord.SelectDefaultValueType.role
    return ui.RoleSelect(
        custom_id=f"{_PREFIX}roles",
        placeholder=texts.settings_roles,
        min_values=0,
        max_values=_MOST,
        default_values=[discord.SelectDefaultValue(id=number, type=kind) for number in wishes.roles],
    )


def _languages(wishes: Wishes, texts: Texts) -> ui.Select[ui.View]:
    named = ((_OWN, texts.settings_own_language), ("en", "English"), ("zh", "中文"))
    chosen = wishes.language or _OWN
    options = [
        discord.SelectOption(label=f"{texts.settings_language}: {name}", value=code, default=code == chosen)
        for code, name in named
    ]
    return ui.Select(custom_id=f"{_PREFIX}language", options=options)


class WishItem(Button, template=_WISH):
    """Any part of the form; each change is stored at once."""

    def __init__(self, item: ui.Item[Any], wish: str) -> None:
        super().__init__(item)
        self._wish = wish

    @classmethod
    async def from_custom_id(cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /) -> Self:
        """Return the part that was used."""
        return cls(item, match["wish"])

    async def press(self, interaction: Interaction) -> None:
        """Store the change, and show the form as it is now."""
        if not await is_moderator(interaction):
            return
        desk, server = interaction.client.desk, interaction.guild_id or 0
        given: Any = interaction.data
        wishes = _changed(desk.wishes(server), self._wish, given.get("values", []))
        await interaction.response.defer()
        await desk.wish(server, wishes)
        texts = own_texts(interaction)
        content = f"{texts.settings_title}\n{texts.settings_saved}"
        await interaction.edit_original_response(content=content, view=wishes_view(wishes, texts))


def _changed(wishes: Wishes, wish: str, values: list[str]) -> Wishes:
    if wish == "channels":
        return replace(wishes, channels=tuple(map(int, values)))
    if wish == "roles":
        return replace(wishes, roles=tuple(map(int, values)))
    if wish == "language":
        return replace(wishes, language="" if values[0] == _OWN else values[0])
    return replace(wishes, private=not wishes.private)
