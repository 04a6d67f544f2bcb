"""Words that exclude one another, English and Chinese: siblings.txt, one set a line, its members apart by semicolons."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from rag.grounding.pairing import Pair
from rag.grounding.stems import stems
from rag.grounding.tokens import Reading, Token

# How well a word must be paired to be said.
_SAID = 0.9
_WORD = re.compile(r"[A-Za-z]+")

Member = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Found:
    """A word of a text that has siblings, with the sets it belongs to and its place in each."""

    start: int
    end: int
    members: frozenset[Member]


def supplanted(claim: Reading, main: Reading, pairs: Sequence[Pair]) -> bool:
    """Tell whether the sentence has a sibling in the place of a word of the claim: hospital, where the claim says school."""
    theirs = _found(main.text)
    present = frozenset().union(*(other.members for other in theirs))
    said = {pair.partner for pair in pairs if pair.own >= _SAID}
    free = [token for token in main.tokens if token not in said]
    rivals = {line for other in theirs if _covers(other, free) for line, _ in other.members}
    unsaid = [pair.token for pair in pairs if pair.own < _SAID]
    return any(
        word.members.isdisjoint(present) and _covers(word, unsaid) and any(line in rivals for line, _ in word.members)
        for word in _found(claim.text)
    )


def _covers(word: _Found, tokens: Sequence[Token]) -> bool:
    """Tell whether one of the tokens is a part of a word."""
    return any(token.start < word.end and word.start < token.end for token in tokens)


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[_Found, ...]:
    """Return the words of a text that have siblings, the longest where several begin."""
    return (*_latin(text), *_han(text))


def _latin(text: str) -> Iterator[_Found]:
    table, _ = _table()
    matches = list(_WORD.finditer(text))
    keys = [" ".join(stems(match[0])) for match in matches]
    for at, match in enumerate(matches):
        if at + 1 < len(matches) and (members := table.get(f"{keys[at]} {keys[at + 1]}")):
            yield _Found(match.start(), matches[at + 1].end(), members)
        elif members := table.get(keys[at]):
            yield _Found(match.start(), match.end(), members)


def _han(text: str) -> Iterator[_Found]:
    table, pattern = _table()
    for match in pattern.finditer(text):
        yield _Found(match.start(), match.end(), table[match[0]])


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, frozenset[Member]], re.Pattern[str]]:
    """Return the sets and places of each word, an English one by its stem, and a pattern of the Chinese ones."""
    found: defaultdict[str, set[Member]] = defaultdict(set)
    text = (files("rag.grounding") / "siblings.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        if line.strip() and not line.startswith("#"):
            for place, names in enumerate(line.split(";")):
                for name in names.split(","):
                    word = name.strip()
                    key = word if word[:1] > "\u2e80" else " ".join(stems(word))
                    found[key].add((number, place))
    han = sorted((word for word in found if word[:1] > "\u2e80"), key=len, reverse=True)
    return {word: frozenset(members) for word, members in found.items()}, re.compile("|".join(han))
