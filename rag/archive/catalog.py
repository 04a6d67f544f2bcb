"""The catalog: articles and their sentences, which are the truth of the archive."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from rag.archive.copies import FIRST_OF_COPIES, SAME_TEXT, digest_of
from rag.article import Article, Sentence

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

    from rag.archive.database import Database
    from rag.filters import Filter

# The text of an article comes once for all of its sentences: a long one has thousands.
_SENTENCES = """
    SELECT article_id, text, places FROM articles a JOIN (
        SELECT article_id, json_group_array(json_array(id, position, start, stop)) AS places
        FROM sentences WHERE {} GROUP BY article_id
    ) ON a.id = article_id"""
_FIELDS = tuple(field.name for field in fields(Article))
_LISTED = (
    f"SELECT {', '.join(name for name in _FIELDS if name != 'text')}, '' AS text "  # noqa: S608
    "FROM articles WHERE {} ORDER BY published IS NULL, published DESC, title, id"
)
_COLUMNS = (*_FIELDS, "scope", "digest")
_PUT_ARTICLE = (
    f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "  # noqa: S608
    f"ON CONFLICT (id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)


@dataclass(frozen=True, slots=True)
class Filed:
    """A sentence under its number in the catalog, the key of both indexes."""

    id: int
    sentence: Sentence


class Catalog:
    """Articles in and out of the database. Sentences hang on their article, and go with it."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, article: Article, scope: str = "") -> bool:
        """Store an article, without sentences, in place of the one of its id; return whether anything changed."""
        digest = _digest(article, scope)
        if self._db.rows("SELECT 1 FROM articles WHERE id = ? AND digest = ?", (article.id, digest)):
            return False
        values = [getattr(article, name) for name in _FIELDS]
        values[_FIELDS.index("topics")] = json.dumps(article.topics, ensure_ascii=False)
        with self._db.transaction() as db:
            db.execute("DELETE FROM sentences WHERE article_id = ?", (article.id,))
            db.execute(_PUT_ARTICLE, (*values, scope, digest))
        return True

    def put_sentences(self, sentences: Iterable[Sentence]) -> list[Filed]:
        """Store the sentences of articles that have none; return them with their numbers."""
        with self._db.transaction() as db:
            return [Filed(_put_sentence(db, sentence), sentence) for sentence in sentences]

    def remove(self, article_ids: Collection[str]) -> None:
        """Take articles out with their sentences."""
        with self._db.transaction() as db:
            for article_id in article_ids:
                db.execute("DELETE FROM sentences WHERE article_id = ?", (article_id,))
                db.execute("DELETE FROM articles WHERE id = ?", (article_id,))

    def articles(self, ids: Iterable[str]) -> list[Article]:
        """Return the articles of these ids, in no order; ids that are nobody's are left out."""
        found = self._db.rows("SELECT * FROM articles WHERE id IN (SELECT value FROM json_each(?))", (_list(ids),))
        return [_article(row) for row in found]

    def listed(self, scope: str = "") -> list[Article]:
        """Return all articles that may be read in a scope, without their texts, newest first and undated last."""
        found = self._db.rows(_LISTED.format("scope IN ('', ?)"), (scope,))
        return [_article(row) for row in found]

    def listed_own(self, scope: str) -> list[Article]:
        """Return the articles that may be read in this scope only, as `listed` does."""
        found = self._db.rows(_LISTED.format("scope = ?"), (scope,))
        return [_article(row) for row in found]

    def scope_of(self, article_id: str) -> str:
        """Return the scope of an article, "" where there is no such article."""
        found = self._db.rows("SELECT scope FROM articles WHERE id = ?", (article_id,))
        return str(found[0]["scope"]) if found else ""

    def named(self, name: str, scope: str = "") -> list[Article]:
        """Return the articles that a person may mean: of that id, else URL or title, else with such a beginning."""
        ways = (
            "id = ?2",
            "url = ?2 OR title = ?2 COLLATE NOCASE",
            "substr(id, 1, length(?2)) = ?2 OR lower(substr(title, 1, length(?2))) = lower(?2)",
        )
        for way in ways:
            if found := self._db.rows(f"SELECT * FROM articles WHERE scope IN ('', ?1) AND ({way})", (scope, name)):  # noqa: S608
                return [_article(row) for row in found]
        return []

    def sentences(self, article_id: str) -> tuple[Sentence, ...]:
        """Return the sentences of an article in reading order."""
        found = self._sentences("article_id = ?", article_id)
        return tuple(sorted(found.values(), key=lambda sentence: sentence.position))

    def filed(self, sentence_ids: Iterable[int]) -> dict[int, Sentence]:
        """Return sentences by their numbers; those that are gone are left out."""
        return self._sentences("id IN (SELECT value FROM json_each(?))", _list(sentence_ids))

    def without_copies(self, sentence_ids: Iterable[int]) -> dict[int, Sentence]:
        """Return sentences by their numbers, of those that say the same only the one that was published first."""
        return self._sentences(FIRST_OF_COPIES, _list(sentence_ids))

    def at(self, places: Iterable[tuple[str, int]]) -> dict[int, Sentence]:
        """Return the sentences at places (article id, position) by their numbers; places that are not are left out."""
        listed = "(article_id, position) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))"
        return self._sentences(listed, _list(places))

    def _sentences(self, condition: str, value: str) -> dict[int, Sentence]:
        """Return the sentences that meet a condition by their numbers, in order."""
        found = {
            number: Sentence(row["article_id"], position, start, stop, row["text"][start:stop])
            for row in self._db.rows(_SENTENCES.format(condition), (value,))
            for number, position, start, stop in json.loads(row["places"])
        }
        return dict(sorted(found.items()))

    def passing(self, only: Filter, providers: Collection[str] | None) -> list[str]:
        """Return the ids of the articles that a filter lets through, its outlet given by full names."""
        conditions, values = ["scope IN ('', ?)"], list[object]([only.scope])
        if only.since or only.until:
            conditions.append("substr(published, 1, 10) BETWEEN ? AND ?")
            values += [(only.since or date.min).isoformat(), (only.until or date.max).isoformat()]
        if providers is not None:
            conditions.append("provider IN (SELECT value FROM json_each(?))")
            values.append(_list(providers))
        if only.language:
            conditions.append("language = ?")
            values.append(only.language)
        found = self._db.rows(f"SELECT id FROM articles WHERE {' AND '.join(conditions)}", values)  # noqa: S608
        return [row[0] for row in found]

    def span(self, article_ids: Collection[str]) -> tuple[str, str] | None:
        """Return the first and the last day (ISO 8601) on which articles were published, None where all are undated."""
        found = self._db.rows(
            "SELECT substr(min(published), 1, 10), substr(max(published), 1, 10) FROM articles "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (_list(article_ids),),
        )
        return (found[0][0], found[0][1]) if found[0][0] else None

    def count_undated(self, article_ids: Collection[str]) -> int:
        """Return how many of these articles have no day of publication."""
        found = self._db.rows(
            "SELECT count(*) FROM articles WHERE published IS NULL AND id IN (SELECT value FROM json_each(?))",
            (_list(article_ids),),
        )
        return int(found[0][0])

    def article_ids(self) -> list[str]:
        """Return the ids of all articles of all scopes."""
        return [row[0] for row in self._db.rows("SELECT id FROM articles ORDER BY id")]

    def sentence_ids(self, language: str) -> list[int]:
        """Return the numbers of the sentences in a language, in order."""
        sql = "SELECT s.id FROM sentences s JOIN articles a ON a.id = s.article_id WHERE a.language = ? ORDER BY s.id"
        return [row[0] for row in self._db.rows(sql, (language,))]

    def languages(self) -> list[str]:
        """Return the languages of the articles."""
        return [row[0] for row in self._db.rows("SELECT DISTINCT language FROM articles ORDER BY language")]

    def count_articles(self) -> int:
        """Return how many articles the archive holds."""
        return int(self._db.rows("SELECT count(*) FROM articles")[0][0])

    def count_own(self, scope: str) -> int:
        """Return how many articles may be read in this scope only; in "", those that everybody reads."""
        return int(self._db.rows("SELECT count(*) FROM articles WHERE scope = ?", (scope,))[0][0])

    def count_sentences(self) -> int:
        """Return how many sentences the archive holds."""
        return int(self._db.rows("SELECT count(*) FROM sentences")[0][0])

    def ever_held(self) -> bool:
        """Tell whether any sentence was ever stored, even if it is gone."""
        return bool(self._db.rows("SELECT 1 FROM sqlite_sequence WHERE name = 'sentences'"))

    def scoped(self) -> bool:
        """Tell whether any article may be read in one scope only."""
        return bool(self._db.rows("SELECT 1 FROM articles WHERE scope <> '' LIMIT 1"))

    def providers(self, scope: str = "") -> list[str]:
        """Return the outlets that may be seen in a scope, in order of their names."""
        found = self._db.rows(
            "SELECT DISTINCT provider FROM articles WHERE provider IS NOT NULL AND scope IN ('', ?) ORDER BY provider",
            (scope,),
        )
        return [row["provider"] for row in found]

    def copies(self, article_id: str) -> list[Article]:
        """Return articles that carry the same text: four fifths of the shorter one's sentences stand in the other.

        Only those that whoever reads the article may read too.
        """
        found = self._db.rows(SAME_TEXT, (article_id,))
        by_id = {article.id: article for article in self.articles(row[0] for row in found)}
        return [by_id[row[0]] for row in found]


def _list(values: Iterable[object]) -> str:
    return json.dumps(list(values))


def _digest(article: Article, scope: str) -> str:
    return hashlib.sha256(json.dumps((*astuple(article), scope)).encode()).hexdigest()


def _put_sentence(db: sqlite3.Connection, sentence: Sentence) -> int:
    cursor = db.execute(
        "INSERT INTO sentences (article_id, position, start, stop, digest) VALUES (?, ?, ?, ?, ?)",
        (sentence.article_id, sentence.position, sentence.start, sentence.end, digest_of(sentence.text)),
    )
    return int(cursor.lastrowid or 0)


def _article(row: sqlite3.Row) -> Article:
    values: dict[str, Any] = {name: row[name] for name in _FIELDS}
    return Article(**{**values, "topics": tuple(json.loads(row["topics"]))})
