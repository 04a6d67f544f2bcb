"""A question on its way to an answer."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from rag import phrases

if TYPE_CHECKING:
    from rag.answer import Answer
    from rag.errors import ModelError
    from rag.filters import Filter
    from rag.retrieval import Found


class Inquiry:
    """A question, the form of it that is searched for, what was found, what it cost, what the reader should know.

    `standing` is the question as it is understood without the turns before it, `searched` what is looked for;
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
        self.found: Found | None = None
        self.usage: Counter[str] = Counter()
        self.trouble: ModelError | None = None
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
        """Return the answer with what it cost, and the note that fits it."""
        timings = {**self._timings, "total": round((time.perf_counter() - self._started) * 1000, 1)}
        note = phrases.note(answer, self.trouble, self.unbacked)
        return replace(answer, note=note, usage=dict(self.usage), timings_ms=timings)
