"""Makes the pictures of the Discord front-end in docs/: the real bot over seeds/, in simcord's model of Discord.

Needs Chromium, Chinese fonts and `simcord[screenshot]`. `make picture`, or `python docs/discord_pictures.py [FOLDER]`.
"""

# ruff: noqa: INP001 - a script beside the pictures that it makes, and no package

from __future__ import annotations

import asyncio
import io
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import simcord
import simcord.interactions
from PIL import Image, ImageDraw
from playwright.async_api import BrowserType

from bot.discord.client import FootnoteClient
from rag.assistant import Assistant
from rag.opening import fill_with_seeds, open_archive
from rag.settings import Settings, load_settings

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
WIDTH, HEIGHT = 760, 900
ANSWERED = "What does Oracle train with Cohere?"
REFUSED = "What did the first large language model of Iceland cost?"
CHINESE = "北京有多少个大语言模型？"
CLAIMED = (
    "Organizations in China have launched 79 large language models in three years. In 2022, the United States released "
    "57 large language models. All of them were trained under water."
)
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --hide-scrollbars"
).split()


def use_installed_chromium() -> None:
    """Let Playwright start the Chromium of this computer instead of one that it would download."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        sys.exit("There is no Chromium: install it, in Debian with `apt-get install chromium fonts-noto-cjk`.")
    launch = BrowserType.launch

    async def ours(self: BrowserType, **options: Any) -> Any:
        return await launch(self, executable_path=program, args=FLAGS, **options)

    BrowserType.launch = ours  # type: ignore[method-assign]


class Studio:
    """The bot in a server with one reader, and what takes its picture."""

    def __init__(self, env: simcord.Env) -> None:
        self.env: Any = env
        env.backend.edit_bot_profile("Footnote")
        self.guild = env.create_guild("Readers")
        self.channel = self.guild.create_text_channel("ask-the-archive")
        self.reader = self.guild.add_member(env.create_user("reader", global_name="A reader"))

    async def ask(self, question: str) -> Any:
        """Ask the bot, and return what came of it."""
        return await self.reader.slash(self.channel, "ask", question=question)

    def newspapers(self) -> dict[str, tuple[str, bytes]]:
        """Return a drawing of a newspaper for every picture of an article, since nothing is fetched here."""
        articles = self.env.bot.desk.archive.catalog.all_articles()
        return {article.image: ("newspaper.png", newspaper()) for article in articles if article.image}

    async def shoot(self, name: str, shown: Any) -> None:
        """Take the picture of a message."""
        size: Any = {"display": "fixed", "width": WIDTH, "height": HEIGHT}
        preview = self.env.preview(self.channel, viewers=[self.reader], assets=self.newspapers(), **size)
        async with preview:
            await preview.screenshot(FOLDER / f"discord-{name}.png", target=shown, allow_incomplete=True)


def newspaper() -> bytes:
    """Draw a page of news."""
    page = Image.new("RGB", (80, 80), "#e8e6df")
    draw = ImageDraw.Draw(page)
    draw.rectangle((8, 9, 71, 19), fill="#3a3a38")
    draw.rectangle((8, 27, 36, 51), fill="#a9b4bf")
    lines = [(42, 71, y) for y in range(27, 56, 6)] + [(8, 71, y) for y in range(57, 76, 6)]
    for left, right, y in lines:
        draw.line((left, y, right, y), fill="#8d8b85", width=2)
    file = io.BytesIO()
    page.save(file, "PNG")
    return file.getvalue()


async def pictures(client: FootnoteClient) -> None:
    """Take all of them."""
    async with simcord.run(client, settle_timeout=60) as env:
        studio = Studio(env)
        answer = await studio.ask(ANSWERED)
        await studio.shoot("answer", answer)
        await studio.shoot("quotes", await studio.reader.click(answer.response.message, label="Quotes"))
        await studio.shoot("refusal", await studio.ask(REFUSED))
        message = await studio.reader.send(studio.channel, CLAIMED)
        await studio.shoot("check", await studio.reader.context_menu(studio.channel, "Check against sources", message))
        speak_chinese()
        await studio.shoot("chinese", await studio.ask(CHINESE))


def speak_chinese() -> None:
    """Set the reader's Discord to Chinese."""
    english = simcord.interactions.base_payload

    def payload(*given: Any, **more: Any) -> Any:
        record, made = english(*given, **more)
        return record, made | {"locale": "zh-CN"}

    simcord.interactions.base_payload = payload


def bot(settings: Settings) -> FootnoteClient:
    """Return the bot over the articles that come with Footnote."""
    archive = open_archive(settings)
    fill_with_seeds(archive)
    return FootnoteClient(Assistant(archive, None), settings)


def main() -> None:
    """Make the pictures."""
    use_installed_chromium()
    with tempfile.TemporaryDirectory() as folder:
        client = bot(load_settings(home=Path(folder), model="none"))
        asyncio.run(pictures(client))
        client.desk.archive.close()


if __name__ == "__main__":
    main()
