"""Does the sentence name another as the one who acts? "OpenAI, which Microsoft backs, released it": not Microsoft."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rag.grounding.naming import are_others, ending, starting
from rag.grounding.pairing import Pair
from rag.grounding.relations import AGENT, gap, is_verb, voice
from rag.grounding.stems import bases
from rag.grounding.tokens import Reading, Token

# What may stand between one who acts and the verb.
_LEADING_UP = re.compile(
    r"(?:\s(?:has|have|had|did|also|then|later|first|recently|already|now|since|once|just|itself|again|\w+ly))*\s?\Z"
    r"|[已曾还也又则再正将]+经?\Z"
)
_GOES_ON = re.compile(r"\b(?:and|but)\s(?:(?:also|then|later|has|have|had)\s)*\Z|[并且而]且?\Z")
_PASSIVE = re.compile(r"\s(?:is|are|was|were|(?:has|have|had) been|(?:is|are) being|to be|will be)\s(?:\w+ly\s)?\Z")
# From how much credit on a verb is told at all.
_TOLD = 0.3
# What one does with another, that one does with him.
_MUTUAL = frozenset("meet marry merge partner team cooperate collaborate negotiate talk agree compete fight".split())
# "The backing of Norvik": Norvik backs.
_DEED = re.compile(r"(?:backing|support|help|assistance|approval|consent|blessing|endorsement) of (?:the )?")
# What stands between commas behind a name and tells more of it.
_APPOSITION = re.compile(
    r",\s(?:an?|the|its|which|who|whose|one of|part of|now|formerly|once|then|backed|owned|based|led|founded)\b[^,]*,\Z",
    re.IGNORECASE,
)


def another_acts(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> bool:
    """Tell whether a verb of the claim, which the sentence has once, has another before it there than in the claim."""
    for verb, partner in partners.items():
        if not is_verb(claim, verb) or _count(main, partner) > 1 or not _MUTUAL.isdisjoint(bases(verb.text)):
            continue
        mine, theirs = _actors(claim, verb), _actors(main, partner)
        if are_others(theirs, mine, partners):
            return True
        acting, suffering = ({partners.get(name) for name in names} for names in (mine, _patients(claim, verb)))
        if acting & _patients(main, partner) or suffering & theirs:
            return True
    return False


def does_another_thing(claim: Reading, pairs: Sequence[Pair]) -> bool:
    """Tell whether the claim has one name do something to another that the sentence does not tell in any words."""
    for pair in pairs:
        after = next((name for name in claim.names if name.start >= pair.token.end), None)
        untold = after and pair.credit < _TOLD and is_verb(claim, pair.token) and gap(claim, pair.token, after) <= 1
        if untold and _actors(claim, pair.token):
            return True
    return False


def _count(reading: Reading, verb: Token) -> int:
    return sum(token.key == verb.key for token in reading.tokens)


def _actors(reading: Reading, verb: Token) -> set[Token]:
    """Return the names of those who do what a verb says, where they stand right before it, or behind "by"."""
    after = next((token for token in reading.names if token.start >= verb.end), None)
    if after and _DEED.fullmatch(reading.text, verb.start, after.start):
        return starting(reading, after.start)
    if not is_verb(reading, verb):
        return set()
    if after and not verb.is_han and AGENT.search(reading.text[verb.end : after.start]):
        return starting(reading, after.start)
    if verb.is_han or not after or voice(reading, verb, after) == "active":
        while earlier := _going_on_from(reading, verb):
            verb = earlier
        return ending(reading, _head_end(reading.text[: verb.start]))
    return set()


def _going_on_from(reading: Reading, verb: Token) -> Token | None:
    """Return the verb whose subject another one after "and" shares."""
    if not _GOES_ON.search(reading.text, 0, verb.start):
        return None
    return next((t for t in reversed(reading.tokens) if t.end <= verb.start and is_verb(reading, t)), None)


def _patients(reading: Reading, verb: Token) -> set[Token]:
    """Return the names of those to whom it is done, where they stand right before a verb in the passive."""
    if verb.is_han or not is_verb(reading, verb) or not (passive := _PASSIVE.search(reading.text, 0, verb.start)):
        return set()
    return ending(reading, _head_end(reading.text[: passive.start()]))


def _head_end(before: str) -> int:
    """Return where the name of one who acts must end, before the verb and what tells more of it."""
    before = _LEADING_UP.sub("", before)
    more = _APPOSITION.search(before)
    return more.start() if more else len(before)
