"""What a question asks for: a kind of value, what it measures or counts, and the names, years and words it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.asking.kinds import ASKING
from rag.asking.nouns import Acronyms
from rag.asking.wish import wish
from rag.grounding.roles import is_role
from rag.grounding.tokens import Reading, Token, read
from rag.values.quantities import Quantity

Measure = Literal["share", "age", "time", "size", "money", "count", "amount"]

# What is told in money: sums that are paid or earned, but not how much they grew, and nothing that is counted.
_MONEY = re.compile(
    r"^(?!.*\b(?:how many|grow|grew|rise|rose|risen|increase|fall|fell|drop|decline|change|higher|lower|more|less)\b"
    r"|.*(?:倍|提高|增[长加]|上涨|下[降跌]|减少))"
    r".*(?:\bhow much (?:do|does|did|is|are|was|were|has|have|had|will|would)\b"
    r".*\b(?:cost|paid|pay|spend|spent|earn|invest|worth|charge|raise|sell|sold|donate|owe)"
    r"(?:s|ed|ing)?\b|\b(?:money|price|cost|salary|revenue|valuation|budget|profit|income|fee|fare)s?\b)"
    r"|多少(?:钱|[^，？]{0,2}元|资金)"
    r"|(?:价格?|造价|票价|工资|薪水|月薪|年薪|收入|营收|利润|估值|市值|预算|费用|成本|投资额|金额)[^，？]{0,4}多少",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"\bhow often\b|多久.{0,4}一次", re.IGNORECASE)
_MEASURES: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    ("share", re.compile(r"\bpercent|\bshare of|proportion|百分|比例|几成", re.IGNORECASE)),
    (
        "time",
        re.compile(
            r"\bhow (?:long (?:ago|did|do|does|was|were|has|have|had|will|is it)|much time)\b|多久|多长时间|多少时间",
            re.IGNORECASE,
        ),
    ),
    ("count", re.compile(r"\bhow many\b|(?<!年)几|多少[个名位家座只条次]", re.IGNORECASE)),
    ("age", re.compile(r"\bhow old\b|\bage\b|(?<!有)多大(?!的)|多少岁|年龄", re.IGNORECASE)),
    ("size", re.compile(r"\bhow (?:long|far|tall|high|heavy|fast)\b|多[长远高重快]|面积", re.IGNORECASE)),
    ("money", _MONEY),
    ("count", re.compile(r"多少(?!钱|元|[？?\s]|$)")),
)


@dataclass(frozen=True, slots=True, eq=False)
class Sought:
    """What a question asks for.

    `kind` is one that `kind_of` tells, or one that needs no value: "description" where a person is named ("Who is Ann
    Lee?"), "frequency" ("daily" is one). `measure` tells numbers apart. `counted` is the noun that "how many" asks the
    number of, `unit` the unit that it is; `names` and `topic` are the other words that say something, those of names
    apart. `acronyms` are those of common nouns that the articles spell out.
    """

    kind: str
    measure: Measure
    reading: Reading
    counted: Token | None
    unit: str
    names: tuple[Token, ...]
    topic: tuple[Token, ...]
    acronyms: Acronyms

    @property
    def years(self) -> tuple[Quantity, ...]:
        """Return the years, or dates of a year, that the question names."""
        return tuple(value for value in self.reading.quantities if value.day and value.day.year)


def sought(question: str, kind: str, acronyms: Acronyms) -> Sought:
    """Return what a question asks for a value of that kind."""
    reading = read(question)
    asking = [match.span() for match in ASKING.finditer(question)]
    about = [token for token in reading.tokens if not any(start <= token.start < end for start, end in asking)]
    measure: Measure = next((measure for measure, pattern in _MEASURES if pattern.search(question)), "amount")
    counted, unit = _counted(question, about) if kind == "number" and measure != "share" else (None, "")
    rest = [token for token in about if token is not counted]
    names = tuple(token for token in rest if token.is_name and not is_role(token.text))
    topic = tuple(token for token in rest if token not in names)
    if kind == "person" and names and not topic:
        kind = "description"
    if _OFTEN.search(question):
        kind = "frequency"
    return Sought(kind, measure, reading, counted, unit, names, topic, acronyms)


def _counted(question: str, about: list[Token]) -> tuple[Token | None, str]:
    """Return the head of the noun phrase that the question asks the number of, and the unit that it is, if any."""
    asked = wish(question, {})
    if not asked or asked.kind != "count":
        return None, ""
    start = question.find(asked.about)
    head = next((t for t in reversed(about) if start <= t.start < start + len(asked.about)), None)
    return head, asked.unit
