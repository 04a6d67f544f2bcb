"""The words of a claim, each with the word of a sentence that comes nearest to it, in one language or across two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.grounding.names import held, partner_of, sounded, spoken, stretches
from rag.grounding.tokens import Reading, Token

# Cosines of word vectors: below the first two words have nothing to do with each other, from the second on they are
# as good as the same (started, began: 0.53; firm, company: 0.33; healthcare, finance: 0.19).
_UNRELATED, _ALIKE = 0.10, 0.42
_TRANSLATED = 0.3  # for a Chinese word that looks like a name and its translation that doesn't (感染, infection)
# What a word is worth that stands only in the neighbouring sentences or the title.
_NEARBY = 0.7
# From here on two words count as the same thing said.
SAID = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A word of the claim and the word of the sentence that comes nearest to it; credits from 0 to 1."""

    token: Token
    partner: Token | None
    own: float  # in the sentence itself
    credit: float  # with its neighbours and the title


def heard_in(claim: Reading, readings: Sequence[Reading]) -> bytearray:
    """Return a mark for each character of a Chinese claim that spells the sound of a Latin name in the sentences."""
    marks = bytearray(len(claim.text))
    if any(token.is_han for token in claim.tokens):
        names = (name for reading in readings for name in reading.names if not name.is_han)
        latin = {form for name in names for form in spoken(name)}
        for start, run, known in stretches(claim.tokens):
            for span in filter(None, (sounded(name, run, known) for name in latin)):
                marks[start + span[0] : start + span[1]] = b"\1" * (span[1] - span[0])
    return marks


def pair_up(token: Token, main: Reading, nearby: Sequence[Reading], covered: bytearray) -> Pair:
    """Return the nearest counterpart of a word."""
    if any(covered[token.start : token.end]):
        return Pair(token, None, 1.0, 1.0)
    partner, own = _nearest(token, main)
    credit = own
    if own < 1:
        credit = max([own, *(_NEARBY * _nearest(token, reading)[1] for reading in nearby)])
    return Pair(token, partner, own, credit)


def _nearest(token: Token, reading: Reading) -> tuple[Token | None, float]:
    """Return the word of a sentence that comes nearest to a word, and the credit for it."""
    if token.key in reading.keys:
        return next(other for other in reading.tokens if other.key == token.key), 1.0
    if token.is_han and (at := reading.text.find(token.text)) >= 0:
        return next((other for other in reading.tokens if other.start <= at < other.end), None), 1.0
    if token.is_name:
        partner = partner_of(token, reading)
        if partner or held(token, reading):
            return partner, 1.0
        if not token.is_han:
            return None, 0.0
    if not reading.tokens:
        return None, 0.0
    cosines = reading.matrix @ token.vector
    index = int(cosines.argmax())
    enough = _ALIKE if reading.tokens[index].is_han else _TRANSLATED
    if token.is_name and (reading.tokens[index].is_name or cosines[index] < enough or not token.is_known):
        return None, 0.0
    credit = min(1.0, max(0.0, (float(cosines[index]) - _UNRELATED) / (_ALIKE - _UNRELATED)))
    if token.is_han and len(token.text) > 1:
        credit = max(credit, 0.6 * sum(c in reading.text for c in token.text) / len(token.text))
    return (reading.tokens[index] if credit > 0 else None), credit
