"""Words that mean the same, in English, in Chinese and across: those that the dictionary gives one meaning.

An English word or phrase is known by the Chinese words that it translates: "conceal" and "hide" both translate 隐藏.
Other than word vectors this tells a synonym from a neighbour or an opposite (teacher and lawyer, buy and sell).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from rag.grounding.stems import bases
from rag.grounding.wordvectors import word_table
from rag.lexicon import meanings
from rag.once import once

# A meaning that translates: a word, or a phrase of few ("to take part in"). Longer ones explain.
_MEANING = re.compile(r"(?:to be |to |an? |the )?([A-Za-z]+(?:[ -][A-Za-z]+){0,2})")
_VERB = re.compile(r"to [a-z]")
_PROPER = re.compile(r"[A-Z][\w'-]*(?: (?:of |and |the )?[A-Z][\w'-]*)*")
# Phrases of Chinese longer than this translate nothing.
_LONGEST = 3
# Words that are looked up at a time, and not all at once, for the memory that the whole dictionary would take.
_BATCH = 2000

# A single character of more meanings than this means too little by itself.
_MEANINGS = 3


class Thesaurus:
    """The dictionary's words, by their meanings."""

    def __init__(self) -> None:
        from pypinyin.phrases_dict import phrases_dict

        known = [*word_table().chinese_words(), *(word for word in phrases_dict if len(word) <= _LONGEST)]
        known = [word for word in dict.fromkeys(known) if len(word) > 1]
        # The Chinese words of each English one, with blanks between: as sets, and looked up at once, 20 MB more.
        self._english: defaultdict[str, str] = defaultdict(str)
        for first in range(0, len(known), _BATCH):
            for word, listed in meanings(known[first : first + _BATCH]).items():
                for phrase in set(_translations(listed)):
                    self._english[phrase] += f"{word} "

    @lru_cache(maxsize=20_000)  # noqa: B019 - one thesaurus lives as long as the process
    def of(self, word: str, following: str = "") -> frozenset[str]:
        """Return the Chinese words that an English word in any form translates, or it and the one behind it ("give up")."""
        tail = f" {following.lower()}" if following else ""
        return frozenset().union(*(self._english.get(base + tail, "").split() for base in (word, *bases(word))))

    @lru_cache(maxsize=20_000)  # noqa: B019
    def alike(self, word: str) -> frozenset[str]:
        """Return a Chinese word and those that share an English meaning with it."""
        found = _translations(meanings([word]).get(word, []))
        if len(word) == 1 and len(found) > _MEANINGS:
            found = []
        return frozenset({word}).union(*(self._english.get(phrase, "").split() for phrase in found))


@lru_cache(maxsize=20_000)
def is_listed(word: str) -> bool:
    """Tell whether a Chinese word translates into a word written small, and so is no name."""
    return any(meaning.strip()[:1].islower() for meaning in meanings([word]).get(word, ()))


@lru_cache(maxsize=20_000)
def means_doing(word: str) -> bool:
    """Tell whether a Chinese word is a verb first of all."""
    listed = meanings([word]).get(word)
    return bool(listed and _VERB.match(listed[0].strip()))


@lru_cache(maxsize=20_000)
def proper_names(word: str) -> tuple[str, ...]:
    """Return the English names that a Chinese word stands for; none where it also means what is written small."""
    # What follows a comma, and so a blank, explains: "Fudan University, Shanghai".
    heads = [meaning for meaning in meanings([word]).get(word, ()) if meaning[:1].strip()] if len(word) > 1 else []
    found = [_PROPER.match(head) for head in heads]
    return tuple(match[0] for match in found if match) if all(found) else ()


def _translations(listed: Sequence[str]) -> list[str]:
    return [match[1] for meaning in listed if (match := _MEANING.fullmatch(meaning.strip()))]


@once
def thesaurus() -> Thesaurus:
    """Return the thesaurus (made at the first use)."""
    return Thesaurus()
