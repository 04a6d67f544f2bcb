"""The check on the claims; the bounds lie beside what was measured."""

from __future__ import annotations

import pytest

from rag.archive.archive import Archive
from rag.embeddings import LocalEmbeddings
from rag.evaluation.files import read_claims
from tests.quality.judging import Judged, figures, judge
from tests.quality.news import SETS, read_news
from tests.quality.seeded import HERE

CLAIMS = read_claims(HERE / "claims.jsonl")


@pytest.fixture(scope="module")
def judged(seeds: Archive, local: LocalEmbeddings) -> list[Judged]:
    return judge(CLAIMS, seeds.catalog.articles(seeds.catalog.article_ids()), local)


def test_the_set_is_half_true_in_two_languages() -> None:
    assert len(CLAIMS) >= 200
    assert {claim.language for claim in CLAIMS} == {"en", "zh"}
    assert 0.4 < sum(claim.label == "backed" for claim in CLAIMS) / len(CLAIMS) < 0.6


def test_true_claims_are_backed(judged: list[Judged]) -> None:
    assert (figures(judged).true_backed or 0) >= 0.87


def test_false_claims_are_not_backed(judged: list[Judged]) -> None:
    share = figures(judged).false_backed
    assert share is not None
    assert share <= 0.03


def test_contradicted_claims_are_called_so(judged: list[Judged]) -> None:
    assert (figures(judged).contradicted or 0) >= 0.9


def test_the_news_has_claims_of_each_sort_in_two_languages() -> None:
    for name in SETS:
        articles, claims = read_news(name)
        assert len(articles) >= 10
        assert {(claim.language, claim.label) for claim in claims} >= {
            (language, label) for language in ("en", "zh") for label in ("backed", "contradicted")
        }
        assert sum(claim.label == "backed" for claim in claims) * 2.5 > len(claims)


def test_claims_on_news_that_the_check_was_not_made_with(local: LocalEmbeddings) -> None:
    articles, claims = read_news("a")
    found = figures(judge(claims, articles, local))
    assert (found.true_backed or 0) >= 0.65
    assert found.false_backed is not None
    assert found.false_backed <= 0.18
    assert (found.contradicted or 0) >= 0.64
    drafts = figures(judge(claims, articles, local, strict=True))
    assert (drafts.true_backed or 0) >= 0.53
    assert drafts.false_backed is not None
    assert drafts.false_backed <= 0.08
