"""The words of a claim, each with the word of a sentence that comes nearest to it, in one language or across two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.grounding.names import heard, held, partner_of, sounded, spoken, stretches
from rag.grounding.tokens import Reading, Token
from rag.lexicon import english
from rag.pinyin import syllables

# Cosines of word vectors: below the first two words have nothing to do with each other, from the second on they are
# as good as the same (started, began: 0.53; firm, company: 0.33; healthcare, finance: 0.19).
_UNRELATED, _ALIKE = 0.10, 0.42
# What likeness is worth in one language, where opposites and neighbours are alike too; letters that a root has.
_NEIGHBOUR, _ROOT = 0.6, 4
_TRANSLATED = 0.3  # for a Chinese word that looks like a name and its translation that doesn't (感染, infection)
# What a word is worth that holds another one and a character more, cut off by mistake or saying little.
_HELD = 0.9
# What a word is worth that stands only in the neighbouring sentences or the title.
_NEARBY = 0.5
# From here on two words count as the same thing said.
SAID = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """A word of the claim and the word of the sentence that comes nearest to it; credits from 0 to 1."""

    token: Token
    partner: Token | None
    own: float  # in the sentence itself
    credit: float  # with its neighbours and the title


def heard_in(claim: Reading, readings: Sequence[Reading]) -> dict[int, Token]:
    """Return the Latin name in the sentences that each character of a Chinese claim spells the sound of."""
    heard: dict[int, Token] = {}
    if any(token.is_han for token in claim.tokens):
        latin = {form: name for r in reversed(readings) for name in r.names if not name.is_han for form in spoken(name)}
        for start, run, known in stretches(claim.tokens):
            exactly = "".join(syllables(run))
            for form in sorted(latin, key=lambda form: (form.lower() in exactly, len(form))):  # the last one counts
                if span := sounded(form, run, known):
                    heard.update(dict.fromkeys(range(start + span[0], start + span[1]), latin[form]))
    return heard


def pair_up(token: Token, main: Reading, nearby: Sequence[Reading], heard: dict[int, Token]) -> Pair:
    """Return the nearest counterpart of a word."""
    if spelt := [heard[at] for at in range(token.start, token.end) if at in heard]:
        return Pair(token, spelt[0] if spelt[0] in main.tokens else None, 1.0, 1.0)
    partner, own = _nearest(token, main)
    credit = own
    for reading in nearby:
        if credit >= _NEARBY:  # no neighbour gives more
            break
        credit = max(credit, _NEARBY * _nearest(token, reading)[1])
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
            return partner or heard(token, reading), 1.0
        if not token.is_han:
            return None, 0.0
    if _may_be_said(token, reading) and (
        synonym := next((other for other in reading.tokens if _alike(token, other)), None)
    ):
        return synonym, 1.0
    return _likest(token, reading) if reading.tokens else (None, 0.0)


def _likest(token: Token, reading: Reading) -> tuple[Token | None, float]:
    """Return the word whose vector lies nearest to that of a word, and the credit for it."""
    cosines = reading.matrix @ token.vector
    index = int(cosines.argmax())
    enough = _ALIKE if reading.tokens[index].is_han else _TRANSLATED
    if token.is_name and (reading.tokens[index].is_name or cosines[index] < enough or not token.is_known):
        return None, 0.0
    credit = min(1.0, max(0.0, (float(cosines[index]) - _UNRELATED) / (_ALIKE - _UNRELATED)))
    if reading.tokens[index].is_han == token.is_han:
        credit = 1.0 if _derived(token.text, reading.tokens[index].text) else _NEIGHBOUR * credit
    if token.is_han and len(token.text) == 1:
        credit = 0.0  # a single character has too many meanings
    elif token.is_han and (inner := next((other for other in reading.tokens if _holds(token, other)), None)):
        return inner, _HELD
    elif token.is_han:
        credit = max(credit, 0.6 * sum(c in reading.text for c in token.text) / len(token.text))
    return (reading.tokens[index] if credit > 0 else None), credit


def _holds(token: Token, other: Token) -> bool:
    """Tell whether a Chinese word is another one with a character beside it (原因是, 原因)."""
    return 1 < len(other.text) == len(token.text) - 1 and other.text in token.text


def _derived(one: str, other: str) -> bool:
    """Tell whether two English words come from one ("employ", "employees")."""
    pairs = enumerate(zip(one.lower(), other.lower(), strict=False))
    common = next((at for at, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))
    return one.isascii() and common >= _ROOT and common >= 0.6 * min(len(one), len(other))


@dataclass(frozen=True, slots=True)
class _Said:
    """What the words of a sentence mean, all together."""

    meanings: frozenset[int]
    senses: frozenset[str]
    han: frozenset[str]
    latin: frozenset[str]
    english: frozenset[str]


@lru_cache(maxsize=1024)
def _said(reading: Reading) -> _Said:
    tokens, none = reading.tokens, frozenset[str]()
    return _Said(
        frozenset[int]().union(*(token.meanings for token in tokens)),
        none.union(*(token.senses for token in tokens)),
        frozenset(token.text for token in tokens if token.is_han),
        frozenset(token.key for token in tokens if not token.is_han),
        none.union(*(english(token.text) for token in tokens if token.is_han)),
    )


def _may_be_said(token: Token, reading: Reading) -> bool:
    """Tell whether any word of a sentence may be alike, before each is asked; mostly none is."""
    said = _said(reading)
    if token.is_han:
        across = not english(token.text).isdisjoint(said.latin) or not token.senses.isdisjoint(said.han)
    else:
        across = token.key in said.english
    return across or not (token.meanings.isdisjoint(said.meanings) and token.senses.isdisjoint(said.senses))


def _alike(one: Token, other: Token) -> bool:
    """Tell whether two words are synonyms, or the dictionary gives them one meaning."""
    if not one.meanings.isdisjoint(other.meanings):
        return True
    if one.is_han and other.is_han:
        return other.text in one.senses
    if one.is_han != other.is_han:
        latin, han = sorted((one, other), key=lambda token: token.is_han)
        if latin.key in english(han.text):
            return True
    return not one.senses.isdisjoint(other.senses)
