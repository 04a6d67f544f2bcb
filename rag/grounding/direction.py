"""Do a claim and a sentence point the same way? What is denied on one side only, what is said by its opposite."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.grounding.pairing import SAID, Pair
from rag.grounding.polarity import clause_at, denial_focus, ended, marks, withheld
from rag.grounding.tokens import Reading, Token

# Characters between a word like "banned" and what it is said of; letters that a stem keeps.
_NEAR, _STEM = 45, 4
# Share of a denied clause that the sentence must deny too: its other words may stand in another clause there.
_DENIED = 0.3
# What is still to come, or holds for few, is not yet so.
_FUTURE_OR_FEW = re.compile(r"\b(?:will|few|fewer|less|so far)\b|将(?!近)|不足|不到", re.IGNORECASE)
_THAN = re.compile(r"\bthan\b|比")


def turned(claim: Reading, main: Reading, pairs: Sequence[Pair]) -> bool:
    """Tell whether the claim and the sentence point in opposite directions."""
    opposed = _opposed(claim, main)
    if not opposed and _undone(claim, main, pairs):
        return True
    denial = _denial(claim, main, pairs)
    if denial and not opposed:  # "not allowed" is "banned": the denial lies in the word
        silent, speaking = (main, claim) if denial == "claim" else (claim, main)
        told = [word for word in withheld(silent.text) if word not in withheld(speaking.text)]
        denial = "" if any(_touches(word, silent, speaking, pairs) for word in told) else denial
    return (bool(denial) + opposed + (opposed and _compared(claim, main))) % 2 == 1


def denies_alone(pairs: Sequence[Pair]) -> bool:
    """Tell whether nothing of what the claim denies is denied by the sentence: it may be put otherwise, or false."""
    denied = [pair for pair in pairs if pair.token.denied]
    return bool(denied) and not any(pair.partner and pair.partner.denied and pair.own >= SAID for pair in denied)


def _undone(claim: Reading, main: Reading, pairs: Sequence[Pair]) -> bool:
    """Tell whether the claim ends or turns down what the sentence does not: "dropped its plan to", "refused to"."""
    if ended(main.text) or withheld(main.text) or not any(p.own < SAID and ended(p.token.text) for p in pairs):
        return False
    return not any(token.denied for token in (*claim.tokens, *main.tokens))


def _touches(word: str, silent: Reading, speaking: Reading, pairs: Sequence[Pair]) -> bool:
    """Tell whether a word that withholds stands near what the other side denies, as far as it can be told."""
    focus = _focus(speaking)
    places = [
        p.partner.start
        for p in pairs
        if p.token in focus and p.partner and p.own >= SAID and p.partner in silent.tokens
    ]
    places += [p.token.start for p in pairs if p.partner in focus and p.own >= SAID and p.token in silent.tokens]
    at = silent.text.lower().find(word[:_STEM])
    return not places or at < 0 or min(abs(at - place) for place in places) < _NEAR


def _denial(claim: Reading, main: Reading, pairs: Sequence[Pair]) -> str:
    """Return which side alone denies what both say: "claim", "sentence" or neither ("")."""
    said = [(pair.token, pair.partner) for pair in pairs if pair.partner and pair.own >= SAID]
    weight = {(mine, theirs): 0.0 for mine in (True, False) for theirs in (True, False)}
    for token, partner in said:
        weight[token.denied, partner.denied] += token.weight
    if any(token.denied for token in claim.tokens):
        if weight[True, True] <= _DENIED * weight[True, False] and _affirmed(claim, main, pairs):
            return "claim"
        return ""
    if any(partner in _focus(main) for _, partner in said):
        return "sentence"
    return "sentence" if weight[False, True] > weight[False, False] else ""


def _affirmed(claim: Reading, main: Reading, pairs: Sequence[Pair]) -> bool:
    """Tell whether the sentence says plainly what the claim denies: the same word, with nothing beside it that denies."""
    said = [pair for pair in pairs if pair.partner and pair.own >= 1]
    focus = _focus(claim, [pair.token for pair in said])
    clauses = [clause_at(main.text, pair.partner.start) for pair in said if pair.partner and pair.token in focus]
    of_both = withheld(claim.text)
    return any(not (denial_focus(c) or withheld(c) - of_both or ended(c) or _FUTURE_OR_FEW.search(c)) for c in clauses)


def _focus(reading: Reading, said: Sequence[Token] = ()) -> list[Token]:
    """Return the words right behind the denials of a sentence, or that hold them and are said in another (不赞成)."""
    focus = []
    for at in denial_focus(reading.text):
        focus.extend([t for t in reading.tokens if t.denied and (t.start >= at or (t.end > at and t in said))][:1])
    return focus


def _compared(claim: Reading, main: Reading) -> bool:
    """Tell whether the two things compared change sides: "A is higher than B", "B is lower than A"."""
    sides = []
    for reading in (claim, main):
        cut = _THAN.search(reading.text)
        if not cut:
            return False
        sides.append({name.key for name in reading.names if name.start < cut.start()})
    return bool(sides[0] and sides[1] and not sides[0] & sides[1])


def _opposed(claim: Reading, main: Reading) -> bool:
    """Tell whether a word of the claim stands in the sentence as its opposite alone."""
    theirs = marks(main.text)
    denies = any(token.denied for token in claim.tokens)
    for mark in marks(claim.text):
        facing = [other for other in theirs if mark.faces(other) and not (denies and other.word in withheld(main.text))]
        facing = [other for other in facing if not any(other.stands_with(mine) for mine in marks(claim.text))]
        if facing and not any(mark.stands_with(other) for other in theirs):
            return True
    return False
