"""Values of a sentence that the thing asked for may have, as far as the words and their order tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.asking.actions import BROUGHT_OUT, actions
from rag.asking.nouns import Acronyms, contains, counted_noun, in_full, stems
from rag.asking.wish import Wish
from rag.grounding.polarity import denied
from rag.grounding.tokens import is_chinese, read
from rag.grounding.wordvectors import word_table
from rag.language import words
from rag.values.quantities import Quantity, quantities

# What parts the statements of a sentence, so that a name before it is not the subject of a value behind it.
_BREAK = re.compile(r"[,;:()，；：（）。]|\b(?:but|while|whereas|against|than|although)\b|而(?!且)")
JOINT = re.compile(r"\b(?:and|or)\b|[和与、及]")
# A number with such words around it is no total: a part, an addition, a rate, a plan.
_PART_BEFORE = re.compile(
    r"\b(?:another|further|additional|extra|other|first|last|next|these|those|remaining|all)\s$|(?:另外?|再|又|其中|其余|首批|前)\s?[约近有]?$",
    re.IGNORECASE,
)
_WHOLE_BEFORE = re.compile(r"\s(?:out )?of (?:the|its|their|all)\s$", re.IGNORECASE)  # two of the 14
_PART_AFTER = re.compile(
    r"^\s?(?:more\b(?! than)|other\b|further\b|additional\b|new\b|of\b|out of\b|percent|or\b|times\b)|^多?[的%]",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(?:per|each|every|average|annual(?:ly)?|daily|weekly|monthly)\b|\ba (?:day|week|month|year)\b|[每均]",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\b(?:will|would|could|may|might|should|plan(?:s|ned)?|aims?|target|hopes?|expect(?:s|ed)?|by 20\d\d)\b"
    r"|计划|拟|预计|目标|打算|将",
    re.IGNORECASE,
)
# What may stand right beside the number of a thing that is simply there.
_THERE_BEFORE = re.compile(
    r"(?:\b(?:has|have|had|is|are|was|were|owns?|counts?|numbers?|totals?|with)|[有是达共])\s?(?:(?:about|some|nearly|over|more|than|around|约|超过?|近)\s?){0,3}$",
    re.IGNORECASE,
)
_THERE_AFTER = re.compile(r"^\s?(?:are|is|were|was)\b", re.IGNORECASE)
_ELLIPSIS = re.compile(r"^\s?(?:are|is|were|was|have|has|had|came|come|in|from)\b|^\s?[,.;:]|^$")
# What may follow a Chinese noun that is the whole of what is counted.
_HAN_ENDS = re.compile(r"\s*(?:$|[^\u3400-\u9fffA-Za-z0-9\s]|[在将已正被由于来自投上下是以并和与及的用供为给])")
LONGEST_GAP = 6  # characters between a Chinese measure word and the noun
_MEASURE = re.compile(r"[个名位家款项所座辆架艘条份次人种类台部层间枚颗头只套批支组队户]?")
SAME_WORD = 0.38  # cosine of a word and its translation, as for names


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that may be the one asked for, the span and the stems of what it counts, and that of its statement."""

    quantity: Quantity
    start: int
    end: int
    noun: tuple[str, ...]
    statement: tuple[int, int]


def figures(asked: Wish, text: str, acronyms: Acronyms) -> list[Figure]:
    """Return the values of a sentence that the thing asked for may have, as far as its words alone tell."""
    if asked.kind != "count" and not _half_said(asked, text):
        return []
    found = []
    for value, (start, end), noun in _counted(asked, text, acronyms):
        figure = Figure(value, start, end, noun, _statement(text, value))
        if not _is_partial(asked, text, figure) and _action_met(asked, text, figure):
            found.append(figure)
    return found


def _counted(asked: Wish, text: str, acronyms: Acronyms) -> Iterator[tuple[Quantity, tuple[int, int], tuple[str, ...]]]:
    """Yield the values of the kind asked for, with the span and the stems of what they count."""
    if asked.kind == "date":
        dates = [value for value in quantities(text) if value.day and (value.day.year or value.day.month)]
        yield from ((value, (value.end, value.end), ()) for value in dates if len(dates) == 1)
        return
    numbers = [v for v in quantities(text) if v.kind == "number" and not v.weak and v.unit != "%"]
    measured = [value for value in numbers if value.unit]
    if asked.unit or (asked.kind == "amount" and measured):
        for value in measured:
            if not asked.unit or value.unit == asked.unit:
                yield value, (value.end, value.end), (value.unit,)
    elif asked.han and is_chinese(text):
        for value in numbers:
            if not value.unit and (span := _han_noun(asked.han, text, value.end)):
                yield value, span, (text[slice(*span)],)
    elif not is_chinese(text):
        yield from _english(asked, text, [value for value in numbers if not value.unit], acronyms)


