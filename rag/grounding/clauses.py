"""Which clause of a sentence says what: a name, a value and a verb belong to the others of their own clause."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Literal

from rag.grounding.names import held
from rag.grounding.polarity import marks
from rag.grounding.relations import is_verb
from rag.grounding.thesaurus import is_listed
from rag.grounding.tokens import Reading, Token
from rag.values.quantities import Quantity
from rag.values.relation import relation

Binding = Literal["", "loose", "wrong"]

_BREAK = re.compile(
    r"[,;:](?!\d)|[，；：、。]|\b(?:and|while|whereas|but|although|though|because|ahead of|compared (?:with|to)|against(?= \d))\b"
    r"|但|而(?!且)|并(?!且)|其中"
)
# Times and shares that are told without a number.
_TIME = re.compile(
    r"\b(?:last|this|next) (?:year|month|week|season)\b|\b(?:spring|summer|autumn|winter)\b|[去今明前]年|[上本]月|[春夏秋冬]"
)
_REST = re.compile(r"\b(?:the rest|remain(?:ing|der)|the others?)\b|其余|其他")
_RELATIVE = re.compile(r"\W*(?:which|who)\b")
# What ends a clause that only tells who says what follows.
_REPORT = re.compile(
    r"(?:说|称|表示|指出|认为|提醒|警告|宣布|强调|透露|显示|发现|介绍|解释|预计|(?:said|says|warned|added|announced|stressed|affirmed"
    r"|explained|argued|predicted|noted|claimed|wrote|told \w+))\W*\Z|\A\W*(?:says?|said|according to)\b"
)
_PLURAL_ACRONYM = re.compile("[A-Z]{2,}s")
_INFINITIVE = re.compile(r" to [a-z]")
_LOOSE = frozenset({("subject", "verb"), ("subject", "name")})
_COPULA = re.compile(r"\b(?:is|are|was|were|remain(?:s|ed)?|became|stay(?:s|ed)?|will|has|have|had)\b")


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A name, value or verb of the claim: the clauses of the sentence that hold it, and those that hold a rival."""

    places: frozenset[int]
    rivals: frozenset[int]
    kind: str = "value"


