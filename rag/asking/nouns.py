"""Noun phrases as a number counts them, and acronyms as the words that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rag.language import is_stop_word, words

Acronyms = Mapping[str, tuple[str, ...]]

# What a noun phrase in the plural follows.
COUNT = re.compile(r"\bhow many\s+|\bnumber of\s+", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
ACRONYM = re.compile(r"([A-Z]{2,7})s?")
_SPELLED_OUT = re.compile(r"\(([A-Z]{2,7})s?\)")
_PLURALS = frozenset(
    "people men women children feet teeth mice police staff aircraft fish sheep cattle species".split()
)


def noun_phrase(text: str, start: int) -> tuple[int, int]:
    """Return the span of the words that name things in the plural from a place on; empty where they don't."""
    end, plural = start, False
    for match in _WORD.finditer(text, start):
        if text[end : match.start()].strip(" -"):
            break
        if all(is_stop_word(key) for key in words(match[0])) and not ACRONYM.fullmatch(match[0]):
            break
        if plural and not _is_plural(match[0]):
            break
        plural = plural or _is_plural(match[0])
        end = match.end()
    return (start, end) if plural else (start, start)


def counted_noun(text: str, start: int) -> tuple[int, int]:
    """Return the span of the noun phrase that a number ending at `start` counts; empty where none follows."""
    first = start + len(text[start:]) - len(text[start:].lstrip(" -"))
    return noun_phrase(text, first)


def _is_plural(word: str) -> bool:
    return word.lower() in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "is", "’s", "'s")))


def in_full(text: str, acronyms: Acronyms) -> tuple[str, ...]:
    """Return the words of a noun phrase, acronyms as the words they stand for."""
    full: list[str] = []
    for word in _WORD.findall(text):
        letters = ACRONYM.fullmatch(word)
        full.extend(acronyms.get(letters[1], (letters[1].lower(),)) if letters else (word.lower(),))
    return tuple(full)


def stems(noun: Iterable[str]) -> tuple[str, ...]:
    """Return the words of a noun phrase as they are compared: singular and plural alike."""
    return tuple(key for word in noun for key in words(word))


def spelled_out(question: str, texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return acronyms of common nouns with the words they stand for.

    Texts tell by "large language models (LLMs)", the question by the initials of what it asks the number of.
    """
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for match in _SPELLED_OUT.finditer(text):
            before = _WORD.findall(text[max(0, match.start() - 100) : match.start()])[-len(match[1]) :]
            if _initials(before) == match[1] and before[-1].islower():
                found.setdefault(match[1], tuple(word.lower() for word in before))
    if asked := COUNT.search(question):
        start, end = noun_phrase(question, asked.end())
        named = _WORD.findall(question[start:end])
        if len(named) > 1 and question[start:end].islower():
            found.setdefault(_initials(named), tuple(named))
    return found


def contains(longer: Sequence[str], shorter: Sequence[str]) -> bool:
    """Tell whether the words of one phrase stand in another, in order."""
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _initials(named: Iterable[str]) -> str:
    return "".join(word[0] for word in named).upper()
