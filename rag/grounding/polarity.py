"""Which way a sentence points: what it denies, and words that are each other's opposite."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from rag.grounding.opposites import ENDING, OPPOSITES, WITHHOLDING
from rag.grounding.stems import stems

# What denies the words that follow it in its clause. Bounds ("no more than", 不到) and "not only" deny nothing.
_DENIAL = re.compile(
    r"\b(?:not(?! only| just| least| to mention)|never|no(?! (?:more|less|fewer|later|doubt)\b)|nobody|none|nothing|neither|nor|cannot"
    r"|hardly|barely|fail(?:s|ed|ing)? to|yet to"
    r"|unable|without|too (?:few|little))\b|n['’]t\b"
    r"|(?<![差而])不(?!得不|[仅但止断少过同久到足超一])|没有|没(?!收)|未(?!来|知)|无(?!论|疑|人|线|锡)|尚未|从未|并非|绝非|非(?![常洲但凡法营])",
    re.IGNORECASE,
)
_WORD = re.compile("[A-Za-z]+")
_WITHOUT = 30  # characters
_CLAUSE = re.compile(
    r"[,;:，；：。!?！？()（）]|\b(?:but|although|though|while|whereas|however|because|and then|and that|despite|and (?=(?:in \w+ )?(?:has|have|had|is|are|was|were|will|does|did|no|not|never|none)\b))\b|但|而(?!且)|虽然|尽管|因为"
)


@lru_cache(maxsize=1)
def _sides() -> dict[str, frozenset[tuple[int, int]]]:
    """Return for each word, as `words` cuts it, the pairs it belongs to and the side (0 or 1) on which."""
    table: dict[str, list[tuple[int, int]]] = {}
    for pair, sides in enumerate(OPPOSITES):
        for side, listed in enumerate(sides):
            for word in listed.split():
                key = word if word[0] > "\u2e80" else stems(word)[0]
                table.setdefault(key, []).append((pair, side))
    return {word: frozenset(places) for word, places in table.items()}


@dataclass(frozen=True, slots=True)
class Mark:
    """A word of a text that has an opposite, at its place, with the pairs it belongs to and its side in each."""

    word: str
    start: int
    places: frozenset[tuple[int, int]]

    def faces(self, other: Mark) -> bool:
        """Tell whether two words are opposites."""
        return not self.stands_with(other) and any((pair, 1 - side) in other.places for pair, side in self.places)

    def stands_with(self, other: Mark) -> bool:
        """Tell whether two words stand on one side of a pair (grow, rise), or are the same."""
        return self.word == other.word or not self.places.isdisjoint(other.places)


@lru_cache(maxsize=4096)
def marks(text: str) -> tuple[Mark, ...]:
    """Return the words of a text that have an opposite, in order."""
    sides = _sides()
    found: list[Mark] = []
    denials = [match.span() for match in _DENIAL.finditer(text)]
    longer, single = _han_marks()
    found += [Mark(match[0], match.start(), sides[match[0]]) for match in longer.finditer(text)]
    found += [Mark(match[1], match.start(1), sides[match[1]]) for match in single.finditer(text)]
    for match in re.finditer(r"[A-Za-z]+", text):
        key = stems(match[0])[0]
        if key in sides:
            found.append(Mark(key, match.start(), sides[key]))
    found = [mark for mark in found if not any(start <= mark.start < end for start, end in denials)]
    return tuple(sorted(found, key=lambda mark: mark.start))


@lru_cache(maxsize=1)
def _han_marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of Chinese words with an opposite: of several characters, and of one.

    One character counts only in a comparison (比 ... 多), and not as a part of a longer word.
    """
    han = [word for word in _sides() if word[0] > "\u2e80"]
    longer = "|".join(sorted((word for word in han if len(word) > 1), key=len, reverse=True))
    single = "".join(word for word in han if len(word) == 1)
    return re.compile(longer), re.compile(
        rf"比(?:(?!{longer})[^，。；]){{1,10}}?(?!{longer})([{single}])(?![长大小高低快慢])"
    )


def denied(text: str) -> list[tuple[int, int]]:
    """Return the spans of the clauses of a sentence that deny something."""
    bounds = [0, *(match.start() for match in _CLAUSE.finditer(text)), len(text)]
    spans = itertools.pairwise(bounds)
    found = []
    for start, end in spans:
        if match := _DENIAL.search(text, start, end):
            narrow = match[0].lower() == "without"  # it denies what follows, not the clause
            found.append((match.start(), min(end, match.end() + _WITHOUT)) if narrow else (start, end))
    return found


def clause_at(text: str, at: int) -> str:
    """Return the clause of a text around a place."""
    return text[slice(*clause_span(text, at))]


def clause_span(text: str, at: int) -> tuple[int, int]:
    """Return the span of the clause of a text around a place."""
    start = max((match.end() for match in _CLAUSE.finditer(text, 0, at)), default=0)
    end = _CLAUSE.search(text, at)
    return start, end.start() if end else len(text)


def denial_focus(text: str) -> list[int]:
    """Return where what is denied begins: right behind each denial."""
    return [match.end() for match in _DENIAL.finditer(text)]


@lru_cache(maxsize=4096)
def withheld(text: str) -> frozenset[str]:
    """Return the words of a text that say by themselves that something is not so: banned, cancelled, 取消."""
    return _found(WITHHOLDING, text)


@lru_cache(maxsize=4096)
def ended(text: str) -> frozenset[str]:
    """Return the words of a text that end, undo or turn down what is said beside them: dropped, refused, 放弃."""
    return _found(ENDING, text)


def _found(listed: str, text: str) -> frozenset[str]:
    latin, han = _split(listed)
    return latin.intersection(stem for word in _WORD.findall(text) for stem in stems(word)) | frozenset(
        han.findall(text)
    )


@lru_cache(maxsize=2)
def _split(listed: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the stems of the English words, and a pattern of the Chinese ones."""
    han = "|".join(sorted((word for word in listed.split() if word[0] > "\u2e80"), key=len, reverse=True))
    return frozenset(stem for word in listed.split() if word[0] < "\u2e80" for stem in stems(word)), re.compile(han)
