"""Ranking: cosines and words together, neighbours, unknown cosines, mixed languages, and archives of any size."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.article import Article
from rag.corpus import Background, Corpus
from rag.language import words
from rag.lexicon import Gloss
from rag.ranking import NEIGHBOURHOOD, Candidate, Candidates, rank, wanted
from rag.sentences import sentences_of

HARBOUR = Article("harbour", "Harbour", "The harbour was closed on Monday. It reopened two days later. Ships waited.")
MINE = Article("mine", "Mine", "The mine sold 300 tons of tin. Prices fell. Workers went home.")
HAFEN = Article("gang", "港口", "港口周一关闭。两天后重新开放。", language="zh")


def candidates(question: str, *articles: Article, cosines: dict[str, float] | None = None) -> Candidates:
    found = [sentence for article in articles for sentence in sentences_of(article)]
    held = Counter(word for sentence in found for word in set(words(sentence.text)))
    return Candidates(
        question=question,
        sentences=tuple(
            Candidate(s, frozenset(words(s.text)), 0.8 if cosines is None else cosines.get(s.id)) for s in found
        ),
        articles={article.id: article for article in articles},
        corpus=Corpus(len(found), held),
    )


def order(given_: Candidates) -> list[str]:
    return [hit.sentence.id for hit in rank(given_).hits]


def test_shared_words_decide_where_the_cosines_do_not() -> None:
    assert order(candidates("When was the harbour closed?", HARBOUR, MINE))[0] == "harbour#0"
    assert order(candidates("How much tin did the mine sell?", HARBOUR, MINE))[0] == "mine#0"


def test_the_cosine_decides_where_no_word_is_shared() -> None:
    cosines = {"mine#1": 0.9, "harbour#0": 0.8}
    assert order(candidates("Zzz?", HARBOUR, MINE, cosines=cosines))[0] == "mine#1"


def test_a_sentence_without_a_common_word_gets_nothing_from_the_words() -> None:
    hit = next(h for h in rank(candidates("Zzz?", HARBOUR)).hits)
    assert hit.coverage == 0
    assert hit.score == pytest.approx(hit.above * (1 + 2.7 + 1.0))


def test_the_neighbour_of_a_good_sentence_beats_a_lonely_one() -> None:
    cosines = {"harbour#0": 0.92, "harbour#1": 0.8, "harbour#2": 0.8, "mine#0": 0.81, "mine#1": 0.8, "mine#2": 0.8}
    found = order(candidates("Zzz?", HARBOUR, MINE, cosines=cosines))
    assert found.index("harbour#1") < found.index("mine#0")


def test_the_title_lends_its_words_to_the_article() -> None:
    ore = Article("ore", "Tin", "Prices fell by half.")
    fish = Article("fish", "Cod", "Prices fell by half.")
    assert order(candidates("What did prices of tin do?", fish, ore))[0] == "ore#0"


def test_articles_are_ordered_by_their_best_sentence() -> None:
    ranking = rank(candidates("When was the harbour closed?", MINE, HARBOUR))
    assert [article for article, _ in ranking.articles] == ["harbour", "mine"]
    assert ranking.articles[0][1] == ranking.hits[0].score


def test_an_unknown_cosine_counts_as_the_lowest_known() -> None:
    cosines = {"harbour#0": 0.9, "harbour#1": 0.8}
    hits = {h.sentence.id: h for h in rank(candidates("Zzz?", HARBOUR, cosines=cosines)).hits}
    assert hits["harbour#2"].above == hits["harbour#1"].above


def test_wanted_names_unknown_neighbours_of_the_best() -> None:
    given_ = candidates("When was the harbour closed?", HARBOUR, MINE, cosines={"harbour#0": 0.9})
    few = replace(given_, sentences=given_.sentences[:1])
    assert wanted(few) == [("harbour", position) for position in range(1, NEIGHBOURHOOD + 1)]
    assert ("mine", 0) in wanted(given_)


def test_languages_are_compared_above_their_own_background() -> None:
    given_ = candidates("港口何时关闭？", HARBOUR, HAFEN, cosines={"harbour#0": 0.80, "gang#0": 0.81, "gang#1": 0.81})
    apart = {"en": Background(0.70, 100_000), "zh": Background(0.81, 100_000)}
    wordless = replace(given_, sentences=tuple(replace(c, words=frozenset[str]()) for c in given_.sentences))
    ranking = rank(replace(wordless, corpus=replace(given_.corpus, backgrounds=apart)))
    assert ranking.hits[0].sentence.id == "harbour#0"
    assert ranking.language == "zh"


def test_cosines_of_any_embedding_come_to_one_scale() -> None:
    question, article = "When was the harbour closed?", HARBOUR
    usual = {"harbour#0": 0.86, "harbour#1": 0.80, "harbour#2": 0.74}
    wide = {key: 0.1 + 4 * (cosine - 0.74) for key, cosine in usual.items()}
    rankings = []
    for cosines, background in ((usual, Background(0.74, 10**6)), (wide, Background(0.1, 10, scale=0.25))):
        given_ = candidates(question, article, cosines=cosines)
        rankings.append(rank(replace(given_, corpus=replace(given_.corpus, backgrounds={"en": background}))))
    one, other = ({hit.sentence.id: hit.score for hit in ranking.hits} for ranking in rankings)
    assert one == pytest.approx(other, abs=0.001)
    assert list(one) == list(other)


def test_a_small_archive_moves_the_background_little_and_a_large_one_fully() -> None:
    start = Corpus(0, {}).unrelated("en", "en")
    small = Corpus(5, {}, {"en": Background(0.9, 5)}).unrelated("en", "en")
    large = Corpus(10**6, {}, {"en": Background(0.9, 10**6)}).unrelated("en", "en")
    assert start < small < start + 0.01
    assert large == pytest.approx(0.9, abs=0.001)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["harbour", "the", "港口", "的"]))
def test_rarity_is_positive_and_falls_with_frequency(total: int, held: int, word: str) -> None:
    rarity = Corpus(total, {word: held}).rarity(word)
    assert rarity >= Corpus(total, {word: held + 1}).rarity(word) >= 0
    assert math.isfinite(rarity)


def test_no_candidate_gives_an_empty_ranking() -> None:
    ranking = rank(Candidates("When?", (), {}, Corpus(0, {})))
    assert not ranking.hits
    assert not ranking.articles
    assert wanted(Candidates("", (), {}, Corpus(0, {}))) == []


@given(
    st.text(max_size=40),
    st.lists(st.one_of(st.none(), st.floats(-1, 1)), min_size=3, max_size=3),
    st.sampled_from([(), (HARBOUR,), (HARBOUR, HAFEN)]),
)
def test_scores_are_finite_and_ordered_whatever_is_asked(
    question: str, cosines: list[float | None], articles: tuple[Article, ...]
) -> None:
    given_ = candidates(question, *articles)
    known = [replace(c, cosine=cosines[i % 3]) for i, c in enumerate(given_.sentences)]
    ranking = rank(replace(given_, sentences=tuple(known)))
    scores = [hit.score for hit in ranking.hits]
    assert all(map(math.isfinite, scores))
    assert scores == sorted(scores, reverse=True)
    assert sorted(h.sentence.id for h in ranking.hits) == sorted(c.sentence.id for c in known)
    assert all(0 <= hit.coverage <= 1 for hit in ranking.hits)
    assert order(replace(given_, sentences=tuple(reversed(known)))) == [h.sentence.id for h in ranking.hits]


HAVEN = (Gloss("港口", (frozenset({"harbour"}), frozenset({"sea", "port"}))), Gloss("关闭", (frozenset({"close"}),)))


def test_a_question_in_another_language_finds_its_translated_words() -> None:
    asked = replace(candidates("港口什么时候关闭？", HARBOUR, MINE), glosses=HAVEN)
    best = rank(asked).hits[0]
    assert best.sentence.id == "harbour#0"
    assert best.coverage > rank(replace(asked, glosses=())).hits[0].coverage == 0


def test_a_half_held_translation_counts_half() -> None:
    port = Article("port", "Ore", "The port of tin grew. The sea port grew.")
    hits = {h.sentence.position: h for h in rank(replace(candidates("港口？", port), glosses=HAVEN[:1])).hits}
    near = candidates("港口？", port, cosines={"port#0": 0.8, "port#1": 0.8})
    plain = {h.sentence.position: h for h in rank(near).hits}
    assert hits[1].score - plain[1].score > hits[0].score - plain[0].score > 0


def test_translations_count_in_english_articles_only() -> None:
    asked = candidates("港口什么时候关闭？", HAFEN, HARBOUR)
    before, after = (rank(given_) for given_ in (asked, replace(asked, glosses=HAVEN)))
    scores = [{h.sentence.id: h.score for h in ranking.hits} for ranking in (before, after)]
    assert scores[0]["gang#0"] == scores[1]["gang#0"]
    assert scores[0]["harbour#0"] < scores[1]["harbour#0"]


def test_a_translation_by_rare_words_weighs_more() -> None:
    corpus = Corpus(1000, {"harbour": 3, "port": 400, "sea": 300})
    assert corpus.rarity("harbour") > corpus.rarity("harbour", "sea", "port") > 0
