"""How often a message is edited while an answer grows, by a clock that nobody waits for."""

from __future__ import annotations

import asyncio
import selectors
from typing import Any, cast

import aiohttp
import discord
import pytest

from bot.discord.delivery import EDIT_SECONDS, Delivery
from bot.discord.rendering import Page


class Idle(selectors.DefaultSelector):
    """Where the event loop would wait, lets the time go by at once."""

    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        self.now += timeout or 0
        return super().select(0)


class Clockwork(asyncio.SelectorEventLoop):
    """An event loop whose seconds take no time."""

    def __init__(self) -> None:
        self._idle = Idle()
        super().__init__(self._idle)

    def time(self) -> float:
        return self._idle.now


class Board:
    """A way to readers that notes what it shows and when; the first edits fail with `errors`."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)
        self.shown: list[tuple[float, str]] = []

    async def send(self, page: Page, _: discord.ui.View | None) -> discord.Message:
        self.shown.append((asyncio.get_running_loop().time(), page.content))
        return cast("discord.Message", None)

    async def edit(self, _: discord.Message, page: Page, view: discord.ui.View | None) -> None:
        if self._errors:
            raise self._errors.pop(0)
        await self.send(page, view)

    def allowed(self, page: Page) -> list[Page]:
        return [page]


def played(board: Board) -> None:
    """Show a growing answer in no time."""

    async def answer() -> None:
        delivery = Delivery(board)
        for text in ("One.", "One. Two.", "One. Two. Three."):
            await delivery.grow([text])
        await delivery.finish([Page("One. Two. Three. Four.")])

    with asyncio.Runner(loop_factory=Clockwork) as runner:
        runner.run(answer())


def test_edits_keep_their_distance() -> None:
    board = Board()
    played(board)
    times = [time for time, _ in board.shown]
    assert times == pytest.approx([0, EDIT_SECONDS, 2 * EDIT_SECONDS, 3 * EDIT_SECONDS], abs=1e-6)
    assert board.shown[-1][1] == "One. Two. Three. Four."


@pytest.mark.parametrize(
    "error", [aiohttp.ServerDisconnectedError(), aiohttp.ClientPayloadError(), TimeoutError(), ConnectionResetError()]
)
def test_answer_goes_on_after_a_lost_edit(error: Exception) -> None:
    board = Board(error)
    played(board)
    assert [text for _, text in board.shown] == ["One.", "One. Two. Three.", "One. Two. Three. Four."]
