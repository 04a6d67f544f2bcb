"""The catalog and the database under it."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from rag.archive.archive import Archive
from rag.archive.catalog import Catalog
from rag.archive.database import SCHEMA, Database
from rag.article import Article
from rag.errors import StoreBrokenError, StoreBusyError, StoreError
from rag.sentences import sentences_of


@pytest.fixture
def database(home: Path) -> Database:
    """Return a database that is closed when nobody uses it any more."""
    return Database(home / "catalog.sqlite")


def test_articles_come_back_as_they_went_in(archive: Archive) -> None:
    full = Article(
        "a",
        "Title “x”",
        "Text 𝒳 文。 More.",
        "https://x.example",
        "Post",
        "2022-01-01",
        "Ann",
        "zh",
        ("AI", "茶"),
        "https://i.example/1.png",
    )
    bare = Article("b", "Bare", "Nothing is known.")
    for article in (full, bare):
        assert archive.put(article)
        assert not archive.put(article)
    assert archive.catalog.articles(["a", "b", "nobody"]) == [full, bare]
    assert archive.catalog.sentences("a") == sentences_of(full)
    assert archive.catalog.listed() == [replace(full, text=""), replace(bare, text="")]


def test_lists_and_counts_are_of_a_scope(archive: Archive) -> None:
    for name, scope in (("a", ""), ("b", "7"), ("c", "7"), ("d", "8")):
        archive.put(Article(name, name.upper(), "Nothing is known."), scope)
    catalog = archive.catalog
    assert ["".join(a.id for a in catalog.listed(scope)) for scope in ("", "7", "8")] == ["a", "abc", "ad"]
    assert ["".join(a.id for a in catalog.listed_own(scope)) for scope in ("", "7", "8")] == ["a", "bc", "d"]
    assert [catalog.count_own(scope) for scope in ("", "7", "8", "9")] == [1, 2, 1, 0]


def test_sentences_by_place(archive: Archive) -> None:
    archive.put(Article("a'\"", "T", "One stands here. Two stands there. Three."))
    found = archive.catalog.at([("a'\"", 1), ("a'\"", 2), ("a'\"", 3), ("b", 0)])
    assert [sentence.text for sentence in found.values()] == ["Two stands there.", "Three."]


def test_numbers_of_sentences_are_never_used_again(archive: Archive) -> None:
    archive.put(Article("a", "T", "One. Two."))
    before = archive.catalog.sentence_ids("en")
    archive.remove(["a"])
    archive.put(Article("a", "T", "One. Two."))
    assert not set(before) & set(archive.catalog.sentence_ids("en"))


def test_words_with_operators_are_only_words(archive: Archive) -> None:
    archive.put(Article("a", "T", 'He said "NEAR" and AND OR NOT c++ 2.5% $5 a-b.'))
    for term in ('"', "near", "AND", "*", "c++", "2.5%", "(", "a-b", "NOT x", "^", ":", "terms:near"):
        archive.words.search([term], 5)
    assert archive.words.search([], 5) == []


def test_a_block_is_written_whole_or_not_at_all(database: Database) -> None:
    def break_off() -> None:
        with database.transaction(), database.transaction():
            database.set_fact("x", 1)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert database.fact("x") is None
    database.close()


def test_mistakes_of_the_program_are_not_blamed_on_the_archive(database: Database) -> None:
    for sql in ("SELEKT 1", "SELECT x FROM articles", "SELECT * FROM nowhere", "INSERT INTO facts VALUES ('x', NULL)"):
        with pytest.raises(sqlite3.Error):
            database.rows(sql)
    with pytest.raises(sqlite3.ProgrammingError):
        database.rows("SELECT ?", (1, 2))
    database.close()


def test_a_foreign_file_is_left_alone(database: Database) -> None:
    database.path.parent.mkdir()
    with sqlite3.connect(database.path) as foreign:
        foreign.execute("CREATE TABLE articles (x)")
    foreign.close()
    before = database.path.read_bytes()
    with pytest.raises(StoreError, match="not Footnote's"):
        database.rows("SELECT 1")
    assert sqlite3.connect(database.path).execute("SELECT sql FROM sqlite_master").fetchall() != []
    assert len(database.path.read_bytes()) == len(before)


def test_a_newer_schema_is_refused_in_every_thread(database: Database) -> None:
    database.rows("SELECT 1")
    database.set_fact("x", 1)
    with database.transaction() as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    caught: list[BaseException] = []

    def look() -> None:
        try:
            database.fact("x")
        except StoreError as error:
            caught.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert "newer Footnote" in str(caught[0])
    database.close()


def test_who_writes_too_long_makes_others_give_up(database: Database) -> None:
    database.set_fact("x", 1)
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database.rows("PRAGMA busy_timeout = 1")
    assert database.fact("x") == 1
    with pytest.raises(StoreBusyError, match="try again"):
        database.set_fact("x", 2)
    other.close()
    database.set_fact("x", 2)
    database.close()


def test_a_folder_in_place_of_the_file(home: Path) -> None:
    (home / "catalog.sqlite").mkdir(parents=True)
    with pytest.raises(StoreBrokenError, match="can't be used"):
        Catalog(Database(home / "catalog.sqlite")).article_ids()


def test_a_folder_holds_what_lies_under_it_and_no_neighbour(archive: Archive) -> None:
    for name in ("news", "news/a", "news/é/b", "news-a", "news.md", "news0", "newsroom/a", "new"):
        archive.put(Article(name, "T", "Text."))
        archive.files.put(f"/{name}", "1", [name])
    for folder in ("/news", "/news/"):
        assert set(archive.files.articles_in(folder)) - {"news"} == {"news/a", "news/é/b"}


def test_each_of_many_files_is_found_without_a_look_at_the_others(archive: Archive) -> None:
    paths = [f"/news/{n}.md" for n in range(20_000)]  # with one the end would not come
    archive.put(Article("a", "T", "Text."))
    with archive.database.transaction():
        for path in paths:
            archive.files.put(path, "1", ["a"])
    assert {tuple(archive.files.articles_in(path)) for path in paths} == {("a",)}


def test_the_end_of_a_long_article_is_read_as_fast_as_its_beginning(archive: Archive) -> None:
    count = 20_000  # with a look for each sentence from the beginning the end would not come
    archive.put(Article("a", "T", "\n" * 10_000_000 + "Tin rose. " * count))
    found = archive.catalog.sentences("a")
    assert [sentence.position for sentence in found] == list(range(count))
    assert {sentence.text for sentence in found} == {"Tin rose."}


def test_an_archive_of_the_version_before_is_brought_up_to_date(database: Database) -> None:
    database.rows("SELECT 1")
    database.close()
    old = sqlite3.connect(database.path)
    old.executescript(
        "DROP TABLE votes; PRAGMA user_version = 1;"
        "CREATE TABLE votes (key TEXT, voter INTEGER, good INTEGER, server TEXT, asker INTEGER, question TEXT,"
        " answer TEXT, voted TEXT, PRIMARY KEY (key, voter)) STRICT;"
        "INSERT INTO votes VALUES ('k', 1, 1, '2', 3, 'What?', 'That.', '2026-01-01');"
    )
    old.close()
    (vote,) = database.rows("SELECT * FROM votes")
    assert dict(vote) == {"key": "k", "voter": 1, "good": 1, "server": "2", "voted": "2026-01-01"}
