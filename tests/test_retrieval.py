"""Passages: the sentences around those that were found, for a language model to read."""

from __future__ import annotations

import pytest

from rag.archive.archive import Archive
from rag.article import Article
from rag.corpus import Corpus
from rag.ranking import Ranked, Ranking
from rag.retrieval import LONGEST, Found, passages

ARTICLE = Article("a", "T", " ".join(f"The lamp number {n} is lit." for n in range(40)))


def read(archive: Archive, places: list[int], k: int = 8) -> list[list[int]]:
    """Return the places that the passages hold for hits at these places, the best first."""
    archive.put(ARTICLE)
    sentences = archive.catalog.sentences("a")
    hits = tuple(Ranked(sentences[place], -n, 0, 0, frozenset(), "en") for n, place in enumerate(places))
    found = Found(Ranking("?", "en", hits, (("a", 0),), Corpus(40, {})), {"a": ARTICLE})
    return [[sentence.position for sentence in passage.sentences] for passage in passages(archive, found, k)]


@pytest.mark.parametrize("places", [[2, 8, 5], [8, 2, 5], [5, 2, 8], [2, 8, 4, 6]])
def test_a_window_that_grows_into_another_is_made_one_with_it(archive: Archive, places: list[int]) -> None:
    assert read(archive, places) == [list(range(11))]


def test_no_passage_is_longer_than_a_model_should_read(archive: Archive) -> None:
    found = read(archive, list(range(2, 38)))
    assert all(len(passage) <= LONGEST for passage in found)
    assert len(found) > 1
    read_twice = [place for passage in found for place in passage]
    assert len(read_twice) == len(set(read_twice))


def test_a_passage_that_was_made_one_leaves_room_for_another(archive: Archive) -> None:
    assert read(archive, [2, 8, 5, 30], k=2) == [list(range(11)), list(range(28, 33))]


def test_a_passage_ends_with_its_article(archive: Archive) -> None:
    assert read(archive, [39, 0]) == [[37, 38, 39], [0, 1, 2]]
