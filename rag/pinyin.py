"""Chinese in Latin letters: what lets a Chinese question find a person in English articles, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rag.language import is_stop_word, words

# Characters of a person's name: one or two of the family, one or two given.
_SHORTEST, _LONGEST = 2, 4
_HAN = re.compile("[\u3400-\u9fff]+")
# Two names in a row, in either order; of three names the first two and the last two.
_NAMES = re.compile(r"(?=\b([A-Z][a-z]+) ([A-Z][a-z]+)\b)")


def spelt_names(text: str) -> dict[str, str]:
    """Return what may be names of persons in a Chinese text, spelt as English articles spell them, the longest first.

    Most are none: only an archive that mentions them tells.
    """
    found = [
        run[first : first + length]
        for run in _HAN.findall(text)
        for length in range(_SHORTEST, _LONGEST + 1)
        for first in range(len(run) - length + 1)
    ]
    found.sort(key=len, reverse=True)
    return {name: _spelt(name) for name in found if not any(map(is_stop_word, name))}


def _spelt(name: str) -> str:
    """Return a name in Latin letters, the family name first."""
    sounds, family = syllables(name), max(1, len(name) - 2)
    return f"{''.join(sounds[:family])} {''.join(sounds[family:])}".title()


def named(question: str) -> dict[str, frozenset[str]]:
    """Return the terms of what may be names in an English question, by the sound that they would have in Chinese."""
    pairs = [(first, second) for pair in _NAMES.findall(question) for first, second in (pair, pair[::-1])]
    return {f"{family}{given}".lower(): frozenset(words(f"{family} {given}")) for family, given in pairs}


def heard(names: Mapping[str, frozenset[str]], text: str) -> frozenset[str]:
    """Return the terms of the names that a Chinese text has the sound of."""
    sound = "".join(syllables(text)) if names else ""
    return frozenset().union(*(terms for letters, terms in names.items() if letters in sound))


@lru_cache(maxsize=20_000)
def syllables(han: str) -> tuple[str, ...]:
    """Return how each character is pronounced, in letters without tones."""
    from pypinyin import lazy_pinyin

    # A list keeps characters that are not Chinese apart, which the stub of the library does not know.
    return tuple(lazy_pinyin(han, errors=list))  # type: ignore[arg-type]
