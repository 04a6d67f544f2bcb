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

import pytest

from tests.discord_server import PATIENCE, TOKEN, DiscordServer, Fault, discord_server
from tests.discord_world import FERRY, HOW_MANY_CARS, WHEN_FERRY, fresh_home
from tests.openai_server import Silent, serving

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "discord"


# Fields that discord.py adds to every call of a kind, always false or zero; Discord takes them undeclared.
_LIBRARYS = r"embeds\.\[\]\.flags|tts|\[\]\.nsfw"


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fresh_home(tmp_path_factory)


@pytest.fixture
def server() -> Iterator[DiscordServer]:
    with discord_server() as made:
        yield made


def environment(server: DiscordServer, home: Path, **more: str) -> dict[str, str]:
    ours = {"FOOTNOTE_HOME": str(home), "FOOTNOTE_MODEL": "none", "DISCORD_TOKEN": TOKEN, "DISCORD_API": server.api}
    return os.environ | ours | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | more


@contextmanager
def running(server: DiscordServer, home: Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Run the bot until it is logged in, and to its end after the block."""
    logins = len(server.sessions)
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "discord"],
        env=environment(server, home, **more),
        stderr=subprocess.PIPE,
        text=True,
        cwd=home.parent,
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


def run(server: DiscordServer, home: Path, *args: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *args],
        env=environment(server, home, **more),
        capture_output=True,
        text=True,
        cwd=home.parent,
        timeout=PATIENCE,
        check=False,
    )


def test_a_day_of_the_bot(server: DiscordServer, home: Path, tmp_path: Path) -> None:
    with running(server, home) as bot:
        asked = server.slash("ann", "ask", question=WHEN_FERRY)
        at_once = server.slash("ben", "ask", question=HOW_MANY_CARS)
        answer = server.until(lambda: server.reply_to(asked))
        assert "41,000" in server.until(lambda: server.reply_to(at_once))["content"]
        assert f"> {FERRY} [1]" in answer["content"]
        assert answer["embeds"][0]["title"] == "Quoted from, as of 2020-02-03"

        server.faults.append(Fault("POST", "/webhooks/*/*", 429))
        server.faults.append(Fault("PATCH", "/webhooks/*/*/messages/@original", 429))
        pressed = server.press("ben", answer, "quotes")
        quotes = server.until(lambda: server.reply_to(pressed))
        assert FERRY in quotes["embeds"][0]["description"]

        shown = server.press("ann", answer, "follow")
        server.until(lambda: server.backend.interactions[shown].modal)
        server.fill_in("ann", shown, HOW_MANY_CARS, answer)
        thread = server.until(lambda: [c.id for c in server.backend.channels.values() if c.is_thread])[0]
        server.until(lambda: said(server, thread, "41,000 cars"))
        server.say("ann", WHEN_FERRY, thread)
        server.until(lambda: said(server, thread, FERRY))
        left_open = server.press("ben", answer, "follow")
        server.until(lambda: server.backend.interactions[left_open].modal)

    with running(server, home):
        assert [c.method for c in server.calls].count("PUT") == 1  # the commands were not sent again
        pressed = server.press("ben", answer, "quotes")
        quotes = server.until(lambda: server.reply_to(pressed))
        assert FERRY in quotes["embeds"][0]["description"]
        server.fill_in("ben", left_open, "How many cars a day were counted on the Otter Bridge in 2021?", answer)
        server.until(lambda: [m["content"] for m in server.messages(thread) if "41,000 cars" in m["content"]][1:])

        server.drop(resumable=True)
        server.until(lambda: server.resumed)
        server.say("ben", f"<@{server.backend.bot_user.id}> {WHEN_FERRY}")
        server.until(lambda: said(server, server.channel, FERRY, reply=True))

        server.drop(resumable=False)
        server.until(lambda: len(server.sessions) == 3)
        asked = server.slash("ben", "ask", question=HOW_MANY_CARS, private=True)
        assert "41,000" in server.until(lambda: server.reply_to(asked))["content"]
        pressed = server.press("ann", answer, "delete")
        server.until(lambda: answer["id"] not in {m["id"] for m in server.messages()})

    assert bot.stderr
    log = bot.stderr.read()
    assert TOKEN not in log
    assert "simcord_interaction" not in log
    assert_documented(server, tmp_path)


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


def test_running_questions_are_finished_at_the_end(server: DiscordServer, home: Path) -> None:
    with serving(Silent()) as model:
        with running(server, home, **model_at(model.url), DISCORD_LEAVE_SECONDS=str(PATIENCE)) as bot:
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


def test_question_that_never_ends_is_stopped(server: DiscordServer, home: Path) -> None:
    with serving(Silent()) as model, running(server, home, **model_at(model.url), DISCORD_LEAVE_SECONDS="0") as bot:
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
    server: DiscordServer, home: Path, close_code: int, more: dict[str, str], sentence: str
) -> None:
    server.close_code = close_code
    done = run(server, home, "discord", **more)
    assert done.returncode == 1
    assert sentence in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert "wrong.token.here" not in done.stderr
    assert TOKEN not in done.stderr


def test_invitation(server: DiscordServer, home: Path) -> None:
    done = run(server, home, "discord", "--invite")
    assert done.returncode == 0
    assert done.stdout.strip() == (
        f"https://discord.com/oauth2/authorize?client_id={server.backend.application_id}"
        "&scope=bot+applications.commands&permissions=309237730304"
    )


def test_doctor_looks_at_discord_too(server: DiscordServer, home: Path) -> None:
    done = run(server, home, "doctor")
    assert "NOT OK discord: TestBot may not read messages" in " ".join(done.stdout.split())
