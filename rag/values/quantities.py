"""The values in a text, English or Chinese, in one form: numbers, shares, amounts of money, measures, ranks, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rag.values.amounts import AMOUNT, MULTIPLES, counts_things, is_numeral, is_year, rank, several, share, values
from rag.values.dates import Day, days
from rag.values.numerals import DIGITS, from_digits
from rag.values.units import CURRENCIES, TIMES, Bound, bound, currency_before, unit_after

Kind = Literal["number", "rank", "date"]

# Full-width characters and typographic dashes, one for one, so that offsets stay.
_PLAIN = str.maketrans({0xFF01 + i: chr(0x21 + i) for i in range(94)} | {"−": "-", "–": "-", "—": "-", "～": "~"})

# Units that are told in a smaller one, so that an hour and 60 minutes are the same.
_BASES = {
    "hours": ("minutes", 60.0),
    "weeks": ("days", 7.0),
    "decades": ("years", 10.0),
    "mu": ("ha", 1 / 15),
    "t": ("kg", 1000.0),
    "km": ("m", 1000.0),
    "cm": ("m", 0.01),
    "mm": ("m", 0.001),
    "GW": ("kW", 1e6),
    "MW": ("kW", 1e3),
}

# "The two companies", 两国: those that were named.
_BOTH = re.compile(r"the two\b|.{0,4}?两(?=[国者县地岸市省党队校方])", re.IGNORECASE)
# "Grew by one time" (增加一倍) is to double.
_GROWN = re.compile(r"(?:增[加长多]?|提高|上升|高出?|多出?|涨|长)了?(?:近|将近|约|大约|逾|超过)?\Z")

_GROWING = 10  # characters

_BETWEEN = re.compile(r"\s?(?:-|~|to|and|至|到)\s?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value at its place: `text[start:end]` is the numeral with its unit.

    `value` to `high` is a range, the same for a single value. `unit` is "%", a currency (ISO 4217), a unit of measure,
    or "" for a plain number. `weak` marks words that may count nothing ("one of the", "first", 一个). `day` is set for
    dates, a bare year among them, whose value is the year.
    """

    kind: Kind
    value: float
    high: float
    unit: str
    bound: Bound
    start: int
    end: int
    weak: bool = False
    day: Day | None = None


