"""Whether a sentence tells of another than the question names: one that leads it, or that has what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.asking.sought import Sought
from rag.evidence.words import Said
from rag.grounding.names import held
from rag.grounding.tokens import Reading, Token

# The share of a sentence in which a name stands that leads it.
_LEADING = 0.35
# How well a sentence must say a word to hold it.
_HELD = 0.9
# What stands between a thing and the name behind it that owns it, or after the name before it: "the CEO of Tesla",
# "Beijing's Bureau", 特斯拉的首席执行官.
_BEHIND = re.compile(r"\s(?:of|at)\s(?:the\s)?(?:[A-Z][\w'’-]*\s)*")
_BEFORE = re.compile(r"(?<=['’]s)\s(?:\w+\s)?|的?")


def is_of_another(asked: Sought, main: Reading, said: Mapping[Token, Said]) -> bool:
    """Tell whether a sentence names none that the question names, and what is asked belongs to another there."""
    if not asked.names or _names_one(asked, said):
        return False
    found = [said[word].partner for word in asked.topic if said[word].credit >= _HELD]
    return any(_owns(name, thing, main.text) for name in _strangers(asked, main) for thing in found if thing)


def is_led_by_another(asked: Sought, main: Reading, said: Mapping[Token, Said]) -> bool:
    """Tell whether a sentence names none that the question names, and begins with another."""
    if not asked.names or _names_one(asked, said):
        return False
    return any(name.start < _LEADING * len(main.text) for name in _strangers(asked, main))


def _names_one(asked: Sought, said: Mapping[Token, Said]) -> bool:
    return any(said[name].credit >= _HELD for name in asked.names)


def _strangers(asked: Sought, main: Reading) -> list[Token]:
    return [name for name in main.names if not held(name, asked.reading)]


def _owns(name: Token, thing: Token, text: str) -> bool:
    if thing.end <= name.start:
        return _BEHIND.fullmatch(text, thing.end, name.start) is not None
    return name.end <= thing.start and _BEFORE.fullmatch(text, name.end, thing.start) is not None
