"""What a question asks for: a kind of value, what it measures or counts, and the names, years and words it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.conflicts.sought import wish
from rag.grounding.tokens import Reading, Token, read
from rag.values.quantities import Quantity

Measure = Literal["share", "age", "size", "count", "amount"]

# Words that ask: they are no part of what the question is about.
_ASKING = re.compile(
    r"\b(?:how (?:many|much|old|long|far|large|big|tall|high|often|fast|heavy)"
    r"|(?:what|which) (?:percent|percentage|number|amount|year|date|day|month|century|decade|time|share)(?: of)?"
    r"|what|which|who|whom|whose|when|where|name)\b"
    r"|多少|几[个名]?|百分之|什么时[候间]|哪[一]?[年天日月个位里]|何时|谁|什么|哪里|哪儿|哪些|如何|为什么|怎么",
    re.IGNORECASE,
)
_MEASURES: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    ("share", re.compile(r"\bpercent|\bshare of|proportion|百分|比例|几成", re.IGNORECASE)),
    ("age", re.compile(r"\bhow old\b|\bage\b|多大|几岁|多少岁|年龄", re.IGNORECASE)),
    ("size", re.compile(r"\bhow (?:long|far|tall|high|big|large|heavy|fast|often)\b|多[长久远高重快]", re.IGNORECASE)),
    ("count", re.compile(r"\bhow many\b|多少(?!钱|元)|几", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """What a question asks for.

    `kind` is one that `rag.kinds` tells; `measure` tells numbers apart. `counted` is the noun that "how many" asks the
    number of; `names` and `topic` are the other words that say something, those of names apart.
    """

    kind: str
    measure: Measure
    reading: Reading
    counted: Token | None
    names: tuple[Token, ...]
    topic: tuple[Token, ...]

    @property
    def years(self) -> tuple[Quantity, ...]:
        """Return the years, or dates of a year, that the question names."""
        return tuple(value for value in self.reading.quantities if value.day and value.day.year)


def sought(question: str, kind: str) -> Sought:
    """Return what a question asks for a value of that kind."""
    reading = read(question)
    asking = [match.span() for match in _ASKING.finditer(question)]
    about = [token for token in reading.tokens if not any(start <= token.start < end for start, end in asking)]
    counted = _counted(question, about) if kind == "number" else None
    rest = [token for token in about if token is not counted]
    return Sought(
        kind,
        next((measure for measure, pattern in _MEASURES if pattern.search(question)), "amount"),
        reading,
        counted,
        tuple(token for token in rest if token.is_name),
        tuple(token for token in rest if not token.is_name),
    )


def _counted(question: str, about: list[Token]) -> Token | None:
    """Return the head of the noun phrase that the question asks the number of."""
    asked = wish(question, {})
    if not asked or asked.kind != "count":
        return None
    start = question.find(asked.about)
    return next((t for t in reversed(about) if start <= t.start < start + len(asked.about)), None)
