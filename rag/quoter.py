"""Answers in the words of the articles: quoted sentences, what articles say differently, or the refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rag import phrases
from rag.answer import Answer
from rag.asking.kinds import kind_of, offers
from rag.composing import Composition
from rag.harmless import harmless
from rag.inquiry import Inquiry
from rag.quoting import LIMIT, likeliest, quote
from rag.retrieval import Found, retrieve
from rag.silence import uncovered
from rag.timeliness import age, asks_for_now

if TYPE_CHECKING:
    from rag.archive.archive import Archive
    from rag.conflicts.disagreement import Conflict

NEAREST = 3
# Sentences that are quoted for one of several things that a question asks for.
LIMIT_OF_PART = 2


class Quoter:
    """Answers inquiries without a language model; evidence of more than `stale_days` is said to be old."""

    def __init__(self, archive: Archive, stale_days: int, today: Callable[[], date]) -> None:
        self._archive = archive
        self._stale_days = stale_days
        self._today = today

    def answers(self, inquiry: Inquiry) -> Iterator[Answer]:
        """Yield the best sentences, quoted, or the refusal."""
        composition = Composition(self._archive.catalog, inquiry.question)
        parts = inquiry.parts or (inquiry,)
        limit = LIMIT_OF_PART if inquiry.parts else LIMIT
        refused = [part for part in parts if not self._quote(composition, part, limit)]
        answer = composition.answer
        if answer.claims:
            inquiry.unanswered = [part.question for part in refused if not self._shows_best(composition, part)]
            yield replace(answer, preface=self.preface(inquiry.searched, answer.as_of))
        else:
            yield self.refused(inquiry, self.found(parts[0]))

    def _shows_best(self, composition: Composition, part: Inquiry) -> bool:
        """Tell whether another part quotes what comes nearest to an answer of this one: it may be one."""
        best, kind = likeliest(self.found(part).ranking), kind_of(part.searched)
        if best is None or not composition.quotes(best):
            return False
        return kind is None or offers(best.text, kind, part.searched)

    def found(self, inquiry: Inquiry) -> Found:
        """Return what the archive holds for the question, looked for at the first need."""
        if inquiry.found is None:
            with inquiry.timed("retrieve"):
                inquiry.found = retrieve(self._archive, inquiry.searched, inquiry.only)
        return inquiry.found

    def quotations(self, inquiry: Inquiry) -> Answer:
        """Return the best sentences for a question as it stands, not in parts; without a claim where there are none."""
        composition = Composition(self._archive.catalog, inquiry.question)
        self._quote(composition, inquiry, LIMIT)
        return composition.answer

    def _quote(self, composition: Composition, inquiry: Inquiry, limit: int) -> bool:
        """Add the best sentences; where the articles differ, a sentence of each side before all others.

        That two articles say differently what is asked shows that it can be answered, however little each convinces.
        Returns whether there are any.
        """
        ranking = self.found(inquiry).ranking
        with inquiry.timed("answer"):
            best = [hit.sentence for hit in quote(ranking)]
            conflict = self.conflict(inquiry)
            sides = [side.sentences[0] for side in conflict.sides] if conflict else []
            chosen = list(dict.fromkeys([*sides, *best]))[:limit]
            for sentence in chosen:
                if not composition.quotes(sentence):
                    composition.add(harmless(sentence.text), [sentence])
            if conflict:
                composition.differ(conflict)
        return bool(chosen)

    def conflict(self, inquiry: Inquiry) -> Conflict | None:
        """Return how the articles differ in what was found for the question."""
        if kind_of(inquiry.searched) not in {"number", "date"}:
            return None  # and nothing to load: reading values takes half a second of a cold start
        from rag.conflicts.disagreement import find_conflict

        found = self.found(inquiry)
        ranked = [hit.sentence for hit in found.ranking.hits]
        return find_conflict(inquiry.searched, ranked, found.articles, self._archive.catalog)

    def preface(self, question: str, as_of: str | None) -> str:
        """Return what must be said first: that the evidence is too old for a question about now."""
        days = age(as_of, self._today())
        if not asks_for_now(question) or (days is not None and days <= self._stale_days):
            return ""
        return phrases.outdated(question, as_of, days)

    def refused(self, inquiry: Inquiry, found: Found) -> Answer:
        """Return the refusal: what was searched, what nothing is there about, and the nearest articles."""
        searched = self._archive.passing(inquiry.only)
        nearest = tuple(found.articles[article_id] for article_id, _ in found.ranking.articles[:NEAREST])
        span = self._archive.catalog.span(searched)
        sentence = phrases.refusal(inquiry.question, len(searched), span, uncovered(found.ranking))
        sentence += self._left_out(inquiry)
        return Answer(inquiry.question, "refused", refusal=sentence, nearest=nearest)

    def _left_out(self, inquiry: Inquiry) -> str:
        """Return what a reader may not expect that the filter left out."""
        catalog, only = self._archive.catalog, inquiry.only
        if inquiry.of_outlet:
            return phrases.one_outlet(inquiry.question, self._archive.providers(only) or [])
        if only.language and only.language not in catalog.languages():
            return phrases.unknown_language(inquiry.question, only.language)
        if only.since or only.until:
            timeless = self._archive.passing(replace(only, since=None, until=None))
            return phrases.undated(inquiry.question, catalog.count_undated(timeless))
        return ""
