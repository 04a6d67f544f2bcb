"""Filters as a person writes them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from rag.filters import Filter

_DAY = re.compile(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")


def day(text: str, *, last: bool = False) -> date:
    """Read a day; of a month ("2023-06") or a year ("2023") it is the first day, or the last. Raises ValueError."""
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no date: write 2023-06-14, 2023-06 or 2023.")
    year, month, number = (int(part) if part else None for part in found.groups())
    try:
        month = month or (12 if last else 1)
        return date(year or 0, month, number or (monthrange(year or 0, month)[1] if last else 1))
    except ValueError:
        raise ValueError(f"{text!r} is no date: there is no such day.") from None


def make_filter(since: str | None, until: str | None, provider: str | None, language: str | None) -> Filter:
    """Return the filter that the words mean; empty ones limit nothing. Raises ValueError with a sentence."""
    if language and not _LANGUAGE.fullmatch(language):
        raise ValueError(f"{language!r} is no language: write its code, such as en or zh.")
    made = Filter(
        since=day(since) if since else None,
        until=day(until, last=True) if until else None,
        provider=provider or None,
        language=language.lower() if language else None,
    )
    if made.since and made.until and made.since > made.until:
        raise ValueError(f"No day is both since {made.since} and until {made.until}.")
    return made


def described(made: Filter) -> str:
    """Return the filter in words, an empty one as ""."""
    parts = {"since": made.since, "until": made.until, "provider": made.provider, "language": made.language}
    return ", ".join(f"{name} {value}" for name, value in parts.items() if value is not None)
