"""Names as they stand together: "Ida Brandt", "Baidu and Alibaba"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from rag.grounding.roles import is_role
from rag.grounding.tokens import Reading, Token

_JOINT = re.compile(r",?\s?(?:and|&|,)\s(?:the\s)?|[和与及、]\s?")
_ONE_NAME = re.compile(r"[ ·-]?")
_PLURAL_ACRONYM = re.compile("[A-Z]{2,}s")


def ending(reading: Reading, end: int, *, alone: bool = False) -> set[Token]:
    """Return the words of the name that ends at a place of a text, with names joined to it unless it counts alone."""
    last = next((token for token in reading.names if token.end == end and _is_somebody(token)), None)
    return _run(reading, last, -1, alone) if last else set()


def starting(reading: Reading, *starts: int, alone: bool = False) -> set[Token]:
    """Return the words of the name that starts at one of these places, with names joined to it unless it counts alone."""
    first = next((token for token in reading.names if token.start in starts and _is_somebody(token)), None)
    return _run(reading, first, 1, alone) if first else set()


def are_others(theirs: Set[Token], mine: Set[Token], partners: Mapping[Token, Token]) -> bool:
    """Tell whether a sentence names others in the place of those of the claim, all of whom it names elsewhere."""
    known = {partners[name] for name in mine if name in partners}
    return bool(theirs and mine) and len(known) == len(mine) and known.isdisjoint(theirs)


def _is_somebody(name: Token) -> bool:
    """Tell whether a word names somebody: no office, and no kind of things ("the LLMs launched")."""
    return not is_role(name.text) and not _PLURAL_ACRONYM.fullmatch(name.text)


def _run(reading: Reading, name: Token, step: int, alone: bool) -> set[Token]:
    found, at = {name}, reading.tokens.index(name)
    while 0 <= at + step < len(reading.tokens):
        following = reading.tokens[at + step]
        one, other = sorted((reading.tokens[at], following), key=lambda token: token.start)
        gap = reading.text[one.end : other.start]
        joined = _ONE_NAME.fullmatch(gap) or (not alone and _JOINT.fullmatch(gap))
        if not following.is_name or not joined:
            break
        found.add(following)
        at += step
    return found
