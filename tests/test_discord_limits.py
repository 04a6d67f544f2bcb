"""The gate: who is let in, who is told why not, and that nobody is forgotten in it."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from bot.discord.limits import Gate, Limits, Turned
from tests.discord_server import PATIENCE
from tests.discord_world import idle, make_client

pytestmark = pytest.mark.asyncio


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def gate_of(clock: Clock, person: int = 2, server: int = 3, running: int = 1, queue: int = 2) -> Gate:
    return Gate(Limits(person, server, running, queue), clock)


def turned(gate: Gate, person: int, server: int | None = 9) -> Turned:
    with pytest.raises(Turned) as caught:
        gate.enter(person, server, person)
    return caught.value


async def test_one_question_a_person_at_a_time() -> None:
    gate = gate_of(Clock())
    gate.enter(1, 9, 1)
    assert turned(gate, 1).reason == "one_at_a_time"
    gate.leave(1, 1)
    gate.enter(1, 9, "later")
    gate.leave(1, 1)
    assert turned(gate, 1).reason == "one_at_a_time"


async def test_rate_of_a_person_counts_in_all_servers_and_ends_after_a_minute() -> None:
    clock = Clock()
    gate = gate_of(clock)
    for server in (7, 8):
        gate.enter(1, server, 1)
        gate.leave(1, 1)
        clock.now += 10
    late = turned(gate, 1)
    assert (late.reason, late.seconds) == ("person_rate", 40)
    clock.now += 40
    gate.enter(1, 9, 1)


async def test_rate_of_a_server_leaves_other_servers_and_private_chats_alone() -> None:
    gate = gate_of(Clock(), queue=10)
    for person in (1, 2, 3):
        gate.enter(person, 9, person)
    assert turned(gate, 4).reason == "server_rate"
    gate.enter(4, 8, 4)
    gate.enter(5, None, 5)


async def test_question_that_is_turned_away_does_not_count() -> None:
    gate = gate_of(Clock(), server=1)
    gate.enter(1, 9, 1)
    for _ in range(5):
        assert turned(gate, 2).reason == "server_rate"
    gate.enter(2, 8, 2)


async def test_queue_is_bounded() -> None:
    gate = gate_of(Clock(), server=99)
    for person in (1, 2, 3):
        gate.enter(person, 9, person)
    full = turned(gate, 4)
    assert (full.reason, full.waiting) == ("busy", 3)
    gate.leave(2, 2)
    gate.enter(4, 9, 4)


async def test_places_are_held_by_so_many() -> None:
    gate = gate_of(Clock(), server=99)
    order, go = list[int](), asyncio.Event()

    async def ask(person: int) -> None:
        gate.enter(person, 9, person)
        async with gate.place():
            order.append(person)
            assert gate.running == 1
            await go.wait()
        gate.leave(person, person)

    asking = [asyncio.create_task(ask(person)) for person in (1, 2, 3)]
    await asyncio.sleep(0)
    assert (gate.running, gate.waiting, order) == (1, 2, [1])
    go.set()
    await asyncio.gather(*asking)
    assert (gate.running, gate.waiting, order) == (0, 0, [1, 2, 3])


async def test_leaving_gate_lets_nobody_in() -> None:
    gate = gate_of(Clock())
    gate.close()
    assert turned(gate, 1).reason == "leaving"


async def test_nobody_stays_in_memory() -> None:
    clock = Clock()
    gate = gate_of(clock, server=10_000, queue=10_000)
    for person in range(1000):
        gate.enter(person, person, person)
        gate.leave(person, person)
    clock.now += 61
    gate.enter(5000, 1, 5000)
    assert len(gate._times) == 2


@pytest.mark.parametrize("kind", ["run", "write"])
async def test_desk_works_until_its_threads_have_ended(newsroom: Path, kind: str) -> None:
    desk = make_client(newsroom).desk
    loop, begun, held = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def work() -> bool:
        loop.call_soon_threadsafe(begun.set)
        return held.wait(PATIENCE)

    waiting = asyncio.create_task(getattr(desk, kind)(work))
    await begun.wait()
    waiting.cancel()
    await asyncio.wait([waiting])
    assert desk.working
    held.set()
    await idle(desk)
