"""What speaks for and against a sentence as the answer, beyond its words and its likeness to the question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.evidence.sought import Sought
from rag.evidence.values import best_value
from rag.evidence.words import Said, said
from rag.grounding.pairing import heard_in
from rag.grounding.tokens import Reading, Token, is_chinese, read
from rag.values.quantities import relation

# What a word is worth that stands only in the title or in the sentences before.
_NEARBY = 0.7


@dataclass(frozen=True, slots=True)
class Signs:
    """What a sentence lacks of what a question asks for.

    `names` counts the question's names that neither it nor what it leans on holds; `no_year` tells that a year is not
    there, `other_year` that another one is instead; `words` is the share missing of the other words, by weight. The
    rest is about the value that fits best: that there is none, that its unit is another, that it counts other things
    (both 0 to 1), that its clause is about others.
    """

    names: int
    no_year: bool
    other_year: bool
    words: float
    no_value: bool
    unit: float
    counted: float
    is_stray: bool


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
    return Signs(
        names=sum(not covered[name] for name in asked.names),
        no_year=not _backed(asked, [main, *near]),
        other_year=not _backed(asked, [main]) and any(found.day and found.day.year for found in main.quantities),
        words=missing / weight if weight else 0.0,
        no_value=value is None,
        unit=1 - value.unit if value else 0.0,
        counted=1 - value.counted if value else 0.0,
        is_stray=value is not None and value.is_stray,
    )


def _said(asked: Sought, main: Reading, near: Sequence[Reading]) -> dict[Token, Said]:
    """Return how a sentence says each word of the question; of a name in another script its sound is enough."""
    heard = heard_in(asked.reading, [main, *near]) if is_chinese(asked.reading.text) != is_chinese(main.text) else {}
    return {
        token: Said(1.0, None) if any(at in heard for at in range(token.start, token.end)) else said(token, main)
        for token in (*asked.names, *asked.topic)
    }


def _backed(asked: Sought, readings: Sequence[Reading]) -> bool:
    """Tell whether all years of the question are named."""
    values = [value for reading in readings for value in reading.quantities]
    return all(any(relation(year, value) == "backs" for value in values) for year in asked.years)
