"""How far long work has come."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console


@contextmanager
def progress(console: Console, work: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on a terminal, else a line where the work begins; nothing until the first report of (done, total)."""
    if not console.is_terminal:
        yield _Lines(console, work, unit)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=console, transient=True)
    task = bar.add_task(work, total=None)

    def report(done: int, total: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total)

    try:
        yield report
    finally:
        if bar.live.is_started:
            bar.stop()


class _Lines:
    """Writes one line, on the first report."""

    def __init__(self, console: Console, work: str, unit: str) -> None:
        self._console, self._work, self._unit, self._begun = console, work, unit, False

    def __call__(self, _done: int, total: int) -> None:
        if not self._begun and total:
            self._begun = True
            self._console.print(f"{self._work}: {total} {self._unit}", soft_wrap=True)
