"""How chat servers want to be served, and what the language model has cost on a day."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.archive.database import Database


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a server's moderators have set: where and to whom answers are given (empty: everywhere, to all), and how.

    `private` shows answers to the asker only unless asked otherwise; `language` (ISO 639-1) is that of what all see,
    "" for the asker's own.
    """

    channels: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    private: bool = False
    language: str = ""


class Servers:
    """The wishes of all servers, and the tokens spent."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def all(self) -> dict[int, Wishes]:
        """Return the wishes of the servers that have any, by id."""
        return {
            row["id"]: Wishes(
                tuple(json.loads(row["channels"])),
                tuple(json.loads(row["roles"])),
                bool(row["private"]),
                row["language"],
            )
            for row in self._db.rows("SELECT * FROM servers")
        }

    def put(self, server: int, wishes: Wishes) -> None:
        """Store the wishes of a server."""
        values = (json.dumps(wishes.channels), json.dumps(wishes.roles), wishes.private, wishes.language)
        with self._db.transaction() as db:
            db.execute("INSERT OR REPLACE INTO servers VALUES (?, ?, ?, ?, ?)", (server, *values))

    def remove(self, server: int) -> None:
        """Delete the wishes of a server."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM servers WHERE id = ?", (server,))

    def spent(self) -> int:
        """Return the tokens spent today (UTC)."""
        found = self._db.rows("SELECT tokens FROM spending WHERE day = ?", (_today(),))
        return int(found[0]["tokens"]) if found else 0

    def spend(self, tokens: int) -> None:
        """Add to the tokens spent today."""
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO spending VALUES (?1, ?2) ON CONFLICT (day) DO UPDATE SET tokens = tokens + ?2",
                (_today(), tokens),
            )


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
