"""The way from a question to a checked answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from rag import phrases
from rag.answer import Answer
from rag.archive.turns import Turn
from rag.asking.kinds import kind_of
from rag.composing import Composition
from rag.drafting import declines, statements
from rag.errors import ModelError
from rag.filters import EVERYTHING, Filter
from rag.followup import LOOK_BACK, carried_over, rewritten
from rag.harmless import harmless
from rag.inquiry import Inquiry
from rag.prompts import SILENCE
from rag.quoting import LIMIT, quote
from rag.retrieval import Found, retrieve
from rag.settings import STALE_DAYS
from rag.silence import uncovered
from rag.smalltalk import is_small_talk, says_nothing
from rag.timeliness import age, asks_for_now

if TYPE_CHECKING:
    from rag.archive.archive import Archive
    from rag.chain import Brief
    from rag.checking import SecondOpinion
    from rag.conflicts.disagreement import Conflict
    from rag.models import LanguageModel

# Passages that the language model reads: more of them cost tokens, and past eight they hold little that is new.
PASSAGES = 8
NEAREST = 3


class Assistant:
    """Answers questions from an archive, with a language model or, where that is None, in quoted sentences."""

    def __init__(
        self,
        archive: Archive,
        model: LanguageModel | None,
        stale_days: int = STALE_DAYS,
        second_opinion: bool = False,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.archive = archive
        self._model = model
        self._stale_days = stale_days
        self._second_opinion = second_opinion
        self._today = today

    @property
    def model(self) -> str | None:
        """Return the name of the language model, None where there is none."""
        return self._model.name if self._model else None

    def quoting(self) -> Assistant:
        """Return the same assistant without its language model."""
        return Assistant(self.archive, None, self._stale_days, self._second_opinion, self._today)

    def second_opinion(self, usage: Counter[str] | None = None) -> SecondOpinion | None:
        """Return the language model's opinion of claims that are barely backed, None where it is not wanted."""
        from rag.checking import SecondOpinion

        return SecondOpinion(self._model, usage) if self._model and self._second_opinion else None

    def __enter__(self) -> Assistant:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the archive."""
        self.archive.close()

    def ask(self, question: str, only: Filter = EVERYTHING, conversation: str | None = None) -> Answer:
        """Return the answer to a question; see `stream`."""
        *_, answer = self.stream(question, only, conversation)
        return answer

    def stream(self, question: str, only: Filter = EVERYTHING, conversation: str | None = None) -> Iterator[Answer]:
        """Yield the answer as it grows, each time whole; the last one is final.

        With `conversation` the earlier turns of that name are understood, and this one is kept with them, unless it
        asks nothing. Trouble with the language model leads to quoted sentences and a note; raises FootnoteError for
        everything else.
        """
        inquiry = Inquiry(question, only)
        turns = self.archive.turns.of(conversation, LOOK_BACK) if conversation else []
        if reply := self._small_talk(question, only, first=not turns):
            yield inquiry.measured(reply)
            return
        with inquiry.timed("understand"):
            self._understand(inquiry, turns)
        answer = Answer(question, "refused")
        # A model that could not even tell what the question means is not waited for again.
        for answer in self._drafted(inquiry) if self._model and not inquiry.trouble else self._quoted(inquiry):
            yield answer
        answer = inquiry.measured(answer)
        if conversation:
            self.archive.turns.add(conversation, Turn(question, inquiry.searched, answer.text))
        yield answer

    def _small_talk(self, question: str, only: Filter, *, first: bool) -> Answer | None:
        """Return the reply to a message that asks nothing; it is neither searched nor kept."""
        if is_small_talk(question):
            return Answer(question, "answered", preface=phrases.invitation(question, len(self.archive.passing(only))))
        if says_nothing(question, first=first):
            return Answer(question, "refused", refusal=phrases.nothing_asked(question))
        return None

    def _understand(self, inquiry: Inquiry, turns: list[Turn]) -> None:
        """Make the question stand without the turns before it."""
        if not turns:
            return
        try:
            if self._model:
                inquiry.searched = rewritten(inquiry.question, turns, self._model, inquiry.usage)
                return
        except ModelError as error:
            inquiry.trouble = error
        inquiry.searched = carried_over(inquiry.question, turns)

    def _quoted(self, inquiry: Inquiry) -> Iterator[Answer]:
        """Yield the best sentences, quoted, or the refusal."""
        found = self._found(inquiry)
        with inquiry.timed("answer"):
            answer = self._quotations(inquiry, found)
            if answer.claims:
                yield replace(answer, preface=self._preface(inquiry.searched, answer.as_of))
            else:
                yield self._refused(inquiry, found)

    def _found(self, inquiry: Inquiry) -> Found:
        """Return what the archive holds for the question, looked for at the first need."""
        if inquiry.found is None:
            with inquiry.timed("retrieve"):
                inquiry.found = retrieve(self.archive, inquiry.searched, inquiry.only)
        return inquiry.found

    def _quotations(self, inquiry: Inquiry, found: Found) -> Answer:
        """Return the best sentences; where the articles differ, a sentence of each side before all others.

        That two articles say differently what is asked shows that it can be answered, however little each convinces.
        """
        composition = Composition(self.archive.catalog, inquiry.question)
        best = [hit.sentence for hit in quote(found.ranking)]
        conflict = self._conflict(inquiry)
        sides = [side.sentences[0] for side in conflict.sides] if conflict else []
        for sentence in list(dict.fromkeys([*sides, *best]))[:LIMIT]:
            composition.add(harmless(sentence.text), [sentence])
        if conflict:
            composition.differ(conflict)
        return composition.answer

    def _conflict(self, inquiry: Inquiry) -> Conflict | None:
        """Return how the articles differ in what was found for the question."""
        if kind_of(inquiry.searched) not in {"number", "date"}:
            return None  # and nothing to load: reading values takes half a second of a cold start
        from rag.conflicts.disagreement import find_conflict

        found = self._found(inquiry)
        ranked = [hit.sentence for hit in found.ranking.hits]
        return find_conflict(inquiry.searched, ranked, found.articles, self.archive.catalog)

    def _preface(self, question: str, as_of: str | None) -> str:
        """Return what must be said first: that the evidence is too old for a question about now."""
        days = age(as_of, self._today())
        if not asks_for_now(question) or (days is not None and days <= self._stale_days):
            return ""
        return phrases.outdated(question, as_of, days)

    def _refused(self, inquiry: Inquiry, found: Found) -> Answer:
        searched = self.archive.passing(inquiry.only)
        nearest = tuple(found.articles[article_id] for article_id, _ in found.ranking.articles[:NEAREST])
        span = self.archive.catalog.span(searched)
        sentence = phrases.refusal(inquiry.question, len(searched), span, uncovered(found.ranking))
        sentence += self._left_out(inquiry)
        return Answer(inquiry.question, "refused", refusal=sentence, nearest=nearest)

    def _left_out(self, inquiry: Inquiry) -> str:
        """Return what a reader may not expect that the filter left out."""
        catalog, only = self.archive.catalog, inquiry.only
        if only.language and only.language not in catalog.languages():
            return phrases.unknown_language(inquiry.question, only.language)
        if only.since or only.until:
            timeless = self.archive.passing(replace(only, since=None, until=None))
            return phrases.undated(inquiry.question, catalog.count_undated(timeless))
        return ""

    def _drafted(self, inquiry: Inquiry) -> Iterator[Answer]:
        """Yield what the language model writes, claim by checked claim; quoted sentences where it can't be used."""
        composition = None
        try:
            for composition in self._draft(inquiry):
                # What comes after a sentence that was left out may be beside the point without it.
                if not inquiry.unbacked:
                    yield composition.answer
        except ModelError as error:
            inquiry.trouble = error
        if composition is None or self._misses(inquiry, composition.answer):
            yield from self._undrafted(inquiry)
            return
        # The other side may be told in a passage that the model was not given, or in what it did not get to.
        if conflict := self._conflict(inquiry):
            composition.differ(conflict)
        if conflict or inquiry.unbacked:
            yield composition.answer

    def _misses(self, inquiry: Inquiry, answer: Answer) -> bool:
        """Tell whether what is left of a draft does not answer: it cites nothing that would be quoted instead.

        Where the model itself said first that there is no answer, one sentence more is none.
        """
        if not inquiry.unbacked:
            return False
        if inquiry.silent and len(answer.claims) == 1:
            return True
        if kind_of(inquiry.searched) is None:
            return False
        best = _quotes(self._quotations(inquiry, self._found(inquiry)))
        return bool(best) and best.isdisjoint(_quotes(answer))

    def _undrafted(self, inquiry: Inquiry) -> Iterator[Answer]:
        """Yield the answer where nothing of the language model's can be shown."""
        if inquiry.silent:
            inquiry.unbacked = 0
            yield self._refused(inquiry, self._found(inquiry))
        else:
            yield from self._quoted(inquiry)

    def _draft(self, inquiry: Inquiry) -> Iterator[Composition]:
        """Yield the answer after each sentence of the model that the archive backs; nothing where it backs none."""
        from rag.chain import ArchiveRetriever, reading

        retriever = ArchiveRetriever(archive=self.archive, only=inquiry.only, k=PASSAGES)
        with inquiry.timed("retrieve"):
            brief = reading(retriever).invoke(inquiry.searched)
        inquiry.found = retriever.found
        if brief.passages:
            dated = (passage.article.published for passage in brief.passages)
            newest = max((published[:10] for published in dated if published), default=None)
            preface = self._preface(inquiry.searched, newest)
            composition = Composition(self.archive.catalog, inquiry.question, self.model, preface)
            with inquiry.timed("answer"):
                yield from self._written(inquiry, brief, composition)

    def _written(self, inquiry: Inquiry, brief: Brief, composition: Composition) -> Iterator[Composition]:
        """Have the model write; yield the composition with each sentence that it wrote and the archive backs."""
        from rag.chain import messages
        from rag.checking import Checker

        assert self._model  # noqa: S101 - the callers' own condition, said to the type checker
        checker = Checker(self.archive, inquiry.only, strict=True, second=self.second_opinion(inquiry.usage))
        for statement in statements(self._model.stream(messages, brief, inquiry.usage)):
            if SILENCE in statement.text.upper():
                inquiry.silent = True
                return
            cited = [brief.passages[n - 1] for n in statement.numbers if 0 < n <= len(brief.passages)]
            verdict = checker.check(statement.text, cited, brief.passages)
            if verdict.kind == "backed":
                composition.add(statement.text, verdict.sentences)
                yield composition
                continue
            if not inquiry.unbacked and not composition.answer.claims:
                inquiry.silent = declines(statement.text)
            inquiry.unbacked += 1


def _quotes(answer: Answer) -> set[str]:
    return {quote.text for source in answer.sources for quote in source.quotes}
