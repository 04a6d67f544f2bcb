"""The buttons under an answer, in the run that made it and in the next."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
import simcord

from bot.discord.forms import follow_up_form
from bot.discord.texts import EN
from rag.article import Article
from tests.discord_world import (
    ARTICLES,
    FERRY,
    HOW_MANY_CARS,
    UNKNOWN,
    WHEN_FERRY,
    World,
    held,
    labels,
    lose,
    make_client,
    restart,
    speak_chinese,
    text_of,
    world,
)
from tests.scripted import ScriptedChat

pytestmark = pytest.mark.asyncio
AGED_OUT = "This answer is no longer kept: it was deleted, or it is too old. Please ask again."


async def answered(here: World, question: str = WHEN_FERRY, **options: object) -> discord.Message:
    """Return the message of ann's answer."""
    result = await here.ann.slash(here.channel, "ask", question=question, **options)
    assert result.response
    return result.response.message


async def test_quotes_are_shown_to_whoever_presses(here: World) -> None:
    message = await answered(here)
    result = await here.ben.click(message, label="Quotes")
    assert result.response
    assert result.ephemeral
    box = result.response.embeds[0]
    assert box.title == "Quotes"
    assert box.description
    first, second, *_ = box.description.split("\n")
    assert first == "[1] [No ferry to Marrow Island](<https://news.example/ferry>) - Island Gazette, 2020-02-03"
    assert second.startswith(f"> {FERRY}\u00a0[→](<https://news.example/ferry#:~:text=The%20ferry")


async def test_buttons_of_an_earlier_run_work(here: World, newsroom: Path) -> None:
    message = await answered(here)
    await restart(here, newsroom)
    quotes = await here.ben.click(message, label="Quotes")
    assert quotes.response
    assert FERRY in text_of(quotes.response)
    await follow_up(here, message, HOW_MANY_CARS, here.ben)
    assert "41,000 cars" in here.channel.threads[0].history()[-1].content


async def test_form_that_was_opened_in_an_earlier_run_can_be_sent(here: World, newsroom: Path) -> None:
    message = await answered(here)
    shown = await here.ben.click(message, label="Follow up")
    await restart(here, newsroom)
    await here.ben.submit_modal(shown, {"question": HOW_MANY_CARS})
    assert "41,000 cars" in here.channel.threads[0].history()[-1].content


async def test_form_that_nobody_sends_is_not_remembered() -> None:
    assert follow_up_form("0" * 16, EN).is_finished()


async def test_error_after_a_form_is_told(here: World, caplog: pytest.LogCaptureFixture) -> None:
    message = await answered(here)
    lose(here, "posts")
    result = await follow_up(here, message, HOW_MANY_CARS)
    assert result.response
    assert result.response.content == "Something went wrong on my side, and it is logged. Please try again."
    assert "no such table: posts" in caplog.text


async def test_changed_or_removed_article_is_not_quoted_any_more(here: World) -> None:
    ferry, cars = await answered(here), await answered(here, HOW_MANY_CARS)
    here.client.desk.archive.put(Article(**ARTICLES[0] | {"text": "The ferry sails again."}))  # type: ignore[arg-type]
    here.client.desk.archive.remove(["bridge"])
    changed = await here.ann.click(ferry, label="Quotes")
    removed = await here.ann.click(cars, label="Quotes")
    assert changed.response
    assert removed.response
    assert "[1] The article was changed since" in text_of(changed.response)
    assert "[1] This article was removed from the archive since." in text_of(removed.response)
    assert "41,000" not in text_of(removed.response)


async def test_votes_are_one_a_person(here: World) -> None:
    message = await answered(here)
    for actor, label in ((here.ann, "Good"), (here.ann, "Bad"), (here.ben, "Good")):
        result = await actor.click(message, label=label)
        assert result.response
        assert result.ephemeral
        assert result.response.content == "Thank you, your vote is stored."
    votes = here.client.desk.posts.opinion(str(here.guild.id))
    assert (votes.good, votes.bad) == (1, 1)


