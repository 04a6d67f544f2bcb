"""Whether a value of the archive backs a claimed one: units, bounds, rounding and dates considered."""

from __future__ import annotations

from typing import Literal

from rag.values.dates import Day
from rag.values.quantities import Quantity
from rag.values.units import CURRENCIES

Relation = Literal["backs", "differs", "unrelated"]

# Bounds that a value lies above, and below.
_LOW, _HIGH = frozenset({"above", "over"}), frozenset({"below", "under"})

# What "about" and "nearly" allow: 41.88 is about 42, 37 is nearly 40.
_NEAR = 0.1
# How far above "over 80" the real figure may lie for the words to be a fair account of it; the same for "under".
_FAR = 1.5

# A count may leave out its unit: "aged 61" and "61 years old", "won it twice" and 两次.
_LOOSE = ({"", "years"}, {"", "times"})

# A number so large is hardly another one by chance.
_TELLING = 1000


def relation(claimed: Quantity, found: Quantity) -> Relation:
    """Tell whether a value of the archive backs a claimed one, differs from it, or is of another sort."""
    if claimed.day and found.day:
        return _dates(claimed.day, found.day)
    if claimed.kind != found.kind and "rank" in (claimed.kind, found.kind):
        return "unrelated"
    if claimed.unit in CURRENCIES and found.unit in CURRENCIES and claimed.unit != found.unit:
        return "differs" if _same(claimed.value, found.value) else "unrelated"  # 40 million yuan (US$5.5 million)
    if not _comparable(claimed, found):
        return "unrelated"
    if claimed.kind != found.kind:  # a bare year, or a count that looks like one
        return "backs" if claimed.value == found.value and not (claimed.unit or found.unit) else "unrelated"
    if claimed.unit != found.unit and not _same(claimed.value, found.value):
        return "unrelated"
    return "backs" if _fits(claimed, found) else "differs"


def _dates(claimed: Day, found: Day) -> Relation:
    """Compare two dates: one that is less precise can't back the other, nor can a weekday a month."""
    if not claimed.agrees(found):
        return "differs"
    return "backs" if found.covers(claimed) else "unrelated"


def _comparable(claimed: Quantity, found: Quantity) -> bool:
    """Tell whether two values are of one unit, which a bare count lacks, and a large number that goes without saying."""
    if claimed.unit == found.unit or {claimed.unit, found.unit} in _LOOSE:
        return True
    told_before = not found.unit and found.value >= _TELLING and claimed.unit not in (*CURRENCIES, "%", "")
    return told_before and _same(claimed.value, found.value)


def _fits(claimed: Quantity, found: Quantity) -> bool:
    """Tell whether a claimed value is a fair account of the one found, bounds and rounding considered."""
    if _same(claimed.value, found.value) and _same(claimed.high, found.high):
        if not found.bound and claimed.bound in ("above", "below"):
            return False  # half is not less than half
        return not ({claimed.bound, found.bound} & _LOW and {claimed.bound, found.bound} & _HIGH)
    low, high = min(found.value, found.high), max(found.value, found.high)
    if claimed.bound == "about":
        return _rounded(claimed.value, low) and _rounded(claimed.high, high)
    if found.bound or low != high or claimed.value <= 0:
        return False
    if claimed.value != claimed.high:
        return False
    if claimed.bound in _LOW:
        return claimed.value < low <= claimed.value * _FAR
    return claimed.bound in _HIGH and claimed.value / _FAR <= low < claimed.value


def _same(one: float, other: float) -> bool:
    """Tell whether two values are equal but for what a float loses."""
    return one == other or abs(one - other) <= 1e-9 * max(abs(one), abs(other)) < float("inf")


def _rounded(claimed: float, exact: float) -> bool:
    """Tell whether "about `claimed`" may stand for the exact value."""
    return abs(claimed - exact) <= _NEAR * abs(exact) < float("inf")
