"""The other commands: lists, one article, help, privacy, checking a message."""

from __future__ import annotations

import asyncio
from pathlib import Path

import discord
import pytest

from rag.answer import Quote, Source
from rag.article import Article
from rag.checking import Checked
from rag.errors import ModelLateError
from tests.discord_world import (
    BRIDGE,
    FERRY,
    HOW_MANY_CARS,
    WHEN_FERRY,
    World,
    damage,
    held,
    labels,
    lose,
    make_client,
    restart,
    speak_chinese,
    text_of,
    until,
    world,
)
from tests.scripted import ScriptedChat

# What the bridge's article says in so different words that the rules find it barely backed.
BARELY = "In 2021 some 41,000 vehicles a day crossed the Otter Bridge."

pytestmark = pytest.mark.asyncio


async def said(here: World, name: str, **options: object) -> str:
    """Return what ann alone is told by a command."""
    result = await here.ann.slash(here.channel, name, **options)
    assert result.ephemeral
    assert result.response
    return text_of(result.response)


async def test_sources_lists_the_articles(here: World) -> None:
    lines = (await said(here, "sources")).split("\n")
    assert lines[0] == "Articles: 3"
    assert (
        lines[1] == "- [Counting cars on the Otter Bridge](<https://news.example/bridge>) - Lindqvist Post, 2022-03-01"
    )
    assert lines[-1] == "Page 1 of 1"


async def test_sources_finds_by_text_and_outlet(here: World) -> None:
    assert (await said(here, "sources", text="otter")).startswith("Articles: 1\n- [Counting cars")
    assert (await said(here, "sources", provider="Island Gazette")).startswith("Articles: 1\n- [No ferry")
    assert "There is no such article in the archive." in await said(here, "sources", text="zebra")


async def test_sources_turns_pages_after_a_restart_too(here: World, newsroom: Path) -> None:
    for n in range(25):
        here.client.desk.archive.put(Article(f"n{n}", f"Number {n:02}", "Text of it.", provider="Numbers"))
    result = await here.ann.slash(here.channel, "sources", provider="Numbers")
    assert result.response
    assert labels(result.response) == ["Back", "Next"]
    assert "Page 1 of 3" in text_of(result.response)
    await restart(here, newsroom)
    await here.ann.click(result.response.message, label="Next")
    assert "Number 10" in text_of(result.response)
    assert "Page 2 of 3" in text_of(result.response)
    await here.ann.click(result.response.message, label="Back")
    assert "Page 1 of 3" in text_of(result.response)


async def test_article_shows_its_facts(here: World) -> None:
    offered = await here.ann.autocomplete(here.channel, "article", "title", "ferry")
    assert offered == [{"name": "No ferry to Marrow Island", "value": "ferry"}]
    text = await said(here, "article", title="ferry")
    assert "**[No ferry to Marrow Island](<https://news.example/ferry>)**" in text
    assert "Island Gazette, 2020-02-03 · Language: en" in text
    assert "Islanders are waiting." in text
    assert "**[Counting cars" in await said(here, "article", title="counting cars")


async def test_article_whose_title_shows_nothing_is_offered_by_its_id(here: World) -> None:
    here.client.desk.archive.put(Article("silent", "\u200e\u200f", "Text of it.", provider="Nobody"))
    offered = await here.ann.autocomplete(here.channel, "article", "title", "nobody")
    assert offered == [{"name": "silent", "value": "silent"}]


async def test_article_that_is_not_there(here: World) -> None:
    text = await said(here, "article", title="@everyone")
    assert text == "There is no article called “@\u200beveryone”: `/sources` lists them."


async def test_help_speaks_to_the_reader(here: World) -> None:
    text = await said(here, "help")
    assert "an archive of 3 articles" in text
    assert "Or mention me" in text
    assert "/archive" not in text
    moderators = await here.mod.slash(here.channel, "help")
    assert moderators.response
    assert "/archive add" in moderators.response.content
    assert len(moderators.response.content) <= 2000


