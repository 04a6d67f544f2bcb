"""What a question asks the value of: a count of things, an amount or a date, and under which conditions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from rag.asking.actions import action_words, actions
from rag.asking.nouns import COUNT, Acronyms, in_full, noun_phrase, stems
from rag.grounding.tokens import Reading, Token, read
from rag.values.quantities import Quantity, quantities

Kind = Literal["count", "amount", "date"]

_COUNT_HAN = re.compile(r"(?:多少|几)\s?(?P<measure>[个名位家款项所座辆架艘条份次人种类台部层间枚颗头只套批支组队户])?")
# 大模型的总数是多少: what is counted stands before.
_TOTAL_HAN = re.compile(
    r"(?:^|[的，,])(?P<noun>[^的，,]{1,12}?)的?(?:总数|总量|数量|数目)(?:是|为|有|达到?)?(?:多少|几)"
)
_AMOUNT = re.compile(r"\bhow much\b|多少(?:钱|元|美元|资金)", re.IGNORECASE)
_DATE = re.compile(
    r"\bwhen\b|\b(?:what|which) (?:year|date|day|month)\b|何时|什么时[候间]|哪[一]?[年天日]", re.IGNORECASE
)
# A question for what is added, or for a part, is not answered by a total.
_PARTIAL = re.compile(
    r"\bhow many (?:more|other|fewer|additional|times|of|percent)\b|又|再|多少(?:次|倍|分)|其中", re.IGNORECASE
)
_HAN_NOUN = re.compile(r"[\u3400-\u9fffA-Za-z]+?(?=来自|参加|参与|获得|属于|[在是被由从的]|[^\u3400-\u9fffA-Za-z]|$)")
# Words of a question that set no condition.
_EMPTY = frozenset(
    "mani much far come exist own possess now current alreadi total altogeth overal exact "
    "目前 到目前为止 迄今为止 现在 共 总共 一共 已 总 为止 迄今 至今 截至".split()
)


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """The value that a question asks for.

    `noun` holds the stems of what is counted, its head last (`han` instead where the question is Chinese); `unit` is
    set where it is a unit. `rest` are the other words of the question, `actions` the groups of verbs that it names.
    """

    kind: Kind
    about: str
    reading: Reading
    noun: tuple[str, ...] = ()
    han: str = ""
    unit: str = ""
    names: tuple[Token, ...] = ()
    rest: tuple[Token, ...] = ()
    actions: frozenset[int] = frozenset()

    @property
    def values(self) -> tuple[Quantity, ...]:
        """Return the years and numbers that the question sets as conditions."""
        return tuple(value for value in self.reading.quantities if not value.weak)


def wish(question: str, acronyms: Acronyms) -> Wish | None:
    """Return what a question asks the value of, None where it asks for no such value or does not show for which."""
    if _PARTIAL.search(question):
        return None
    reading = read(question)
    if match := _AMOUNT.search(question):
        return _conditions(reading, Wish("amount", _bare(question), reading), match.span())
    if match := COUNT.search(question):
        start, end = noun_phrase(question, match.end())
        noun, unit = question[start:end], _unit(f"2 {question[start:end]}")[0]
        keys = () if unit else stems(in_full(noun, acronyms))
        counted = Wish("count", noun, reading, keys, unit=unit)
        return _conditions(reading, counted, (match.start(), end)) if noun else None
    if match := _TOTAL_HAN.search(question):
        start, end = match.span("noun")
        start = max((t.end for t in reading.tokens if t.start == start and t.is_name and t.end < end), default=start)
        return _counted_han(reading, question[start:end], start, match.end())
    if match := _COUNT_HAN.search(question):
        return _han_count(reading, match)
    if match := _DATE.search(question):
        return _conditions(reading, Wish("date", _bare(question), reading), match.span())
    return None


def _han_count(reading: Reading, match: re.Match[str]) -> Wish | None:
    """Return what 多少 or 几 counts, None where no noun follows."""
    noun = _HAN_NOUN.match(reading.text, match.end())
    if match["measure"] == "人":  # it is what is counted, and a verb may follow
        text, end = "人", match.end()
    elif noun:
        text, end = noun[0], noun.end()
    else:
        return None
    length = _unit(f"2{text}")[1]
    return _counted_han(reading, text, match.start(), match.end() + length if length else end)


def _counted_han(reading: Reading, noun: str, start: int, end: int) -> Wish:
    """Return the wish for the number of a Chinese noun, asked in a span of the question."""
    counted = Wish("count", noun, reading, han=noun, unit=_unit(f"2{noun}")[0])
    return _conditions(reading, counted, (start, end))


def _unit(text: str) -> tuple[str, int]:
    """Return the unit of the digit that a text starts with, and how many characters write it."""
    found = quantities(text)
    return (found[0].unit, found[0].end - 1) if found and found[0].unit else ("", 0)


def _conditions(reading: Reading, asked: Wish, taken: tuple[int, int]) -> Wish:
    """Return a wish with the conditions that the question sets outside of the span that asks."""
    outside = reading.text[: taken[0]] + " " + reading.text[taken[1] :]
    groups = actions(outside)
    said = {word for group in groups for word in action_words()[group]}
    others = [t for t in reading.tokens if (t.end <= taken[0] or t.start >= taken[1]) and t.key not in _EMPTY]
    covered = [word for word in said if word[0] > "\u2e80" and word in outside]
    rest = [t for t in others if not t.is_name and t.key not in said and not any(t.text in word for word in covered)]
    names = tuple(token for token in others if token.is_name and not any(token.text in word for word in covered))
    return Wish(asked.kind, asked.about, reading, asked.noun, asked.han, asked.unit, names, tuple(rest), groups)


def _bare(question: str) -> str:
    return question.strip().rstrip("?？ ")
