"""The SQLite file under the catalog, the word index and the conversations."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from rag.archive.locking import locked
from rag.errors import StoreBrokenError, StoreBusyError, StoreError

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = 2
# What makes the tables of a version those of the next. Votes kept who asked what, which nothing read.
_UPGRADES = {1: tuple(f"ALTER TABLE votes DROP COLUMN {column}" for column in ("asker", "question", "answer"))}
_WAIT_SECONDS = 30


class Database:
    """One SQLite file in WAL mode: many may read while one writes. Each thread has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            self._local.connection = self._connect()
            self._all.append(self._local.connection)
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _connect(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreBrokenError(f"The archive at {self.path} can't be made ({error.strerror}).") from error
        # The first use changes the journal mode, and SQLite turns a process away, without waiting, that does so while
        # another one has the file open: so all of them open it one after the other.
        with locked(self.path.with_suffix(".lock"), _WAIT_SECONDS):
            # Only close() uses a connection from another thread.
            db = sqlite3.connect(self.path, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
            try:
                db.row_factory = sqlite3.Row
                # A folder on the network may not allow it: then writers and readers wait for each other, no more.
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
                db.execute("PRAGMA foreign_keys = ON")
                _migrate(db)
            except BaseException:
                db.close()
                raise
        return db

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all of a block or nothing; blocks may nest."""
        with _sqlite_errors(self.path):
            db = self._connection()
            if db.in_transaction:
                yield db
                return
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                if db.in_transaction:  # over a full disk SQLite has ended it already
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        """Run a query and return all of its rows."""
        with _sqlite_errors(self.path):
            return self._connection().execute(sql, values).fetchall()

    def fact(self, name: str) -> Any:
        """Return a single stored value, None where there is none."""
        found = self.rows("SELECT value FROM facts WHERE name = ?", (name,))
        return found[0]["value"] if found else None

    def set_fact(self, name: str, value: str | int | bytes) -> None:
        """Store a single value."""
        with self.transaction() as db:
            db.execute("INSERT INTO facts VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2", (name, value))

    def close(self) -> None:
        """Close the connections of all threads."""
        while self._all:
            self._all.pop().close()
        self._local = threading.local()


def _migrate(db: sqlite3.Connection) -> None:
    if _version(db) == SCHEMA:
        return
    # Two processes may find the file empty at once: the lock decides, and the second one looks again.
    db.execute("BEGIN IMMEDIATE")
    try:
        made = _version(db)
        if made > SCHEMA:
            raise StoreError(
                "This archive was made by a newer Footnote: update Footnote, or set another FOOTNOTE_HOME."
            )
        for version in range(made or SCHEMA, SCHEMA):
            for change in _UPGRADES[version]:
                db.execute(change)
        if made == 0:
            if db.execute("SELECT 1 FROM sqlite_master").fetchone():
                raise StoreError(
                    "The file catalog.sqlite is not Footnote's: move it away, or set another FOOTNOTE_HOME."
                )
            for statement in _statements(files("rag.archive").joinpath("schema.sql").read_text("utf-8")):
                db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA}")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    # executescript() would commit the transaction that makes the schema appear at once or not at all.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


# What SQLite's primary result codes mean to a user; all others are mistakes of this program, and stay what they are.
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_UNUSABLE = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_NOTADB})


@contextmanager
def _sqlite_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF  # the rest is the extended code
        if code in _BUSY:
            raise StoreBusyError("Another process is writing to the archive: try again in a moment.") from error
        if code == sqlite3.SQLITE_FULL:
            raise StoreBrokenError(f"No space is left for the archive at {path}: free some and try again.") from error
        if code in _UNUSABLE:
            raise StoreBrokenError(f"The archive at {path} can't be used ({error}).") from error
        if code in _DAMAGED:
            raise StoreBrokenError(
                f"The archive at {path} is damaged ({error}): move it away, or set another FOOTNOTE_HOME."
            ) from error
        raise
