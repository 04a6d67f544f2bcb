"""Quoting: which sentences are quoted, and when nothing is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from rag.article import Article
from rag.asking.kinds import kind_of, nearness, offers
from rag.corpus import Corpus
from rag.language import words
from rag.lexicon import Gloss
from rag.quoting import THRESHOLD, confidence, quote, unseen_names
from rag.ranking import Candidate, Candidates, Ranking, rank
from rag.sentences import sentences_of

HARBOUR = Article("harbour", "Harbour", "The harbour was closed on Monday. It reopened two days later. Ships waited.")
MINE = Article("mine", "Mine", "The mine sold 300 tons of tin. Prices fell. Workers went home.")


def ask(question: str, *articles: Article, cosine: float, **best: float) -> Ranking:
    """Rank all sentences with one cosine, but for `<article>_<position>=cosine`."""
    found = [sentence for article in articles for sentence in sentences_of(article)]
    held = Counter(word for sentence in found for word in set(words(sentence.text)))
    sentences = tuple(Candidate(s, frozenset(words(s.text)), best.get(s.id.replace("#", "_"), cosine)) for s in found)
    return rank(Candidates(question, sentences, {a.id: a for a in articles}, Corpus(len(found), held)))


def test_the_answer_is_quoted_when_meaning_and_words_agree() -> None:
    ranking = ask("When was the harbour closed?", HARBOUR, MINE, cosine=0.75, harbour_0=0.9)
    assert confidence(ranking) > THRESHOLD
    assert quote(ranking)[0].sentence.text == "The harbour was closed on Monday."


def test_nothing_is_quoted_when_nothing_is_near() -> None:
    ranking = ask("Who painted the old bridge?", HARBOUR, MINE, cosine=0.74)
    assert confidence(ranking) < THRESHOLD
    assert quote(ranking) == ()


def test_an_empty_archive_refuses() -> None:
    ranking = rank(Candidates("When?", (), {}, Corpus(0, {})))
    assert confidence(ranking) == 0
    assert quote(ranking) == ()


def test_confidence_rises_with_the_cosine_and_stays_a_probability() -> None:
    rising = [confidence(ask("When was the harbour closed?", HARBOUR, cosine=c / 10)) for c in range(-10, 11)]
    assert rising == sorted(rising)
    assert 0 <= rising[0] < rising[-1] <= 1


def test_at_most_three_sentences_and_never_one_twice() -> None:
    article = Article(
        "a",
        "Harbour",
        "The harbour was closed on 3 May. The harbour was closed in 1954. The harbour was closed on Monday. It closed.",
    )
    copy = Article("copy", "Harbour", article.text)
    ranking = ask("When was the harbour closed?", article, copy, cosine=0.9)
    texts = [hit.sentence.text for hit in quote(ranking)]
    assert len(texts) == len(set(texts)) == 3


def test_a_sentence_far_behind_the_first_is_not_quoted() -> None:
    ranking = ask("When was the harbour closed?", HARBOUR, MINE, cosine=0.6, harbour_0=0.9)
    assert [hit.sentence.id for hit in quote(ranking)] == ["harbour#0"]


def test_the_number_in_the_question_decides_between_equals() -> None:
    article = Article("a", "Tin", "In 2021 the mine sold ten tons of tin. In 2022 the mine sold nine tons of tin.")
    assert quote(ask("How much tin did the mine sell in 2022?", article, cosine=0.9))[0].sentence.position == 1
    assert quote(ask("How much tin did the mine sell in 2021?", article, cosine=0.9))[0].sentence.position == 0


def test_the_kind_that_is_asked_for_decides_between_equals() -> None:
    article = Article("a", "Tin", "The mine sold tin for years. The mine sold 300 tons of tin.")
    assert quote(ask("How much tin did the mine sell?", article, cosine=0.9))[0].sentence.position == 1


def test_a_name_that_the_archive_never_mentions_speaks_against_an_answer() -> None:
    known = ask("When was the harbour closed by Monday?", HARBOUR, cosine=0.85)
    unknown = ask("When was the harbour closed by Tarnstadt?", HARBOUR, cosine=0.85)
    assert unseen_names(unknown) == set(words("Tarnstadt"))
    assert not unseen_names(known)
    assert confidence(unknown) < confidence(known)
    assert not unseen_names(ask("When Was The Harbour Closed By Tarnstadt?", HARBOUR, cosine=0.85))
    assert not unseen_names(ask("When did the old Harbuor close?", HARBOUR, cosine=0.85))
    assert unseen_names(ask("Tarnstadt港口何时关闭？", HARBOUR, cosine=0.85))


def test_menus_bylines_and_short_headings_are_never_quoted() -> None:
    page = Article(
        "page", "", "Home | Harbour news of today and tomorrow\nHarbour closed\nThe harbour was closed on 3 May."
    )
    ranking = ask("When was the harbour closed?", page, cosine=0.9)
    assert [hit.sentence.text for hit in quote(ranking)] == ["The harbour was closed on 3 May."]
    menu = Article("menu", "", "Harbour closed")
    assert quote(ask("When was the harbour closed?", menu, cosine=0.99)) == ()


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many ships waited?", "number"),
        ("有多少艘船？", "number"),
        ("When did it close?", "date"),
        ("港口是哪一年建成的？", "date"),
        ("它几月开放？", "date"),
        ("Who owns the mine?", "person"),
        ("谁拥有这座矿山？", "person"),
        ("Where is the mine?", "place"),
        ("矿山在哪里？", "place"),
        ("Why did it close?", None),
    ],
)
def test_the_kind_is_read_from_the_question(question: str, kind: str | None) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("sentence", "kind", "question", "offered"),
    [
        ("It sold 300 tons.", "number", "How many tons?", True),
        ("It sold 300 tons.", "number", "Where were the 300 tons sold?", False),
        ("It sold three tons.", "number", "How many tons?", True),
        ("卖了三百吨。", "number", "卖了多少吨？", True),
        ("It closed in 1987.", "date", "When?", True),
        ("It closed early.", "date", "When?", False),
        ("它于1987年关闭。", "date", "何时？", True),
        ("The owner, Ada Lund, left.", "person", "Who left?", True),
        ("the owner left.", "person", "Who left?", False),
        ("部长李明离开了。", "person", "谁离开了？", True),
        ("It lies in Tarn.", "place", "Where does it lie?", True),
    ],
)
def test_what_a_sentence_offers(sentence: str, kind: str, question: str, offered: bool) -> None:
    assert offers(sentence, kind, question) is offered


def test_the_nearer_thing_of_the_kind_asked_for_is_nearer() -> None:
    weights = {"tin": 0.5, "sold": 0.25}
    near = nearness("It sold 300 tons of tin to a foreign buyer.", "number", "How much tin?", weights, "en")
    far = nearness("It sold tin to a foreign buyer after a wait of 300 days.", "number", "How much tin?", weights, "en")
    assert 0 < far < near < 0.75
    assert nearness("It sold tin.", "number", "How much tin?", weights, "en") == 0


HAVEN = (Gloss("港口", (frozenset({"harbour"}),)), Gloss("关闭", (frozenset({"close"}),)))


def test_translated_words_let_a_chinese_question_be_answered_from_english_articles() -> None:
    found = [sentence for article in (HARBOUR, MINE) for sentence in sentences_of(article)]
    sentences = tuple(Candidate(s, frozenset(words(s.text)), 0.77) for s in found)
    articles = {article.id: article for article in (HARBOUR, MINE)}
    asked = Candidates("港口什么时候关闭？", sentences, articles, Corpus(len(found), {"harbour": 1, "close": 1}))
    without, with_glosses = rank(asked), rank(replace(asked, glosses=HAVEN))
    assert confidence(with_glosses) > confidence(without)
    assert [hit.sentence.id for hit in quote(with_glosses)][:1] == ["harbour#0"]


def test_no_translated_word_in_the_articles_is_a_refusal() -> None:
    ranking = ask("港口什么时候关闭？", MINE, cosine=0.73)
    assert quote(ranking) == ()
