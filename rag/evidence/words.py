"""How far a sentence says a word of a question: as it stands, in another script, or by a word of like meaning."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rag.grounding.names import held, partner_of
from rag.grounding.tokens import Reading, Token, is_chinese
from rag.grounding.wordvectors import Vector, word_table
from rag.language import words
from rag.lexicon import glosses

# Cosines of word vectors: up to the first two words have nothing to do with each other, from the second on they are as
# good as the same.
_UNRELATED, _ALIKE = 0.10, 0.42
# What the characters of a Chinese word count that stand apart in the sentence.
_SCATTERED = 0.6


class Said(NamedTuple):
    """How far (0 to 1) a sentence says a word, and the word that says it, where it is known."""

    credit: float
    partner: Token | None


def said(token: Token, reading: Reading) -> Said:
    """Return how far a sentence says a word."""
    if token.key in reading.keys:
        return Said(1.0, next(other for other in reading.tokens if other.key == token.key))
    if token.is_han and (at := reading.text.find(token.text)) >= 0:
        return Said(1.0, next((other for other in reading.tokens if other.start <= at < other.end), None))
    if token.is_name and (partner := partner_of(token, reading)):
        return Said(1.0, partner)
    if token.is_name and (held(token, reading) or _spelt_alike(token, reading.text)):
        return Said(1.0, None)
    if token.is_han and not is_chinese(reading.text) and (translations := _translations(token.text)):
        terms = _terms(reading.text)
        for translation in translations:
            if translation <= terms:
                return Said(1.0, next((other for other in reading.tokens if other.key in translation), None))
    return _nearest(token, reading)


def alike(one: Token, other: Token) -> float:
    """Return how far (0 to 1) two words may stand for one another."""
    if one.key == other.key:
        return 1.0
    if one.is_han and other.is_han and (one.text in other.text or other.text in one.text):
        return 0.9
    if one.is_han and any(other.key in translation for translation in _translations(one.text)):
        return 1.0
    return _credit(float(_singular(one) @ _singular(other)))


def _singular(token: Token) -> Vector:
    """Return the vector of a noun without the ending of the plural, which many nouns have in common."""
    if token.is_han or token.is_name or not token.text.endswith("s"):
        return token.vector
    word = token.text.lower()
    return word_table().word(f"{word[:-3]}y" if word.endswith("ies") else word[:-1]).vector


def _nearest(token: Token, reading: Reading) -> Said:
    """Return the word nearest in meaning; a name has none but another name's translation."""
    if not reading.tokens or (token.is_name and not token.is_han):
        return Said(0.0, None)
    cosines = reading.matrix @ token.vector
    at = int(cosines.argmax())
    if token.is_name and (reading.tokens[at].is_name or cosines[at] < _ALIKE):
        return Said(0.0, None)
    credit = _credit(float(cosines[at]))
    if token.is_han and len(token.text) > 1:
        credit = max(credit, _SCATTERED * sum(c in reading.text for c in token.text) / len(token.text))
    return Said(credit, reading.tokens[at] if credit else None)


def _credit(cosine: float) -> float:
    return min(1.0, max(0.0, (cosine - _UNRELATED) / (_ALIKE - _UNRELATED)))


def _spelt_alike(name: Token, text: str) -> bool:
    """Tell whether a text spells a foreign name alike: two thirds of its characters, the first among them."""
    if not name.is_han or len(name.text) < 3:
        return False
    width = len(name.text)
    starts = (at for at, character in enumerate(text) if character == name.text[0])
    return any(
        sum(a == b for a, b in zip(name.text, text[at : at + width], strict=False)) * 3 >= 2 * width for at in starts
    )


@lru_cache(maxsize=20_000)
def _translations(word: str) -> tuple[frozenset[str], ...]:
    return tuple(translation for gloss in glosses(word) for translation in gloss.translations)


@lru_cache(maxsize=4096)
def _terms(text: str) -> frozenset[str]:
    return frozenset(words(text))
