"""The values of a sentence that may be the one asked for, and how well each fits what the question asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rag.asking.nouns import ACRONYM
from rag.asking.sought import Sought
from rag.evidence.words import Said, alike
from rag.grounding.names import held
from rag.grounding.relations import words_in
from rag.grounding.tokens import Reading, Token, read
from rag.values.quantities import Quantity
from rag.values.relation import relation
from rag.values.units import CURRENCIES, TIMES

_BREAK = re.compile(r"[,;:，；：。]|\b(?:while|whereas|but|although)\b|而(?!且)|但")
_YEAR = re.compile(r"\b(?:what|which) year\b|哪一?年|年份", re.IGNORECASE)
_AGO = re.compile(r"\s?(?:ago|earlier|later|before|after)\b|\s?之?[前后]", re.IGNORECASE)
# What follows a number that is an age by itself: "Ann Lee, 61, said", "at age 61 and".
_COUNTS_NOTHING = re.compile(r"\s?(?:[,.;:)\]，。；、]|and\b|when\b|in\b|\Z)")
# Nouns that people of any sort are counted by; what such a number counts need not be said.
_PEOPLE = re.compile(r"(?:people|persons?|inhabit\w*|resid\w*|人|人口|居民)\Z")
_UNSAID = 0.6
# What it is worth if the number counts what is done with the noun: balls that are intercepted, "four interceptions".
_DONE = 0.7
# Words after and before a number among which what it counts stands.
_BEHIND, _BEFORE = 4, 2
# What a number is worth that has no unit, though it should, or a date that may be one end of a time.
_UNLIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the kind asked for: how well (0 to 1) its unit fits, and what it counts.

    `is_stray` tells that the clause around it names something else instead of what the question names.
    """

    unit: float
    counted: float
    is_stray: bool

    @property
    def fit(self) -> float:
        """Return what ranks the values of a sentence."""
        return self.unit + 2 * self.counted - self.is_stray


def best_value(asked: Sought, main: Reading, said: Mapping[Token, Said]) -> Value | None:
    """Return the value of a sentence that fits the question best; `said` tells how it says the question's words."""
    strangers = [name for name in main.names if not held(name, asked.reading)]
    found = (
        Value(
            unit,
            _counts(asked, main, place),
            _is_stray(asked, main, said, strangers, place),
        )
        for place, unit in _offered(asked, main, strangers)
    )
    return max(found, key=lambda value: value.fit, default=None)


def _offered(asked: Sought, main: Reading, strangers: list[Token]) -> Iterator[tuple[Quantity | Token, float]]:
    """Yield the values of the kind asked for that the question does not name itself, with the fit of their unit."""
    if asked.kind in ("person", "place"):
        yield from ((name, 1.0) for name in strangers)
    for value in main.quantities if asked.kind in ("date", "number") else ():
        if any(relation(value, named) == "backs" for named in asked.reading.quantities):
            continue
        if asked.kind == "date" and _is_date(asked, main, value):
            yield value, 1.0
        elif asked.kind == "number" and not value.weak and (fit := _fit(asked, main, value)):
            yield value, fit


def _is_date(asked: Sought, main: Reading, value: Quantity) -> bool:
    """Tell whether a value is a date, with the year where that is asked for, or "66 million years ago"."""
    if value.day and _YEAR.search(asked.reading.text):
        return bool(value.day.year or value.day.decade)
    is_ago = value.unit in TIMES and _AGO.match(main.text, value.end) is not None
    return bool(value.day) or value.unit == "clock" or is_ago


def _fit(asked: Sought, main: Reading, value: Quantity) -> float:
    """Return how well a value fits what is measured, 0 where it is no such value."""
    if asked.measure == "time":
        return 1.0 if value.unit in TIMES else _UNLIKELY if value.day or value.unit == "clock" else 0.0
    if value.kind == "date":  # a bare year may be the number of what follows it
        is_bare = value.day is not None and not (value.day.month or value.day.decade or value.day.weekday)
        return float(is_bare and asked.counted is not None and _counts(asked, main, value) > _UNSAID)
    if value.kind != "number" or value.unit == "clock":
        return 0.0
    return _unit(asked, main, value)