async def test_everything_is_said_in_chinese(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    speak_chinese(monkeypatch)
    assert "资料库中的 3 篇文章" in await said(here, "help")
    assert "共 3 篇文章" in await said(here, "sources")
    assert "保存的内容" in await said(here, "privacy")
    assert "没有名为“x”的文章" in await said(here, "article", title="x")
    assert "重新开始" in await said(here, "new")


async def test_privacy_deletes_what_a_person_asked_and_voted(here: World, newsroom: Path) -> None:
    anns = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    bens = await here.ben.slash(here.channel, "ask", question=HOW_MANY_CARS)
    assert anns.response
    assert bens.response
    await here.ben.click(anns.response.message, label="Good")
    await here.ann.click(bens.response.message, label="Bad")
    await here.ben.send(here.channel, "And why?", reply_to=anns.response.message)
    told = await here.ann.slash(here.channel, "privacy")
    assert told.response
    assert "after 30 days" in told.response.content
    assert "no language model is used" in told.response.content
    await restart(here, newsroom)
    erased = await here.ann.click(told.response.message, label="Delete what is stored of me")
    assert erased.response
    assert erased.response.content == "Deleted. Answers with their conversations: 1. Votes: 1."
    assert WHEN_FERRY not in held(here)
    assert str(here.ann.id) not in held(here)
    assert HOW_MANY_CARS in held(here)


async def test_error_in_a_command_is_told(here: World, caplog: pytest.LogCaptureFixture) -> None:
    here.env.check_errors = False
    lose(here, "posts")
    assert await said(here, "new") == "Something went wrong on my side, and it is logged. Please try again."
    assert "no such table: posts" in caplog.text
    damage(here)
    assert "can't be read right now" in await said(here, "sources")
    assert str(here.client.desk.archive.home) in caplog.text


# Checking a message


async def test_message_is_checked_against_the_archive(here: World) -> None:
    message = await here.ben.send(here.channel, f"{FERRY} Dragons sleep under the harbour of Tavik every winter.")
    result = await here.ann.context_menu(here.channel, "Check against sources", message)
    assert result.ephemeral
    assert result.response
    text = text_of(result.response)
    assert f"🟢 **backed** [1]\n{FERRY}\n> {FERRY} [1]" in text
    assert "⚪ **not covered**\nDragons sleep under the harbour of Tavik every winter." in text
    assert "\n\n**Sources**\n[1] [No ferry to Marrow Island](<https://news.example/ferry#:~:text=The%20ferry" in text
    assert text.endswith("1 backed · 1 not covered")


async def test_what_the_archive_contradicts_is_shown_with_what_it_says(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak_chinese(monkeypatch)
    message = await here.ben.send(here.channel, BRIDGE.replace("41,000", "52,000"))
    result = await here.ann.context_menu(here.channel, "Check against sources", message)
    assert result.response
    text = text_of(result.response)
    assert (
        f"🔴 **与来源矛盾** [1]\nThe Otter Bridge in Lindqvist carried 52,000 cars a day in 2021.\n> {BRIDGE}" in text
    )
    assert text.endswith("1 与来源矛盾")


async def test_one_numbering_for_all_sentences(here: World) -> None:
    from bot.discord.checks import check_boxes
    from bot.discord.texts import EN

    bridge, ferry = Article("b", "Bridge", BRIDGE), Article("f", "Ferry", FERRY)
    checked = [
        Checked("One.", "backed", (Source(1, bridge, (Quote("x", 0, 1),)), Source(2, ferry, (Quote("y", 0, 1),)))),
        Checked("Two.", "contradicted", (Source(1, ferry, (Quote("z", 1, 2),)),)),
    ]
    (box,) = check_boxes(checked, EN)
    assert box.description == (
        "🟢 **backed** [1][2]\nOne.\n> x [1]\n> y [2]\n\n🔴 **contradicted** [2]\nTwo.\n> z [2]\n\n"
        "**Sources**\n[1] Bridge - undated\n[2] Ferry - undated"
    )


async def test_message_without_text_has_nothing_to_check(here: World) -> None:
    message = await here.ben.send(here.channel, "", attachments=[("a.txt", b"x")])
    result = await here.ann.context_menu(here.channel, "Check against sources", message)
    assert result.response
    assert result.response.content == "There is no sentence in this message that could be checked."


async def test_check_counts_as_a_question(newsroom: Path) -> None:
    async with world(make_client(newsroom, discord_person_rate=1)) as here:
        await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
        message = await here.ben.send(here.channel, FERRY)
        result = await here.ann.context_menu(here.channel, "Check against sources", message)
        assert result.response
        assert "That was your limit" in result.response.content


async def test_check_that_is_stopped_is_told(newsroom: Path) -> None:
    async with world(make_client(newsroom, discord_running=1), check_errors=False) as here:
        message, gate = await here.ben.send(here.channel, FERRY), here.client.desk.gate
        async with gate.place():
            checking = asyncio.create_task(here.ann.context_menu(here.channel, "Check against sources", message))
            await until(here, lambda: gate.waiting == 0)  # behind the question that has the only place
            await here.client.desk.drain(0)
        result = await checking
        assert result.response
        assert text_of(result.response).startswith("I have to restart and could not finish")


async def checked(here: World, text: str) -> str:
    """Return what ann is told when she has a message of ben's checked."""
    message = await here.ben.send(here.channel, text)
    result = await here.ann.context_menu(here.channel, "Check against sources", message)
    assert result.response
    return text_of(result.response)


@pytest.mark.parametrize(("opinion", "verdict"), [("YES", "🟢 **backed** [1]"), ("NO", "⚪ **not covered**")])
async def test_second_opinion_on_what_is_barely_backed(newsroom: Path, opinion: str, verdict: str) -> None:
    chat = ScriptedChat(replies=[opinion])
    async with world(make_client(newsroom, chat, check="llm", discord_daily_tokens=100)) as here:
        assert "messages that you have me check" in await said(here, "privacy")
        assert f"{verdict}\n{BARELY}" in await checked(here, f"{BARELY} {FERRY}")
        assert chat.heard[0][1] == f"Quote: {BRIDGE}\n\nSentence: {BARELY}"
        # It has used up the day's tokens: the rules alone decide.
        assert f"🟢 **backed** [1]\n{BARELY}" in await checked(here, BARELY)


async def test_missing_second_opinion_is_said(newsroom: Path) -> None:
    chat = ScriptedChat(replies=[ModelLateError("The model scripted-1 did not reply in time.")])
    async with world(make_client(newsroom, chat, check="llm")) as here:
        text = await checked(here, BARELY)
        assert f"⚪ **not covered**\n{BARELY}" in text
        assert "\n-# The language model gave no second opinion" in text


async def test_late_press_of_a_button_becomes_a_private_message(here: World) -> None:
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    assert result.response
    here.env.check_errors = False
    here.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
    await here.ann.click(result.response.message, label="Quotes")
    message = here.ann.user.dm_channel.last_message
    assert message
    assert isinstance(message, discord.Message)
    assert FERRY in text_of(message)