def _english(
    asked: Wish, text: str, numbers: Iterable[Quantity], acronyms: Acronyms
) -> Iterator[tuple[Quantity, tuple[int, int], tuple[str, ...]]]:
    """Yield the numbers of an English sentence; one without a noun counts what the one before it counts."""
    span, noun = (0, 0), tuple[str, ...]()
    for value in numbers:
        own = counted_noun(text, value.end)
        if own[0] < own[1]:
            span, noun = own, in_full(text[slice(*own)], acronyms)
        elif not (noun and asked.kind == "count" and _ELLIPSIS.match(text[value.end :])):
            continue
        if asked.kind == "amount" or _same_noun(asked, noun):
            yield value, span, stems(noun)


def _han_noun(noun: str, text: str, start: int) -> tuple[int, int] | None:
    """Return where the noun stands that a Chinese number counts, with the words between; None where it doesn't."""
    measure = _MEASURE.match(text, start)
    begin = measure.end() if measure else start
    if noun == "人" and text[start : start + 1] in ("人", "名"):
        return (start, start + 1) if text[start] == "人" else None
    at = text.find(noun, begin, begin + LONGEST_GAP + len(noun))
    if at < 0 or (at > begin and not text[begin:at].isalnum()) or not _HAN_ENDS.match(text, at + len(noun)):
        return None
    return begin, at + len(noun)


def _same_noun(asked: Wish, noun: tuple[str, ...]) -> bool:
    """Tell whether a noun is the one asked for, that with more words, or one that it is part of."""
    if asked.han:
        return _translates(asked.han, noun)
    return contains(stems(noun), asked.noun) or contains(asked.noun, stems(noun))


@lru_cache(maxsize=1000)
def _translates(han: str, noun: tuple[str, ...]) -> bool:
    """Tell whether a Chinese noun's words, but for single characters, have their translation in an English one."""
    wanted = [token.text for token in read(han).tokens if len(token.text) > 1]
    table = word_table()
    vectors = [table.word(word).vector for word in noun]
    return bool(wanted) and all(
        max(float(table.word(word).vector @ vector) for vector in vectors) >= SAME_WORD for word in wanted
    )


def _half_said(asked: Wish, text: str) -> bool:
    """Tell whether a sentence holds half of the question's other words, in the question's language."""
    keys = set(words(text))
    said = sum(token.text in text if token.is_han else token.key in keys for token in asked.rest)
    return 2 * said >= len(asked.rest)


def _action_met(asked: Wish, text: str, figure: Figure) -> bool:
    """Tell whether the sentence says of the thing what the question says; of one that is there, that it is or came."""
    if asked.actions:
        return asked.actions <= actions(text)
    if asked.kind != "count" or asked.rest:
        return True
    if BROUGHT_OUT in actions(text[slice(*figure.statement)]):
        return True
    behind = text[max(figure.end, figure.quantity.end) :]
    return bool(_THERE_BEFORE.search(text[: figure.quantity.start]) or _THERE_AFTER.match(behind))


def _is_partial(asked: Wish, text: str, figure: Figure) -> bool:
    """Tell whether a value is denied, planned, a part, an addition or a rate."""
    value = figure.quantity
    if any(start <= value.start < end for start, end in denied(text)):
        return True
    if asked.kind == "date" or (value.unit and asked.kind == "amount"):
        return False
    part = text[slice(*figure.statement)]
    if _RATE.search(part) or (_PLAN.search(part) and not _PLAN.search(asked.reading.text)):
        return True
    whole = _WHOLE_BEFORE.search(text[: value.start])
    if whole and any(other.end == whole.start() for other in quantities(text)):
        return True
    return bool(_PART_BEFORE.search(text[: value.start]) or (not value.unit and _PART_AFTER.match(text[value.end :])))


def _statement(text: str, value: Quantity) -> tuple[int, int]:
    """Return the span of the statement that a value stands in: between breaks, and between its neighbour values."""
    others = [other for other in quantities(text) if not (other.day or other.weak)]
    start = max([0, *(m.end() for m in _BREAK.finditer(text, 0, value.start))])
    end = min([len(text), *(m.start() for m in _BREAK.finditer(text, value.end))])
    for other in others:
        if start <= other.start and other.end <= value.start:
            joints = [m.end() for m in JOINT.finditer(text, other.end, value.start)]
            start = max([start, *joints[-1:]])
        if value.end <= other.start and other.end <= end:
            joints = [m.start() for m in JOINT.finditer(text, value.end, other.start)]
            end = min([end, *joints[-1:]])
    return start, end
