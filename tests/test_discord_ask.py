"""`/ask`: acknowledged at once, grows in place, ends with sources; and whatever can go wrong on the way."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.discord.delivery import ChannelOutlet, Delivery
from bot.discord.rendering import Page
from rag.archive.servers import Servers
from rag.article import Article
from rag.errors import ModelLateError
from tests import harbour
from tests.discord_world import (
    CABLE,
    FERRY,
    HOW_MANY_CARS,
    UNKNOWN,
    WHEN_FERRY,
    Held,
    Paced,
    World,
    body,
    damage,
    idle,
    labels,
    last,
    lose,
    make_client,
    restart,
    speak_chinese,
    text_of,
    until,
    world,
)
from tests.scripted import ScriptedChat

pytestmark = pytest.mark.asyncio
FERRIES = (replace(harbour.FERRY, published="2021-11-03"), harbour.UNDATED)
CHINESE_FERRIES = (
    Article("wu", "奥尔德港订购渡轮", "奥尔德港已订购12艘电动渡轮。", None, "渔港日报", "2021-11-03", language="zh"),
    Article("liu", "奥尔德港的新渡轮", "奥尔德港已订购14艘电动渡轮。", None, "海岸通讯", "2021-12-01", language="zh"),
)
REPLY = "The ferry to Marrow Island was closed in 2019 [1]. Its engine had caught fire [1]."


async def test_question_is_answered_with_its_source(here: World) -> None:
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    assert result.response
    assert not result.ephemeral
    content, box = result.response.content, result.response.embeds[0]
    assert content.startswith(f"**{WHEN_FERRY}**\n> {FERRY} [1]")
    assert box.title == "Quoted from, as of 2020-02-03"
    assert box.description == (
        "[1] [No ferry to Marrow Island](<https://news.example/ferry#:~:text=The%20ferry%20to%20Marrow%20Island"
        "%20was%20closed%20in%202019%20after%20its%20engine%20caught%20fire.>) - Island Gazette, 2020-02-03"
    )
    assert box.thumbnail.url == "https://news.example/ferry.jpg"
    assert box.footer.text
    assert box.footer.text.startswith("quoted sentences · ")
    assert labels(result.response) == ["Quotes", "Follow up", "Good", "Bad", "Delete"]
    assert [request.method for request in here.env.http_requests].count("PATCH") == 1  # quotes are there all at once


async def test_private_question_is_answered_to_the_asker_only(here: World) -> None:
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY, private=True)
    assert result.ephemeral
    assert here.channel.history(viewer=here.ben) == []


async def test_unknown_answer_is_refused_with_the_nearest_articles(here: World) -> None:
    result = await here.ann.slash(here.channel, "ask", question=UNKNOWN)
    assert result.response
    assert "Nothing in the 3 articles searched" in result.response.content
    assert result.response.embeds[0].title == "Nearest articles"
    assert labels(result.response) == ["Follow up", "Good", "Bad", "Delete"]


async def test_limits_narrow_the_articles(here: World) -> None:
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY, since="2021", provider="Lindqvist Post")
    assert result.response
    assert "Nothing in the 1 article searched" in result.response.content


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"since": "soon"}, "“soon” is no date: write 2023-06-14, 2023-06 or 2023."),
        ({"since": "2023", "until": "2021-05"}, "No day is both since 2023-01-01 and until 2021-05-31."),
    ],
)
async def test_wrong_date_is_told(here: World, options: dict[str, str], said: str) -> None:
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY, **options)
    assert result.response
    assert result.ephemeral
    assert result.response.content == said


async def test_unknown_outlet_is_told(here: World) -> None:
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY, provider="Nobody's News")
    assert result.response
    assert result.response.content.startswith("No outlet or article in the archive is called so")


async def test_outlets_are_completed(here: World) -> None:
    offered = await here.ann.autocomplete(here.channel, "ask", "provider", "isl")
    assert [choice["name"] for choice in offered] == ["Island Gazette"]


@pytest.mark.parametrize(
    ("articles", "question", "preface", "conflict"),
    [
        (
            FERRIES,
            "How many electric ferries has Port Alder ordered so far?",
            "The newest article on this here is from 2021-11-03, ",
            "The articles differ: 12 electric ferries (The Alder Ledger, 2021-11-03)[1]; 14 electric ferries (",
        ),
        (
            CHINESE_FERRIES,
            "奥尔德港目前订购了多少艘电动渡轮？",
            "这里最新的相关文章发布于 2021-12-01（",
            "各文章说法不一：12艘电动渡轮（渔港日报，2021-11-03）[1]；14艘电动渡轮（",
        ),
    ],
)
async def test_old_and_differing_evidence_is_said(
    here: World, articles: tuple[Article, ...], question: str, preface: str, conflict: str
) -> None:
    for article in articles:
        here.client.desk.archive.put(article)
    here.client.desk.archive.catch_up()
    result = await here.ann.slash(here.channel, "ask", question=question)
    assert result.response
    head, first, *_ = result.response.content.split("\n")
    assert head == f"**{question}**"
    assert first.startswith(preface)
    assert result.response.content.split("\n")[-1].startswith(conflict)


async def test_chinese_reader_is_answered_in_chinese(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    speak_chinese(monkeypatch)
    result = await here.ann.slash(here.channel, "ask", question="瓦伦特岛的海底电缆有多长？")
    assert result.response
    assert f"> {CABLE} [1]" in result.response.content
    assert result.response.embeds[0].title == "引自（截至 2020-11-20）"
    assert labels(result.response) == ["原句", "追问", "有用", "没用", "删除"]


async def test_answer_grows_in_place(newsroom: Path) -> None:
    chat = Held(replies=[REPLY])
    async with world(make_client(newsroom, chat)) as here:
        asking = asyncio.create_task(here.ann.slash(here.channel, "ask", question=WHEN_FERRY))
        await until(here, lambda: "in 2019" in last(here))
        assert "caught fire" not in last(here)
        chat.release()
        result = await asking
        assert result.response
        assert len(here.channel.history()) == 1
        head, text = result.response.content.split("\n")
        assert head == f"**{WHEN_FERRY}**"
        assert text == "The ferry to Marrow Island was closed in 2019. [1] Its engine had caught fire. [1]"
        box = result.response.embeds[0]
        assert box.title == "Sources, as of 2020-02-03"
        assert box.footer.text
        assert box.footer.text.startswith("scripted-1 · ")
        edits = [r for r in here.env.http_requests if r.method == "PATCH"]
        assert [len(body(r)["components"]) for r in edits] == [*[0] * (len(edits) - 1), 1]  # buttons come at the end
        assert all(body(r)["allowed_mentions"] == {"parse": []} for r in edits)


async def test_messages_of_a_longer_draft_go(here: World) -> None:
    channel = here.client.get_channel(here.channel.id)
    assert isinstance(channel, discord.TextChannel)
    delivery = Delivery(ChannelOutlet(channel), interval=0)
    await delivery.grow(["one", "two", "three"])
    assert await delivery.finish([Page("one")])
    assert [message.content for message in here.channel.history()] == ["one"]


async def test_model_trouble_ends_in_quoted_sentences_and_a_note(newsroom: Path) -> None:
    chat = ScriptedChat(replies=[ModelLateError("The model scripted-1 did not reply in time.")])
    async with world(make_client(newsroom, chat)) as here:
        result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
        assert result.response
        assert f"> {FERRY} [1]" in result.response.content
        assert "\n-# The model scripted-1 did not reply in time." in result.response.content


async def test_chinese_question_has_its_note_in_chinese(newsroom: Path) -> None:
    chat = ScriptedChat(replies=[ModelLateError("The model scripted-1 did not reply in time.")])
    async with world(make_client(newsroom, chat)) as here:
        result = await here.ann.slash(here.channel, "ask", question="瓦伦特岛的海底电缆有多长？")
        assert result.response
        assert f"> {CABLE} [1]" in result.response.content
        assert result.response.content.endswith("\n-# 语言模型没有及时回复，以下为文章原句。")


async def test_used_up_budget_ends_in_quoted_sentences(newsroom: Path) -> None:
    chat = ScriptedChat(replies=[REPLY])
    async with world(make_client(newsroom, chat, discord_daily_tokens=150)) as here:
        first = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
        second = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
        assert first.response
        assert second.response
        assert first.response.embeds[0].footer.text
        assert "scripted-1" in first.response.embeds[0].footer.text
        assert "The language model's budget for today is used up" in second.response.content
        await restart(here, newsroom, ScriptedChat(replies=[]), discord_daily_tokens=150)
        third = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
        assert third.response
        assert "budget" in third.response.content


@pytest.mark.parametrize(("days", "old"), [(90, True), (100_000, False)])
async def test_quoted_sentences_grow_old_by_the_settings_too(newsroom: Path, days: int, old: bool) -> None:
    chat = ScriptedChat(replies=[])
    async with world(make_client(newsroom, chat, discord_daily_tokens=1, stale_days=days)) as here:
        Servers(here.client.desk.archive.database).spend(1)
        result = await here.ann.slash(here.channel, "ask", question="Is the ferry to Marrow Island still closed?")
        assert result.response
        assert FERRY in result.response.content
        assert ("The newest article on this here is from 2020-02-03" in result.response.content) == old


async def test_answer_that_nobody_reads_to_its_end_is_paid_for(newsroom: Path) -> None:
    sentence = "The ferry to Marrow Island was closed in 2019 [1]. "
    chat = Paced(replies=[sentence * 4], piece=len(sentence))
    async with world(make_client(newsroom, chat)) as here:
        asking = asyncio.create_task(here.ann.slash(here.channel, "ask", question=WHEN_FERRY))
        chat.let(2)
        await until(here, lambda: "in 2019" in last(here))
        here.env.backend.delete_message(here.channel.id, here.channel.history()[-1].id)
        chat.let(1)
        assert (await asking).followups
        chat.let(9)
        await idle(here.client.desk)
        assert await here.client.desk.spent() == 100 + 4 * len(sentence)


# What Discord does to us


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (500, 0), (403, 50013)])
async def test_late_acknowledgement_becomes_a_normal_message(here: World, status: int, code: int) -> None:
    here.env.inject_error("POST", "/interactions/*/*/callback", status=status, code=code)
    await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    message = here.channel.last_message
    assert message
    assert f"> {FERRY} [1]" in message.content
    assert labels(message) == ["Quotes", "Follow up", "Good", "Bad", "Delete"]


async def test_late_private_question_becomes_a_private_message(here: World) -> None:
    here.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
    await here.ann.slash(here.channel, "ask", question=WHEN_FERRY, private=True)
    assert here.channel.history() == []
    message = here.ann.user.dm_channel.last_message
    assert message
    assert FERRY in message.content


@pytest.mark.parametrize(("status", "code"), [(401, 50027), (404, 10015), (503, 0)])
async def test_expired_token_becomes_a_normal_message(here: World, status: int, code: int) -> None:
    here.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=status, code=code, times=None)
    await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    message = here.channel.last_message
    assert message
    assert FERRY in message.content
    assert len(message.embeds) == 1


async def test_channel_that_is_closed_too_leaves_a_private_message(here: World) -> None:
    here.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=404, code=10015, times=None)
    here.env.inject_error("POST", f"/channels/{here.channel.id}/messages", status=403, code=50013)
    await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    message = here.ann.user.dm_channel.last_message
    assert message
    assert FERRY in message.content


async def test_nowhere_to_answer_is_logged(here: World, caplog: pytest.LogCaptureFixture) -> None:
    here.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=404, code=10015, times=None)
    here.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    assert "An answer could not be delivered." in caplog.text
    again = await here.ann.slash(here.channel, "help")
    assert again.acknowledged


async def test_deleted_message_is_told(newsroom: Path) -> None:
    chat = Held(replies=[REPLY])
    async with world(make_client(newsroom, chat)) as here:
        asking = asyncio.create_task(here.ann.slash(here.channel, "ask", question=WHEN_FERRY))
        await until(here, lambda: "in 2019" in last(here))
        here.env.backend.delete_message(here.channel.id, here.channel.history()[-1].id)
        chat.release()
        result = await asking
        assert "was deleted before the answer was complete" in result.followups[0].content
        assert result.followups[0].ephemeral


async def test_unexpected_error_is_told_and_logged(here: World, caplog: pytest.LogCaptureFixture) -> None:
    lose(here, "words")
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    assert result.response
    assert result.response.content == "Something went wrong on my side, and it is logged. Please try again."
    assert "no such table: words" in caplog.text


async def test_broken_store_is_told_without_its_path(here: World) -> None:
    damage(here)
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    assert result.response
    assert str(here.client.desk.archive.home) not in text_of(result.response)
    assert "can't be read right now" in result.response.content


async def test_damaged_index_is_noticed_at_the_start_and_told_to_whoever_asks(
    newsroom: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for file in (newsroom / "vectors").rglob("*.sqlite3"):
        file.write_bytes(b"This is no database any more. " * 1000)
    async with world(make_client(newsroom)) as here:
        assert "The archive can't be asked." in caplog.text
        result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
        assert result.response
        assert "can't be read right now" in result.response.content


async def test_two_questions_at_once_are_one_too_many(newsroom: Path) -> None:
    async with world(make_client(newsroom)) as here:
        here.client.desk.gate.enter(here.ann.id, None, "running")
        result = await here.ann.slash(here.channel, "ask", question=HOW_MANY_CARS)
        assert result.response
        assert result.ephemeral
        assert result.response.content.startswith("Your last question is still being answered")
        here.client.desk.gate.leave(here.ann.id, "running")


async def test_who_sees_the_answer_may_ask_again(here: World) -> None:
    kept_waiting: list[int] = []

    def look(*_: object) -> None:
        if FERRY in last(here):
            kept_waiting.append(here.client.desk.gate.waiting)

    here.env.backend.subscribers.append(look)
    await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    assert kept_waiting[0] == 0


async def test_rates_are_held(newsroom: Path) -> None:
    async with world(make_client(newsroom, discord_person_rate=1, discord_server_rate=2)) as here:
        answered = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
        turned = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
        assert answered.response
        assert turned.response
        assert "That was your limit for now: please ask again in" in turned.response.content
        await here.ben.slash(here.channel, "ask", question=WHEN_FERRY)
        full = await here.mod.slash(here.channel, "ask", question=WHEN_FERRY)
        assert full.response
        assert "This server has reached its limit" in full.response.content


async def test_full_queue_says_busy(newsroom: Path) -> None:
    async with world(make_client(newsroom, discord_running=1, discord_queue=0)) as here:
        here.client.desk.gate.enter(1, None, 1)
        result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
        assert result.response
        assert result.ephemeral
        assert result.response.content.startswith("I am busy (questions waiting: 1)")
        here.client.desk.gate.leave(1, 1)


async def test_leaving_bot_takes_no_question_and_stops_late_ones(
    newsroom: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    chat = Held(replies=[REPLY])
    async with world(make_client(newsroom, chat), check_errors=False) as here:
        asking = asyncio.create_task(here.ann.slash(here.channel, "ask", question=WHEN_FERRY))
        await until(here, lambda: "in 2019" in last(here))
        await here.client.desk.drain(0.01)
        assert last(here) == "I have to restart and could not finish this answer: please ask again in a minute."
        chat.release()
        await asking
        late = await here.ben.slash(here.channel, "ask", question=WHEN_FERRY)
        assert late.response
        assert late.response.content.startswith("I am about to restart")


def sent_commands(here: World) -> list[Any]:
    """Return the commands as they were sent to Discord, each time."""
    return [body(request) for request in here.env.http_requests if request.method == "PUT"]


async def test_commands_are_sent_when_they_have_changed(here: World, newsroom: Path) -> None:
    (sent,) = sent_commands(here)
    assert {command["name"] for command in sent} == {
        "ask", "new", "sources", "article", "help", "privacy", "Check against sources", "archive", "settings",
    }  # fmt: skip
    await restart(here, newsroom)
    assert len(sent_commands(here)) == 1
    here.client.desk.archive.close()
    here.client = make_client(newsroom)
    here.client.tree.remove_command("new")
    await here.env.restart_bot(here.client)
    assert len(sent_commands(here)) == 2
    assert "new" not in {command["name"] for command in sent_commands(here)[-1]}


async def test_commands_speak_chinese(here: World) -> None:
    (sent,) = sent_commands(here)
    ask = next(c for c in sent if c["name"] == "ask")
    assert ask["name_localizations"] == {"zh-CN": "提问", "zh-TW": "提问"}
    assert "zh-CN" in ask["description_localizations"]
    for command in sent:
        for part in (command, *command.get("options", [])):
            assert "zh-CN" in part["name_localizations"], part["name"]
            assert len(part["name"]) <= 32
            assert len(part.get("description", "")) <= 100
            assert command["type"] == 3 or "zh-CN" in part["description_localizations"], part["name"]
