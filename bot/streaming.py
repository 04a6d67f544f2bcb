"""An answer printed while it is being made."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from rich.text import Text

from bot.filters import described
from bot.terminal import claims_text, nearest_text, sources_text
from rag.filters import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.terminal import Page, Terminal
    from rag.answer import Answer
    from rag.filters import Filter


def print_growing(terminal: Terminal, snapshots: Iterator[Answer], limits: Filter) -> Answer | None:
    """Print each sentence when it comes, then the sources; return the answer, None where there was none.

    Lines that are printed stay as they are, so the answer can be scrolled and piped.
    """
    growing = _Growing(terminal, terminal.page)
    for answer in _waited_for(terminal, snapshots):
        growing.show(answer)
    if growing.answer is not None:
        growing.finish(limits)
    return growing.answer


def _waited_for(terminal: Terminal, snapshots: Iterator[Answer]) -> Iterator[Answer]:
    """Yield the snapshots from the first that says anything, with a sign of life on the screen until then."""
    first = None
    with terminal.err.status("Reading ...") if terminal.err.is_terminal else nullcontext():
        for first in snapshots:
            if first.text:
                break
    if first is not None:
        yield first
    yield from snapshots


class _Growing:
    """Prints what each snapshot adds to the one before."""

    def __init__(self, terminal: Terminal, page: Page) -> None:
        self._terminal, self._page = terminal, page
        self._shown = ""
        self.answer: Answer | None = None

    def show(self, answer: Answer) -> None:
        """Print what is new."""
        text = claims_text(answer, self._page)
        if not text.plain.startswith(self._shown):
            # What was printed can't be taken back from a pipe or a scrolled screen.
            self._terminal.say(Text("\n"))
            self._terminal.note("That answer was withdrawn; this one takes its place:\n")
            self._shown = ""
        self._terminal.say(text[len(self._shown) :], end="")
        self._shown, self.answer = text.plain, answer

    def finish(self, limits: Filter) -> None:
        """Print what comes under an answer."""
        answer, page = self.answer, self._page
        if answer is None:
            return
        self._terminal.say(Text())
        for part in (sources_text(answer, page), nearest_text(answer, page)):
            if part:
                self._terminal.say(Text("\n").append_text(part))
        if answer.status == "refused" and limits != EVERYTHING:
            self._terminal.note(f"\nOnly articles that pass the filter were searched: {described(limits)}.")
        if answer.note:
            self._terminal.note(f"\nNote: {answer.note}")
