"""What the archive finds, for whom, and that its three stores stay in step."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.archive.archive import Archive
from rag.article import Article
from rag.assistant import Assistant
from rag.embeddings import LocalEmbeddings
from rag.errors import NotFoundError
from rag.filters import EVERYTHING, Filter
from rag.ingest import ingest
from tests.archives import BRIDGE, CHEESE, CHINESE, OWL, assert_in_step, assert_offsets, hits, many, write
from tests.conftest import Opener
from tests.embedders import BagOfWords

LAMP = "The brass lamp of {} hangs in the hall."


def lamp(name: str, **fields: str | None) -> Article:
    """Return an article that says the same as all others of its kind, but for a name."""
    return Article(name, f"Lamp {name}", LAMP.format(name), **fields)  # type: ignore[arg-type]


DATED = (
    lamp("early", published="2021-12-31", provider="North Post"),
    lamp("first", published="2022-01-01", provider="North Post Weekend"),
    lamp("late", published="2022-12-31T23:59:00+08:00", provider="South Echo"),
    lamp("next", published="2023-01-01", provider="South Echo", language="zh"),
    lamp("undated", provider="South Echo"),
)


@pytest.fixture
def dated(archive: Archive) -> Archive:
    """Return an archive of lamps."""
    for article in DATED:
        archive.put(article)
    archive.catch_up()
    return archive


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (EVERYTHING, "early first late next undated"),
        (Filter(since=date(2022, 1, 1)), "first late next"),
        (Filter(until=date(2022, 12, 31)), "early first late"),
        (Filter(since=date(2022, 1, 1), until=date(2022, 12, 31)), "first late"),
        (Filter(since=date(2024, 1, 1)), ""),
        (Filter(provider="north"), "early first"),
        (Filter(provider="NORTH POST"), "early"),
        (Filter(provider="south", until=date(2022, 12, 31)), "late"),
        (Filter(language="zh"), "next"),
        (Filter(language="en", provider="echo"), "late undated"),
        (Filter(language="de"), ""),
        (Filter(scope="7"), "early first late next undated"),
    ],
)
def test_both_halves_let_the_same_through(dated: Archive, only: Filter, expected: str) -> None:
    vector = dated.embedder.embed_query("Which brass lamp hangs in the hall?")
    dense = dated.catalog.filed(dated.nearest(vector, 10, only))
    lexical = dated.catalog.filed(dated.matching(["brass"], 10, only))
    passing = set(expected.split())
    assert {sentence.article_id for sentence in dense.values()} == passing
    assert {sentence.article_id for sentence in lexical.values()} == passing
    assert set(dated.passing(only)) == passing
    assert set(hits(dated, "Which brass lamp hangs in the hall?", only)) == passing


def test_an_unknown_outlet_is_an_error(dated: Archive) -> None:
    for search in (
        lambda: dated.nearest([1.0] * 64, 5, Filter(provider="west")),
        lambda: dated.matching(["lamp"], 5, Filter(provider="west")),
        lambda: dated.passing(Filter(provider="west")),
    ):
        with pytest.raises(NotFoundError, match="'west'"):
            search()


def test_each_language_has_its_own_nearest(dated: Archive) -> None:
    vector = dated.embedder.embed_query("Which brass lamp hangs in the hall?")
    found = dated.catalog.filed(dated.nearest(vector, 1, EVERYTHING))
    assert len(found) == 2
    assert "next" in {sentence.article_id for sentence in found.values()}


def test_a_new_language_is_found_before_the_work_is_finished(dated: Archive) -> None:
    # Somebody asks while another process has got so far.
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    dated.put(lamp("french", language="fr"))
    with pytest.raises(KeyboardInterrupt):
        dated.catch_up(stop)
    vector = dated.embedder.embed_query("lamp french")
    found = dated.catalog.filed(dated.nearest(vector, 1, EVERYTHING))
    assert "french" in {sentence.article_id for sentence in found.values()}


def test_articles_of_a_scope_are_for_nobody_else(archive: Archive) -> None:
    archive.put(public := lamp("public", provider="Open Post"))
    archive.put(hidden := lamp("hidden", provider="Secret Post", url="https://secret.example/1"), "7")
    archive.put(Article("copy", "Lamp copy", public.text, provider="Secret Post"), "7")
    archive.catch_up()
    for scope, expected in (("", {"public"}), ("8", {"public"}), ("7", {"public", "hidden"})):
        only = Filter(scope=scope)
        vector = archive.embedder.embed_query(hidden.text)
        numbers = {*archive.nearest(vector, 10, only), *archive.matching(["brass"], 10, only)}
        found = {sentence.article_id for sentence in archive.catalog.filed(numbers).values()}
        assert found - {"copy"} == expected
        assert {article.id for article in archive.catalog.listed(scope)} - {"copy"} == expected
        assert set(archive.passing(only)) - {"copy"} == expected
        assert ("Secret Post" in archive.catalog.providers(scope)) == (scope == "7")
    assert archive.catalog.copies("public") == []
    assert [article.id for article in archive.catalog.copies("copy")] == ["public"]
    assert archive.find("hidden", "7") == hidden
    for name in ("hidden", "Lamp hidden", "https://secret.example/1", "hid"):
        with pytest.raises(NotFoundError):
            archive.find(name, "8")
    with pytest.raises(NotFoundError, match="'Secret'"):
        archive.passing(Filter(provider="Secret", scope="8"))


def test_a_changed_scope_takes_effect(archive: Archive) -> None:
    archive.put(lamp("a"))
    assert archive.put(lamp("a"), "7")
    archive.catch_up()
    assert hits(archive, "Which brass lamp?") == []
    assert hits(archive, "Which brass lamp?", Filter(scope="7")) == ["a"]
    assert_in_step(archive)


def test_find_by_id_address_title_and_their_beginnings(dated: Archive) -> None:
    dated.put(Article("x", "A unique headline", "Text.", url="https://x.example/1"))
    for name in ("x", "https://x.example/1", "A unique headline", "a UNIQUE headline", "A uni"):
        assert dated.find(name).id == "x"
    dated.put(Article("y", "X", "Text.", url="https://x.example/2"))
    assert dated.find("x").title == "A unique headline"
    with pytest.raises(NotFoundError, match="'nothing'"):
        dated.find("nothing")
    with pytest.raises(NotFoundError, match=r"5 articles may be meant by 'Lamp'.*early, first, late, next, undated"):
        dated.find("Lamp")


def test_copies_are_one_source_earliest_first(archive: Archive) -> None:
    text = "The Otter dam was opened in 1931. It holds 40 million litres. Nobody lives near it."
    archive.put(Article("second", "Dam", text, provider="B", published="2022-02-02"))
    archive.put(Article("undated", "Dam", text.replace(". ", ".\n\n"), provider="D"))
    archive.put(
        Article("first", "The dam", text.replace("Otter dam", "“Otter” dam"), provider="A", published="2022-01-01")
    )
    archive.put(Article("other", "Dam", text.replace("40", "45").replace("1931", "1932"), provider="C"))
    archive.catch_up()
    assert [article.id for article in archive.catalog.copies("first")] == ["second", "undated"]
    assert [article.id for article in archive.catalog.copies("undated")] == ["first", "second"]
    assert archive.catalog.copies("other") == []
    found = archive.catalog.without_copies(archive.matching(["dam"], 10, EVERYTHING))
    assert sorted(sentence.article_id for sentence in found.values()) == ["first", "other"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Profit rose 2.5 percent.", "Profit rose 25 percent."),
        ("Profit rose 5%.", "Profit rose $5."),
        ("The match ended 1:10.", "The match ended 11:0."),
        ("They sold 1,200 boats.", "They sold 12 00 boats."),
    ],
)
def test_other_figures_are_no_copy(archive: Archive, one: str, other: str) -> None:
    archive.put(Article("one", "One", one))
    archive.put(Article("other", "Other", other))
    assert archive.catalog.copies("one") == []
    numbers = archive.catalog.sentence_ids("en")
    assert archive.catalog.without_copies(numbers).keys() == set(numbers)


def test_another_embedding_reads_no_vector_of_this_one(opened: Opener, articles: Path) -> None:
    write(articles, "news.jsonl", BRIDGE, CHEESE)
    ours = BagOfWords("ours")
    ingest(opened(ours), [articles])
    theirs = BagOfWords("theirs")
    archive = opened(theirs)
    assert archive.count_vectors() == 0
    assert archive.nearest(theirs.embed_query("toll"), 5, EVERYTHING) == {}
    archive.catch_up()
    assert sorted(theirs.embedded) == sorted(ours.embedded)
    assert_in_step(archive)
    archive.close()
    back = BagOfWords("ours")
    again = opened(back)
    assert again.count_vectors() == 0
    again.catch_up()
    assert sorted(back.embedded) == sorted(ours.embedded)
    assert_in_step(again)


def test_an_embedding_given_up_half_way_leaves_nothing_behind(opened: Opener, articles: Path) -> None:
    write(articles, "lamps.jsonl", many(200))
    with opened(BagOfWords("ours")) as ours:
        ingest(ours, [articles])

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with opened(BagOfWords("theirs")) as theirs, pytest.raises(KeyboardInterrupt):
        theirs.catch_up(stop)
    with opened(BagOfWords("theirs")) as theirs:
        theirs.remove(["many-lamp"])
        theirs.put(lamp("a"))
    with opened(BagOfWords("ours")) as ours:
        ours.catch_up()
        assert_in_step(ours)


def test_a_question_crosses_languages_both_ways(opened: Opener, articles: Path, local: LocalEmbeddings) -> None:
    archive = opened(local)
    more = [{**CHINESE, "id": f"tea{n}", "text": f"青山县的茶园有{n}0亩。农民很高兴。"} for n in range(1, 30)]
    write(articles, "news.jsonl", BRIDGE, CHEESE, OWL, CHINESE, *more)
    ingest(archive, [articles])
    assert_offsets(archive)
    assert hits(archive, "林德奎斯特大桥的过桥费是多少克朗？")[0] == "bridge"
    assert hits(archive, "How many tonnes of tea did Qingshan county harvest?")[0] == "tea"
    answer = Assistant(archive, None).ask("青山县今年的茶叶产量是多少？")
    assert "3200吨" in answer.claims[0].text


TEXTS = st.lists(
    st.sampled_from("The dam broke.|The lamp hangs.|水坝决堤了。|It cost 2.5 crowns.|Oh!".split("|")), max_size=4
)
ARTICLES = st.builds(
    lambda name, sentences, language, day: Article(
        name, f"Title {name}", "\n".join(sentences), provider="Post", published=day, language=language
    ),
    st.sampled_from("abcd"),
    TEXTS,
    st.sampled_from(["en", "zh"]),
    st.sampled_from([None, "2022-01-01", "2023-05-05T10:00:00Z"]),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), ARTICLES, st.sampled_from(["", "7"])),
        st.tuples(st.just("remove"), st.sampled_from("abcd")),
        st.tuples(st.sampled_from(["catch up", "rebuild", "reopen", "interrupt"])),
    ),
    max_size=12,
)


def interrupted(_done: int, _total: int) -> None:
    raise KeyboardInterrupt


def take(step: tuple[object, ...], archive: Archive, expected: dict[str, tuple[Article, str]]) -> None:
    match step:
        case ("put", Article() as article, str() as scope):
            assert archive.put(article, scope) == (expected.get(article.id) != (article, scope))
            expected[article.id] = article, scope
        case ("remove", str() as name):
            archive.remove([name])
            expected.pop(name, None)
        case ("catch up",):
            archive.catch_up()
        case ("rebuild",):
            archive.rebuild()
        case ("reopen",):
            archive.close()
        case _:
            try:
                archive.catch_up(interrupted)
            except KeyboardInterrupt:
                archive.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(STEPS)
def test_whatever_is_done_the_stores_stay_in_step(steps: list[tuple[object, ...]]) -> None:
    home = Path(tempfile.mkdtemp())
    expected: dict[str, tuple[Article, str]] = {}
    try:
        with Archive(home, BagOfWords()) as archive:
            for step in steps:
                take(step, archive, expected)
            archive.catch_up()
            held = archive.catalog.articles(archive.catalog.article_ids())
            assert {a.id: (a, archive.catalog.scope_of(a.id)) for a in held} == expected
            assert_in_step(archive)
            for article in held:
                for sentence in archive.catalog.sentences(article.id):
                    assert article.text[sentence.start : sentence.end] == sentence.text
    finally:
        shutil.rmtree(home)
