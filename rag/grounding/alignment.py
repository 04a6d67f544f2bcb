"""A claim laid word by word beside a sentence: how much of it the sentence holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.grounding.pairing import Pair, heard_in, pair_up
from rag.grounding.tokens import Reading, Token
from rag.values.relation import relation


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """A claim beside a sentence and what surrounds it, and how much of the claim they hold; shares from 0 to 1."""

    claim: Reading
    main: Reading
    nearby: tuple[Reading, ...]  # the title and the neighbours
    pairs: tuple[Pair, ...]  # the claim's words, in order
    said: float  # share of the weight of the claim's words that are no names in the sentence itself
    own: float  # the same of all its words
    coverage: float  # the same with the neighbours and the title
    strain: float  # weight of the word that is least explained
    values: int  # how many of the claim's values the sentence itself backs


def align(claim: Reading, main: Reading, nearby: Sequence[Reading]) -> Alignment:
    """Lay a claim beside a sentence and what surrounds it."""
    heard = heard_in(claim, [main, *nearby])
    pairs = tuple(pair_up(token, main, nearby, heard) for token in claim.tokens)
    total = sum(pair.token.weight for pair in pairs) or 1.0
    plain = [pair for pair in pairs if not pair.token.is_name] or pairs
    return Alignment(
        claim=claim,
        main=main,
        nearby=tuple(nearby),
        pairs=pairs,
        said=sum(pair.token.weight * pair.own for pair in plain) / (sum(p.token.weight for p in plain) or 1.0),
        own=sum(pair.token.weight * pair.own for pair in pairs) / total,
        coverage=sum(pair.token.weight * pair.credit for pair in pairs) / total,
        strain=_strain(pairs),
        values=sum(any(relation(v, found) == "backs" for found in main.quantities) for v in claim.quantities),
    )


def _strain(pairs: Sequence[Pair]) -> float:
    """Return the weight of the word that is least explained; Chinese cut into characters counts as one word."""
    most = run = 0.0
    last: Token | None = None
    for pair in pairs:
        token, unexplained = pair.token, pair.token.weight * (1 - pair.credit)
        joined = last and _is_cut(last) and _is_cut(token) and last.end == token.start
        run = run + unexplained if joined else unexplained
        most, last = max(most, run), token
    return most


def _is_cut(token: Token) -> bool:
    return token.is_han and len(token.text) == 1
