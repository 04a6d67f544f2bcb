"""Dates in a text, of any precision, in English and Chinese: where they stand and what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.values.numerals import HAN, from_chinese

_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_WEEKDAYS = {name: n for n, name in enumerate("mon tue wed thu fri sat sun".split(), 1)}
_HAN_WEEKDAYS = {c: n for n, c in enumerate("一二三四五六", 1)} | {"日": 7, "天": 7, "末": 6}

_MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d|21\d\d)"
_PART = rf"(?:\d{{1,2}}|{HAN}{{1,3}})"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>0?[1-9]|[12]\d|3[01])(?!\d)",
        rf"(?P<year>\d{{4}}|[〇零一二三四五六七八九○]{{4}})\s?年(?:\s?(?P<month>{_PART})\s?月(?:份|\s?(?P<day>{_PART})\s?[日号])?)?",
        rf"(?P<month>{_PART})\s?月(?:份|\s?(?P<day>{_PART})\s?[日号])",
        r"(?<![\d一二三四五六七八九十百千个])(?P<month>1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?!球|亮|饼)",
        rf"\b{_MONTH}\s+{_DAY}\b(?:\s?,?\s{_YEAR}\b)?(?![,.]?\d)",
        rf"\b{_DAY}(?:\s+of)?\s+{_MONTH}\b\.?(?:\s?,?\s{_YEAR}\b)?",
        rf"\b{_MONTH},?\s+(?:of\s+)?{_YEAR}\b",
        r"\b(?P<decade>(?:1[0-9]|20)\d0)['’]?s\b",
        r"(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)day\b",
        r"(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])(?![年期])",
    )
)
# A month by itself, written in full or after a preposition: "may" and "march" are words too.
_MONTH_ALONE = re.compile(
    r"\b(?P<month>January|February|April|June|July|August|September|October|November|December"
    r"|(?<=in )(?:March|May)|(?<=since )(?:March|May)|(?<=of )(?:March|May)|(?<=last )(?:March|May)"
    r"|(?<=by )(?:March|May)|(?<=until )(?:March|May)|(?<=this )(?:March|May))\b"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as a text names it; 0 stands for a part that it leaves open. `weekday` counts from Monday, 1.

    `decade` holds its first year.
    """

    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0
    decade: int = 0

    def agrees(self, other: Day) -> bool:
        """Tell whether no part that both name differs."""
        pairs = (
            (self.year, other.year),
            (self.month, other.month),
            (self.day, other.day),
            (self.weekday, other.weekday),
            (self.decade, other.decade),
            (self.decade, other.year // 10 * 10),
        )
        return all(mine == theirs for mine, theirs in pairs if mine and theirs)

    def covers(self, claimed: Day) -> bool:
        """Tell whether this date names every part that the other one does, and the same."""
        parts = ("year", "month", "day", "weekday", "decade")
        return all(getattr(self, part) == getattr(claimed, part) for part in parts if getattr(claimed, part))


def days(text: str) -> list[Day]:
    """Return the dates of a text, in order; a bare year is none (it may be a count)."""
    found: list[Day] = []
    taken = bytearray(len(text))
    for match in _matches(text):
        if not any(taken[match.start() : match.end()]) and (day := _day(match)):
            taken[day.start : day.end] = b"\1" * (day.end - day.start)
            found.append(day)
    return sorted(found, key=lambda day: day.start)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield what looks like a date, the fuller forms first."""
    for pattern in _PATTERNS:
        yield from pattern.finditer(text)
    yield from _MONTH_ALONE.finditer(text)


def _day(match: re.Match[str]) -> Day | None:
    """Return the date of a match, None where its numbers are none of a date."""
    part = match.groupdict()
    month, day = _number(part.get("month"), _MONTHS), _number(part.get("day"), {})
    if month > 12 or day > 31 or (part.get("month") or "").islower():  # "may 5 people", "a march"
        return None
    weekday = _HAN_WEEKDAYS.get(part.get("weekday") or "") or _WEEKDAYS.get((part.get("weekday") or "")[:3].lower(), 0)
    year, decade = _number(part.get("year"), {}), _number(part.get("decade"), {})
    return Day(match.start(), match.end(), year, month, day, weekday, decade)


def _number(text: str | None, names: dict[str, int]) -> int:
    """Return the number of a part of a date: a name's, digits' or Chinese numerals'; 0 where it is left open."""
    if not text:
        return 0
    if (number := names.get(text[:3].lower())) is not None:
        return number
    return int(text) if text.isdecimal() else int(from_chinese(text))
