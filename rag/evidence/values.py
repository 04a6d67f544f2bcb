"""The values of a sentence that may be the one asked for, and how well each fits what the question asks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rag.evidence.sought import Sought
from rag.evidence.words import Said, alike
from rag.grounding.names import held
from rag.grounding.relations import words_in
from rag.grounding.tokens import Reading, Token
from rag.values.quantities import Quantity, quantities, relation
from rag.values.units import CURRENCIES

_BREAK = re.compile(r"[,;:，；：。]|\b(?:while|whereas|but|although)\b|而(?!且)|但")
# Nouns that people of any sort are counted by; what such a number counts need not be said.
_PEOPLE = re.compile(r"(?:people|persons?|inhabit\w*|resid\w*|人|人口|居民)\Z")
_UNSAID = 0.6
# Words after and before a number among which what it counts stands.
_BEHIND, _BEFORE = 4, 2
# What a number of another unit than the question asks for is worth, where the unit may be left out, and where not.
_UNLIKELY, _WRONG = 0.5, 0.3


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the kind asked for: how well (0 to 1) its unit fits, and what it counts.

    `is_stray` tells that the clause around it names something else instead of what the question names.
    """

    unit: float
    counted: float
    is_stray: bool

    @property
    def fit(self) -> float:
        """Return what ranks the values of a sentence."""
        return self.unit + self.counted - self.is_stray


def best_value(asked: Sought, main: Reading, said: Mapping[Token, Said]) -> Value | None:
    """Return the value of a sentence that fits the question best; `said` tells how it says the question's words."""
    strangers = [name for name in main.names if not held(name, asked.reading)]
    found = (
        Value(
            unit,
            _counts(asked, main, place),
            _is_stray(asked, main, said, strangers, place),
        )
        for place, unit in _offered(asked, main, strangers)
    )
    return max(found, key=lambda value: value.fit, default=None)


def _offered(asked: Sought, main: Reading, strangers: list[Token]) -> Iterator[tuple[Quantity | Token, float]]:
    """Yield the values of the kind asked for that the question does not name itself, with the fit of their unit."""
    if asked.kind in ("person", "place"):
        yield from ((name, 1.0) for name in strangers)
        return
    for value in main.quantities:
        if any(relation(value, named) == "backs" for named in asked.reading.quantities):
            continue
        if asked.kind == "date" and (value.day or value.unit == "clock"):
            yield value, 1.0
        elif asked.kind == "number" and value.kind == "number" and not value.weak and value.unit != "clock":
            yield value, _unit(asked, value)


def _unit(asked: Sought, value: Quantity) -> float:
    """Return how well a number's unit fits what is measured."""
    is_money = value.unit in CURRENCIES
    if asked.measure == "share":
        return 1.0 if value.unit == "%" else _WRONG
    if asked.measure == "age":
        return 1.0 if value.unit in ("years", "") else _WRONG
    if asked.measure == "size":
        return 1.0 if value.unit not in ("", "%") and not is_money else _UNLIKELY
    if asked.measure == "count":
        return 1.0 if value.unit != "%" and not is_money else _WRONG
    return 1.0 if value.unit else _UNLIKELY


def _counts(asked: Sought, main: Reading, value: Quantity | Token) -> float:
    """Return how far a number counts what the question asks the number of."""
    noun = asked.counted
    if noun is None or isinstance(value, Token):
        return 1.0
    unit = quantities(f"2{'' if noun.is_han else ' '}{noun.text}")
    if unit and unit[0].unit and unit[0].unit == value.unit:
        return 1.0
    near = [
        token
        for token in main.tokens
        if value.start <= token.start < value.end
        or (value.end <= token.start and _apart(main, value, token) < _BEHIND)
        or (token.end <= value.start and _apart(main, value, token) < _BEFORE)
    ]
    return max((alike(noun, token) for token in near), default=0.0) or _UNSAID * bool(_PEOPLE.match(noun.text))


def _is_stray(
    asked: Sought, main: Reading, said: Mapping[Token, Said], strangers: list[Token], value: Quantity | Token
) -> bool:
    """Tell whether the clause of a number or date names others, and not all that the question names."""
    if isinstance(value, Token) or not asked.names:
        return False
    start = max([0, *(match.end() for match in _BREAK.finditer(main.text, 0, value.start))])
    end = min([len(main.text), *(match.start() for match in _BREAK.finditer(main.text, value.end))])
    others = [name for name in strangers if start <= name.start < end and not value.start <= name.start < value.end]
    partners = [said[name].partner for name in asked.names]
    return bool(others) and not all(partner and start <= partner.start < end for partner in partners)


def _apart(main: Reading, value: Quantity | Token, word: Token) -> float:
    """Return the distance of a word from a value, in words."""
    if word.end <= value.start:
        return words_in(main.text[word.end : value.start])
    return words_in(main.text[value.end : word.start]) if value.end <= word.start else 0.0
