"""Does a claim join what two clauses of a sentence say, each of something else?"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from rag.grounding.clauses import acts, clauses, leads, naming, runs, told
from rag.grounding.names import held, is_joint
from rag.grounding.polarity import marks
from rag.grounding.tokens import Reading, Token
from rag.values.quantities import Quantity
from rag.values.relation import relation

Binding = Literal["", "loose", "wrong"]

# Times and shares that are told without a number.
_TIME = re.compile(
    r"\b(?:last|this|next) (?:year|month|week|season)\b|\b(?:spring|summer|autumn|winter)\b|[去今明前]年|[上本]月|[春夏秋冬]"
)
_REST = re.compile(r"\b(?:the rest|remain(?:ing|der)|the others?)\b|其余|其他")
# What may stand for a name in the clause before.
_PRONOUN = re.compile(r"\b(?:him|her|them|it|its|his|their)\b|[他她它]们?", re.IGNORECASE)
_GOES_ON = re.compile(r"\W*and that\b")
_PLURAL_ACRONYM = re.compile("[A-Z]{2,}s")
_LOOSE = frozenset({("subject", "verb"), ("subject", "name")})


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
    subjects = leads(main)
    named = bool(naming(subject))
    led = frozenset(n for n, lead in enumerate(subjects) if _leads_another(lead, free, named))
    names = _within((run[0].start for run in runs(main.tokens, names=True) if free.issuperset(run)), spans)
    verbs = _within((token.start for token in free if acts(main, token)), spans)
    for token in claim.tokens:
        if not (partner := partners.get(token)) or (_is_counted(token, claim) and _is_counted(partner, main)):
            continue
        same = [t for t in main.tokens if t is partner or t.key == partner.key]
        places = _within((t.start for t in same), spans)
        if token.is_name or partner.is_name:
            places = _taken_up(places, main, spans)
        leading = frozenset(n for n, lead in enumerate(subjects) if any(t in lead for t in same))
        if leading and token in subject:
            yield _Part(places | leading, led, "subject")
        elif (token.is_name or partner.is_name) and not (is_joint(token) or _is_counted(partner, main)):
            yield _Part(places, names, "name")
        elif acts(claim, token) and acts(main, partner):
            yield _Part(places, verbs, "verb")


def _taken_up(places: frozenset[int], main: Reading, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Return the clauses that hold a name or take it up from the one before: "and told him that he came and that"."""
    found = set(places)
    for number, (start, end) in enumerate(spans):
        if number - 1 in found and (_PRONOUN.search(main.text, start, end) or _GOES_ON.match(main.text, start)):
            found.add(number)
    return frozenset(found)


def _is_counted(word: Token, reading: Reading) -> bool:
    """Tell whether an English word stands behind a number as what it counts: other clauses count it unsaid."""
    return not word.is_han and any(
        0 <= word.start - value.end <= 1 and value.kind == "number" for value in reading.quantities
    )


def _is_no_rival(name: Token, claim: Reading) -> bool:
    """Tell whether a name is one that the claim has too, or the acronym of things of a kind ("LLMs")."""
    return _PLURAL_ACRONYM.fullmatch(name.text) is not None or held(name, claim)


def _leads_another(lead: Sequence[Token], free: Container[Token], named: bool) -> bool:
    """Tell whether a subject is another one than the claim's: "the company" may be what the claim calls by its name."""
    parts = naming(lead) if named else runs(lead)
    return any(all(token in free for token in run) for run in parts)


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
