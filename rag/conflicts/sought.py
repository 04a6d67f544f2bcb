"""What a question asks the value of: a count of things, an amount or a date, and under which conditions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rag.grounding.tokens import Reading, Token, is_chinese, read
from rag.language import is_stop_word, words
from rag.values.quantities import Quantity, quantities

Kind = Literal["count", "amount", "date"]
Acronyms = Mapping[str, tuple[str, ...]]

_COUNT = re.compile(r"\bhow many\s+|\bnumber of\s+", re.IGNORECASE)
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
_WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
ACRONYM = re.compile(r"([A-Z]{2,7})s?")
_SPELLED_OUT = re.compile(r"\(([A-Z]{2,7})s?\)")
_HAN_NOUN = re.compile(r"[\u3400-\u9fffA-Za-z]+?(?=来自|参加|参与|获得|属于|[在是被由从的]|[^\u3400-\u9fffA-Za-z]|$)")
_PLURALS = frozenset(
    "people men women children feet teeth mice police staff aircraft fish sheep cattle species".split()
)
# Words of a question that set no condition.
_EMPTY = frozenset(
    "mani much far come exist own possess now current alreadi total altogeth overal exact "
    "目前 到目前为止 迄今为止 现在 共 总共 一共 已 总 为止 迄今 至今 截至".split()
)

# Words that say the same of a thing that is counted, in both languages. Without one of its group a sentence may hold
# the right thing and the wrong figure: the injured instead of the dead. What the first group says of a thing makes it
# be there.
BROUGHT_OUT = 0
_ACTIONS = (
    "launch release unveil introduce publish develop create 推出 发布 开发 研发 上线",
    "order buy bought purchase acquire procure 订购 购买 采购 买",
    "kill die dead death fatal 死亡 丧生 遇难 身亡 死",
    "injure wound hurt 受伤 负伤",
    "hire recruit employ 雇用 雇佣 聘用 招聘",
    "fire dismiss sack 解雇 裁员 裁",
    "carry transport convey 运送 载客 运载",
    "cost price 耗资 花费 造价",
    "worth value 价值",
    "build built construct erect 建造 建成 兴建",
    "open inaugurate 开放 开业 开馆 开幕",
    "sell sold 出售 售出 卖",
    "start begin began begun 开始 启动",
    "win won 赢 获胜",
    "catch caught 捕捞",
    "arrest detain 逮捕 拘留",
    "found establish 成立 创立 建立",
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
    if match := _COUNT.search(question):
        start, end = _noun(question, match.end())
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
    said = {word for group in groups for word in _action_words()[group]}
    others = [t for t in reading.tokens if (t.end <= taken[0] or t.start >= taken[1]) and t.key not in _EMPTY]
    covered = [word for word in said if word[0] > "\u2e80" and word in outside]
    rest = [t for t in others if not t.is_name and t.key not in said and not any(t.text in word for word in covered)]
    names = tuple(token for token in others if token.is_name and not any(token.text in word for word in covered))
    return Wish(asked.kind, asked.about, reading, asked.noun, asked.han, asked.unit, names, tuple(rest), groups)


def _bare(question: str) -> str:
    return question.strip().rstrip("?？ ")


def _noun(text: str, start: int) -> tuple[int, int]:
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
    return _noun(text, first)


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
    if asked := _COUNT.search(question):
        start, end = _noun(question, asked.end())
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


def actions(text: str) -> frozenset[int]:
    """Return the groups of verbs that a text names."""
    stems = set(words(text)) if not is_chinese(text) else set()
    return frozenset(
        group
        for group, said in enumerate(_action_words())
        if any(word in text if word[0] > "\u2e80" else word in stems for word in said)
    )


@lru_cache(maxsize=1)
def _action_words() -> tuple[frozenset[str], ...]:
    """Return the groups of verbs, English ones as stems."""
    return tuple(
        frozenset(word if word[0] > "\u2e80" else words(word)[0] for word in group.split()) for group in _ACTIONS
    )
