"""200 people ask the Discord bot at once: `python -m tests.benchmarks.discord_load`.

The real program against a Discord on loopback, once with a language model that takes two seconds and once without any.
Prints how soon questions were acknowledged, how many were answered and how many told that the bot is busy.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.discord_server import TOKEN, DiscordServer, discord_server

PEOPLE = 200
MODEL_SECONDS = 2.0
QUESTIONS = (
    "How many large language models did China release in 2022?",
    "What does Oracle train with Cohere?",
    "What is Zoho going to develop?",
    "How many large language models come from Beijing?",
    "北京有多少个大语言模型？",
)
REPLY = "In 2022, the United States was slightly ahead with 37 LLMs against 28 from China [1]."


@dataclass(frozen=True)
class Load:
    """What 200 questions at once came to; times in seconds, memory in megabytes."""

    acknowledged: tuple[float, ...]
    answered: int
    busy: int
    seconds: float
    memory: float
    lost: tuple[str, ...]

    def __str__(self) -> str:
        times = sorted(self.acknowledged)
        lost = "".join(f"; lost: {text}" for text in self.lost)
        p50, p99 = (times[int(len(times) * share)] for share in (0.5, 0.99))
        return (
            f"{len(times)} of {PEOPLE} acknowledged: p50 {p50:.2f} s, p99 {p99:.2f} s, slowest {times[-1]:.2f} s; "
            f"{self.answered} answered, {self.busy} told busy, {PEOPLE - self.answered - self.busy} lost; "
            f"all done after {self.seconds:.1f} s; at most {self.memory:.0f} MB{lost}"
        )


class _SlowModel(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(MODEL_SECONDS)
        choice = {"index": 0, "delta": {"role": "assistant", "content": REPLY}, "finish_reason": "stop"}
        event = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        body = f"data: {json.dumps(event)}\n\ndata: [DONE]\n\n".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _ManyAtOnce(ThreadingHTTPServer):
    request_queue_size = 256


@contextmanager
def slow_model() -> Iterator[str]:
    """Run a language model that takes two seconds; yield its address."""
    server = _ManyAtOnce(("127.0.0.1", 0), _SlowModel)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def measure(**settings: str) -> Load:
    """Ask 200 questions at once of a bot with these settings."""
    with discord_server() as server, tempfile.TemporaryDirectory() as folder, _running(server, folder, settings) as bot:
        for number in range(PEOPLE):
            server.join(f"reader{number}")
        started = time.monotonic()
        asked = [
            (time.monotonic(), server.slash(f"reader{n}", "ask", question=QUESTIONS[n % len(QUESTIONS)]))
            for n in range(PEOPLE)
        ]
        server.until(lambda: all(_finished(server.reply_to(interaction)) for _, interaction in asked), 300)
        seconds = time.monotonic() - started
        replies = [server.reply_to(interaction) or {} for _, interaction in asked]
        busy = sum("I am busy" in reply.get("content", "") for reply in replies)
        answered = sum(bool(reply.get("embeds")) for reply in replies)
        lost = {
            r.get("content", "") for r in replies if not r.get("embeds") and "I am busy" not in r.get("content", "")
        }
        first = {call.path.split("/")[2]: call.at for call in server.calls if call.path.startswith("/interactions/")}
        acknowledged = tuple(first[str(i)] - at for at, i in asked if str(i) in first)
        return Load(acknowledged, answered, busy, seconds, _peak(bot.pid), tuple(lost))


def _finished(reply: dict[str, Any] | None) -> bool:
    """Tell whether a reply is no longer growing: an answer has its buttons, all else has no question above it."""
    return reply is not None and (bool(reply["components"]) or not reply["content"].startswith("**"))


@contextmanager
def _running(server: DiscordServer, folder: str, settings: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    ours = {"FOOTNOTE_HOME": folder, "DISCORD_TOKEN": TOKEN, "DISCORD_API": server.api, "DISCORD_SERVER_RATE": "1000"}
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "discord"],
        env=os.environ | ours | settings,
        stderr=subprocess.DEVNULL,
    )
    try:
        server.until(lambda: server.sessions)
        yield bot
    finally:
        bot.send_signal(signal.SIGTERM)
        bot.wait(30)


def _peak(process: int) -> float:
    """Return the most memory that a process has held, in megabytes (Linux)."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """Measure, and print."""
    with slow_model() as url:
        model = {"FOOTNOTE_MODEL": "openai:m", "OPENAI_API_KEY": "none", "OPENAI_BASE_URL": url}
        print("with a model of 2 s, 8 running, 100 waiting:", measure(**model), flush=True)  # noqa: T201
        print("the same, 200 waiting:", measure(**model, DISCORD_QUEUE="200"), flush=True)  # noqa: T201
    print("without a model:", measure(FOOTNOTE_MODEL="none"), flush=True)  # noqa: T201
    print("the same, 200 waiting:", measure(FOOTNOTE_MODEL="none", DISCORD_QUEUE="200"), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
