"""What the vectors lack of the catalog's sentences, and what they hold too much."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rag.archive.database import Database


class Backlog:
    """The sentences of which the vector of an embedding is stored, waits, or is left over."""

    def __init__(self, database: Database, fingerprint: str) -> None:
        self._db = database
        self._fingerprint = fingerprint

    def pending(self) -> list[int]:
        """Return the numbers of the sentences that wait for a vector, oldest first."""
        found = self._db.rows("SELECT id FROM sentences WHERE embedded IS NOT ? ORDER BY id", (self._fingerprint,))
        return [row[0] for row in found]

    def leftovers(self) -> list[int]:
        """Return the numbers of sentences that are gone and whose vectors may be left."""
        return [row[0] for row in self._db.rows("SELECT sentence_id FROM leftovers")]

    def count_stored(self) -> int:
        """Return how many sentences have their vector."""
        return int(self._db.rows("SELECT count(*) FROM sentences WHERE embedded = ?", (self._fingerprint,))[0][0])

    def mark_stored(self, sentence_ids: Iterable[int]) -> None:
        """Note that the vectors of these sentences are stored."""
        with self._db.transaction() as db:
            db.executemany(
                "UPDATE sentences SET embedded = ? WHERE id = ?", [(self._fingerprint, i) for i in sentence_ids]
            )

    def forget_leftovers(self, sentence_ids: Iterable[int]) -> None:
        """Note that the vectors of these sentences are gone too."""
        with self._db.transaction() as db:
            db.executemany("DELETE FROM leftovers WHERE sentence_id = ?", [(i,) for i in sentence_ids])

    def reconcile(self, held: Iterable[int]) -> None:
        """Believe the vectors: these are held and no others, whatever was noted before."""
        with self._db.transaction() as db:
            db.execute("CREATE TEMP TABLE IF NOT EXISTS held (id INTEGER PRIMARY KEY)")
            db.execute("DELETE FROM temp.held")
            db.executemany("INSERT INTO temp.held VALUES (?)", [(i,) for i in held])
            db.execute(
                "UPDATE sentences SET embedded = NULL WHERE embedded = ? AND id NOT IN (SELECT id FROM temp.held)",
                (self._fingerprint,),
            )
            db.execute(
                "INSERT OR IGNORE INTO leftovers SELECT id FROM temp.held WHERE id NOT IN (SELECT id FROM sentences)"
            )
            db.execute("DELETE FROM temp.held")
