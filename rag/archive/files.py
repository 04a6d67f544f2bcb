"""The files that articles came from, so that a folder can be read again without work for what has not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from rag.archive.database import Database


class Files:
    """Which articles each file holds; a file and an article may know each other many times over."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def knows(self, path: str, digest: str) -> bool:
        """Tell whether a file of that content was read under that path."""
        return bool(self._db.rows("SELECT 1 FROM files WHERE path = ? AND digest = ?", (path, digest)))

    def put(self, path: str, digest: str, article_ids: Collection[str]) -> list[str]:
        """Note what a file holds now; return the articles that it held before and that no file holds any more."""
        with self._db.transaction() as db:
            before = {row[0] for row in db.execute("SELECT article_id FROM origins WHERE path = ?", (path,))}
            db.execute("INSERT INTO files VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET digest = ?2", (path, digest))
            db.execute("DELETE FROM origins WHERE path = ?", (path,))
            db.executemany("INSERT INTO origins VALUES (?, ?)", [(path, i) for i in article_ids])
            return [article_id for article_id in sorted(before) if not self.of(article_id)]

    def forget(self, article_id: str) -> None:
        """Forget the content of the files that hold an article, so that they are read when they are next named."""
        with self._db.transaction() as db:
            db.execute(
                "UPDATE files SET digest = '' WHERE path IN (SELECT path FROM origins WHERE article_id = ?)",
                (article_id,),
            )

    def drop_empty(self) -> None:
        """Delete the names of the files that hold nothing any more and would be read anew."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM files WHERE digest = '' AND path NOT IN (SELECT path FROM origins)")

    def articles_in(self, path: str) -> list[str]:
        """Return the ids of the articles that a file, or the files of a folder, gave."""
        found = self._db.rows(
            "SELECT DISTINCT article_id FROM origins WHERE path = ?1 OR (path > ?2 AND path < ?3)",
            (path, *_below(path)),
        )
        return [row[0] for row in found]

    def below(self, folder: str) -> list[str]:
        """Return the paths of the files of a folder, and of those within, that hold an article."""
        found = self._db.rows("SELECT DISTINCT path FROM origins WHERE path > ? AND path < ?", _below(folder))
        return [row[0] for row in found]

    def of(self, article_id: str) -> list[str]:
        """Return the paths of the files that hold an article."""
        return [row[0] for row in self._db.rows("SELECT path FROM origins WHERE article_id = ?", (article_id,))]


def _below(folder: str) -> tuple[str, str]:
    """Return the bounds of the paths that lie in a folder."""
    stem = folder.rstrip("/\\")
    return stem + "/", stem + "0"  # "0" comes next after "/"
