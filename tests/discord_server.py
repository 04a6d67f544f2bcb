"""A Discord on loopback: simcord's model of it behind real sockets, so that the real program can log in to it.

What is sent and answered over REST is kept in `calls`. A test acts as people do (`say`, `slash`, `press`, `fill_in`),
and waits for what follows (`until`). Everything touches the model on the server's own thread.
"""

from __future__ import annotations

import asyncio
import copy
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, TypeVar

import discord
from aiohttp import WSMsgType, web
from simcord import intents as intent_rules
from simcord._clock import Clock
from simcord.backend import Backend, serializers
from simcord.backend.errors import BackendError
from simcord.http import router, routes
from simcord.interactions import base_payload

assert routes  # importing it registers what the router routes to

T = TypeVar("T")
API = "/api/v10"
TOKEN = "c2ltY29yZA.loopback.secret-of-the-tests"  # noqa: S105  # nobody's
# discord.py takes a 429 without "Via" for a ban, and reads JSON only under this very type.
HEADERS = {"Content-Type": "application/json", "Via": "1.1 tests"}
HEARTBEAT_MS = 41_250
# Seconds after which a test gives up: only what hangs ever takes so long.
PATIENCE = 120


class _Now(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class Call:
    """A REST call and its answer."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int = 0
    resp: Any = None
    at: float = field(default_factory=time.monotonic)


@dataclass
class Fault:
    """What is answered in place of the next calls of a path (a pattern): a status, or 0 for a lost connection."""

    method: str
    path: str
    status: int
    times: int = 1


@dataclass
class Session:
    """A login at the gateway: all that was sent in it, so that it can be resumed."""

    id: str
    intents: discord.Intents
    sent: list[dict[str, Any]] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None


class DiscordServer:
    """One server with a channel, and two people in it. `close_code` ends every login, as the real gateway may.

    `application_flags` are what the developer portal allows.
    """

    def __init__(self) -> None:
        self.backend = Backend(clock=_Now())
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.sessions: list[Session] = []
        self.resumed = 0
        self.close_code = 0
        self.application_flags = 0
        self.resumable = True
        self.loop = asyncio.new_event_loop()
        self._changed = threading.Condition()
        self._happened = 0
        guild = self.backend.create_guild("Readers")
        self.guild = guild.id
        self.channel = self.backend.create_channel(guild.id, "questions", type=0).id
        self.people = {name: self.backend.make_user(name).id for name in ("ann", "ben")}
        for person in self.people.values():
            self.backend.add_member(guild.id, person, announce=False)
        if self.backend.bot_user.id not in guild.members:
            self.backend.add_member(guild.id, self.backend.bot_user.id, announce=False)
        self.backend.subscribers.append(self._emit)
        self.port = 0

    @property
    def api(self) -> str:
        return f"http://127.0.0.1:{self.port}{API}"

    # What a test does

    def do(self, work: Callable[[], T]) -> T:
        """Run something on the server's thread."""

        async def run() -> T:
            return work()

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(PATIENCE)

    def until(self, found: Callable[[], T | None], seconds: float = PATIENCE) -> T:
        """Wait until something is true, and return it."""
        deadline = time.monotonic() + seconds
        while True:
            seen = self._happened
            if value := self.do(found):
                return value
            with self._changed:
                more = self._changed.wait_for(lambda: self._happened != seen, deadline - time.monotonic())  # noqa: B023
            assert more, [(call.method, call.path, call.status) for call in self.calls]

    def join(self, name: str) -> None:
        """Let somebody into the server."""

        def enter() -> None:
            self.people[name] = self.backend.make_user(name).id
            self.backend.add_member(self.guild, self.people[name], announce=False)

        self.do(enter)

    def messages(self, channel: int | None = None) -> list[dict[str, Any]]:
        """Return the messages of a channel, oldest first."""
        held = sorted(self.backend.messages.get(channel or self.channel, {}).values(), key=lambda m: m.id)
        return [dict(serializers.message_payload(self.backend, message)) for message in held]

    def say(self, person: str, text: str, channel: int | None = None, reply_to: str | None = None) -> None:
        """Write a message."""
        place = channel or self.channel

        def write() -> None:
            reference = {"channel_id": str(place), "message_id": reply_to} if reply_to else None
            made = self.backend.normalize_message_reference(place, reference) if reference else None
            self.backend.create_message(place, self.people[person], text, reference=made)

        self.do(write)

    def slash(self, person: str, name: str, **options: str | bool) -> int:
        """Use a command; return the interaction's id."""

        def use() -> int:
            command = self.backend.find_command(name, self.guild, type=1)
            assert command, f"/{name} was never sent"
            given = [{"name": k, "type": 5 if isinstance(v, bool) else 3, "value": v} for k, v in options.items()]
            return self._interact(person, 2, {"id": command["id"], "name": name, "type": 1, "options": given})

        return self.do(use)

    def press(self, person: str, message: dict[str, Any], action: str) -> int:
        """Press a button; return the interaction's id."""
        buttons = [part for row in message["components"] for part in row["components"]]
        (pressed,) = [button["custom_id"] for button in buttons if f":{action}:" in button["custom_id"]]
        return self.do(lambda: self._interact(person, 3, {"custom_id": pressed, "component_type": 2}, message))

    def fill_in(self, person: str, shown: int, text: str, message: dict[str, Any]) -> int:
        """Fill in and send the one field of a form; return the interaction's id."""
        form = self.backend.interactions[shown].modal
        assert form
        (label,) = form["components"]
        field_ = {"type": 4, "id": 2, "custom_id": label["component"]["custom_id"], "value": text}
        data = {"custom_id": form["custom_id"], "components": [{"type": 18, "id": 1, "component": field_}]}
        return self.do(lambda: self._interact(person, 5, data, message))

    def reply_to(self, interaction: int) -> dict[str, Any] | None:
        """Return the finished reply to an interaction."""
        record = self.backend.interactions[interaction]
        if record.loading or record.message_id is None:
            return None
        found = [m for m in self.messages(record.channel_id) if m["id"] == str(record.message_id)]
        return found[0] if found else None

    def drop(self, *, resumable: bool) -> None:
        """Close the bot's connection; the session can be resumed or not."""
        self.resumable = resumable
        for session in self.sessions:
            if session.socket:
                asyncio.run_coroutine_threadsafe(session.socket.close(code=4000), self.loop).result(PATIENCE)

    def write_calls(self, path: Path) -> Path:
        """Write the calls as lines of JSON."""
        path.write_text("\n".join(json.dumps(asdict(call)) for call in self.calls), "utf-8")
        return path

    def _notify(self) -> None:
        with self._changed:
            self._happened += 1
            self._changed.notify_all()

    def _interact(self, person: str, kind: int, data: dict[str, Any], message: dict[str, Any] | None = None) -> int:
        channel = int(message["channel_id"]) if message else self.channel
        record, payload = base_payload(
            self.backend,
            type=kind,
            channel_id=channel,
            guild_id=self.guild,
            user_id=self.people[person],
            data=data,
        )
        if message:
            payload["message"] = message
            record.source_message_id = int(message["id"])
        self.backend.emit("INTERACTION_CREATE", payload)
        return record.id

    # REST

    async def rest(self, request: web.Request) -> web.Response:
        """Answer a REST call from the model."""
        raw = await request.read()
        path = request.path.removeprefix(API)
        call = Call(request.method, path, dict(request.query), json.loads(raw) if raw else None)
        self.calls.append(call)
        headers = self._answer(call, request.headers.get("Authorization"))
        self._notify()
        if not call.status and request.transport:
            request.transport.close()
        if call.resp is None:
            return web.Response(status=call.status)
        body = json.dumps(call.resp, default=str).encode()
        return web.Response(status=call.status, body=body, headers=HEADERS | headers)

    def _answer(self, call: Call, authorization: str | None) -> dict[str, str]:
        """Set what a call is answered with; return further headers."""
        fault = next(
            (f for f in self.faults if f.times and (f.method, True) == (call.method, fnmatch(call.path, f.path))), None
        )
        if fault:
            fault.times -= 1
            call.status, call.resp = fault.status, {"code": 0, "message": "a fault of the test"}
            if fault.status == 429:
                call.resp = {"message": "You are being rate limited.", "retry_after": 0.05, "global": False}
                return {"Retry-After": "0.05", "X-RateLimit-Scope": "user"}
            return {}
        if authorization != f"Bot {TOKEN}" and not call.path.startswith(("/interactions/", "/webhooks/")):
            call.status, call.resp = 401, {"code": 0, "message": "401: Unauthorized"}
        elif call.path == "/gateway/bot":
            limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
            url = f"ws://127.0.0.1:{self.port}/gateway"
            call.status, call.resp = 200, {"url": url, "shards": 1, "session_start_limit": limit}
        else:
            self._dispatch(call)
        return {}

    def _dispatch(self, call: Call) -> None:
        try:
            call.resp = router.dispatch(self.backend, call.method, call.path, json=call.body, params=call.query)
            if call.path.endswith("applications/@me"):
                call.resp["flags"] = self.application_flags
            call.status = 204 if call.resp is None else 200
        except BackendError as error:
            call.status, call.resp = error.status, error.to_json()

    # Gateway

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        """Hold the bot's connection."""
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        await _send(socket, {"op": 10, "d": {"heartbeat_interval": HEARTBEAT_MS}, "s": None, "t": None})
        session: Session | None = None
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                break
            told = json.loads(message.data)
            if told["op"] == 1:
                await _send(socket, {"op": 11, "d": None, "s": None, "t": None})
            elif told["op"] == 2:
                session = await self._identify(socket, told["d"])
            elif told["op"] == 6:
                session = await self._resume(socket, told["d"])
        if session and session.socket is socket:
            session.socket = None
        return socket

    async def _identify(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> Session | None:
        if self.close_code or told["token"] != TOKEN:
            await socket.close(code=self.close_code or 4004)
            return None
        session = Session(f"session-{len(self.sessions)}", discord.Intents._from_value(told["intents"]), socket=socket)
        self.sessions.append(session)
        ready = {
            "v": 10,
            "user": dict(serializers.user_payload(self.backend.bot_user)),
            "guilds": [{"id": str(self.guild), "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway",
            "application": {"id": str(self.backend.application_id), "flags": 1 << 19},
        }
        self._push(session, "READY", ready)
        guild = dict(serializers.guild_create_payload(self.backend, self.backend.get_guild(self.guild)))
        intent_rules.prune_guild_create(guild, session.intents, self.backend.bot_user.id)
        self._push(session, "GUILD_CREATE", guild)
        return session

    async def _resume(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> Session | None:
        known = [session for session in self.sessions if session.id == told["session_id"]]
        if not known or not self.resumable:
            await _send(socket, {"op": 9, "d": False, "s": None, "t": None})
            return None
        (session,) = known
        session.socket = socket
        for missed in session.sent[told["seq"] :]:
            await _send(socket, missed)
        self._push(session, "RESUMED", {})
        self.resumed += 1
        return session

    def _emit(self, event: str, payload: Any) -> None:
        """Send an event of the model to whoever wants to hear it."""
        for session in self.sessions:
            wanted = intent_rules.required_intent(event, payload)
            if wanted is None or getattr(session.intents, wanted):
                told = copy.deepcopy(dict(payload))
                if event in {"MESSAGE_CREATE", "MESSAGE_UPDATE"} and not session.intents.message_content:
                    intent_rules.censor_message(told, self.backend.bot_user.id, backend=self.backend)
                self._push(session, event, told)

    def _push(self, session: Session, event: str, payload: dict[str, Any]) -> None:
        packet = {"op": 0, "t": event, "s": len(session.sent) + 1, "d": payload}
        session.sent.append(packet)
        if session.socket and not session.socket.closed:
            self.loop.create_task(_send(session.socket, packet))
        self._notify()


async def _send(socket: web.WebSocketResponse, packet: dict[str, Any]) -> None:
    if not socket.closed:
        await socket.send_str(json.dumps(packet, default=str))


@contextmanager
def discord_server() -> Iterator[DiscordServer]:
    """Run the server for the length of a block."""
    server = DiscordServer()
    app = web.Application()
    app.router.add_get("/gateway", server.gateway)
    app.router.add_route("*", API + "/{rest:.*}", server.rest)
    runner = web.AppRunner(app, shutdown_timeout=0.1)

    async def start() -> int:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return int(runner.addresses[0][1])

    thread = threading.Thread(target=server.loop.run_forever)
    thread.start()
    try:
        server.port = asyncio.run_coroutine_threadsafe(start(), server.loop).result(PATIENCE)
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), server.loop).result(PATIENCE)
        server.loop.call_soon_threadsafe(server.loop.stop)
        thread.join()
        server.loop.close()
