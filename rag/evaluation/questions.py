"""Questions in, measured quality of the answers out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.answer import Answer
from rag.assistant import Assistant
from rag.evaluation.citations import Citations, cited_by
from rag.evaluation.shares import percentile, share
from rag.filters import EVERYTHING
from rag.retrieval import retrieve

RANKS = 10


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its gold: `answers` are groups of strings, and a right answer holds one string of each group.

    `article_ids` are the articles that answer it. A question that nothing answers has neither. `language` and `kind`
    are whatever the file calls them, empty where it doesn't.
    """

    id: str
    question: str
    answers: tuple[tuple[str, ...], ...]
    answerable: bool
    article_ids: tuple[str, ...]
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question; `rank` (from 1) is that of the first right article, None beyond the tenth.

    `citations` are those of a language model's answer; quoted sentences support themselves.
    """

    question: Question
    answer: Answer
    rank: int | None
    milliseconds: float
    citations: Citations | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares (0 to 1) over a question file, None where no question could show them; latencies in milliseconds.

    recall@k and MRR@10 are over answerable questions with gold articles. `right_first` and `right_any` are the shares
    of answerable questions whose first claim, or any claim, holds the answer. `citations_right` is the share of
    citations (of answered answerable questions) whose article is a gold one. Precision and recall of citations are a
    language model's.
    """

    questions: int
    answerable: int
    recall_at_1: float | None
    recall_at_5: float | None
    mrr_at_10: float | None
    right_first: float | None
    right_any: float | None
    refused_wrongly: float | None
    refused_rightly: float | None
    citations_right: float | None
    citation_precision: float | None
    citation_recall: float | None
    p50_ms: float | None
    p95_ms: float | None


def ask_all(
    assistant: Assistant, questions: Sequence[Question], on_outcome: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Ask every question; `on_outcome` is told of each as it comes."""
    outcomes = []
    for question in questions:
        answer = assistant.ask(question.question)
        rank, milliseconds = _rank(assistant, question), answer.timings_ms["total"]
        citations = cited_by(assistant.archive, answer, question.article_ids) if answer.model else None
        outcomes.append(Outcome(question, answer, rank, milliseconds, citations))
        on_outcome(outcomes[-1])
    return outcomes


def _rank(assistant: Assistant, question: Question) -> int | None:
    if not question.article_ids:
        return None
    ranked = retrieve(assistant.archive, question.question, EVERYTHING).ranking.articles[:RANKS]
    return next((n for n, (article, _) in enumerate(ranked, 1) if article in question.article_ids), None)


def measure(outcomes: Sequence[Outcome]) -> Figures:
    """Return the figures of outcomes."""
    answerable = [o for o in outcomes if o.question.answerable]
    located = [o for o in answerable if o.question.article_ids]
    cited = [
        source.article.id in o.question.article_ids
        for o in located
        for claim in o.answer.claims
        for source in o.answer.sources
        if source.n in claim.citations
    ]
    times = sorted(o.milliseconds for o in outcomes)
    citations = sum((o.citations for o in outcomes if o.citations), start=Citations())
    return Figures(
        questions=len(outcomes),
        answerable=len(answerable),
        recall_at_1=share(o.rank == 1 for o in located),
        recall_at_5=share((o.rank or RANKS + 1) <= 5 for o in located),
        mrr_at_10=share(1 / o.rank if o.rank else 0 for o in located),
        right_first=share(is_right(o, 1) for o in answerable),
        right_any=share(is_right(o) for o in answerable),
        refused_wrongly=share(o.answer.status == "refused" for o in answerable),
        refused_rightly=share(o.answer.status == "refused" for o in outcomes if not o.question.answerable),
        citations_right=share(cited),
        citation_precision=citations.precision,
        citation_recall=citations.recall,
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
    )


def is_right(outcome: Outcome, first: int | None = None) -> bool:
    """Tell whether the first claims (None: all) hold a string of every group of answers."""
    said = _folded(" ".join(claim.text for claim in outcome.answer.claims[:first]))
    groups = outcome.question.answers
    return bool(groups) and all(any(_folded(answer) in said for answer in group) for group in groups)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
