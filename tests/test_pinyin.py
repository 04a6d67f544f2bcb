"""Names of persons across languages: asked in Chinese of English articles, and in English of Chinese ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.archive.archive import Archive
from rag.article import Article
from rag.assistant import Assistant
from rag.embeddings import Embedder, LocalEmbeddings
from rag.filters import Filter
from rag.pinyin import heard, named, spelt_names
from rag.retrieval import retrieve
from tests.archives import filled
from tests.embedders import BagOfWords

ENGLISH = (
    Article(
        "quay",
        "A new quay for Port Alder",
        "Harbour master Lin Haibo opened the new quay on Tuesday. It can take three ferries at once.",
        language="en",
    ),
    Article(
        "museum",
        "Two hundred paintings",
        "The museum of Velden owns 200 paintings. Its director, Zhou Lihua, plans a large exhibition.",
        language="en",
    ),
)
CHINESE = (
    Article("码头", "新码头启用", "港务长林海波周二为新码头剪彩。新码头可同时停靠三艘渡轮。", language="zh"),
    Article("博物馆", "两百幅画", "维尔登博物馆收藏了200幅画。馆长周丽华计划举办一次大型展览。", language="zh"),
)


@pytest.fixture
def ask(opened: Callable[[Embedder], Archive], local: LocalEmbeddings) -> Callable[..., str]:
    """Return what puts articles in the archive, asks, and returns the first sentence of the answer or nothing."""

    def put_and_ask(articles: tuple[Article, ...], question: str) -> str:
        answer = Assistant(filled(opened(local), articles), None).ask(question)
        return answer.claims[0].text if answer.claims else ""

    return put_and_ask


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("林海波是谁？", "Lin Haibo"),
        ("周丽华有什么计划？", "Zhou Lihua"),
        ("王德华是谁？", ""),
        ("林德华是谁？", ""),
    ],
)
def test_a_chinese_question_finds_the_person_in_english_articles(
    ask: Callable[..., str], question: str, name: str
) -> None:
    first = ask(ENGLISH, question)
    assert name in first
    assert bool(first) == bool(name)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Lin Haibo?", "林海波"),
        ("Who is Haibo Lin?", "林海波"),
        ("What does Zhou Lihua plan?", "周丽华"),
        ("Who is Wang Dehua?", ""),
        ("Who is Lin Dehua?", ""),
    ],
)
def test_an_english_question_finds_the_person_in_chinese_articles(
    ask: Callable[..., str], question: str, name: str
) -> None:
    first = ask(CHINESE, question)
    assert name in first
    assert bool(first) == bool(name)


def test_only_names_that_the_archive_mentions_are_looked_for(opened: Callable[[Embedder], Archive]) -> None:
    text = "Lin Haibo met Lin Hai. His ma chose the site."
    archive = filled(opened(BagOfWords()), [Article("a", "A meeting", text, language="en")])
    asked = retrieve(archive, "林海波和马思特说了什么？").ranking.asked["en"]
    assert {gloss.word: gloss.terms for gloss in asked.glosses} == {"林海波": {"lin", "haibo"}}


def test_a_name_that_a_filter_leaves_out_is_not_looked_for(opened: Callable[[Embedder], Archive]) -> None:
    articles = [
        Article("quay", "A quay", "Lin Haibo opened the quay.", provider="Alder Post", language="en"),
        Article("site", "A site", "The site of the quay is dry.", provider="Velden Echo", language="en"),
    ]
    archive = filled(opened(BagOfWords()), articles)

    def looked_for(provider: str) -> set[str]:
        asked = retrieve(archive, "林海波说了什么？", Filter(provider=provider)).ranking.asked
        return {gloss.word for language in asked for gloss in asked[language].glosses}

    assert "林海波" in looked_for("Alder Post")
    assert "林海波" not in looked_for("Velden Echo")


def test_names_are_spelt_with_the_family_name_first() -> None:
    spelt = spelt_names("戴琼海和欧阳明高见过面吗？")
    assert spelt["戴琼海"] == "Dai Qionghai"
    assert spelt["欧阳明高"] == "Ouyang Minggao"
    assert not any("吗" in word or "？" in word for word in spelt)


@given(st.text(st.sampled_from("林海波周丽华的是？a 1港口")))
def test_what_may_be_names_stands_in_the_text(text: str) -> None:
    spelt = spelt_names(text)
    assert all(name in text and 2 <= len(name) <= 4 and spelling.istitle() for name, spelling in spelt.items())
    assert list(spelt) == sorted(spelt, key=len, reverse=True)


@given(st.text(st.sampled_from("林海波周丽华")))
def test_a_name_is_heard_where_it_stands(text: str) -> None:
    names = named("Who is Lin Haibo?")
    assert (heard(names, text) == {"lin", "haibo"}) == ("林海波" in text or "海波林" in text)
