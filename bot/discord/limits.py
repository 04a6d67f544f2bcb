"""How much may be asked: one question per person at a time, a rate per person and server, and a bounded queue."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rag.settings import Settings

Rate = Literal["person_rate", "server_rate"]
Reason = Literal["one_at_a_time", "person_rate", "server_rate", "busy", "leaving"]
_WINDOW = 60.0


class Turned(Exception):  # noqa: N818  # not an error: the asker is told, and asks again
    """A question was turned away; `seconds` until another may be asked, `waiting` questions are in the queue."""

    def __init__(self, reason: Reason, seconds: int = 0, waiting: int = 0) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.seconds = seconds
        self.waiting = waiting


@dataclass(frozen=True, slots=True)
class Limits:
    """What the settings allow; rates are per minute."""

    person_rate: int
    server_rate: int
    running: int
    queue: int


def limits_of(settings: Settings) -> Limits:
    """Return the limits of the settings."""
    return Limits(
        settings.discord_person_rate, settings.discord_server_rate, settings.discord_running, settings.discord_queue
    )


class Gate:
    """Lets questions in, on the event loop's thread; `clock` gives seconds that never go back."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._clock = clock
        self._askers: dict[int, object] = {}
        self._times: defaultdict[tuple[Rate, int], deque[float]] = defaultdict(deque)
        self._places = asyncio.Semaphore(limits.running)
        self._running = 0
        self._leaving = False

    @property
    def running(self) -> int:
        """Return how many questions are being answered."""
        return self._running

    @property
    def waiting(self) -> int:
        """Return how many questions wait for their turn."""
        return len(self._askers) - self._running

    def close(self) -> None:
        """Let no more questions in."""
        self._leaving = True

    def enter(self, person: int, server: int | None, question: object) -> None:
        """Take a person's question in, whatever stands for it; `leave` must follow. Raises Turned."""
        if self._leaving:
            raise Turned("leaving")
        if person in self._askers:
            raise Turned("one_at_a_time")
        if len(self._askers) >= self._limits.running + self._limits.queue:
            raise Turned("busy", waiting=self.waiting)
        self._tidy()
        rates: list[tuple[Rate, int, int]] = [("person_rate", person, self._limits.person_rate)]
        if server:
            rates.append(("server_rate", server, self._limits.server_rate))
        for kind, key, limit in rates:
            times = self._times[kind, key]
            if len(times) >= limit:
                raise Turned(kind, seconds=max(1, ceil(times[0] + _WINDOW - self._clock())))
        for kind, key, _ in rates:
            self._times[kind, key].append(self._clock())
        self._askers[person] = question

    def leave(self, person: int, question: object) -> None:
        """Note that a person's question is done; a later one of theirs stays in."""
        if self._askers.get(person) is question:
            del self._askers[person]

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """Wait for a turn, and hold it for a block."""
        async with self._places:
            self._running += 1
            try:
                yield
            finally:
                self._running -= 1

    def _tidy(self) -> None:
        """Drop what is over a minute old, so that nobody stays in memory."""
        before = self._clock() - _WINDOW
        for key, times in list(self._times.items()):
            while times and times[0] <= before:
                times.popleft()
            if not times:
                del self._times[key]
