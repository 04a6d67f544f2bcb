"""What in a sentence belongs together: which name beside which word, which value to whom, which half says what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from rag.grounding.relations import gap, words_in
from rag.grounding.tokens import Reading, Token
from rag.values.quantities import Quantity, relation

_CONTRAST = re.compile(r"\b(?:while|whereas|but|unlike)\b|, and\b|;|；|，而|，但|，则")
# How much nearer a word must stand to another value than to the claimed one.
_NEARER = 1.2
# Words between two names from which on it matters which of them another word stands beside.
_APART = 3
# What a common word counts for beside a name, and how near (1 / (1 + words)) it must stand.
_NOUN, _BESIDE = 0.5, 0.25


def mispaired(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> bool:
    """Tell whether two names of the claim change places beside two other words: "died in Brest, lives in Vannes"."""
    names = [token for token in claim.tokens if token in partners and token.is_name]
    others = [token for token in claim.tokens if token in partners and not token.is_name]
    for at, one in enumerate(names):
        for two in names[at + 1 :]:
            if min(gap(claim, one, two), gap(main, partners[one], partners[two])) < _APART:
                continue
            turns = [
                (_side(claim, one, two, word), _side(main, partners[one], partners[two], partners[word]))
                for word in others
            ]
            if (1, -1) in turns and (-1, 1) in turns and (1, 1) not in turns and (-1, -1) not in turns:
                return True
    return False


def _side(reading: Reading, one: Token, two: Token, word: Token) -> int:
    """Return 1 where a word stands much nearer to the first of two, -1 to the second, 0 in between."""
    first, second = gap(reading, one, word), gap(reading, two, word)
    if 1.3 * first + 0.5 < second:
        return 1
    return -1 if 1.3 * second + 0.5 < first else 0


def misplaced(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> bool:
    """Tell whether the claim mixes two halves of a sentence: its words from one, its names from the other.

    "X makes them, while Y repairs them" does not back "Y makes them".
    """
    halves = [0, *(match.end() for match in _CONTRAST.finditer(main.text)), len(main.text)]
    spans = list(pairwise(halves))
    if len(spans) < 2 or _CONTRAST.search(claim.text):
        return False
    said = [partner for token, partner in partners.items() if not partner.is_name]
    named = [partner for partner in partners.values() if partner.is_name]
    weights = [sum(token.weight for token in said if start <= token.start < end) for start, end in spans]
    if not named or sum(weights) == 0 or max(weights) < 0.6 * sum(weights):
        return False
    start, end = spans[weights.index(max(weights))]
    if all(start <= name.start < end for name in named):
        return False
    return any(start <= name.start < end and name not in named for name in main.names)


def misbound(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> bool:
    """Tell whether a value of the claim is another thing's in the sentence: 37 the one's, 28 the other's."""
    for value in claim.quantities:
        if value.weak or value.day:
            continue
        relations = [(relation(value, found), found) for found in main.quantities]
        backing = [found for kind, found in relations if kind == "backs"]
        rivals = [found for kind, found in relations if kind == "differs" and not found.weak]
        rivals = [r for r in rivals if not any(relation(mine, r) == "backs" for mine in claim.quantities)]
        if backing and rivals:
            pull = max(_pull(claim, found, main, partners) for found in backing)
            if max(_pull(claim, rival, main, partners) for rival in rivals) > _NEARER * pull:
                return True
    return False


def _pull(claim: Reading, value: Quantity, main: Reading, partners: Mapping[Token, Token]) -> float:
    """Return how near the claim's words and dates stand to a value in the sentence."""
    pull = nouns = 0.0
    counted = {value.end + 1 for value in claim.quantities}
    for token, partner in partners.items():
        if token.start in counted:  # the LLMs of "37 LLMs" stand beside every count of them
            continue
        near = 1 / (1 + _distance(main, partner.start, partner.end, value))
        pull += near * token.is_name
        nouns += near * _NOUN * (not token.is_name and not token.is_han and near >= _BESIDE)
    for mine in claim.quantities:
        for found in main.quantities:
            if mine.day and found.day and found is not value and relation(mine, found) == "backs":
                pull += 1 / (1 + _distance(main, found.start, found.end, value))
    return pull + nouns


def _distance(main: Reading, start: int, end: int, value: Quantity) -> float:
    """Return the distance of a word from a value, in words."""
    return words_in(main.text[end : value.start] if end <= value.start else main.text[value.end : start])