async def test_question_of_a_vote_ages_out(here: World) -> None:
    await here.ben.click(await answered(here), label="Good")
    assert WHEN_FERRY in held(here)
    with here.client.desk.archive.database.transaction() as db:
        db.execute("UPDATE posts SET posted = '2020-01-01T00:00:00+00:00'")
        db.execute("UPDATE turns SET asked = '2020-01-01T00:00:00+00:00'")
    await here.client.desk.tidy()
    assert WHEN_FERRY not in held(here)
    assert str(here.ann.id) not in held(here)
    assert here.client.desk.posts.opinion(str(here.guild.id)).good == 1


async def test_only_asker_and_moderators_delete(here: World) -> None:
    message = await answered(here)
    refused = await here.ben.click(message, label="Delete")
    assert refused.response
    assert refused.response.content.startswith("Only whoever asked and the moderators")
    assert message.id in {m.id for m in here.channel.history()}
    for actor in (here.ann, here.mod):
        message = await answered(here, HOW_MANY_CARS)
        deleted = await actor.click(message, label="Delete")
        assert deleted.response
        assert deleted.response.content == "The answer is deleted."
        assert message.id not in {m.id for m in here.channel.history()}


async def test_private_answer_can_be_deleted(here: World) -> None:
    message = await answered(here, private=True)
    deleted = await here.ann.click(message, label="Delete")
    assert deleted.response
    assert deleted.response.content == "The answer is deleted."
    assert message.id not in {m.id for m in here.channel.history()}


async def test_long_answer_is_deleted_whole(newsroom: Path) -> None:
    chat = ScriptedChat(replies=[" ".join(["The ferry to Marrow Island was closed in 2019 [1]."] * 60)])
    async with world(make_client(newsroom, chat)) as here:
        await answered(here)
        history = here.channel.history()
        assert len(history) > 1
        assert labels(history[-1])
        assert not labels(history[0])
        await here.ann.click(history[-1], label="Delete")
        assert [m for m in here.channel.history() if not m.flags.ephemeral] == []


async def test_answer_that_aged_out_says_so(here: World) -> None:
    message = await answered(here)
    with here.client.desk.archive.database.transaction() as db:
        db.execute("UPDATE posts SET posted = '2020-01-01T00:00:00+00:00'")
        db.execute("UPDATE turns SET asked = '2020-01-01T00:00:00+00:00'")
    await here.client.desk.tidy()
    for label in ("Quotes", "Good", "Delete"):
        result = await here.ann.click(message, label=label)
        assert result.response
        assert result.response.content == AGED_OUT
    shown = await here.ann.click(message, label="Follow up")
    result = await here.ann.submit_modal(shown, {"question": HOW_MANY_CARS})
    assert result.response
    assert result.response.content == AGED_OUT


async def test_answer_of_another_server_is_not_shown(here: World) -> None:
    message = await answered(here)
    with here.client.desk.archive.database.transaction() as db:
        db.execute("UPDATE posts SET server = '1'")
    result = await here.ann.click(message, label="Quotes")
    assert result.response
    assert result.response.content == AGED_OUT


async def late_private_answer(here: World) -> discord.Message:
    """Return the message of ann's answer from the server that could only be sent to her private chat."""
    here.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=10062)
    await here.ann.slash(here.channel, "ask", question=WHEN_FERRY, private=True)
    message = here.ann.user.dm_channel.last_message
    assert message
    return message


async def test_answer_that_had_to_be_sent_privately_keeps_its_buttons(here: World) -> None:
    message = await late_private_answer(here)
    quotes = await here.ann.user.click(message, label="Quotes")
    assert quotes.response
    assert FERRY in text_of(quotes.response)
    place = {"channel_id": str(message.channel.id), "message_id": str(message.id)}
    reference = here.env.backend.normalize_message_reference(message.channel.id, place)
    await here.ann.send_dm("And why?", reference=reference)
    assert "engine caught fire" in text_of(here.ann.user.dm_channel.last_message)
    deleted = await here.ann.user.click(message, label="Delete")
    assert deleted.response
    assert deleted.response.content == "The answer is deleted."
    assert message.id not in {m.id for m in here.ann.user.dm_channel.history()}


