"""Which articles a question may be answered from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filter:
    """Limits on publication; None leaves a field open. Undated articles pass only where neither day is set.

    `since` and `until` are days of publication, both included. `provider` is an outlet's name or a part of it, in any
    case. `language` is an ISO 639-1 code. `scope` is a server whose own articles are
    searched beside those for everybody.
    """

    since: date | None = None
    until: date | None = None
    provider: str | None = None
    language: str | None = None
    scope: str = ""


EVERYTHING = Filter()
