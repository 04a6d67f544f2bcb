"""The program `footnote discord` itself, against a Discord over sockets on loopback."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.discord_server import PATIENCE, TOKEN, DiscordServer, Fault, discord_server
from tests.discord_world import FERRY, HOW_MANY_CARS, WHEN_FERRY
from tests.openai_server import Silent, serving

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "discord"


# Fields that discord.py adds to every call of a kind, always false or zero; Discord takes them undeclared.
_LIBRARYS = r"embeds\.\[\]\.flags|tts|\[\]\.nsfw"


@pytest.fixture
def server() -> Iterator[DiscordServer]:
    with discord_server() as made:
        yield made


def environment(server: DiscordServer, newsroom: Path, **more: str) -> dict[str, str]:
    ours = {"FOOTNOTE_HOME": str(newsroom), "FOOTNOTE_MODEL": "none", "DISCORD_TOKEN": TOKEN, "DISCORD_API": server.api}
    return os.environ | ours | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | more


@contextmanager
def running(server: DiscordServer, newsroom: Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Run the bot until it is logged in, and to its end after the block."""
    logins = len(server.sessions)
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "discord"],
        env=environment(server, newsroom, **more),
        stderr=subprocess.PIPE,
        text=True,
        cwd=newsroom.parent,
    )
    try:
        server.until(lambda: len(server.sessions) > logins)
        yield bot
        if bot.poll() is None:
            bot.send_signal(signal.SIGTERM)
    except BaseException:
        bot.kill()
        print(bot.communicate()[1])  # noqa: T201
        raise
    assert bot.wait(PATIENCE) == 0, bot.communicate()[1]


def run(server: DiscordServer, newsroom: Path, *args: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *args],
        env=environment(server, newsroom, **more),
        capture_output=True,
        text=True,
        cwd=newsroom.parent,
        timeout=PATIENCE,
        check=False,
    )


def test_a_day_of_the_bot(server: DiscordServer, newsroom: Path, tmp_path: Path) -> None:
    with running(server, newsroom) as bot:
        answer = first_questions(server)
        thread = followed_up(server, answer)
        left_open = opened_form(server, "ben", answer)

    with running(server, newsroom):
        assert [c.method for c in server.calls].count("PUT") == 1  # the commands were not sent again
        assert FERRY in quotes(server, answer)
        server.fill_in("ben", left_open, "How many cars a day were counted on the Otter Bridge in 2021?", answer)
        server.until(lambda: [m["content"] for m in server.messages(thread) if "41,000 cars" in m["content"]][1:])
        answers_after_lost_calls(server)
        answers_after_a_dropped_connection(server)
        server.press("ann", answer, "delete")
        server.until(lambda: answer["id"] not in {m["id"] for m in server.messages()})

    assert bot.stderr
    log = bot.stderr.read()
    assert TOKEN not in log
    assert "simcord_interaction" not in log
    assert_documented(server, tmp_path)


def first_questions(server: DiscordServer) -> dict[str, Any]:
    """Ask two questions at once; return ann's answer."""
    asked = server.slash("ann", "ask", question=WHEN_FERRY)
    at_once = server.slash("ben", "ask", question=HOW_MANY_CARS)
    answer = server.until(lambda: server.reply_to(asked))
    assert "41,000" in server.until(lambda: server.reply_to(at_once))["content"]
    assert f"> {FERRY} [1]" in answer["content"]
    assert answer["embeds"][0]["title"] == "Quoted from, as of 2020-02-03"
    server.faults.append(Fault("POST", "/webhooks/*/*", 429))
    server.faults.append(Fault("PATCH", "/webhooks/*/*/messages/@original", 429))
    assert FERRY in quotes(server, answer)
    return answer


def quotes(server: DiscordServer, answer: dict[str, Any]) -> str:
    """Return what ben is shown behind an answer."""
    pressed = server.press("ben", answer, "quotes")
    return str(server.until(lambda: server.reply_to(pressed))["embeds"][0]["description"])


def opened_form(server: DiscordServer, person: str, answer: dict[str, Any]) -> int:
    """Press "Follow up"; return the interaction that showed the form."""
    shown = server.press(person, answer, "follow")
    server.until(lambda: server.backend.interactions[shown].modal)
    return shown


def followed_up(server: DiscordServer, answer: dict[str, Any]) -> int:
    """Ask on by form and in the thread that is opened for it; return the thread."""
    server.fill_in("ann", opened_form(server, "ann", answer), HOW_MANY_CARS, answer)
    thread = server.until(lambda: [c.id for c in server.backend.channels.values() if c.is_thread])[0]
    server.until(lambda: said(server, thread, "41,000 cars"))
    server.say("ann", WHEN_FERRY, thread)
    server.until(lambda: said(server, thread, FERRY))
    return thread


def answers_after_lost_calls(server: DiscordServer) -> None:
    """Lose what acknowledges a question, what shows its answer, what says that one is coming, and what refuses one."""
    private = server.do(lambda: server.backend.get_dm_channel(server.people["ann"]).id)
    for method, path in (("POST", "/interactions/*/*/callback"), ("PATCH", "/webhooks/*/*/messages/@original")):
        with losing(server, method, path, server.channel, FERRY):
            server.slash("ann", "ask", question=WHEN_FERRY)
    with losing(server, "POST", "/channels/*/typing", server.channel, "41,000"):
        server.say("ann", f"<@{server.backend.bot_user.id}> {HOW_MANY_CARS}")
    with losing(server, "POST", "/interactions/*/*/callback", private, "“soon” is no date"):
        server.slash("ann", "ask", question=WHEN_FERRY, since="soon")