async def test_answer_to_somebody_else_in_a_server_is_not_shown_privately(here: World) -> None:
    message = await late_private_answer(here)
    with here.client.desk.archive.database.transaction() as db:
        db.execute("UPDATE posts SET asker = 1")
    result = await here.ann.user.click(message, label="Quotes")
    assert result.response
    assert result.response.content == AGED_OUT


# Following up


async def follow_up(
    here: World, message: discord.Message, question: str, actor: simcord.MemberActor | None = None
) -> simcord.InteractionResult:
    who = actor or here.ann
    return await who.submit_modal(await who.click(message, label="Follow up"), {"question": question})


async def test_follow_up_is_answered_in_a_thread(here: World) -> None:
    message = await answered(here)
    result = await follow_up(here, message, "When was the ferry to Marrow Island closed, " + "again " * 30 + "?")
    (thread,) = here.channel.threads
    assert thread.name
    assert len(thread.name) <= 100
    assert thread.name.startswith("When was the ferry to Marrow Island closed, again")
    said = thread.history()[-1]
    assert FERRY in said.content
    assert labels(said)[0] == "Quotes"
    assert result.response
    assert result.response.content == f"The answer is in {said.jump_url}."
    assert result.ephemeral


async def test_answer_with_a_thread_can_be_deleted(here: World) -> None:
    message = await answered(here)
    await follow_up(here, message, HOW_MANY_CARS)
    await here.ann.click(message, label="Delete")
    assert message.id not in {m.id for m in here.channel.history()}


async def test_second_follow_up_goes_to_the_same_thread(here: World) -> None:
    message = await answered(here)
    await follow_up(here, message, WHEN_FERRY)
    await follow_up(here, message, HOW_MANY_CARS, here.ben)
    (thread,) = here.channel.threads
    assert "41,000" in thread.history()[-1].content


async def test_follow_up_leans_on_the_answer(here: World) -> None:
    message = await answered(here)
    await follow_up(here, message, "And why?")
    assert "engine caught fire" in here.channel.threads[0].history()[-1].content


async def test_follow_up_to_a_private_answer_stays_private(here: World) -> None:
    message = await answered(here, private=True)
    result = await follow_up(here, message, HOW_MANY_CARS)
    assert result.ephemeral
    assert here.channel.threads == []
    assert result.response
    assert "41,000" in result.response.content


@pytest.mark.parametrize("right", ["create_public_threads", "send_messages_in_threads"])
async def test_follow_up_stays_in_the_channel_where_no_thread_may_be_used(here: World, right: str) -> None:
    deny = discord.PermissionOverwrite(**{right: False})
    closed = here.guild.create_text_channel("closed", overwrites={here.guild.default_role: deny})
    result = await here.ann.slash(closed, "ask", question=WHEN_FERRY)
    assert result.response
    await follow_up(here, result.response.message, HOW_MANY_CARS)
    assert [request for request in here.env.http_requests if request.path.endswith("/threads")] == []
    assert closed.last_message
    assert "41,000" in closed.last_message.content


async def test_thread_that_discord_refuses_is_done_without(here: World) -> None:
    message = await answered(here)
    here.env.inject_error("POST", "/channels/*/messages/*/threads", status=400, code=160006)
    await follow_up(here, message, HOW_MANY_CARS)
    said = next(m for m in here.channel.history() if "41,000" in m.content)
    assert said.reference
    assert said.reference.message_id == message.id


async def test_chinese_form(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    message = await answered(here)
    speak_chinese(monkeypatch)
    shown = await here.ann.click(message, label="Follow up")
    assert shown.modal
    assert shown.modal["title"] == "追问"
    refused = await answered(here, UNKNOWN)
    assert labels(refused) == ["追问", "有用", "没用", "删除"]
