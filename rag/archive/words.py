"""The full-text index: the words of every sentence, in SQLite's FTS5 beside the catalog."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rag.language import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rag.archive.catalog import Filed
    from rag.archive.database import Database


class Words:
    """Rows of pre-split words under the sentences' numbers; a sentence that goes takes its row with it (schema.sql)."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, sentences: Iterable[Filed]) -> None:
        """Index new sentences."""
        rows = [(filed.id, " ".join(words(filed.sentence.text))) for filed in sentences]
        with self._db.transaction() as db:
            db.executemany("INSERT INTO words (rowid, terms) VALUES (?, ?)", rows)

    def search(self, terms: Collection[str], k: int, article_ids: Collection[str] | None = None) -> list[int]:
        """Return at most `k` sentences that hold any of the words, best BM25 first; None searches all articles."""
        if not terms:
            return []
        sql, values = "SELECT rowid FROM words WHERE words MATCH ?", [_any(terms)]
        if article_ids is not None:
            sql += " AND rowid IN (SELECT id FROM sentences WHERE article_id IN (SELECT value FROM json_each(?)))"
            values.append(json.dumps(list(article_ids)))
        return [row[0] for row in self._db.rows(sql + " ORDER BY rank LIMIT ?", (*values, k))]

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """Return in how many sentences each of the words stands; absent words are left out."""
        found = self._db.rows(
            "SELECT term, doc FROM vocabulary WHERE term IN (SELECT value FROM json_each(?))",
            (json.dumps(list(terms)),),
        )
        return {row["term"]: row["doc"] for row in found}

    def of(self, sentence_ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """Return the words of sentences by their numbers."""
        found = self._db.rows(
            "SELECT rowid, terms FROM words WHERE rowid IN (SELECT value FROM json_each(?))",
            (json.dumps(list(sentence_ids)),),
        )
        return {row["rowid"]: frozenset(row["terms"].split(" ")) for row in found}


def _any(terms: Iterable[str]) -> str:
    # Quoted, so that no word of a question is taken for an operator of the query language.
    return " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)
