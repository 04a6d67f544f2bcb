"""What `footnote doctor` says of Discord, asked over sockets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
import pytest

from bot.discord.doctor import check
from rag.doctor import Check
from rag.settings import load_settings
from tests.discord_server import TOKEN, DiscordServer, Fault, discord_server

READS_MESSAGES = 1 << 19


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[DiscordServer]:
    # The check points Discord's library, and so this whole process, at the server.
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    with discord_server() as made:
        yield made


def checked(server: DiscordServer, **more: Any) -> Check:
    return check(load_settings(**{"discord_token": TOKEN, "discord_api": server.api} | more))


def test_bot_that_is_in_a_server_is_fine(server: DiscordServer) -> None:
    server.application_flags = READS_MESSAGES
    assert checked(server) == Check("discord", True, "TestBot is let in; servers: 1", "")


def test_bot_in_no_server_is_to_be_invited(server: DiscordServer) -> None:
    server.application_flags = READS_MESSAGES
    server.backend.remove_guild(server.guild)
    found = checked(server)
    assert (found.ok, found.detail) == (True, "TestBot is let in; servers: 0")
    assert "--invite" in found.advice


def test_missing_intent_is_named_where_it_is_needed(server: DiscordServer) -> None:
    found = checked(server)
    assert (found.ok, found.detail) == (False, "TestBot may not read messages")
    assert "Message Content Intent" in found.advice
    assert checked(server, discord_replies=False).ok


@pytest.mark.parametrize(
    ("token", "detail"),
    [("wrong.token.here", "Discord does not accept DISCORD_TOKEN"), ("", "DISCORD_TOKEN is not set")],
)
def test_wrong_token_is_said_without_it(server: DiscordServer, token: str, detail: str) -> None:
    found = checked(server, discord_token=token)
    assert (found.ok, found.detail) == (False, detail)
    assert "developer" in found.advice
    assert "wrong.token.here" not in found.detail + found.advice


def test_discord_that_fails_or_is_not_there_is_said(server: DiscordServer) -> None:
    gone = checked(server, discord_api="http://127.0.0.1:9/api/v10")
    assert (gone.ok, gone.advice) == (False, "check the network.")
    server.faults.append(Fault("GET", "/users/@me", 403, times=9))
    assert checked(server).detail == "Discord refused to let the bot in (403)"
