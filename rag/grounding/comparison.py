"""Claims that compare two figures of a sentence without naming them: "Beijing has more projects than Guangdong"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations
from typing import Literal, NamedTuple

from rag.grounding.factuality import is_no_fact
from rag.grounding.names import spelt_at
from rag.grounding.polarity import denied
from rag.grounding.relations import is_verb
from rag.grounding.tokens import Reading, Token
from rag.values.quantities import Quantity

Outcome = Literal["", "agrees", "disagrees"]

_ENGLISH = re.compile(
    r"\b(?:(?P<more>more|greater|higher|larger|bigger|longer)|fewer|less|lower|smaller|shorter)\b"
    r"[^,;.]*?\bthan\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:(?P<more>exceed(?:s|ed)?|outnumber(?:s|ed)?|surpass(?:es|ed)?|outstrip(?:s|ped)?|outpaced?s?"
    r"|(?:is|are|was|were) (?:\w+ )?ahead of)|trail(?:s|ed)?|lag(?:s|ged)? (?:\w+ )?behind"
    r"|(?:is|are|was|were|fell) (?:\w+ )?behind)\b",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(?:(?P<more>多于|高于|大于|超过|超出|领先于?)|少于|低于|小于|不及|不如|落后于?)"
    r"|比(?=[^，。；比]{1,20}?(?:(?P<higher>[多高大长])|[少低小短])(?![长大小高低快慢数]))"
)
# "Twice as many as", 是 ... 的两倍: the number of times stands before, or behind.
_MULTIPLE = re.compile(
    r"(?<=[\w.] )as (?:many|much|large|big|high|long)\b[^,;.]*?\bas\b|是(?=[^，。；]{1,20}的)", re.IGNORECASE
)
# How far a ratio may be from the number of times that is claimed ("nearly twice as many").
_ABOUT = 0.12
# Characters behind a comparison in which a figure makes a bound of it: "more than 40".
_FIGURE = 12
# Characters between a name and its figure at most.
_REACH = 100


class _Compared(NamedTuple):
    """What is said to have more, what less, and how many times as much, if it is said."""

    more: Token
    less: Token
    times: float = 0.0


def comparison(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> Outcome:
    """Tell whether the figures of a sentence bear out what a claim compares; "" where it compares no two of them."""
    places = {token: at for token in claim.tokens if (at := _place(token, main, partners)) is not None}
    things = [token for token in places if not (_is_counted(places[token], main) or is_verb(claim, token))]
    names = [token for token in things if token.is_name or (token in partners and partners[token].is_name)]
    found = _compared(claim, names)
    if not found and all(name in places for name in claim.names):  # else one may be compared that the sentence lacks
        found = _compared(claim, things)
    if not found:
        return ""
    figures = _figures(places[found.more], places[found.less], main)
    if not figures:
        return ""
    higher, lower = figures
    if found.times:
        return "agrees" if abs(higher.value - found.times * lower.value) < _ABOUT * higher.value else "disagrees"
    return "agrees" if lower.high < higher.value else "disagrees"


def _compared(claim: Reading, things: Sequence[Token]) -> _Compared | None:
    """Return what a claim compares, None where it compares nothing or denies it."""
    match = next((m for p in (_ENGLISH, _VERB, _CHINESE) if (m := p.search(claim.text))), None)
    if not match:
        return _multiplied(claim, things)
    if any(start <= match.start() < end for start, end in denied(claim.text)):
        return None
    if any(0 <= value.start - match.end() < _FIGURE for value in claim.quantities):
        return None
    sides = _sides(match, things)
    if not sides:
        return None
    one, other = sides
    groups = match.groupdict()
    return _Compared(one, other) if groups["more"] or groups.get("higher") else _Compared(other, one)


def _multiplied(claim: Reading, things: Sequence[Token]) -> _Compared | None:
    """Return what a claim says is so many times as much as another."""
    times = next((value for value in claim.quantities if value.unit == "times"), None)
    match = _MULTIPLE.search(claim.text) if times else None
    sides = _sides(match, things) if match else None
    return _Compared(*sides, times.value) if sides and times else None


def _sides(match: re.Match[str], things: Sequence[Token]) -> tuple[Token, Token] | None:
    """Return the things on either side of a comparison."""
    before = [thing for thing in things if thing.end <= match.start()]
    between = [thing for thing in things if match.start() <= thing.start < match.end()]
    after = [thing for thing in things if thing.start >= match.end()]
    first = before or between
    return (first[-1], after[0]) if first and after else None


def _place(token: Token, main: Reading, partners: Mapping[Token, Token]) -> int | None:
    """Return where a sentence has a word of the claim."""
    if partner := partners.get(token):
        return partner.start
    return spelt_at(token, main.text) if token.is_name else None


def _is_counted(at: int, main: Reading) -> bool:
    """Tell whether what stands at a place is what a number counts: the LLMs of "37 LLMs"."""
    return any(0 <= at - value.end <= 1 for value in main.quantities if value.kind == "number")


def _figures(one: int, other: int, main: Reading) -> tuple[Quantity, Quantity] | None:
    """Return the figures of what stands at two places: the two of one unit that lie nearest, all in all."""
    pairs = [
        (abs(one - mine.start) + abs(other - theirs.start), mine, theirs)
        for mine, theirs in permutations(_told(main), 2)
        if mine.unit == theirs.unit and abs(one - mine.start) < _REACH and abs(other - theirs.start) < _REACH
    ]
    return min(pairs, key=lambda pair: pair[0])[1:] if pairs else None


def _told(main: Reading) -> Iterator[Quantity]:
    """Yield the figures that a sentence tells as facts, and does not deny."""
    spans = denied(main.text)
    numbers = (v for v in main.quantities if v.kind == "number" and not v.weak and v.unit != "clock")
    return (
        v
        for v in numbers
        if not any(start <= v.start < end for start, end in spans) and not is_no_fact(main.text, v.start)
    )
