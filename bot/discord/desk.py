"""What the commands work with: the archive and its assistants, the limits, and threads for all that takes time."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from bot.discord.limits import Gate, limits_of
from rag.archive.posts import Posts
from rag.archive.servers import Servers, Wishes
from rag.checking import Checked, check_text
from rag.errors import FootnoteError, ModelError
from rag.ingest import remove_scope

if TYPE_CHECKING:
    from rag.answer import Answer
    from rag.assistant import Assistant
    from rag.filters import Filter
    from rag.settings import Settings

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
# Threads for buttons, completions and lists, which must not wait behind questions.
_LOOKUPS = 4
# What the askers of stopped questions are told takes this long at most: Discord may let it wait. With the closing of
# the connection (running.py), it is less than the three seconds that the description of DISCORD_LEAVE_SECONDS names.
_FAREWELL_SECONDS = 2.0
_NOBODY = Wishes()


class Desk:
    """Keeps the slow work off the event loop: questions in one set of threads, everything short in another."""

    def __init__(self, assistant: Assistant, settings: Settings) -> None:
        self.archive = assistant.archive
        self.settings = settings
        self.model = assistant.model
        self.gate = Gate(limits_of(settings))
        self.posts = Posts(assistant.archive.database)
        self._servers = Servers(assistant.archive.database)
        self._asked = assistant
        self._quoted = assistant.quoting()
        # Without a model to wait for, more threads than processors only get in each other's way.
        threads = settings.discord_running if assistant.model else min(settings.discord_running, os.cpu_count() or 1)
        self._questions = ThreadPoolExecutor(threads, "question")
        self._lookups = ThreadPoolExecutor(_LOOKUPS, "lookup")
        self._writer = ThreadPoolExecutor(1, "writer")
        self._wishes: dict[int, Wishes] = {}
        self._begun: set[Future[Any]] = set()
        self._asking: set[asyncio.Task[object]] = set()

    async def open(self) -> None:
        """Load what is kept in memory, drop what is too old, and make the first question as fast as the next."""
        self._wishes = await self.run(self._servers.all)
        await self.tidy()
        try:
            await self.run(self._warm_up)
        except FootnoteError:
            log.exception("The archive can't be asked.")

    def _warm_up(self) -> None:
        """Load what questions and checks need; the first questions come in several threads, and each would load it."""
        for said in ("Is this a footnote?", "这是脚注吗？"):
            self._quoted.ask(said)
            check_text(self.archive, said)

    async def tidy(self) -> None:
        """Drop the answers and conversations that are too old."""
        gone = await self.run(self.posts.age_out, self.settings.discord_keep_days)
        if gone:
            log.info("%d answers aged out.", gone)

    def close(self) -> None:
        """Begin no more work; what runs in threads is not waited for."""
        self._questions.shutdown(wait=False, cancel_futures=True)
        self._lookups.shutdown(wait=False, cancel_futures=True)
        self._writer.shutdown(wait=False, cancel_futures=True)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something short in a thread."""
        return await self._begin(self._lookups, lambda: work(*args, **kwargs))

    async def write(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Change the archive in a thread, one change after the other."""
        return await self._begin(self._writer, lambda: work(*args, **kwargs))

    def _begin(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> asyncio.Future[T]:
        """Begin with work in its thread, which goes on also where nobody waits for it any more."""
        begun = threads.submit(work)
        self._begun.add(begun)
        begun.add_done_callback(self._begun.discard)
        return asyncio.wrap_future(begun)

    @property
    def working(self) -> bool:
        """Tell whether any thread still works."""
        return bool(self._begun)

    # Questions

    @contextmanager
    def admitted(self, person: int, server: int | None) -> Iterator[None]:
        """Let a person's question in for a block, in the task that answers it. Raises Turned."""
        task = asyncio.current_task()
        assert task  # noqa: S101 - there always is one where the event loop runs
        self.gate.enter(person, server, task)
        self._asking.add(task)
        try:
            yield
        finally:
            self._asking.discard(task)
            self.gate.leave(person, task)

    def answered(self, person: int) -> None:
        """Let a person ask again, before they see the answer to the question of this task."""
        self.gate.leave(person, asyncio.current_task())

    async def drain(self, seconds: float) -> None:
        """Take no more questions; let those that run finish, and stop the rest after that time."""
        self.gate.close()
        if self._asking:
            await asyncio.wait(self._asking, timeout=seconds)
        late = list(self._asking)
        for task in late:
            task.cancel()
        if late:
            log.warning("%d questions were stopped.", len(late))
            await asyncio.wait(late, timeout=_FAREWELL_SECONDS)

    async def spent(self) -> int:
        """Return the tokens spent today."""
        return await self.run(self._servers.spent)

    async def over_budget(self) -> bool:
        """Tell whether the day's tokens are used up; another day begins with none."""
        limit = self.settings.discord_daily_tokens
        return bool(limit and self.model) and await self.spent() >= limit

    async def stream(self, question: str, only: Filter, conversation: str, *, quoted: bool) -> AsyncIterator[Answer]:
        """Yield the newest state of an answer whenever there is one, the last of them final. Raises FootnoteError.

        A question is answered, and what that costs counted, also where the states are read no further.
        """
        assistant = self._quoted if quoted else self._asked
        loop = asyncio.get_running_loop()
        states: asyncio.Queue[Answer | None] = asyncio.Queue()

        def run() -> None:
            usage: Mapping[str, int] = {}
            for state in assistant.stream(question, only, conversation):
                loop.call_soon_threadsafe(states.put_nowait, state)
                usage = state.usage
            self._spend(usage)

        done = self._begin(self._questions, run)
        done.add_done_callback(lambda _: states.put_nowait(None))
        over = False
        while not over and (answer := await states.get()) is not None:
            while not states.empty():
                newer = states.get_nowait()
                over = newer is None
                answer = newer or answer
            yield answer
        await done

    async def check(self, text: str, only: Filter) -> tuple[tuple[Checked, ...], ModelError | None]:
        """Check each sentence of a text; return trouble with the second opinion, too. Raises FootnoteError."""
        second = None if await self.over_budget() else self._asked.second_opinion()

        def run() -> tuple[Checked, ...]:
            checked = check_text(self.archive, text, only, second)
            self._spend(second.usage if second else {})
            return checked

        return await self._begin(self._questions, run), second.trouble if second else None

    def _spend(self, usage: Mapping[str, int]) -> None:
        """Count the tokens that an answer or a check has cost."""
        if tokens := sum(usage.get(kind, 0) for kind in ("input_tokens", "output_tokens")):
            self._servers.spend(tokens)

    # Servers

    def wishes(self, server: int | None) -> Wishes:
        """Return how a server wants to be served."""
        return self._wishes.get(server or 0, _NOBODY)

    async def wish(self, server: int, wishes: Wishes) -> None:
        """Store how a server wants to be served."""
        self._wishes[server] = wishes
        await self.run(self._servers.put, server, wishes)

    async def forget(self, server: int) -> None:
        """Delete what a server added, chose and was answered."""
        self._wishes.pop(server, None)
        await self.run(self._servers.remove, server)
        await self.run(self.posts.remove_server, str(server))
        articles = await self.write(remove_scope, self.archive, str(server))
        log.info("The server %d is gone, and %d articles of its own are deleted.", server, articles)
