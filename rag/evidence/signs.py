"""What speaks for and against a sentence as the answer, beyond its words and its likeness to the question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.asking.sought import Sought
from rag.evidence.owners import is_led_by_another, is_of_another
from rag.evidence.values import best_value
from rag.evidence.words import Said, said
from rag.grounding.pairing import heard_in
from rag.grounding.tokens import Reading, Token, is_chinese, read
from rag.values.quantities import Quantity
from rag.values.relation import relation

# What a word is worth that stands only in the title or in the sentences before.
_NEARBY = 0.7
# How well a number must count what is asked for to be taken for its number.
_COUNTED = 0.9
# Times that are no dates.
_TIME = re.compile(
    r"\bcentur(?:y|ies)\b|\byesterday\b|\b(?:last|this) (?:year|month|week)\b|世纪|[去今]年|昨[天日]|上个?[月周]",
    re.IGNORECASE,
)
# What may stand between the parts of a name.
_JOINTS = (" ", "-", "·", ". ")


@dataclass(frozen=True, slots=True)
class Signs:
    """What a sentence lacks of what a question asks for.

    `names` counts the question's names that neither it nor what it leans on holds, `unnamed` tells that they hold none
    of them; `other_year` tells that it names another year instead of the question's, `wrong_year` that no sentence that
    it leans on names the question's either; `of_another` that it names none of the question's, and what is asked
    belongs to another, `led_by_another` that another begins it; `words` is the share missing of the other words, by
    weight. The rest is about the value that fits best: that there is none (`no_value`: no number or date, `no_name`: no
    person or place), how far (0 to 1) it counts other things, that its clause is about others. Only `of_year` speaks
    for the sentence: it counts what is asked for, and names the question's year and all of its names itself.
    """

    names: float
    unnamed: bool
    other_year: bool
    wrong_year: bool
    of_another: bool
    led_by_another: bool
    words: float
    no_value: bool
    no_name: bool
    counted: float
    is_stray: bool
    of_year: bool


def signs(asked: Sought, text: str, around: Sequence[str]) -> Signs:
    """Return what a sentence lacks; `around` is what it leans on: its title and the sentences before."""
    main, near = read(text), [read(other) for other in around]
    own = _said(asked, main, near)
    covered = {
        token: found.credit
        if found.credit >= 1
        else max([found.credit, *(_NEARBY * said(token, r).credit for r in near)])
        for token, found in own.items()
    }
    weight = sum(token.weight for token in asked.topic)
    missing = sum(token.weight * (1 - covered[token]) for token in asked.topic)
    value = best_value(asked, main, own)
    of_year = bool(asked.years) and any(found.day and found.day.year for found in main.quantities)
    return Signs(
        names=sum(sum(not covered[part] for part in name) / len(name) for name in _whole(asked)),
        unnamed=bool(asked.names) and not any(covered[part] for part in asked.names),
        other_year=of_year and not all(_tells(main, year) for year in asked.years),
        wrong_year=of_year and not any(_tells(reading, year) for year in asked.years for reading in (main, *near)),
        of_another=is_of_another(asked, main, own),
        led_by_another=asked.kind in ("number", "date") and is_led_by_another(asked, main, own),
        words=missing / weight if weight else 0.0,
        no_value=value is None and asked.kind in ("number", "date") and not _is_dated(asked, main),
        no_name=value is None and asked.kind in ("person", "place"),
        counted=1 - value.counted if value else 0.0,
        is_stray=value is not None and value.is_stray,
        of_year=_counts_in_year(asked, main, own) and value is not None and value.counted >= _COUNTED,
    )


def _counts_in_year(asked: Sought, main: Reading, own: Mapping[Token, Said]) -> bool:
    """Tell whether a count is asked for whose year and names the sentence itself names."""
    told = all(own[name].credit >= 1 for name in asked.names) and all(_tells(main, year) for year in asked.years)
    return told and bool(asked.years) and asked.counted is not None


def _is_dated(asked: Sought, main: Reading) -> bool:
    """Tell whether a sentence names a time that is no date."""
    return (asked.kind == "date" or asked.measure == "time") and _TIME.search(main.text) is not None


def _whole(asked: Sought) -> list[list[Token]]:
    """Return the question's names, each with its parts: first names and surnames are one."""
    whole: list[list[Token]] = []
    for part in asked.names:
        if whole and asked.reading.text[whole[-1][-1].end : part.start] in _JOINTS:
            whole[-1].append(part)
        else:
            whole.append([part])
    return whole


def _said(asked: Sought, main: Reading, near: Sequence[Reading]) -> dict[Token, Said]:
    """Return how a sentence says each word of the question; of a name in another script its sound is enough."""
    heard = heard_in(asked.reading, [main, *near]) if is_chinese(asked.reading.text) != is_chinese(main.text) else {}
    return {
        token: Said(1.0, None) if any(at in heard for at in range(token.start, token.end)) else said(token, main)
        for token in (*asked.names, *asked.topic)
    }


def _tells(reading: Reading, year: Quantity) -> bool:
    """Tell whether a sentence names a year of the question."""
    return any(relation(year, value) == "backs" for value in reading.quantities)