def _unit(asked: Sought, main: Reading, value: Quantity) -> float:
    """Return how well a number's unit fits what is measured, 0 where it is another one for certain."""
    is_money, is_share = value.unit in CURRENCIES, value.unit == "%"
    match asked.measure:
        case "share":
            return float(is_share)
        case "money":
            return float(is_money)
        case "age":
            stands_alone = not value.unit and _COUNTS_NOTHING.match(main.text, value.end) is not None
            return float(value.unit == "years" or stands_alone)
        case "size":
            return float(bool(value.unit) and not is_share and not is_money)
        case "count" if is_share:  # a share of the people may be told instead of their number
            return _UNLIKELY * bool(asked.counted and _PEOPLE.match(asked.counted.text))
        case "count":
            return float(value.unit in ("", "times", asked.unit))
        case _:
            return 1.0 if value.unit else _UNLIKELY


def _counts(asked: Sought, main: Reading, value: Quantity | Token) -> float:
    """Return how far a number counts what the question asks the number of."""
    noun = asked.counted
    if noun is None or isinstance(value, Token):
        return 1.0
    if (asked.unit and asked.unit == value.unit) or asked.measure == "time":
        return 1.0
    near = [token for other in (value, *_completing(main, value)) for token in _near(main, other)]
    counted = max((alike(_in_full(asked, noun), _in_full(asked, token)) for token in near), default=0.0)
    done = max((alike(word, token) for word in asked.topic for token in near), default=0.0)
    return max(counted, _DONE * done, _UNSAID * bool(_PEOPLE.match(noun.text)))


def _completing(main: Reading, value: Quantity) -> list[Quantity]:
    """Return the number before one that has no noun of its own: "Alder has 12 ferries, and Norvik 7"."""
    if value.unit or not _COUNTS_NOTHING.match(main.text, value.end):
        return []
    before = [other for other in main.quantities if other.kind == "number" and other.end <= value.start]
    return before[-1:] if before and before[-1].unit == value.unit else []


def _near(main: Reading, value: Quantity) -> Iterator[Token]:
    """Yield the words among which what a number counts stands."""
    for token in main.tokens:
        behind = value.end <= token.start and _apart(main, value, token) < _BEHIND
        before = token.end <= value.start and _apart(main, value, token) < _BEFORE
        if behind or before or value.start <= token.start < value.end:
            yield token


def _in_full(asked: Sought, noun: Token) -> Token:
    """Return the last word of what an acronym stands for, else the noun itself."""
    letters = ACRONYM.fullmatch(noun.text)
    full = asked.acronyms.get(letters[1]) if letters else None
    return next(reversed(read(" ".join(full)).tokens), noun) if full else noun


def _is_stray(
    asked: Sought, main: Reading, said: Mapping[Token, Said], strangers: list[Token], value: Quantity | Token
) -> bool:
    """Tell whether the clause of a number or date names others, and not all that the question names."""
    if isinstance(value, Token) or not asked.names:
        return False
    start = max([0, *(match.end() for match in _BREAK.finditer(main.text, 0, value.start))])
    end = min([len(main.text), *(match.start() for match in _BREAK.finditer(main.text, value.end))])
    others = [name for name in strangers if start <= name.start < end and not value.start <= name.start < value.end]
    partners = [said[name].partner for name in asked.names]
    return bool(others) and not all(partner and start <= partner.start < end for partner in partners)


def _apart(main: Reading, value: Quantity | Token, word: Token) -> float:
    """Return the distance of a word from a value, in words."""
    if word.end <= value.start:
        return words_in(main.text[word.end : value.start])
    return words_in(main.text[value.end : word.start]) if value.end <= word.start else 0.0
