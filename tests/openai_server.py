"""A small server on loopback that speaks OpenAI's protocol: chat completions, streamed or not, and embeddings."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Embed = Callable[[list[str]], list[list[float]]]


@dataclass(frozen=True)
class Status:
    """An HTTP error in place of a reply."""

    code: int
    message: str = "no"


@dataclass(frozen=True)
class Cut:
    """A stream that breaks off after some text."""

    text: str


@dataclass(frozen=True)
class Ended:
    """A stream that comes to a proper end after some text and gives this reason; None: it gives none."""

    text: str
    reason: str | None


@dataclass(frozen=True)
class Stalled:
    """A stream that says no more after some text, until the client gives up."""

    text: str


@dataclass(frozen=True)
class Raw:
    """A body that is no reply at all."""

    body: bytes
    content_type: str = "application/json"


@dataclass(frozen=True)
class Silent:
    """No reply: the connection stays open until the client gives up."""


Reply = str | Status | Cut | Ended | Stalled | Raw | Silent


@dataclass
class OpenAIServer:
    """Plays `replies` in order, keeps the requests; a request beyond the script is answered with 418."""

    replies: list[Reply]
    embed: Embed | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    url: str = ""
    released: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(*replies: Reply, embed: Embed | None = None) -> Iterator[OpenAIServer]:
    """Run the server for the length of a block."""
    state = OpenAIServer(list(replies), embed)

    class Handler(_Handler):
        server_state = state

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield state
    finally:
        state.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server_state: OpenAIServer
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_POST(self) -> None:
        state = self.server_state
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        state.keys.append(self.headers.get("Authorization", "").removeprefix("Bearer "))
        if self.path.endswith("/embeddings") and state.embed:
            vectors = state.embed(request["input"])
            self._json({"object": "list", "model": "e", "data": [_vector(n, v) for n, v in enumerate(vectors)]})
            return
        state.requests.append(request)
        reply = state.replies.pop(0) if state.replies else Status(418, "asked more often than scripted")
        match reply:
            case Silent():
                state.released.wait(30)
                self.close_connection = True
            case Status(code, message):
                self._json({"error": {"message": message, "type": "x", "code": "x"}}, code)
            case Raw(body, content_type):
                self._body(200, body, content_type)
            case Cut(text):
                self._stream(text, whole=False)
            case Ended(text, reason):
                self._stream(text, whole=True, reason=reason)
            case Stalled(text):
                self._stream(text, whole=False)
                state.released.wait(30)
            case str(text) if request.get("stream"):
                self._stream(text, whole=True)
            case str(text):
                choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
                self._json({"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]})

    def _json(self, value: object, code: int = 200) -> None:
        self._body(code, json.dumps(value).encode(), "application/json")

    def _body(self, code: int, body: bytes, content_type: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        # The client honours this wait: retries must not make a test slow.
        self.send_header("retry-after", "0.001")
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, text: str, *, whole: bool, reason: str | None = "stop") -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for at in range(0, len(text), 5):
            self._event({"index": 0, "delta": {"role": "assistant", "content": text[at : at + 5]}})
        if not whole:
            self.close_connection = True
            return
        if reason:
            self._event({"index": 0, "delta": {}, "finish_reason": reason})
            self._chunk(b"data: [DONE]\n\n")
        self._chunk(b"")

    def _event(self, choice: dict[str, Any]) -> None:
        event = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        self._chunk(f"data: {json.dumps(event)}\n\n".encode())

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _vector(n: int, vector: list[float]) -> dict[str, Any]:
    return {"object": "embedding", "index": n, "embedding": vector}
