"""What moderators may do, what nobody else may, and that a server's articles stay in it."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
import simcord

from rag.readers.files import LARGEST
from tests.discord_world import (
    FERRY,
    WHEN_FERRY,
    World,
    held,
    labels,
    make_client,
    restart,
    speak_chinese,
    text_of,
    world,
)
from tests.scripted import ScriptedChat

pytestmark = pytest.mark.asyncio
OWL = "A snowy owl nested in the clock tower of Brackwater in 2018."
WHERE_OWL = "Where did a snowy owl nest in 2018?"
FILE = ("owl.md", f"---\ntitle: The owl in the tower\nprovider: Brackwater Bell\n---\n\n{OWL}\n".encode())


async def moderate(here: World, name: str, **options: object) -> str:
    """Return what the moderator alone is told by a command."""
    result = await here.mod.slash(here.channel, name, **options)
    assert result.ephemeral
    assert result.response
    return "\n".join([text_of(result.response), *map(text_of, result.followups)])


async def asked(here: World, question: str) -> str:
    result = await here.ann.slash(here.channel, "ask", question=question)
    assert result.response
    return text_of(result.response)


async def test_added_article_is_answered_from_in_its_server_only(here: World) -> None:
    told = await moderate(here, "archive add", file=FILE)
    assert told == (
        "owl.md: 1 added, 0 changed, 0 unchanged; new sentences: 1. Only this server's questions are answered from it."
    )
    assert OWL in await asked(here, WHERE_OWL)
    other = here.env.create_guild("Elsewhere")
    channel = other.create_text_channel("questions")
    stranger = other.add_member(here.env.create_user("stranger"))
    result = await stranger.slash(channel, "ask", question=WHERE_OWL)
    assert result.response
    assert OWL not in text_of(result.response)
    listed = await stranger.slash(channel, "sources")
    assert listed.response
    assert "owl" not in text_of(listed.response)
    assert await stranger.autocomplete(channel, "ask", "provider", "Brackwater") == []
    assert await stranger.autocomplete(channel, "article", "title", "owl") == []
    shown = await stranger.slash(channel, "article", title="The owl in the tower")
    assert shown.response
    assert "There is no article" in shown.response.content
    await here.ann.send_dm(WHERE_OWL)
    assert OWL not in text_of(here.ann.user.dm_channel.last_message)


async def test_file_of_the_same_name_replaces(here: World) -> None:
    await moderate(here, "archive add", file=FILE)
    changed = (FILE[0], FILE[1].replace(b"2018", b"2016"))
    told = await moderate(here, "archive add", file=changed)
    assert "added" in told
    assert "2016" in await asked(here, "When did a snowy owl nest in the clock tower of Brackwater?")
    assert "2 articles" not in await moderate(here, "archive status")
    assert "1 of this server" in await moderate(here, "archive status")


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (("empty.md", b""), "empty file"),
        (("bad.md", b"---\ntitle: [\n---\nText.\n"), "bad.md"),
        (("x.bin", bytes(64)), "x.bin"),
    ],
)
async def test_what_cannot_be_read_is_named(here: World, file: tuple[str, bytes], reason: str) -> None:
    told = await moderate(here, "archive add", file=file)
    assert told.startswith("Not read:\n- ")
    assert reason in told
    assert "0 of this server" in await moderate(here, "archive status")


async def test_chinese_moderator_reads_in_chinese_what_is_wrong(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    speak_chinese(monkeypatch)
    lines = b'{"id": "a", "text": "An owl."}\n{"id": "b", "text": "An owl.", "published": "soon"}\n{\n'
    told = await moderate(here, "archive add", file=("owls.jsonl", lines))
    assert told.startswith("owls.jsonl：新增 1 篇")
    assert told.endswith("未能读取：\n- owls.jsonl:2: 日期无法识别\n- owls.jsonl:3: JSON 格式有误")


def lose_files(here: World) -> None:
    """Take every file away as soon as it was sent."""
    here.env.backend.subscribers.append(lambda *_: here.env.backend.cdn._blobs.clear())


async def test_large_file_is_refused_unread(here: World) -> None:
    lose_files(here)
    told = await moderate(here, "archive add", file=("owl.md", bytes(LARGEST + 1)))
    assert told.startswith(f"owl.md has {LARGEST / 1024 / 1024:.1f} MB; at most {LARGEST // 1024 // 1024} MB")


async def test_download_that_fails_is_told(here: World) -> None:
    here.env.check_errors = False
    lose_files(here)
    assert "Something went wrong on my side" in await moderate(here, "archive add", file=FILE)


async def test_server_removes_its_own_articles_only(here: World) -> None:
    await moderate(here, "archive add", file=FILE)
    offered = await here.mod.autocomplete(here.channel, "archive remove", "title", "")
    assert [choice["name"] for choice in offered] == ["The owl in the tower"]
    assert (
        await moderate(here, "archive remove", title="ferry")
        == "Only articles that this server added can be removed here."
    )
    told = await moderate(here, "archive remove", title=offered[0]["value"])
    assert told == "Removed: The owl in the tower. Nothing is answered from it any more."
    assert OWL not in await asked(here, WHERE_OWL)
    assert FERRY in await asked(here, WHEN_FERRY)
    assert "There is no article called" in await moderate(here, "archive remove", title="The owl in the tower")


async def test_server_that_removes_the_bot_leaves_nothing(here: World, newsroom: Path) -> None:
    await moderate(here, "archive add", file=FILE)
    result = await here.ann.slash(here.channel, "ask", question=WHERE_OWL)
    assert result.response
    await here.ben.click(result.response.message, label="Good")
    await here.mod.select(await form(here), ["zh"], custom_id="footnote:wish:language")
    other = here.env.create_guild("Elsewhere")
    stranger = other.add_member(here.env.create_user("stranger"))
    await stranger.slash(other.create_text_channel("questions"), "ask", question=WHEN_FERRY)

    here.env.backend.emit("GUILD_DELETE", {"id": str(here.guild.id), "unavailable": True})
    await here.env.settle()
    assert OWL in held(here)

    here.env.backend.remove_guild(here.guild.id)
    await here.env.settle()
    left = held(here)
    assert OWL not in left
    assert "owl" not in left
    assert str(here.guild.id) not in left
    assert FERRY in left
    assert str(other.id) in left
    assert here.client.desk.archive.count_vectors() == here.client.desk.archive.catalog.count_sentences()


async def test_status(here: World) -> None:
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    assert result.response
    await here.ben.click(result.response.message, label="Good")
    told = await moderate(here, "archive status")
    assert told.startswith("Articles: 3 for everybody, 0 of this server. Votes: 1 good, 0 bad.")
    assert "No language model" in told


async def test_status_names_the_model_and_what_it_cost(newsroom: Path) -> None:
    reply = "The ferry to Marrow Island was closed in 2019 [1]."
    async with world(make_client(newsroom, ScriptedChat(replies=[reply]), discord_daily_tokens=9000)) as here:
        await asked(here, WHEN_FERRY)
        assert f"scripted-1. Tokens today: {100 + len(reply)} / 9,000" in await moderate(here, "archive status")


@pytest.mark.parametrize("name", ["archive status", "archive add", "archive remove", "settings"])
async def test_others_are_kept_out_by_discord(here: World, name: str) -> None:
    with pytest.raises(simcord.SetupError, match="not visible"):
        await here.ann.slash(here.channel, name, **({"file": FILE} if "add" in name else {}))


@pytest.mark.parametrize(
    ("name", "options"),
    [("archive status", {}), ("archive add", {"file": FILE}), ("archive remove", {"title": "x"}), ("settings", {})],
)
async def test_others_are_kept_out_by_us(here: World, name: str, options: dict[str, object]) -> None:
    (command,) = [c for c in await here.client.tree.fetch_commands() if c.name == name.split(maxsplit=1)[0]]
    here.guild.set_command_permissions(command.id, {here.guild.default_role: True})
    result = await here.ann.slash(here.channel, name, **options)
    assert result.response
    assert result.ephemeral
    assert result.response.content == "Only members who may manage the server can do this."
    assert all(isinstance(error, discord.app_commands.CheckFailure) for error in here.env.errors)


# /settings


async def form(here: World) -> discord.Message:
    result = await here.mod.slash(here.channel, "settings")
    assert result.response
    return result.response.message


async def test_channels_are_allowed(here: World, newsroom: Path) -> None:
    quiet = here.guild.create_text_channel("quiet")
    message = await form(here)
    await restart(here, newsroom)
    await here.mod.select(message, [quiet], custom_id="footnote:wish:channels")
    refused = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    assert refused.response
    assert refused.ephemeral
    assert refused.response.content == f"Questions are answered in <#{quiet.id}> only."
    count = len(here.channel.history())
    assert here.env.bot.user
    await here.ann.send(here.channel, f"{here.env.bot.user.mention} {WHEN_FERRY}")
    assert len(here.channel.history()) == count + 1
    allowed = await here.ann.slash(quiet, "ask", question=WHEN_FERRY)
    assert allowed.response
    assert FERRY in allowed.response.content
    moderators = await here.mod.slash(here.channel, "ask", question=WHEN_FERRY)
    assert moderators.response
    assert FERRY in moderators.response.content


async def test_roles_are_allowed(here: World) -> None:
    readers = here.guild.create_role("Readers")
    reader = here.guild.add_member(here.env.create_user("rea"), roles=[readers])
    await here.mod.select(await form(here), [readers], custom_id="footnote:wish:roles")
    refused = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    allowed = await reader.slash(here.channel, "ask", question=WHEN_FERRY)
    assert refused.response
    assert allowed.response
    assert refused.response.content == f"Questions of <@&{readers.id}> are answered only."
    assert FERRY in allowed.response.content
    message = await here.ben.send(here.channel, FERRY)
    checked = await here.ann.context_menu(here.channel, "Check against sources", message)
    assert checked.response
    assert "are answered only" in checked.response.content


async def test_answers_can_be_private_by_default(here: World) -> None:
    message = await form(here)
    assert labels(message) == ["Answers: for all by default"]
    pressed = await here.mod.click(message, custom_id="footnote:wish:private")
    assert pressed.acknowledged
    private = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    public = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY, private=False)
    assert private.ephemeral
    assert not public.ephemeral


async def test_language_of_what_all_see(here: World) -> None:
    await here.mod.select(await form(here), ["zh"], custom_id="footnote:wish:language")
    result = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY)
    private = await here.ann.slash(here.channel, "ask", question=WHEN_FERRY, private=True)
    assert result.response
    assert private.response
    assert labels(result.response)[0] == "原句"
    assert labels(private.response)[0] == "Quotes"


async def test_form_is_stored_for_the_next_run(here: World, newsroom: Path) -> None:
    quiet = here.guild.create_text_channel("quiet")
    message = await form(here)
    await here.mod.select(message, [quiet], custom_id="footnote:wish:channels")
    await here.mod.click(message, custom_id="footnote:wish:private")
    client = await restart(here, newsroom)
    wishes = client.desk.wishes(here.guild.id)
    assert wishes.channels == (quiet.id,)
    assert wishes.private


async def test_form_of_somebody_who_is_no_moderator_any_more(here: World) -> None:
    message = await form(here)
    here.env.backend.get_guild(here.guild.id).members[here.mod.id].role_ids.clear()
    pressed = await here.mod.click(message, custom_id="footnote:wish:private")
    assert pressed.response
    assert "Only members who may manage the server" in pressed.response.content
    assert not here.client.desk.wishes(here.guild.id).private


async def test_chinese_form(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    speak_chinese(monkeypatch)
    assert "我在本服务器的设置" in (await form(here)).content
    assert "公共文章 3 篇" in await moderate(here, "archive status")
