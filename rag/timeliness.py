"""Whether a question asks for the state of things now, and whether the evidence is too old to tell."""

from __future__ import annotations

import re
from datetime import date

_NOW = re.compile(
    r"\b(?:now|nowadays|today|tonight|currently|current|latest|newest|recent|recently|at present|as of|so far|still|"
    r"these days|this (?:year|month|week)|to date|up to date|yet)\b"
    r"|现在|目前|如今|当前|眼下|最新|最近|近来|今天|今年|本年|本月|这个月|本周|至今|迄今|截至|还没",
    re.IGNORECASE,
)


def asks_for_now(question: str) -> bool:
    """Tell whether a question asks for now, the latest, this year; a year that it names is about the event."""
    return bool(_NOW.search(question))


def age(as_of: str | None, today: date) -> int | None:
    """Return how many days old evidence of a day (ISO 8601) is, None where it is undated."""
    return (today - date.fromisoformat(as_of)).days if as_of else None
