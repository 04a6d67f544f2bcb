"""What holds of the whole bot: nothing slow on the event loop, no secret in the log, both languages complete."""

from __future__ import annotations

import gc
import logging
import re
import string
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from types import FrameType
from typing import Any, get_args

import discord
import pytest

from bot.discord.running import PERMISSIONS, _Discreet
from bot.discord.texts import EN, ZH, Texts, texts
from bot.discord.translation import CHINESE
from bot.labels import ENGLISH, Labels
from rag.errors import FootnoteError
from rag.grounding.verdict import Kind
from rag.readers import Fault
from rag.settings import load_settings
from tests.discord_world import WHEN_FERRY, World, make_client, world
from tests.scripted import ScriptedChat

SOURCE = "".join(
    path.read_text("utf-8")
    for path in sorted((Path(__file__).parent.parent / "bot" / "discord").glob("*.py"))
    if path.stem != "translation"
)

SLOW = re.compile(r"(?:sqlite3|chromadb|onnxruntime|langchain\w*|openai)\b")


@contextmanager
def watched() -> Iterator[set[str]]:
    """Note, as a profiler of this thread, every use of what may take long."""
    seen: set[str] = set()

    def note(frame: FrameType, event: str, arg: Any) -> None:
        called = type(getattr(arg, "__self__", None)).__module__ if event == "c_call" else frame.f_globals["__name__"]
        if SLOW.match(called):
            seen.add(called)

    # What other tests left would be ended wherever the collector finds it.
    gc.collect()
    gc.disable()
    sys.setprofile(note)
    try:
        yield seen
    finally:
        sys.setprofile(None)
        gc.enable()


async def use_everything(here: World) -> None:
    """Ask, press, list, check and add."""
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    assert result.response
    message = result.response.message
    for label in ("Quotes", "Good"):
        await here.ben.click(message, label=label)
    shown = await here.ann.click(message, label="Follow up")
    await here.ann.submit_modal(shown, {"question": WHEN_FERRY})
    await here.ann.send(here.channel, "And why?", reply_to=message)
    for name, options in (("sources", {}), ("article", {"title": "ferry"}), ("help", {}), ("new", {})):
        await here.ann.slash(here.channel, name, **options)
    await here.ann.autocomplete(here.channel, "ask", "provider", "")
    await here.ann.context_menu(here.channel, "Check against sources", message)
    await here.mod.slash(here.channel, "archive add", file=("owl.txt", b"The owl\n\nAn owl sat there in 2018.\n"))
    await here.mod.slash(here.channel, "archive status")
    await here.ann.click(message, label="Delete")


@pytest.mark.asyncio
async def test_nothing_slow_happens_on_the_event_loop(newsroom: Path) -> None:
    """Databases, indexes, embeddings and the language model are used in threads only."""
    chat = ScriptedChat(replies=["The ferry to Marrow Island was closed in 2019 [1]."] * 9)
    client = make_client(newsroom, chat)
    with watched() as seen:
        async with world(client) as here:
            await use_everything(here)
            assert seen == set()
            client.desk.archive.catalog.count_articles()
            assert seen == {"sqlite3"}


def test_log_has_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "abc.def.ghi")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-xyz")
    monkeypatch.setenv("FOOTNOTE_EMBEDDING_API_KEY", "sk-emb")
    written = _Discreet(load_settings())
    try:
        raise RuntimeError("abc.def.ghi was sent")
    except RuntimeError as error:
        record = logging.LogRecord(
            "n",
            logging.ERROR,
            "f",
            1,
            "sk-xyz sk-emb at /webhooks/123/to-Ken_1/x",
            (),
            (type(error), error, error.__traceback__),
        )
    line = written.format(record)
    assert not [secret for secret in ("abc.def.ghi", "sk-xyz", "sk-emb", "to-Ken_1") if secret in line]
    assert "/webhooks/123/.../x" in line


async def noticed(here: World, allowed: discord.Permissions) -> tuple[object, ...]:
    """Return what people get to see of the bot in a channel where it may do this and nothing else."""
    assert here.client.user
    only = discord.PermissionOverwrite.from_pair(allowed, ~allowed)
    channel = here.guild.create_text_channel("narrow", overwrites={here.client.user: only})
    before = len(here.ann.user.dm_channel.history())
    result = await here.ann.slash(channel, "ask", question=WHEN_FERRY)
    assert result.response
    shown = await here.ann.click(result.response.message, label="Follow up")
    await here.ann.submit_modal(shown, {"question": WHEN_FERRY})
    await here.ann.send(channel, f"{here.client.user.mention} {WHEN_FERRY}")
    return (
        [(bool(m.content), len(m.embeds), bool(m.reference)) for m in channel.history()],
        [[len(m.embeds) for m in thread.history()] for thread in channel.threads],
        len(here.ann.user.dm_channel.history()) - before,
    )


@pytest.mark.asyncio
async def test_permissions_are_those_that_are_used(newsroom: Path) -> None:
    async with world(make_client(newsroom), check_errors=False) as here:
        await here.ann.send_dm(WHEN_FERRY)
        everything = await noticed(here, discord.Permissions.all())
        assert await noticed(here, PERMISSIONS) == everything
        for name in [name for name, allowed in PERMISSIONS if allowed]:
            without = PERMISSIONS & ~discord.Permissions(**{name: True})
            assert await noticed(here, without) != everything, name


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def sentences(of: Texts | Labels) -> dict[str, str]:
    """Return what is said, by name, but for what has several forms."""
    return {f.name: said for f in fields(of) if isinstance(said := getattr(of, f.name), str) and f.name != "colon"}


@pytest.mark.parametrize("name", [*sentences(EN), *sentences(ENGLISH)])
def test_both_languages_say_the_same(name: str) -> None:
    english, chinese = ((sentences(texts) | sentences(texts.labels))[name] for texts in (EN, ZH))
    assert placeholders(english) == placeholders(chinese)
    assert english
    assert chinese
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese)
    assert len(english) < 1800
    assert re.search(rf"\.{name}\b", SOURCE), "nobody says it"


def test_every_trouble_has_a_sentence_in_both_languages() -> None:
    assert EN.troubles.keys() == ZH.troubles.keys()
    assert EN.labels.verdicts.keys() == ZH.labels.verdicts.keys() == set(get_args(Kind))
    assert ZH.faults.keys() == set(get_args(Fault))
    kinds = FootnoteError.__subclasses__()
    for kind in kinds:
        leaves = kind.__subclasses__() or [kind]
        for leaf in leaves:
            if leaf.__module__ == "rag.errors":
                assert EN.trouble(leaf("/a/path")) != EN.failed, leaf
                assert "/a/path" not in ZH.trouble(leaf("/a/path"))


def test_unknown_locale_is_english() -> None:
    assert texts("fr") is EN
    assert texts("zh-TW") is ZH


def test_chinese_command_names_are_ones_that_discord_takes() -> None:
    for english, chinese in CHINESE.items():
        assert f'locale_str("{english}")' in SOURCE, "nobody says it"
        assert len(chinese) <= 100
