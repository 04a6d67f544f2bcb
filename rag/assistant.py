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
from rag.asking.outlet import of_outlet
from rag.composing import Composition
from rag.drafting import declines, statements
from rag.errors import ModelError
from rag.filters import EVERYTHING, Filter
from rag.followup import LOOK_BACK, carried_over, rewritten
from rag.inquiry import Inquiry
from rag.prompts import SILENCE
from rag.quoter import Quoter
from rag.settings import STALE_DAYS
from rag.smalltalk import is_small_talk, says_nothing

if TYPE_CHECKING:
    from rag.archive.archive import Archive
    from rag.chain import Brief
    from rag.checking import SecondOpinion
    from rag.models import LanguageModel

# Passages that the language model reads: more of them cost tokens, and past eight they hold little that is new.
PASSAGES = 8


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
        self._quoter = Quoter(archive, stale_days, today)

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
            self._narrow(inquiry)
            inquiry.divide(turns)
        answer = Answer(question, "refused")
        # A model that could not even tell what the question means is not waited for again.
        for answer in self._drafted(inquiry) if self._model and not inquiry.trouble else self._quoter.answers(inquiry):
            yield answer
        answer = inquiry.measured(answer)
        if conversation:
            self.archive.turns.add(conversation, Turn(question, inquiry.standing, answer.text))
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
                inquiry.standing = rewritten(inquiry.question, turns, self._model, inquiry.usage)
                return
        except ModelError as error:
            inquiry.trouble = error
        inquiry.standing = carried_over(inquiry.question, turns)

    def _narrow(self, inquiry: Inquiry) -> None:
        """Search what is asked of one outlet in its articles alone."""
        inquiry.searched = inquiry.standing
        if inquiry.only.provider:
            return
        if asked := of_outlet(inquiry.standing, self.archive.catalog.providers(inquiry.only.scope)):
            inquiry.searched, inquiry.of_outlet = asked.question, True
            inquiry.only = replace(inquiry.only, provider=asked.outlet)

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
        if conflict := self._quoter.conflict(inquiry):
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
        best = _quotes(self._quoter.quotations(inquiry))
        return bool(best) and best.isdisjoint(_quotes(answer))

    def _undrafted(self, inquiry: Inquiry) -> Iterator[Answer]:
        """Yield the answer where nothing of the language model's can be shown."""
        if inquiry.silent:
            inquiry.unbacked = 0
            yield self._quoter.refused(inquiry, self._quoter.found(inquiry))
        else:
            yield from self._quoter.answers(inquiry)

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
            preface = self._quoter.preface(inquiry.searched, newest)
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
