"""Question files in, measured quality out."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.answer import Answer
from rag.assistant import Assistant
from rag.errors import NotFoundError, SettingsError
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
    """What came of a question; `rank` (from 1) is that of the first right article, None beyond the tenth."""

    question: Question
    answer: Answer
    rank: int | None
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares (0 to 1) over a question file, None where no question could show them; latencies in milliseconds.

    recall@k and MRR@10 are over answerable questions with gold articles. `right_first` and `right_any` are the shares
    of answerable questions whose first claim, or any claim, holds the answer. `citations_right` is the share of
    citations (of answered answerable questions) whose article is a gold one.
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
    p50_ms: float | None
    p95_ms: float | None


def read_questions(path: Path) -> list[Question]:
    """Read a question file, JSON lines or YAML; raises NotFoundError or SettingsError with the line."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise NotFoundError(f"{path} can't be read: {getattr(error, 'strerror', None) or 'not UTF-8'}.") from error
    if path.suffix in (".yaml", ".yml"):
        return [_question(entry, path, n) for n, entry in enumerate(_yaml(text, path), 1)]
    lines = ((n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip())
    return [_question(_json(line, path, n), path, n) for n, line in lines]


def _yaml(text: str, path: Path) -> list[Any]:
    import yaml

    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SettingsError(f"{path} is no YAML: {' '.join(str(error).split())}.") from error
    entries = entries.get("questions") if isinstance(entries, dict) else entries
    if not isinstance(entries, list):
        raise SettingsError(f"{path} holds no list of questions.")
    return entries


def _json(line: str, path: Path, n: int) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise SettingsError(f"{path}:{n}: no JSON: {error}.") from error


def _question(entry: Any, path: Path, n: int) -> Question:
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise SettingsError(f"{path}:{n}: no question.")
    answers = entry.get("answers") or []
    groups = answers if answers and isinstance(answers[0], list) else [answers] if answers else []
    return Question(
        id=str(entry.get("id", n)),
        question=entry["question"],
        answers=tuple(tuple(str(answer) for answer in group) for group in groups),
        answerable=bool(entry.get("answerable", bool(groups))),
        article_ids=tuple(str(i) for i in entry.get("article_ids") or []),
        language=str(entry.get("language") or ""),
        kind=str(entry.get("kind") or ""),
    )


def evaluate(
    assistant: Assistant, questions: Sequence[Question], on_outcome: Callable[[Outcome], None] = lambda _: None
) -> Figures:
    """Ask every question and measure; `on_outcome` is told of each as it comes."""
    outcomes = []
    for question in questions:
        answer = assistant.ask(question.question)
        outcome = Outcome(question, answer, _rank(assistant, question), answer.timings_ms["total"])
        outcomes.append(outcome)
        on_outcome(outcome)
    return measure(outcomes)


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
    return Figures(
        questions=len(outcomes),
        answerable=len(answerable),
        recall_at_1=_mean(o.rank == 1 for o in located),
        recall_at_5=_mean((o.rank or RANKS + 1) <= 5 for o in located),
        mrr_at_10=_mean(1 / o.rank if o.rank else 0 for o in located),
        right_first=_mean(is_right(o, 1) for o in answerable),
        right_any=_mean(is_right(o) for o in answerable),
        refused_wrongly=_mean(o.answer.status == "refused" for o in answerable),
        refused_rightly=_mean(o.answer.status == "refused" for o in outcomes if not o.question.answerable),
        citations_right=_mean(cited),
        p50_ms=_percentile(times, 50),
        p95_ms=_percentile(times, 95),
    )


def is_right(outcome: Outcome, first: int | None = None) -> bool:
    """Tell whether the first claims (None: all) hold a string of every group of answers."""
    said = _folded(" ".join(claim.text for claim in outcome.answer.claims[:first]))
    groups = outcome.question.answers
    return bool(groups) and all(any(_folded(answer) in said for answer in group) for group in groups)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _mean(values: Iterable[float]) -> float | None:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else None


def _percentile(ordered: Sequence[float], percent: float) -> float | None:
    """Return a percentile by the nearest-rank method."""
    return ordered[math.ceil(percent / 100 * len(ordered)) - 1] if ordered else None
