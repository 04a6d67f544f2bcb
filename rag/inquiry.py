"""A question on its way to an answer."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from rag import phrases
from rag.parts import parts

if TYPE_CHECKING:
    from rag.answer import Answer
    from rag.archive.turns import Turn
    from rag.errors import ModelError
    from rag.filters import Filter
    from rag.retrieval import Found


class Inquiry:
    """A question, the form of it that is searched for, what was found, what it cost, what the reader should know.

    `standing` is the question as it is understood without the turns before it, `searched` what is looked for, `parts`
    are inquiries of their own where that asks for several things, and `unanswered` those of them without an answer;
    `of_outlet` tells that the question itself names the outlet that it is asked of.
    `unbacked` counts sentences of the language model that are left out because the archive does not back them,
    `silent` tells that the model found no answer in its passages, `trouble` is what went wrong with it.
    """

    def __init__(self, question: str, only: Filter) -> None:
        self.question = question
        self.standing = question
        self.searched = question
        self.only = only
        self.of_outlet = False
        self.parts: tuple[Inquiry, ...] = ()
        self.unanswered: list[str] = []
        self.found: Found | None = None
        self.usage: Counter[str] = Counter()
        self.trouble: ModelError | None = None
        self.unbacked = 0
        self.silent = False
        self._timings: defaultdict[str, float] = defaultdict(float)
        self._started = time.perf_counter()

    def divide(self, turns: Sequence[Turn]) -> None:
        """Make inquiries of the parts of the question, asked after these turns, where it asks for several things."""
        for asked in parts(self.searched) if self.standing == self.question else parts(self.question, turns):
            part = Inquiry(asked.asked, self.only)
            part.searched, part._timings = asked.standing, self._timings
            self.parts = (*self.parts, part)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Measure a stage; what it takes again is added."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._timings[stage] += (time.perf_counter() - started) * 1000

    def measured(self, answer: Answer) -> Answer:
        """Return the answer with what it cost, and the note that fits it."""
        taken = {**self._timings, "total": (time.perf_counter() - self._started) * 1000}
        timings = {stage: round(milliseconds, 1) for stage, milliseconds in taken.items()}
        note = phrases.note(answer, self.trouble, self.unbacked, self.unanswered)
        return replace(answer, note=note, usage=dict(self.usage), timings_ms=timings)
