"""A small Discord for the tests: a server with people, an archive of made-up articles, and the bot over both."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
import simcord.interactions
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import PrivateAttr

from bot.discord.client import FootnoteClient
from bot.discord.desk import Desk
from rag.assistant import Assistant
from rag.ingest import ingest
from rag.models import LanguageModel
from rag.opening import open_archive
from rag.settings import Settings, load_settings
from tests.discord_server import PATIENCE
from tests.scripted import ScriptedChat

FERRY = "The ferry to Marrow Island was closed in 2019 after its engine caught fire."
BRIDGE = "The Otter Bridge in Lindqvist carried 41,000 cars a day in 2021."
CABLE = "瓦伦特岛的海底电缆于2020年铺设完成，全长350公里。"
ARTICLES = [
    {
        "id": "ferry",
        "title": "No ferry to Marrow Island",
        "text": f"Islanders are waiting. {FERRY} A new one is being built in Tavik.",
        "url": "https://news.example/ferry",
        "image": "https://news.example/ferry.jpg",
        "published": "2020-02-03",
        "provider": "Island Gazette",
        "language": "en",
    },
    {
        "id": "bridge",
        "title": "Counting cars on the Otter Bridge",
        "text": f"The town has one bridge. {BRIDGE} Nobody has counted the bicycles.",
        "url": "https://news.example/bridge",
        "published": "2022-03-01",
        "provider": "Lindqvist Post",
        "language": "en",
    },
    {
        "id": "cable",
        "title": "瓦伦特岛通上光缆",
        "text": f"{CABLE}岛上居民首次用上高速网络。",
        "url": "https://news.example/cable",
        "published": "2020-11-20",
        "provider": "海岛日报",
        "language": "zh",
    },
]
WHEN_FERRY = "When was the ferry to Marrow Island closed?"
HOW_MANY_CARS = "How many cars a day did the Otter Bridge carry?"
UNKNOWN = "Who won the chess championship of Atlantis?"


class Held(ScriptedChat):
    """Says its last piece when it is let go on."""

    piece: int = 30
    _released: threading.Event = PrivateAttr(default_factory=threading.Event)

    def release(self) -> None:
        self._released.set()

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        chunks = list(super()._stream(messages))
        yield from chunks[:-2]
        assert self._released.wait(PATIENCE)
        yield from chunks[-2:]


class Paced(ScriptedChat):
    """Says a piece whenever it is let."""

    _let: threading.Semaphore = PrivateAttr(default_factory=lambda: threading.Semaphore(0))

    def let(self, pieces: int) -> None:
        self._let.release(pieces)

    def _stream(self, *given: Any, **more: Any) -> Iterator[ChatGenerationChunk]:
        for chunk in super()._stream(*given, **more):
            assert self._let.acquire(timeout=PATIENCE)
            yield chunk


@dataclass
class World:
    """The bot and its surroundings."""

    env: simcord.Env
    client: FootnoteClient
    guild: simcord.GuildHandle
    channel: simcord.ChannelHandle
    ann: simcord.MemberActor
    ben: simcord.MemberActor
    mod: simcord.MemberActor


def make_home(folder: Path, articles: list[dict[str, str]] | None = None) -> Path:
    """Return a folder with an archive of the articles."""
    file = folder / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, articles or ARTICLES)), "utf-8")
    with open_archive(settings_of(folder / "home")) as archive:
        assert not ingest(archive, [file]).problems
    return folder / "home"


def fresh_home(factory: pytest.TempPathFactory) -> Path:
    """Return a folder of its own with an archive of the articles, which are embedded once for all tests."""
    made = factory.getbasetemp() / "newsroom"
    if not made.exists():
        made.mkdir()
        make_home(made)
    return shutil.copytree(made / "home", factory.mktemp("discord") / "home")


def settings_of(home: Path, **more: Any) -> Settings:
    return load_settings(home=home, model="none", **{"discord_person_rate": 100, "discord_server_rate": 1000} | more)


def make_client(home: Path, chat: ScriptedChat | None = None, **more: Any) -> FootnoteClient:
    settings = settings_of(home, **more)
    model = LanguageModel(chat, "scripted-1") if chat else None
    assistant = Assistant(open_archive(settings), model, settings.stale_days, settings.check == "llm")
    return FootnoteClient(assistant, settings, edit_seconds=0)


@asynccontextmanager
async def world(client: FootnoteClient, **options: Any) -> AsyncIterator[World]:
    """Log the bot in to a server with a channel, two members and a moderator."""
    env = simcord.Env(client, settle_timeout=PATIENCE, **options)
    await env.start()
    guild = env.create_guild("Readers")
    channel = guild.create_text_channel("questions")
    moderators = guild.create_role("Moderators", permissions=discord.Permissions(manage_guild=True))
    ann = guild.add_member(env.create_user("ann"))
    ben = guild.add_member(env.create_user("ben"))
    mod = guild.add_member(env.create_user("mo"), roles=[moderators])
    made = World(env, client, guild, channel, ann, ben, mod)
    try:
        yield made
    finally:
        await env.shutdown()
        made.client.desk.archive.close()
    assert_nobody_is_mentioned(env)
    if env.check_errors:
        env._raise_errors_since(env._errors_acknowledged)


def assert_nobody_is_mentioned(env: simcord.Env) -> None:
    """Check that no message of the bot's could notify anybody, whatever stands in it."""
    for request in env.http_requests:
        sent: Any = request.json
        message = sent.get("data") or sent if isinstance(sent, dict) else {}
        if "content" in message or "embeds" in message:
            assert message["allowed_mentions"]["parse"] == [], request