@contextmanager
def losing(server: DiscordServer, method: str, path: str, channel: int, text: str) -> Iterator[None]:
    """Lose a call that is made for what the block does, and wait for another message with the text."""
    before = len(server.messages(channel))
    server.faults.append(Fault(method, path, 0))
    yield
    server.until(lambda: [m for m in server.messages(channel)[before:] if text in m["content"]])


def answers_after_a_dropped_connection(server: DiscordServer) -> None:
    """Drop the connection, once so that it can be resumed and once so that it can't, and ask after each."""
    logins = len(server.sessions)
    server.drop(resumable=True)
    server.until(lambda: server.resumed)
    server.say("ben", f"<@{server.backend.bot_user.id}> {WHEN_FERRY}")
    server.until(lambda: said(server, server.channel, FERRY, reply=True))
    server.drop(resumable=False)
    server.until(lambda: len(server.sessions) > logins)
    asked = server.slash("ben", "ask", question=HOW_MANY_CARS, private=True)
    assert "41,000" in server.until(lambda: server.reply_to(asked))["content"]


def said(server: DiscordServer, channel: int, text: str, *, reply: bool = False) -> bool:
    return any(
        text in message["content"] and bool(message.get("message_reference")) >= reply
        for message in server.messages(channel)
    )


def assert_documented(server: DiscordServer, folder: Path) -> None:
    """Check the calls against Discord's own description of its API, where that is at hand."""
    checker = SHARED / "oas_check.py"
    if not checker.exists():
        pytest.skip("Discord's OpenAPI document is not beside this repository; everything else was checked.")
    calls = server.write_calls(folder / "calls.jsonl")
    done = subprocess.run(
        [sys.executable, checker, SHARED / "openapi.json", calls], capture_output=True, text=True, check=True
    )
    assert not re.search(rf"REQ (?!ok|undeclared field (?:{_LIBRARYS}) )|NO SUCH OPERATION", done.stdout), done.stdout


def model_at(url: str) -> dict[str, str]:
    return {"FOOTNOTE_MODEL": "openai:m", "OPENAI_API_KEY": "sk-secret", "OPENAI_BASE_URL": url}


def test_running_questions_are_finished_at_the_end(server: DiscordServer, newsroom: Path) -> None:
    with serving(Silent()) as model:
        with running(server, newsroom, **model_at(model.url), DISCORD_LEAVE_SECONDS=str(PATIENCE)) as bot:
            asked = server.slash("ann", "ask", question=WHEN_FERRY)
            server.until(lambda: server.backend.interactions[asked].responded)
            bot.send_signal(signal.SIGTERM)
            assert bot.stderr
            assert any("Leaving" in line for line in bot.stderr)
            late = server.slash("ben", "ask", question=HOW_MANY_CARS)
            assert "I am about to restart" in server.until(lambda: server.reply_to(late))["content"]
            model.released.set()
            answer = server.until(lambda: server.reply_to(asked))
            assert FERRY in answer["content"]
            assert "These are quoted sentences instead" in answer["content"]
            assert bot.wait(PATIENCE) == 0
        assert "sk-secret" not in bot.stderr.read()


def test_question_that_never_ends_is_stopped(server: DiscordServer, newsroom: Path) -> None:
    with serving(Silent()) as model, running(server, newsroom, **model_at(model.url), DISCORD_LEAVE_SECONDS="0") as bot:
        asked = server.slash("ann", "ask", question=WHEN_FERRY)
        server.until(lambda: server.backend.interactions[asked].responded)
        bot.send_signal(signal.SIGTERM)
        told = server.until(lambda: server.reply_to(asked))
        assert told["content"].startswith("I have to restart and could not finish this answer")
        assert bot.wait(PATIENCE) == 0


@pytest.mark.parametrize(
    ("close_code", "more", "sentence"),
    [
        (0, {"DISCORD_TOKEN": "wrong.token.here"}, "Discord does not accept DISCORD_TOKEN: copy it again"),
        (0, {"DISCORD_TOKEN": ""}, "DISCORD_TOKEN is not set"),
        (0, {"DISCORD_API": "http://127.0.0.1:9/api/v10"}, "Discord can't be reached"),
        (4004, {}, "Discord does not accept DISCORD_TOKEN"),
        (4014, {}, "turn on Message Content Intent there, or set DISCORD_REPLIES=false"),
    ],
)
def test_what_keeps_it_out_is_one_sentence(
    server: DiscordServer, newsroom: Path, close_code: int, more: dict[str, str], sentence: str
) -> None:
    server.close_code = close_code
    done = run(server, newsroom, "discord", **more)
    assert done.returncode == 1
    assert sentence in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert "wrong.token.here" not in done.stderr
    assert TOKEN not in done.stderr


def test_invitation(server: DiscordServer, newsroom: Path) -> None:
    done = run(server, newsroom, "discord", "--invite")
    assert done.returncode == 0
    assert done.stdout.strip() == (
        f"https://discord.com/oauth2/authorize?client_id={server.backend.application_id}"
        "&scope=bot+applications.commands&permissions=309237730304"
    )


def test_doctor_looks_at_discord_too(server: DiscordServer, newsroom: Path) -> None:
    done = run(server, newsroom, "doctor")
    assert "NOT OK discord: TestBot may not read messages" in " ".join(done.stdout.split())
