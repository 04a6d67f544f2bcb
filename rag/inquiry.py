"""A question on its way to an answer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.answer import Answer
    from rag.filters import Filter
    from rag.retrieval import Found


class Inquiry:
    """A question, the form of it that is searched for, what was found, what it cost, what the reader should know.

    `unbacked` counts sentences of the language model that the archive does not back; `silent` tells that the
    model found no answer in its passages.
    """

    def __init__(self, question: str, only: Filter) -> None:
        self.question = question
        self.searched = question
        self.only = only
        self.found: Found | None = None
        self.usage: Counter[str] = Counter()
        self.note = ""
        self.unbacked = 0
        self.silent = False
        self._timings: dict[str, float] = {}
        self._started = time.perf_counter()

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Measure a stage."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self._timings[stage] = round((time.perf_counter() - started) * 1000, 1)

    def measured(self, answer: Answer) -> Answer:
        """Return the answer with what it cost, and the note."""
        timings = {**self._timings, "total": round((time.perf_counter() - self._started) * 1000, 1)}
        return replace(answer, note=self.note, usage=dict(self.usage), timings_ms=timings)
