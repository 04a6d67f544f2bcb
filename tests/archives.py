"""Articles for archives, and what must hold of an archive whatever was done to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from rag.archive.archive import Archive
from rag.article import Article
from rag.filters import EVERYTHING, Filter
from rag.language import words
from rag.readers import Problem, Reading, load, read_bytes
from rag.retrieval import retrieve

BRIDGE = {
    "id": "bridge",
    "title": "Toll on the Lindqvist bridge",
    "text": "The Lindqvist bridge charges a toll of 4 crowns. Cyclists pay nothing. The toll began on Monday.",
    "provider": "Lindqvist Post",
    "published": "2022-03-01",
}
CHEESE = {
    "id": "cheese",
    "title": "A record year for blue cheese",
    "text": "Velden's dairies sold 1,200 tonnes of blue cheese. Exports grew by 2.5 percent.",
    "url": "https://echo.example/cheese",
    "provider": "Velden Echo",
    "published": "2021-11-30T09:15:00Z",
}
OWL = {
    "id": "owl",
    "title": "The owl of Marrow Island",
    "text": "A snowy owl winters on Marrow Island. Nobody had seen one there since 1904.",
    "provider": "Island Gazette",
}
CHINESE = {
    "id": "tea",
    "title": "茶叶丰收",
    "text": "今年春天，青山县的茶叶产量达到3200吨。县长说，这是十年来最高的产量。",
    "provider": "青山日报",
    "published": "2022-05-04",
    "language": "zh",
}


def write(folder: Path, name: str, *articles: dict[str, str]) -> Path:
    """Write a file of JSON lines."""
    path = folder / name
    path.write_text("\n".join(json.dumps(article, ensure_ascii=False) for article in articles), "utf-8")
    return path


def read(path: Path) -> Reading:
    """Return what a file holds."""
    data = load(path)
    return Reading(problems=(data,)) if isinstance(data, Problem) else read_bytes(str(path), data)


def filled(archive: Archive, articles: Iterable[Article]) -> Archive:
    """Return an archive with these articles in it, indexed."""
    for article in articles:
        archive.put(article)
    archive.catch_up()
    return archive


def many(count: int, word: str = "lamp") -> dict[str, str]:
    """Return an article of that many sentences, each with a word of its own."""
    sentences = " ".join(f"The {word} number {n} hangs in house {word}x{n}." for n in range(count))
    return {"id": f"many-{word}", "title": f"Every {word}", "text": sentences, "provider": "Lamp Times"}


def hits(archive: Archive, question: str, only: Filter = EVERYTHING) -> list[str]:
    """Return the ids of the articles that a question finds, best first."""
    return [article_id for article_id, _ in retrieve(archive, question, only).ranking.articles]


def assert_in_step(archive: Archive) -> None:
    """Check that each sentence of the catalog has its own vector and its own words, and that there are no others."""
    ids = [i for language in archive.catalog.languages() for i in archive.catalog.sentence_ids(language)]
    sentences = archive.catalog.filed(ids)
    assert len(sentences) == len(ids) == archive.catalog.count_sentences()
    assert archive.count_pending() == 0
    assert archive.count_vectors() == len(ids)
    vectors = archive.vectors(ids)
    expected = archive.embedder.embed_documents([sentences[i].text for i in ids])
    for number, vector in zip(ids, expected, strict=True):
        assert np.allclose(vectors[number], vector, atol=1e-6)
    assert archive.words.of(ids) == {i: frozenset(words(s.text)) or {""} for i, s in sentences.items()}
    assert archive.database.rows("SELECT count(*) FROM words")[0][0] == len(ids)
    counted = {language: len(archive.catalog.sentence_ids(language)) for language in archive.catalog.languages()}
    counted = {language: count for language, count in counted.items() if count}
    zero = [0.0] * len(expected[0]) if expected else []
    assert {language: n for language, (_, n, _) in archive.backgrounds(zero).items()} == counted


def assert_offsets(archive: Archive) -> None:
    """Check that every sentence stands in its article where the catalog says."""
    for article in archive.catalog.articles(archive.catalog.article_ids()):
        sentences = archive.catalog.sentences(article.id)
        assert sentences
        for sentence in sentences:
            assert article.text[sentence.start : sentence.end] == sentence.text