def misbound(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> Binding:
    """Tell whether the claim joins what two clauses of the sentence say, each of something else: "wrong" where it does.

    "X lost 140 million, Y made 85" does not back "Y lost 140": either clause has its own in the other's place. Where no
    value is among the parts it is "loose": who does what is told in many ways.
    """
    spans = clauses(main)
    if len(spans) < 2:
        return ""
    found = {kinds for part, lead in told(claim) for kinds in _clashes(part, lead, main, partners, spans)}
    if not found:
        return ""
    return "loose" if found <= _LOOSE else "wrong"


def told(claim: Reading) -> Iterator[tuple[Reading, tuple[Token, ...]]]:
    """Yield the clauses of a claim, each with its subject, which may stand in the one before."""
    for (start, end), lead in zip(clauses(claim), _leads(claim), strict=True):
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


def _clashes(
    claim: Reading,
    subject: tuple[Token, ...],
    main: Reading,
    partners: Mapping[Token, Token],
    spans: Sequence[tuple[int, int]],
) -> Iterator[tuple[str, str]]:
    """Yield the kinds of two parts of a clause that stand in two clauses of the sentence, each with a rival of the other."""
    parts = [*_words(claim, subject, main, partners, spans), *_values(claim, main, spans), *_sides(claim, main, spans)]
    for one, other in combinations(parts, 2):
        if (
            (one.kind != other.kind or one.kind == "value")
            and one.places.isdisjoint(other.places)
            and not one.rivals.isdisjoint(other.places)
            and not other.rivals.isdisjoint(one.places)
        ):
            yield one.kind, other.kind


def _within(starts: Iterable[int], spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the clauses in which something starts."""
    return frozenset(n for at in starts for n, (start, end) in enumerate(spans) if start <= at < end)


def _words(
    claim: Reading,
    subject: tuple[Token, ...],
    main: Reading,
    partners: Mapping[Token, Token],
    spans: Sequence[tuple[int, int]],
) -> Iterator[_Part]:
    """Yield the subjects, names and verbs of the claim."""
    met = {partners[token] for token in claim.tokens if token in partners}
    keys = {token.key for token in claim.tokens}
    free = {t for t in main.tokens if t.key not in keys and not (t.is_name and _is_no_rival(t, claim))} - met
    leads = _leads(main)
    named = bool(_naming(subject))
    led = frozenset(n for n, lead in enumerate(leads) if _leads_another(lead, free, named))
    names = _within((run[0].start for run in _runs(main.tokens, names=True) if free.issuperset(run)), spans)
    verbs = _within((token.start for token in free if _acts(main, token)), spans)
    for token in claim.tokens:
        if not (partner := partners.get(token)):
            continue
        same = [t for t in main.tokens if t is partner or t.key == partner.key]
        places = _within((t.start for t in same), spans)
        leading = frozenset(n for n, lead in enumerate(leads) if any(t in lead for t in same))
        if leading and token in subject:
            yield _Part(places | leading, led, "subject")
        elif token.is_name or partner.is_name:
            yield _Part(places, names, "name")
        elif _acts(claim, token) and _acts(main, partner):
            yield _Part(places, verbs, "verb")


def _is_no_rival(name: Token, claim: Reading) -> bool:
    """Tell whether a name is one that the claim has too, or the acronym of things of a kind ("LLMs")."""
    return _PLURAL_ACRONYM.fullmatch(name.text) is not None or held(name, claim)


def _leads_another(lead: Sequence[Token], free: Container[Token], named: bool) -> bool:
    """Tell whether a subject is another one than the claim's: "the company" may be what the claim calls by its name."""
    runs = _naming(lead) if named else _runs(lead)
    return any(all(token in free for token in run) for run in runs)


def _naming(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the words that name something; a capital may stand there for the start of a sentence alone."""
    return [run for run in _runs(tokens) if len(run) > 1 or run[0].is_name or _may_name(run[0])]


def _may_name(token: Token) -> bool:
    return not is_listed(token.text) if token.is_han else token.text[0].isupper()


def _acts(reading: Reading, token: Token) -> bool:
    """Tell whether a word is a verb that says something by itself, not one before another ("plans to")."""
    return is_verb(reading, token) and not _INFINITIVE.match(reading.text, token.end)


def _leads(reading: Reading) -> list[tuple[Token, ...]]:
    """Return the subject of each clause: what stands before its verb or value, else the subject before it."""
    leads: list[tuple[Token, ...]] = []
    for start, end in clauses(reading):
        inside = [token for token in reading.tokens if start <= token.start < end]
        stops = [token.start for token in inside if is_verb(reading, token)]
        opening = min((token.start for token in inside), default=end)  # "Two directors were ..." opens with a value
        stops += [value.start for value in reading.quantities if opening < value.start < end and not value.day]
        stops += [match.start() for match in _COPULA.finditer(reading.text, start, end)]
        lead = tuple(token for token in inside if token.start < min(stops, default=end))
        if not lead and leads:
            before = [token for token in reading.tokens if token.end <= start]
            lead = tuple(before[-1:]) if _RELATIVE.match(reading.text, start) else leads[-1]
        leads.append(lead)
    return leads


def _values(claim: Reading, main: Reading, spans: Sequence[tuple[int, int]]) -> Iterator[_Part]:
    """Yield the values of the claim, times among them."""
    times = _within((match.start() for match in _TIME.finditer(main.text)), spans)
    rests = _within((match.start() for match in _REST.finditer(main.text)), spans)
    for value in claim.quantities:
        kinds = [(relation(value, found), found) for found in main.quantities]
        rivals = (found.start for kind, found in kinds if kind == "differs" and _is_free(found, claim))
        same = _within((found.start for kind, found in kinds if kind == "backs"), spans)
        if same and (not value.weak or value.kind == "rank"):
            yield _Part(same, _within(rivals, spans) | ((times if value.day else rests) - same))
    for match in _TIME.finditer(claim.text):
        same = _within((other.start() for other in _TIME.finditer(main.text) if other[0] == match[0]), spans)
        if same:
            yield _Part(same, times - same | _within((q.start for q in main.quantities if q.day), spans))


def _sides(claim: Reading, main: Reading, spans: Sequence[tuple[int, int]]) -> Iterator[_Part]:
    """Yield the words of the claim that have an opposite."""
    for mark in marks(claim.text):
        places = _within((other.start for other in marks(main.text) if mark.stands_with(other)), spans)
        if places:
            yield _Part(places, _within((o.start for o in marks(main.text) if mark.faces(o)), spans) - places)


def _is_free(found: Quantity, claim: Reading) -> bool:
    return not found.weak and not any(relation(mine, found) == "backs" for mine in claim.quantities)


def _runs(tokens: Sequence[Token], names: bool = False) -> list[list[Token]]:
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


def _says(reading: Reading, start: int, end: int, follows: bool) -> bool:
    """Tell whether a stretch says something by itself: it has a verb, a value, or a name and a date in a list of such."""
    if _REPORT.search(reading.text[start:end]):
        return False
    named = follows and any(start <= name.start < end for name in reading.names)
    values = (value for value in reading.quantities if not value.weak and (named or not value.day))
    if _COPULA.search(reading.text, start, end):
        return True
    return any(start <= value.start < end for value in values) or any(
        start <= token.start < end and is_verb(reading, token) for token in reading.tokens
    )
