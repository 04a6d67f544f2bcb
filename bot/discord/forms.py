"""The form for a question that follows an answer, shown by this run of the bot or by any before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from discord import ui

from bot.discord.entry import LONGEST_QUESTION, Asked, by_interaction, own_texts, report, stored, tell

if TYPE_CHECKING:
    import discord

    from bot.discord.client import FootnoteClient
    from bot.discord.texts import Texts

    Interaction = discord.Interaction[FootnoteClient]

_FOLLOW_UP = "footnote:form:"
_KEY = re.compile(_FOLLOW_UP + r"([0-9a-f]{16})")


def follow_up_form(key: str, texts: Texts) -> ui.Modal:
    """Return the form for a question that follows the answer of a key."""
    form = ui.Modal(title=texts.follow_up_title, custom_id=_FOLLOW_UP + key)
    question = ui.TextInput[Any](custom_id="question", placeholder=texts.follow_up_hint, max_length=LONGEST_QUESTION)
    form.add_item(ui.Label(text=texts.follow_up_label, component=question))
    # The client answers forms by their ids, as it does buttons, and need not remember those that nobody sends.
    form.stop()
    return form


async def on_form(interaction: Interaction) -> None:
    """Answer the question of a form; whatever goes wrong is logged, and whoever asked is told."""
    sent: Any = interaction.data
    if found := _KEY.fullmatch(sent["custom_id"]):
        try:
            await _follow_up(interaction, found[1], sent["components"][0]["component"]["value"].strip())
        except Exception as error:  # Discord's library would only log it
            await report(interaction, error)


async def _follow_up(interaction: Interaction, key: str, question: str) -> None:
    post = await stored(interaction, key)
    if post is None:
        await tell(interaction, own_texts(interaction).aged_out)
    else:
        await by_interaction(interaction, Asked(question, parent=post))
