"""Mentions, replies, threads: which messages are answered, and which conversation they continue."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest

from tests.discord_world import (
    FERRY,
    HOW_MANY_CARS,
    WHEN_FERRY,
    World,
    body,
    damage,
    labels,
    make_client,
    restart,
    text_of,
    world,
)
from tests.scripted import ScriptedChat

pytestmark = pytest.mark.asyncio


def me(here: World) -> str:
    assert here.client.user
    return here.client.user.mention


def newest(here: World) -> discord.Message:
    message = here.channel.last_message
    assert message
    return message


async def test_mention_is_answered_as_a_reply(here: World) -> None:
    asked = await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
    said = newest(here)
    assert said.content.startswith(f"> {FERRY} [1]")
    assert said.reference
    assert said.reference.message_id == asked.id
    assert labels(said) == ["Quotes", "Follow up", "Good", "Bad", "Delete"]
    assert said.mentions == []
    (sent,) = [r for r in here.env.http_requests if r.method == "POST" and r.path.endswith("/messages")]
    assert body(sent)["allowed_mentions"] == {"parse": []}


async def test_chinese_mention_is_answered_in_chinese(here: World) -> None:
    await here.ann.send(here.channel, f"{me(here)} 瓦伦特岛的海底电缆有多长？")
    assert "350公里" in newest(here).content
    assert labels(newest(here))[0] == "原句"


@pytest.mark.parametrize("text", ["When was the ferry closed?", "@Footnote hello", ""])
async def test_other_messages_are_left_alone(here: World, text: str) -> None:
    await here.ann.send(here.channel, text, attachments=[("a.txt", b"x")])
    assert len(here.channel.history()) == 1


async def test_bots_and_webhooks_are_left_alone(here: World) -> None:
    robot = here.guild.add_member(here.env.create_user("robot", bot=True))
    await robot.send(here.channel, f"{me(here)} {WHEN_FERRY}")
    await here.guild.create_webhook(here.channel).send(f"{me(here)} {WHEN_FERRY}")
    assert len(here.channel.history()) == 2


async def test_bare_mention_is_told_how_to_ask(here: World) -> None:
    await here.ann.send(here.channel, me(here))
    assert newest(here).content == "Ask me something, and I answer from the articles: `/ask`"


async def test_reply_continues_the_conversation(here: World) -> None:
    await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
    await here.ann.send(here.channel, "And why?", reply_to=newest(here))
    assert "engine caught fire" in newest(here).content
    post = here.client.desk.posts.at(newest(here).id)
    assert post
    turns = here.client.desk.archive.turns.of(post.conversation)
    assert [turn.question for turn in turns] == [WHEN_FERRY, "And why?"]


async def test_thanks_are_answered_in_a_line_and_not_leant_on(here: World) -> None:
    await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
    await here.ann.send(here.channel, "Thank you!", reply_to=newest(here))
    assert newest(here).content.startswith("Happy to help: ask about what is in the ")
    await here.ann.send(here.channel, "And why?", reply_to=newest(here))
    assert "engine caught fire" in newest(here).content
    post = here.client.desk.posts.at(newest(here).id)
    assert post
    turns = here.client.desk.archive.turns.of(post.conversation)
    assert [turn.question for turn in turns] == [WHEN_FERRY, "And why?"]


async def test_conversation_survives_a_restart(here: World, newsroom: Path) -> None:
    await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
    answer = newest(here)
    chat = ScriptedChat(
        replies=["Why was the ferry closed?", "The ferry was closed in 2019 after its engine caught fire [1]."]
    )
    await restart(here, newsroom, chat)
    await here.ann.send(here.channel, "And why?", reply_to=answer)
    assert WHEN_FERRY in chat.heard[0][1]


async def test_chains_of_two_people_never_mix(newsroom: Path) -> None:
    rewrites = ["Ferry question", "The ferry to Marrow Island was closed in 2019 [1]."]
    chat = ScriptedChat(replies=["The ferry to Marrow Island was closed in 2019 [1].", *rewrites, *rewrites, *rewrites])
    async with world(make_client(newsroom, chat)) as here:
        await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
        first = newest(here)
        await here.ann.send(here.channel, "Ann's secret interest?", reply_to=first)
        await here.ben.send(here.channel, "Ben's own question?", reply_to=first)
        await here.ben.send(here.channel, "And then?", reply_to=newest(here))
        heard = [human for _, human in chat.heard]
        assert "Ann's secret" in heard[1]
        assert all("Ann's secret" not in human for human in heard[3:])
        assert "Ben's own question?" in heard[5]
        assert WHEN_FERRY in heard[5]


async def test_reply_to_somebody_else_is_left_alone(here: World) -> None:
    said = await here.ben.send(here.channel, "I wonder.")
    await here.ann.send(here.channel, WHEN_FERRY, reply_to=said)
    assert len(here.channel.history()) == 2
    await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}", reply_to=said)
    assert FERRY in newest(here).content


async def test_answer_of_another_server_is_not_continued(here: World) -> None:
    await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
    with here.client.desk.archive.database.transaction() as db:
        db.execute("UPDATE posts SET server = '1'")
    await here.ann.send(here.channel, "And why?", reply_to=newest(here))
    assert "engine caught fire" not in newest(here).content


async def opened_thread(here: World) -> object:
    from tests.test_discord_buttons import follow_up

    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    assert result.response
    await follow_up(here, result.response.message, WHEN_FERRY)
    return here.channel.threads[0]


async def test_thread_of_the_bot_needs_no_mention(here: World, newsroom: Path) -> None:
    thread = await opened_thread(here)
    await here.ann.send(thread, HOW_MANY_CARS)  # type: ignore[arg-type]
    assert "41,000" in text_of(thread.last_message)  # type: ignore[attr-defined]
    await restart(here, newsroom)
    await here.ben.send(thread, "And why?")  # type: ignore[arg-type]
    assert "engine caught fire" in text_of(thread.last_message)  # type: ignore[attr-defined]


async def test_in_its_thread_people_may_talk_to_each_other(here: World) -> None:
    thread = await opened_thread(here)
    count = len(thread.history())  # type: ignore[attr-defined]
    await here.ann.send(thread, f"{here.ben.mention} look")  # type: ignore[arg-type]
    assert len(thread.history()) == count + 1  # type: ignore[attr-defined]


async def test_new_forgets(here: World) -> None:
    thread = await opened_thread(here)
    told = await here.ann.slash(thread, "new")  # type: ignore[arg-type]
    assert told.response
    assert told.response.content == "Done: your next question here starts afresh."
    await here.ann.send(thread, "And why?")  # type: ignore[arg-type]
    assert "engine caught fire" not in text_of(thread.last_message)  # type: ignore[attr-defined]


async def test_private_chat_is_a_conversation(here: World) -> None:
    await here.ann.send_dm(WHEN_FERRY)
    dm = here.ann.user.dm_channel
    assert FERRY in text_of(dm.last_message)
    await here.ann.send_dm("And why?")
    assert "engine caught fire" in text_of(dm.last_message)


async def test_channel_that_is_closed_to_the_bot_leaves_a_private_message(here: World) -> None:
    here.env.inject_error("POST", f"/channels/{here.channel.id}/messages", status=403, code=50013)
    await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
    intro, answer = here.ann.user.dm_channel.history()
    assert intro.content.startswith(f"I may not write in <#{here.channel.id}>")
    assert FERRY in answer.content


async def test_channel_without_embeds_gets_text(here: World) -> None:
    deny = discord.PermissionOverwrite(embed_links=False)
    bare = here.guild.create_text_channel("bare", overwrites={here.guild.default_role: deny})
    await here.ann.send(bare, f"{me(here)} {WHEN_FERRY}")
    said = bare.last_message
    assert said
    assert said.embeds == []
    assert "[1] [No ferry to Marrow Island](<https://news.example/ferry#:~:text=" in said.content


async def test_deleted_question_is_answered_all_the_same(here: World) -> None:
    here.env.inject_error("POST", "/channels/*/typing", status=403, code=50013)
    await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
    (sent,) = [r for r in here.env.http_requests if r.method == "POST" and r.path.endswith("/messages")]
    assert body(sent)["message_reference"]["fail_if_not_exists"] is False


async def test_turned_away_message_is_told(newsroom: Path) -> None:
    async with world(make_client(newsroom, discord_person_rate=1)) as here:
        await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
        await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
        assert newest(here).content.startswith("That was your limit for now")


async def test_broken_store_is_told(here: World) -> None:
    await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")

    damage(here)
    await here.ann.send(here.channel, f"{me(here)} And why?", reply_to=newest(here))
    assert "can't be read right now" in newest(here).content


async def test_without_replies_no_message_is_heard(newsroom: Path) -> None:
    client = make_client(newsroom, discord_replies=False)
    assert client.intents == discord.Intents(guilds=True)
    async with world(client) as here:
        await here.ann.send(here.channel, f"{me(here)} {WHEN_FERRY}")
        assert len(here.channel.history()) == 1


async def test_with_replies_no_more_is_heard_than_needed(newsroom: Path) -> None:
    client = make_client(newsroom)
    assert client.intents == discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=True)
