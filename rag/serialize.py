"""Answers and articles as the objects that `--json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rag.links import text_fragment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rag.answer import Answer, Disagreement, Source
    from rag.article import Article


def as_json(answer: Answer) -> dict[str, object]:
    """Return an answer as JSON holds it; `note` only where there is one, `nearest` only on a refusal."""
    found: dict[str, object] = {
        "question": answer.question,
        "status": answer.status,
        "answer": answer.text,
        "claims": [{"text": claim.text, "citations": list(claim.citations)} for claim in answer.claims],
        "sources": [_source(source) for source in answer.sources],
        "disagreements": [_disagreement(found) for found in answer.disagreements],
        "as_of": answer.as_of,
        "model": answer.model,
        "usage": dict(answer.usage),
        "timings_ms": {stage: round(float(spent), 1) for stage, spent in answer.timings_ms.items()},
    }
    if answer.note:
        found["note"] = answer.note
    if answer.status == "refused":
        found["nearest"] = [_identity(article) for article in answer.nearest]
    return found


def article_as_json(article: Article, *, text: bool = True) -> dict[str, object]:
    """Return an article as JSON holds it, without its text if so asked."""
    found = _identity(article) | {
        "author": article.author,
        "language": article.language,
        "topics": list(article.topics),
        "image": article.image,
    }
    return found | {"text": article.text} if text else found


def quotes_as_json(sources: Iterable[Source]) -> list[dict[str, object]]:
    """Return every quote of sources as an object of its own: the exact words, and where they stand."""
    return [
        {"text": quote.text, "start": quote.start, "end": quote.end}
        | _identity(source.article)
        | {"link": text_fragment(source.article.url, quote.text)}
        for source in sources
        for quote in source.quotes
    ]


def _disagreement(found: Disagreement) -> dict[str, object]:
    values = [{"value": value.value, "citations": list(value.citations)} for value in found.values]
    return {"about": found.about, "values": values}


def _source(source: Source) -> dict[str, object]:
    article, first = source.article, source.quotes[0].text if source.quotes else ""
    return {
        "n": source.n,
        "article_id": article.id,
        "title": article.title,
        "url": article.url,
        "link": text_fragment(article.url, first),
        "provider": article.provider,
        "published": article.published,
        "quotes": [{"text": quote.text, "start": quote.start, "end": quote.end} for quote in source.quotes],
        "copies": [_identity(copy) for copy in source.copies],
    }


def _identity(article: Article) -> dict[str, object]:
    return {
        "article_id": article.id,
        "title": article.title,
        "url": article.url,
        "provider": article.provider,
        "published": article.published,
    }
