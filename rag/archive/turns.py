"""Conversations: what was asked and answered under a name, so that a later question may lean on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.archive.database import Database


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, the form of it that was searched for, and the answer's text."""

    question: str
    searched: str
    answer: str


class Turns:
    """The turns of all conversations."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, conversation: str, turn: Turn) -> None:
        """Append a turn, asked now."""
        asked = datetime.now(UTC).isoformat(timespec="seconds")
        with self._db.transaction() as db:
            db.execute(
                "INSERT INTO turns (conversation, question, searched, answer, asked) VALUES (?, ?, ?, ?, ?)",
                (conversation, turn.question, turn.searched, turn.answer, asked),
            )

    def of(self, conversation: str, last: int = -1) -> list[Turn]:
        """Return the turns of a conversation, oldest first; only the newest `last` of them unless negative."""
        found = self._db.rows(
            "SELECT question, searched, answer FROM turns WHERE conversation = ? ORDER BY id DESC LIMIT ?",
            (conversation, last),
        )
        return [Turn(*row) for row in reversed(found)]

    def forget(self, conversation: str) -> None:
        """Delete the turns of a conversation."""
        with self._db.transaction() as db:
            db.execute("DELETE FROM turns WHERE conversation = ?", (conversation,))