@lru_cache(maxsize=4096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the values of a text, in order. Linear in its length."""
    plain = text.translate(_PLAIN)
    found = [Quantity("date", d.year, d.year, "", "", d.start, d.end, day=d) for d in days(plain)]
    taken = bytearray(len(plain))
    for date in found:
        taken[date.start : date.end] = b"\1" * (date.end - date.start)
    for match in AMOUNT.finditer(plain):
        if not any(taken[match.start() : match.end()]):
            found.extend(_read(plain, match))
    return tuple(_ranges(plain, sorted(found, key=lambda quantity: quantity.start)))


def _read(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    """Yield the values of one match: several for "two three", none for letters that only look like a numeral."""
    start, end = match.span()
    if match["rank"]:
        place = rank(match["rank"])
        yield Quantity("rank", place, place, "", "", start, end, weak=place == 1)
    elif match["clock"]:
        hours, minutes = match["clock"].split(":")
        yield Quantity(
            "number", int(hours) * 60 + int(minutes), int(hours) * 60 + int(minutes), "clock", "", start, end
        )
    elif match["quarters"] or match["halfhour"]:
        minutes = {"a": 15.0, "t": 45.0, "h": 30.0}[(match["quarters"] or match["halfhour"])[0].lower()]
        yield Quantity("number", minutes, minutes, "minutes", bound(text, start, end, end), start, end)
    elif (part := share(match)) is not None:
        yield Quantity("number", part, part, "%", bound(text, start, end, end), start, end)
    elif match["multiple"]:
        times = MULTIPLES[match["multiple"].lower().replace("-", "")[:5]]
        yield Quantity("number", times, times, "times", "", start, end)
    elif match["plural"] or match["several"]:
        low = several(match)
        unit, stop = unit_after(text, end)
        yield Quantity("number", low, low, unit, "over", start, stop)
    else:
        yield from _counted(text, match)


def _counted(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    """Yield the values of digits, number words or Chinese numerals, with what stands around them."""
    currency, start = currency_before(text, match.start())
    end = match.end()
    numbers = values(match)
    if (
        match["scale"]
        and match["scale"].strip().lower() in ("m", "b")
        and not currency
        and not counts_things(text, end)
    ):
        numbers, end = [from_digits(match["digits"])], match.end("digits")  # 100m is a length unless things are counted
    unit, stop = unit_after(text, end)
    if match["mixed"] and not is_numeral(text, match, currency or unit):
        return
    if (
        match["digits"]
        and stop == match.end("digits")
        and re.match("[A-Za-z]", text[stop : stop + 1])
        and not match["scale"]
    ):
        return  # 5G, 3D: a name
    limit = bound(text, start, end, stop)
    if limit == "above" and unit in TIMES:  # "over three years" is all of them, and 15 hours 20 are more than 15 hours
        limit = "over"
    sign = (
        -1 if text[max(0, start - 1) : start] in ("-", "负") and not text[max(0, start - 2) : start - 1].strip() else 1
    )
    for value in numbers:
        if match["digits"] and not (currency or unit or limit or match["scale"]) and is_year(match["digits"]):
            yield Quantity("date", value, value, "", "", start, stop, day=Day(start, stop, year=int(value)))
            continue
        grown = text[stop - 1] == "倍" and _GROWN.search(text, max(0, start - _GROWING), start) is not None
        weak = value == 1 and not match["digits"] and not currency and not grown
        weak |= value == 2 and _BOTH.match(text, max(0, match.start() - len("the "))) is not None
        base, factor = _BASES.get(unit, (unit, 1.0))
        amount = sign * (value + grown) * factor
        yield Quantity("number", amount, amount, currency or base, limit, start, stop, weak)


def _ranges(text: str, found: list[Quantity]) -> Iterator[Quantity]:
    """Yield the values with "10 to 15" and "between 10 and 15" made one."""
    last: Quantity | None = None
    for quantity in found:
        if last and (joined := _range(text, last, quantity)):
            last = joined
            continue
        if last:
            yield _changing(text, last, quantity)
        last = quantity
    if last:
        yield last


def _changing(text: str, low: Quantity, high: Quantity) -> Quantity:
    """Return the first of two values with the unit of the second where it changes into that ("from 70 to 61 %")."""
    if (
        low.unit
        or low.kind != "number"
        or high.kind != "number"
        or text[low.end : high.start].strip() not in ("to", "到", "至")
    ):
        return low
    return replace(low, unit=high.unit)


def _range(text: str, low: Quantity, high: Quantity) -> Quantity | None:
    """Return the range of two values, None where they are two."""
    if not (
        low.kind == high.kind == "number"
        and low.value < high.value
        and (low.unit == high.unit or not low.unit or (not high.unit and low.unit in CURRENCIES))
    ):
        return None
    gap = text[low.end : high.start] if high.start - low.end < 8 else "?"
    if not _BETWEEN.fullmatch(gap):
        return None
    before = text[max(0, low.start - 16) : low.start].lower()
    if gap.strip() in ("to", "到", "至") and re.search(r"(?:from|rose|fell|up|down|从|由)\W*\w*\W*$", before):
        return None  # a change from one value to another
    if gap.strip().lower() == "and" and "between" not in before:
        return None
    leading = re.match(DIGITS, text[high.start : high.end])
    value = low.value
    if leading and text[low.end - 1].isdecimal():  # "10 to 15 million"
        scaled = value * high.value / (from_digits(leading[0]) or 1)
        value = scaled if scaled < high.value else value
    return replace(high, value=value, start=low.start, unit=low.unit or high.unit)
