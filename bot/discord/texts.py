"""The choice of the language in which the bot speaks."""

from __future__ import annotations

from bot.discord.chinese import ZH
from bot.discord.english import EN
from bot.discord.wording import Texts

__all__ = ["EN", "ZH", "Texts", "texts"]


def texts(locale: object) -> Texts:
    """Return the texts for a locale of Discord's or a language code: Chinese for any Chinese, else English."""
    return ZH if str(locale).lower().startswith("zh") else EN
