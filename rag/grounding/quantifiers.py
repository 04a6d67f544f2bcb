"""How many of a whole: all, most, half, few, none, a share. Which of them exclude one another."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.grounding.tokens import Reading
from rag.values.quantities import quantities

Interval = tuple[float, float]

# Each word with the share of the whole that it stands for, in per cent.
_WORDS: tuple[tuple[Interval, re.Pattern[str]], ...] = tuple(
    (interval, re.compile(words, re.IGNORECASE))
    for interval, words in (
        (
            (100, 100),
            r"\b(?:all(?! (?:along|over|but|the same))|every(?:one|body)?|entire|whole)\b(?! day| month| year| week| time)",
        ),
        ((100, 100), r"全部|所有|全都|全体|一律|(?<=[种个名家位人座款项])[全都均](?=[^会市江城匀衡])|悉数"),
        ((50, 99), r"\b(?:most of|the majority|mostly)\b|大部分|大多数?|多数|绝大"),
        ((0, 30), r"\b(?:only a few|a few of|few of|hardly any|a minority|a handful)\b|少数|极少|小部分|只有几"),
        ((0, 0), r"\b(?:none of|not one|no one|nobody)\b|无一|没有任何"),
    )
)
_OF = re.compile(
    r"(?:\bof the (?P<whole>[a-z]+|\d+)\b[^,;.]{0,60}, (?P<part>[a-z]+|\d+)\b)|\b(?P<some>[a-z]+|\d+) of (?:the |its |his |her |their |all )?(?P<all>[a-z]+|\d+)\b",
    re.IGNORECASE,
)
# A share in words is rounded, one in figures may be, too.
_ROUNDED = 2.0


def disagrees(claim: Reading, main: Reading) -> bool:
    """Tell whether the claim says of how many something holds, and the sentence says it of another share alone."""
    mine, theirs = _words_of(claim.text), _shares(main.text)
    return any(
        theirs
        and not any(low <= other_high + _ROUNDED and other_low - _ROUNDED <= high for other_low, other_high in theirs)
        for low, high in mine
    )


@lru_cache(maxsize=4096)
def _words_of(text: str) -> frozenset[Interval]:
    """Return the shares that the words of a text stand for."""
    return frozenset(interval for interval, words in _WORDS if words.search(text))


@lru_cache(maxsize=4096)
def _shares(text: str) -> frozenset[Interval]:
    """Return the shares of a text: by words, in per cent, or as "four of the six"."""
    found = set(_words_of(text))
    found.update((value.value, value.high) for value in quantities(text) if value.unit == "%" and value.high <= 100)
    for match in _OF.finditer(text):
        some, whole = (quantities(match[one] or match[other]) for one, other in (("some", "part"), ("all", "whole")))
        if len(some) == len(whole) == 1 and 0 < some[0].value < whole[0].value:
            share = 100 * some[0].value / whole[0].value
            found.add((share, share))
    return frozenset(found)
