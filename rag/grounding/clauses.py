"""Which clause of a sentence says what: a name, a value and a verb belong to the others of their own clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from rag.grounding.relations import is_verb
from rag.grounding.thesaurus import is_listed
from rag.grounding.tokens import Reading, Token
from rag.values.quantities import Quantity

_BREAK = re.compile(
    r"[,;:](?!\d)|[，；：、。]|\b(?:and|while|whereas|but|although|though|because|ahead of|compared (?:with|to)|against(?= \d))\b"
    r"|但|而(?!且)|并(?!且)|其中"
)
_RELATIVE = re.compile(r"\W*(?:which|who)\b")
# What ends a clause that only tells who says what follows.
_REPORT = re.compile(
    r"(?:说|称|表示|指出|认为|提醒|警告|宣布|强调|透露|显示|发现|介绍|解释|预计|(?:said|says|warned|added|announced|stressed|affirmed"
    r"|explained|argued|predicted|noted|claimed|wrote|told \w+))\W*\Z|\A\W*(?:says?|said|according to)\b"
)
_LISTED, _NAME = re.compile(r"(?:[A-Z]\w*,|\band|,) \Z"), re.compile(r" [A-Z][a-z]+")
_INFINITIVE = re.compile(r" to [a-z]")
_COPULA = re.compile(r"\b(?:is|are|was|were|remain(?:s|ed)?|became|stay(?:s|ed)?|will|has|have|had)\b")


def told(claim: Reading) -> Iterator[tuple[Reading, tuple[Token, ...]]]:
    """Yield the clauses of a claim, each with its subject, which may stand in the one before."""
    for (start, end), lead in zip(clauses(claim), leads(claim), strict=True):
        tokens = tuple(token for token in claim.tokens if start <= token.start < end or token in lead)
        values = tuple(value for value in claim.quantities if start <= value.start < end)
        rows = [at for at, token in enumerate(claim.tokens) if token in tokens]
        yield (
            replace(
                claim,
                tokens=tokens,
                quantities=values,
                text=" " * start + claim.text[start:end],
                matrix=claim.matrix[rows],
                keys=frozenset(token.key for token in tokens),
            ),
            lead,
        )


def naming(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the words that name something; a capital may stand there for the start of a sentence alone."""
    return [run for run in runs(tokens) if len(run) > 1 or run[0].is_name or _may_name(run[0])]


def _may_name(token: Token) -> bool:
    return not is_listed(token.text) if token.is_han else token.text[0].isupper()


def acts(reading: Reading, token: Token) -> bool:
    """Tell whether a word is a verb that says something by itself, not one before another ("plans to")."""
    return is_verb(reading, token) and not _INFINITIVE.match(reading.text, token.end)


def leads(reading: Reading) -> list[tuple[Token, ...]]:
    """Return the subject of each clause: what stands before its verb or value, else the subject before it."""
    found: list[tuple[Token, ...]] = []
    for start, end in clauses(reading):
        inside = [token for token in reading.tokens if start <= token.start < end]
        stops = [token.start for token in inside if is_verb(reading, token)]
        opening = min((token.start for token in inside), default=end)  # "Two directors were ..." opens with a value
        stops += [value.start for value in reading.quantities if opening < value.start < end and not value.day]
        stops += [match.start() for match in _COPULA.finditer(reading.text, start, end)]
        lead = tuple(token for token in inside if token.start < min(stops, default=end))
        if not lead and found:
            before = [token for token in reading.tokens if token.end <= start]
            lead = tuple(before[-1:]) if _RELATIVE.match(reading.text, start) else found[-1]
        found.append(lead)
    return found


def runs(tokens: Sequence[Token], names: bool = False) -> list[list[Token]]:
    """Return words one by one, but names with those that follow them at once, and Chinese cut into characters joined."""
    runs: list[list[Token]] = []
    for token in tokens:
        alone = token.is_han and len(token.text) == 1
        last = runs[-1][-1] if runs else None
        joins = (
            last
            and token.start - last.end <= (not alone)
            and ((token.is_name and last.is_name) or (alone and len(last.text) == 1))
        )
        if joins:
            runs[-1].append(token)
        else:
            runs.append([token])
    return [run for run in runs if not names or run[0].is_name or len(run) > 1]


@lru_cache(maxsize=4096)
def clauses(reading: Reading) -> list[tuple[int, int]]:
    """Return the spans of a sentence's clauses; what has neither verb nor value belongs to the clause behind it."""
    cuts = [0, *(match.start() for match in _BREAK.finditer(reading.text)), len(reading.text)]
    spans: list[tuple[int, int]] = []
    start = 0
    for begun, end in pairwise(cuts):
        if _says(reading, start, end, bool(spans)) or (not spans and end == len(reading.text)):
            spans.append((start, end))
        elif spans and (reading.text.startswith("and", begun) or end == len(reading.text)):
            spans[-1] = (spans[-1][0], end)
        else:
            continue  # it belongs to what follows
        start = end
    return spans


def _names(reading: Reading, value: Quantity) -> bool:
    """Tell whether a number begins a name in a list: "Huawei and 360 Security Technology"."""
    return _LISTED.search(reading.text, 0, value.start) is not None and _NAME.match(reading.text, value.end) is not None


def _says(reading: Reading, start: int, end: int, follows: bool) -> bool:
    """Tell whether a stretch says something by itself: it has a verb, a value, or a name and a date in a list of such."""
    if _REPORT.search(reading.text[start:end]):
        return False
    named = follows and any(start <= name.start < end for name in reading.names)
    values = (
        value
        for value in reading.quantities
        if not value.weak and (named or not value.day) and not _names(reading, value)
    )
    if _COPULA.search(reading.text, start, end):
        return True
    return any(start <= value.start < end for value in values) or any(
        start <= token.start < end and is_verb(reading, token) for token in reading.tokens
    )
