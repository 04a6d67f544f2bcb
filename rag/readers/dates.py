"""Dates as outlets write them, made ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_YEAR_FIRST = re.compile(r"(\d{4})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?:[T\s,]+(\S.*))?")
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})(?:[T\s,]+(\S.*))?")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2}(?!\d).*")
_CLOCK = re.compile(r"\d\s*:\s*\d\d|\d\s*[ap]\.?m\b|\d\s*[点时]", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|2[01])\d\d(?!\d)")
_LABEL = re.compile(
    r"(?:(?:first|last)\s+)?(?:updated|published|posted|modified|created|date|time|publication date|issued"
    r"|发布时间|发布日期|更新时间|发布|更新|时间|日期)(?:\s+(?:on|at))?\s*(?:[:：]\s*|\s+|(?=\d))",
    re.IGNORECASE,
)
_DATE_WORD = re.compile(
    r"\d+(?:st|nd|rd|th)?|[ap]m|at|on|of|the|t|z|gmt|utc|[ecmp][sd]t|bst|cet|cest|jst|ist|年|月|日|时|分|秒|点"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?|星期[一二三四五六日天]|周[一二三四五六日天]",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)?|星期.|周.|[年月日时分秒点]|[^\W\d_]+", re.IGNORECASE)
_LANGUAGES = ["en", "zh", "fr", "de", "es", "it", "pt", "nl"]
_MONTHS = 12
_YEARS = range(1600, 2200)
_SECONDS, _MILLISECONDS = (9, 10), (13,)  # digits of a time counted from 1970, for the years 1973 to 2286
_LONGEST = 80  # characters; whatever is longer is no date


def parse_date(value: str) -> str:
    """Return a date as ISO 8601, the day alone ("2023-06-14") or with its time ("2023-06-14T16:15:00Z").

    The offset from UTC is kept as given. "03/04/2023" is refused, for it is March in one country and April in another;
    "25/12/2023" can be one day only, and with dots ("03.04.2023") the day comes first wherever it is written so.
    Seconds or milliseconds since 1970 and "20230614" count as dates. Raise ValueError with the reason.
    """
    text = value.strip()
    if not text or len(text) > _LONGEST:
        raise ValueError("not a date")
    if text.isdigit() and text.isascii():
        return _number(text)
    try:
        return _iso(datetime.fromisoformat(text), bool(_CLOCK.search(text)) or "T" in text)
    except ValueError:
        pass
    found = _YEAR_FIRST.fullmatch(text)
    if found:
        return _numeric(found.group(1), found.group(3), found.group(4), found.group(5))
    found = _YEAR_LAST.fullmatch(text)
    if found:
        first, sign, second, year, clock = found.groups()
        month, day = _month_and_day(int(first), int(second), sign)
        return _numeric(year, str(month), str(day), clock)
    if _SHORT_YEAR.fullmatch(text):
        raise ValueError("the year has two digits")
    return _written(text)


def find_date(line: str) -> str | None:
    """Return the date of a line that is nothing but a date and its label, None for any other line.

    Raise ValueError where the line says that it is a date, in figures, and is none that can be read.
    """
    label = _LABEL.match(line)
    text = line[label.end() :] if label else line
    if len(text) > _LONGEST or not any(character.isdigit() for character in text):
        return None
    words = _TOKEN.findall(text.replace(".m.", "m").replace(".M.", "M"))
    if not all(_DATE_WORD.fullmatch(word) for word in words):
        return None
    if not _YEAR.search(text) and not label:
        return None
    try:
        return parse_date(text.strip(" ,()|"))
    except ValueError:
        if label and line[: label.end()].rstrip().endswith((":", "：")):
            raise
        return None


def _number(text: str) -> str:
    """Return the date of a whole number: YYYYMMDD, or seconds or milliseconds since 1970."""
    if len(text) == len("YYYYMMDD"):
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).isoformat()
    if len(text) in _SECONDS or len(text) in _MILLISECONDS:
        return _iso(datetime.fromtimestamp(int(text[:10]), tz=UTC), True)
    raise ValueError("a number that is no date")


def _month_and_day(first: int, second: int, sign: str) -> tuple[int, int]:
    if first > _MONTHS or sign == "." or first == second:
        return second, first
    if second > _MONTHS:
        return first, second
    raise ValueError("ambiguous: day and month cannot be told apart")


def _numeric(year: str, month: str, day: str, clock: str | None) -> str:
    plain = f"{int(year):04}-{int(month):02}-{int(day):02}"
    date.fromisoformat(plain)
    return _written(f"{plain} {clock}") if clock else _iso(datetime.fromisoformat(plain), False)


def _written(text: str) -> str:
    """Return a date that has its month in words or its time in a loose form."""
    import dateparser

    if not _YEAR.search(text):
        raise ValueError("not a date with its year")
    # A year, a month and a day, or nothing: without this a "June 2023" would become a day of June.
    strict: dict[str, object] = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"]}
    found = dateparser.parse(text, languages=_LANGUAGES, settings=strict)
    if found is None:
        raise ValueError("not a date with its day")
    return _iso(found, bool(_CLOCK.search(text)))


def _iso(moment: datetime, with_time: bool) -> str:
    if moment.year not in _YEARS:
        raise ValueError(f"the year {moment.year}")
    if not with_time:
        return moment.date().isoformat()
    return moment.replace(microsecond=0).isoformat().replace("+00:00", "Z")