async def restart(here: World, home: Path, chat: ScriptedChat | None = None, **more: Any) -> FootnoteClient:
    """Start the bot anew on the same archive."""
    here.client.desk.archive.close()
    here.client = make_client(home, chat, **more)
    await here.env.restart_bot(here.client)
    return here.client


def text_of(message: Any) -> str:
    """Return all that a message says, its box included."""
    parts = [message.content]
    for embed in message.embeds:
        parts += [embed.title or "", embed.description or "", embed.footer.text or ""]
    return "\n".join(filter(None, parts))


def labels(message: Any) -> list[str]:
    """Return what stands on the buttons of a message."""
    rows = [row if isinstance(row, dict) else row.to_dict() for row in message.components]
    return [part["label"] for row in rows for part in row["components"] if part.get("label")]


def speak_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the language of everybody's Discord to Chinese."""
    english = simcord.interactions.base_payload

    def payload(*given: Any, **more: Any) -> Any:
        record, made = english(*given, **more)
        return record, made | {"locale": "zh-CN"}

    monkeypatch.setattr("simcord.interactions.base_payload", payload)


def held(here: World) -> str:
    """Return all that is stored."""
    return "\n".join(here.client.desk.archive.database._connection().iterdump())


def lose(here: World, table: str) -> None:
    """Break the archive in a way that no code is prepared for."""
    with here.client.desk.archive.database.transaction() as db:
        db.execute(f"DROP TABLE {table}")


def damage(here: World) -> None:
    """Break the archive as a disk may."""
    database = here.client.desk.archive.database
    database.close()  # each thread opens it again
    database.path.write_bytes(b"This is no database any more. " * 1000)


def body(request: simcord.HttpLogEntry) -> Any:
    """Return what a REST call sent."""
    assert request.json is not None
    return request.json


def last(here: World) -> str:
    """Return what the newest message in the channel says."""
    message = here.channel.last_message
    return message.content if message else ""


async def until(here: World, condition: Callable[[], bool]) -> None:
    """Let the bot work until something has happened."""
    happened = asyncio.Event()
    here.env.backend.subscribers.append(lambda *_: happened.set())
    async with asyncio.timeout(PATIENCE):
        while not condition():
            happened.clear()
            await happened.wait()


async def idle(desk: Desk) -> None:
    """Wait until no thread works any more."""
    async with asyncio.timeout(PATIENCE):
        while desk.working:  # noqa: ASYNC110  # threads set no event
            await asyncio.sleep(0)
