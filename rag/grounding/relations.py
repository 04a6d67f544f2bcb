"""Who did what to whom, and which value is whose: the order of words, as far as it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.grounding.thesaurus import means_doing
from rag.grounding.tokens import Reading, Token

# Between a verb and its agent in the passive; relations that hold both ways.
AGENT = re.compile(r"^\s?by\s(?:\w+\s){0,5}$", re.IGNORECASE)
_AGENT_BEFORE = re.compile(r"[被由][^，。；的]*\Z")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be)\s(?:\w+\s){0,2}$", re.IGNORECASE)
_MUTUAL = re.compile(r"\b(?:with|and|between|alongside|met|meets?)\b|[和与同跟及]", re.IGNORECASE)
_POSSESSED = re.compile(r"(?:['’]s?|\bthe|\ban?|\bits|\btheir|\bhis|\bher|的)\s?$", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:will|would|to|has|have|had|can|could|may|might|must|should|did|does|do|not|never)\s(?:\w+ly\s)?$"
)
_COPULA = re.compile(r"\b(?:is|are|was|were|remains?|became)\s(?:\w+ly\s)?\Z")
_THIRD_PERSON = re.compile(r"(?:\b(?:which|that|who|he|she|it)|\b[A-Z][\w.]*)\s$")
_OBJECTS = re.compile(r"\s(?:to|the|an?|in|on|its|[A-Z])")
_NOMINAL = re.compile(r"[为是率者量额]")  # what shows a Chinese word to be no verb: 收入为, "the income is"
_PREPOSITIONS = "向给对被由从把"
_ASPECT = re.compile(r"[了到着过]|[\d一二两三四五六七八九十]")  # what shows a Chinese character to be a verb
_PAST = frozenset(
    "told won sold bought gave took made led left beat hit sent paid lent hired sued met overtook fought built lost found "
    "brought taught caught chose drew drove fed forgave held kept shot sought struck threw withdrew wrote became owns "
    "leads runs buys sells pays gives takes makes beats supplies backs funds employs produces contains includes borders "
    "controls supports opposes include contain comprise belong".split()
)
# Words between a subject and its verb, and in a short clause.
_SUBJECT, _OBJECT = 3, 8


def reversed_roles(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> bool:
    """Tell whether two things that the claim has on either side of a verb change sides in the sentence."""
    known = [token for token in claim.tokens if token in partners]
    for at, middle in enumerate(known):
        both_verbs = is_verb(claim, middle) and is_verb(main, partners[middle])
        if not both_verbs and not (_is_role(claim, middle) and _is_role(main, partners[middle])):
            continue
        if _displaced(claim, main, known[at - 1] if at else None, middle, partners):
            return True
        for first in known[max(0, at - 3) : at]:
            for last in known[at + 1 : at + 5]:
                acts = gap(claim, first, middle) < 1.5 and gap(main, partners[last], partners[middle]) < 4
                named = first.is_name + last.is_name
                if (named == 2 if middle.is_han else named or acts) and _changed(
                    claim, main, (first, middle, last), partners
                ):
                    return True
    return False


def _changed(
    claim: Reading, main: Reading, triple: tuple[Token, Token, Token], partners: Mapping[Token, Token]
) -> bool:
    """Tell whether subject, verb and object of the claim stand in another order in the sentence."""
    first, middle, last = triple
    one, verb, other = (partners[token] for token in triple)
    if len({one, verb, other}) < 3:
        return False
    between = main.text[min(one.start, other.start) : max(one.end, other.end)]
    if _MUTUAL.search(between) and _MUTUAL.search(claim.text[first.start : last.end]):
        return False
    mine = theirs = "active"
    if is_verb(claim, middle):
        mine, theirs = voice(claim, middle, last), voice(main, verb, max(one, other, key=lambda token: token.start))
    if other.end <= verb.start and verb.end <= one.start:
        return mine == theirs or (mine != "agent" and theirs != "agent" and "passive" not in (mine, theirs))
    return one.end <= verb.start and verb.end <= other.start and {mine, theirs} == {"active", "agent"}


def _displaced(
    claim: Reading, main: Reading, subject: Token | None, verb: Token, partners: Mapping[Token, Token]
) -> bool:
    """Tell whether the name right before a verb comes after it in the sentence, where another stands before it."""
    if not subject or not subject.is_name or verb.is_han or gap(claim, subject, verb) > _SUBJECT:
        return False
    one, other = partners[subject], partners[verb]
    if (
        one.start < other.end
        or gap(main, one, other) > _OBJECT
        or not 0 < len(main.text[: other.start].split()) < _OBJECT
    ):
        return False
    voices = {voice(claim, verb, claim.tokens[-1]), voice(main, other, one)}
    return voices == {"active"} and not _MUTUAL.search(main.text[other.start : one.end])


def _is_role(reading: Reading, token: Token) -> bool:
    """Tell whether a word says what something is to another: "a city in", "the capital of"."""
    before, after = reading.text[max(0, token.start - 5) : token.start], reading.text[token.end : token.end + 5]
    return token.text.islower() and bool(
        re.search(r"\b(?:an?|the)\s$", before) and re.match(r"\s(?:in|of|at|for|to)\s", after)
    )


def misdirected(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> bool:
    """Tell whether the claim and the sentence have two others behind one preposition: 甲向乙交付, 乙向甲交付."""
    for preposition in _PREPOSITIONS:
        mine, theirs = _governed(claim, preposition), _governed(main, preposition)
        met = {partners[token] for token in mine if token in partners}
        others = {partners[token] for token in partners if token not in mine}
        if met and theirs and met.isdisjoint(theirs) and not others.isdisjoint(theirs):
            return True
    return False


def _governed(reading: Reading, preposition: str) -> set[Token]:
    """Return what stands between a Chinese preposition and the verb behind it."""
    at = reading.text.find(preposition)
    if at < 0:
        return set()
    stop = next((t.start for t in reading.tokens if t.start > at and is_verb(reading, t)), len(reading.text))
    return {token for token in reading.tokens if at < token.start < stop}


def voice(reading: Reading, verb: Token, after: Token) -> str:
    """Return "agent" where the one who acts follows the verb ("was bought by"), "passive", or "active"."""
    if verb.is_han:
        return "agent" if _AGENT_BEFORE.search(reading.text[: verb.start]) else "active"
    if AGENT.search(reading.text[verb.end : after.start]):
        return "agent"
    return "passive" if _PASSIVE.search(reading.text[: verb.start]) else "active"


def is_verb(reading: Reading, token: Token) -> bool:
    """Tell whether a word is used as a verb, as far as its form and the word before it show."""
    if token.is_name:
        return False
    if token.is_han:
        if len(token.text) == 1 and not _ASPECT.match(reading.text, token.end):
            return False
        if _NOMINAL.match(reading.text, token.end):
            return False
        return means_doing(token.text) and not _POSSESSED.search(reading.text[max(0, token.start - 1) : token.start])
    before, after = reading.text[max(0, token.start - 14) : token.start], reading.text[token.end : token.end + 4]
    if after.startswith(" of ") or _POSSESSED.search(before):
        return False
    if token.text.endswith("ing"):
        return bool(re.search(r"(?:\b(?:is|are|was|were|been|be)|,)\s$", before))
    if (
        token.text.endswith("s")
        and _THIRD_PERSON.search(before)
        and _OBJECTS.match(reading.text[token.end : token.end + 6])
    ):
        return True
    return token.text.endswith("ed") or token.text in _PAST or bool(_AUXILIARY.search(before))


def gap(reading: Reading, one: Token, other: Token) -> float:
    """Return the distance of two words of a sentence, in words."""
    if one is other:
        return 0.0
    first, second = sorted((one, other), key=lambda token: token.start)
    return words_in(reading.text[first.end : second.start])


def words_in(gap: str) -> float:
    """Return about how many words a stretch of text has; a comma counts as three."""
    han = sum("\u3400" <= c <= "\u9fff" for c in gap)
    return gap.count(" ") + han / 2 + 3 * len(re.findall("[,;，；]", gap))
