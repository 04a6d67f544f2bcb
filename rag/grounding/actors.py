"""Does the sentence name another as the one who acts? "OpenAI, which Microsoft backs, released it": not Microsoft."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.grounding.relations import AGENT, is_verb, voice
from rag.grounding.roles import is_role
from rag.grounding.tokens import Reading, Token

# What may stand between one who acts and the verb.
_LEADING_UP = re.compile(
    r"(?:\s(?:has|have|had|did|also|then|later|first|recently|already|now|since|once|just|itself|again|\w+ly))*\s?\Z"
    r"|[已曾还也又则再正将]+经?\Z"
)
# What stands between commas behind a name and tells more of it.
_APPOSITION = re.compile(
    r",\s(?:an?|the|its|which|who|whose|one of|part of|now|formerly|once|then|backed|owned|based|led|founded)\b[^,]*,\Z",
    re.IGNORECASE,
)
_JOINT = re.compile(r",?\s?(?:and|&|,)\s(?:the\s)?|[和与及、]\s?")
_PLURAL_ACRONYM = re.compile("[A-Z]{2,}s")
_SAME_NAME = re.compile(r"[ ·-]?")


def another_acts(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> bool:
    """Tell whether a verb of the claim, which the sentence has once, has another before it there than in the claim."""
    for verb, partner in partners.items():
        if not (is_verb(claim, verb) and is_verb(main, partner)) or _count(main, partner) > 1:
            continue
        mine, theirs = _actors(claim, verb), _actors(main, partner)
        known = {partners[name] for name in mine if name in partners}
        if theirs and len(known) == len(mine) > 0 and known.isdisjoint(theirs):
            return True
    return False


def _count(reading: Reading, verb: Token) -> int:
    return sum(token.key == verb.key for token in reading.tokens)


def _actors(reading: Reading, verb: Token) -> set[Token]:
    """Return the names of those who do what a verb says, where they stand right before it, or behind "by"."""
    after = next((token for token in reading.names if token.start >= verb.end), None)
    if after and not verb.is_han and AGENT.search(reading.text[verb.end : after.start]):
        return _run(reading, after, 1)
    if verb.is_han or not after or voice(reading, verb, after) == "active":
        end = _head_end(reading.text[: verb.start])
        last = next((token for token in reading.names if token.end == end and _may_act(token)), None)
        return _run(reading, last, -1) if last else set()
    return set()


def _may_act(name: Token) -> bool:
    """Tell whether a word names somebody: no office, and no kind of things ("the LLMs launched")."""
    return not is_role(name.text) and not _PLURAL_ACRONYM.fullmatch(name.text)


def _head_end(before: str) -> int:
    """Return where the name of one who acts must end, before the verb and what tells more of it."""
    before = _LEADING_UP.sub("", before)
    more = _APPOSITION.search(before)
    return more.start() if more else len(before)


def _run(reading: Reading, name: Token, step: int) -> set[Token]:
    """Return a name with those that are joined to it, on one side."""
    found, at = {name}, reading.tokens.index(name)
    while 0 <= at + step < len(reading.tokens):
        one, other = sorted((reading.tokens[at], reading.tokens[at + step]), key=lambda token: token.start)
        gap = reading.text[one.end : other.start]
        following = reading.tokens[at + step]
        if not following.is_name or not (_SAME_NAME.fullmatch(gap) or _JOINT.fullmatch(gap)):
            break
        found.add(following)
        at += step
    return found
