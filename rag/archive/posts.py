"""Answers that were posted in a chat: their sources, the conversation that they belong to, and what readers thought."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from rag.answer import Quote

if TYPE_CHECKING:
    import sqlite3

    from rag.archive.database import Database

# `Post.conversation` in SQL.
_DELETE_TURNS = "DELETE FROM turns WHERE conversation IN (SELECT 'chat:' || asker || ':' || key FROM posts WHERE "

Place = Literal["message", "thread"]


@dataclass(frozen=True, slots=True)
class Cited:
    """A source of a posted answer as it was cited; its article may have changed or gone since."""

    n: int
    article_id: str
    title: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A posted answer. `asker` and `channel` are the chat's ids, `server` is the scope of the articles."""

    key: str
    asker: int
    server: str
    channel: int
    question: str
    answer: str
    cited: tuple[Cited, ...] = ()

    @property
    def conversation(self) -> str:
        """Return the name under which the turns up to this answer are kept: every answer is a branch of its own."""
        return f"{_person(self.asker)}{self.key}"


@dataclass(frozen=True, slots=True)
class Erased:
    """How much of a person's was deleted."""

    posts: int
    votes: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """How many readers found answers good and bad."""

    good: int
    bad: int


class Posts:
    """All posted answers."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, post: Post) -> None:
        """Store an answer."""
        cited = [[c.n, c.article_id, c.title, [[q.text, q.start, q.end] for q in c.quotes]] for c in post.cited]
        values = (post.key, post.asker, post.server, post.channel, post.question, post.answer)
        with self._db.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO posts VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, json.dumps(cited, ensure_ascii=False), _now()),
            )

    def put_place(self, key: str, place: int, kind: Place) -> None:
        """Note a message of an answer, or a thread that was opened for it."""
        with self._db.transaction() as db:
            db.execute("INSERT OR REPLACE INTO post_places VALUES (?, ?, ?)", (place, kind, key))

    def get(self, key: str) -> Post | None:
        """Return an answer, None where it has aged out or was deleted."""
        return self._one("SELECT * FROM posts WHERE key = ?", key)

    def at(self, place: int) -> Post | None:
        """Return the answer that a message shows or that a thread was opened for."""
        return self._one("SELECT p.* FROM posts p JOIN post_places USING (key) WHERE place = ? LIMIT 1", place)

    def latest(self, asker: int, channel: int) -> Post | None:
        """Return the newest answer to a person in a channel or thread."""
        wanted = "SELECT * FROM posts WHERE asker = ? AND channel = ? ORDER BY posted DESC, rowid DESC LIMIT 1"
        return self._one(wanted, asker, channel)

    def messages(self, key: str) -> list[int]:
        """Return the messages that an answer takes up, in order."""
        found = self._db.rows("SELECT place FROM post_places WHERE key = ? AND kind = 'message' ORDER BY place", (key,))
        return [row["place"] for row in found]

    def thread(self, key: str) -> int | None:
        """Return the thread that was opened for an answer."""
        found = self._db.rows("SELECT place FROM post_places WHERE key = ? AND kind = 'thread'", (key,))
        return found[0]["place"] if found else None

    def branch(self, parent: Post, child: Post) -> None:
        """Begin a conversation with the turns that led to another answer."""
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO turns (conversation, question, searched, answer, asked) "
                "SELECT ?, question, searched, answer, asked FROM turns WHERE conversation = ? ORDER BY id",
                (child.conversation, parent.conversation),
            )

    def vote(self, post: Post, voter: int, *, good: bool) -> None:
        """Store what a reader thinks, in place of what the same one thought before."""
        with self._db.transaction() as db:
            db.execute(
                "INSERT OR REPLACE INTO votes VALUES (?, ?, ?, ?, ?)", (post.key, voter, good, post.server, _now())
            )

    def opinion(self, server: str) -> Opinion:
        """Return the votes on the answers given in a server."""
        found = self._db.rows(
            "SELECT coalesce(sum(good), 0) AS good, count(*) AS votes FROM votes WHERE server = ?", (server,)
        )
        return Opinion(found[0]["good"], found[0]["votes"] - found[0]["good"])

    # Deleting

    def remove(self, post: Post) -> None:
        """Delete an answer with its turns."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM turns WHERE conversation = ?", (post.conversation,))
            db.execute("DELETE FROM posts WHERE key = ?", (post.key,))

    def forget_conversations(self, asker: int, channel: int) -> None:
        """Delete the turns of what a person has asked in a channel; the answers keep their buttons."""
        with self._db.transaction() as db:
            db.execute(_DELETE_TURNS + "asker = ? AND channel = ?)", (asker, channel))

    def remove_server(self, server: str) -> None:
        """Delete all answers given in a server, with their turns and votes."""
        with self._db.transaction() as db:
            db.execute(_DELETE_TURNS + "server = ?)", (server,))
            db.execute("DELETE FROM posts WHERE server = ?", (server,))
            db.execute("DELETE FROM votes WHERE server = ?", (server,))

    def erase(self, person: int) -> Erased:
        """Delete everything that a person asked or voted, and the conversations that others have built on it."""
        mine = _person(person)
        with self._db.transaction() as db:
            db.execute(
                "DELETE FROM turns WHERE conversation IN (SELECT conversation FROM turns "
                "WHERE conversation LIKE 'chat:%' AND (question, asked) IN "
                "(SELECT question, asked FROM turns WHERE substr(conversation, 1, ?) = ?))",
                (len(mine), mine),
            )
            posts = db.execute("DELETE FROM posts WHERE asker = ?", (person,)).rowcount
            votes = db.execute("DELETE FROM votes WHERE voter = ?", (person,)).rowcount
        return Erased(posts, votes)

    def age_out(self, days: int) -> int:
        """Delete answers and turns older than that; return how many answers."""
        before = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
        with self._db.transaction() as db:
            db.execute("DELETE FROM turns WHERE conversation LIKE 'chat:%' AND asked < ?", (before,))
            return db.execute("DELETE FROM posts WHERE posted < ?", (before,)).rowcount

    def _one(self, sql: str, *values: object) -> Post | None:
        found = self._db.rows(sql, values)
        return _post(found[0]) if found else None


def _post(row: sqlite3.Row) -> Post:
    cited = tuple(
        Cited(n, article_id, title, tuple(Quote(*quote) for quote in quotes))
        for n, article_id, title, quotes in json.loads(row["cited"])
    )
    return Post(row["key"], row["asker"], row["server"], row["channel"], row["question"], row["answer"], cited)


def _person(person: int) -> str:
    return f"chat:{person}:"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
