"""Does the sentence give an office to another, or at another place, than the claim? "Minister Qin Gang": not Musk."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.grounding.naming import are_others, ending, starting
from rag.grounding.roles import is_role
from rag.grounding.tokens import Reading, Token

_NP = r"(?:(?!(?:of|in|at|for|with|by)\b)(?:[a-z][\w-]*|[A-Z][\w.]*['’]s|[A-Z]{2,})\s){0,4}?"
# What stands between a name and the office that it holds: "is the", ", an".
_HOLDS = re.compile(
    rf"(?:,\s(?:who\s(?:is|was|serves as)\s)?(?:(?:an?|the|its|then|now|also)\s)*{_NP}"
    rf"|\s(?:is|was|became|remains?|serves as|works as|has been|had been)\s(?:(?:an?|the|also|now|still)\s)*{_NP})\Z"
    r"|(?:是|为|任|担任|出任|身为|现任)[^，。；]{0,12}\Z",
)
# What ties an office to where it is held, behind it and before it.
_AT = re.compile(r"\s(?:of|at|with|for|from)\s(?:the\s)?(?:[a-z][\w-]*\s){0,3}\Z")
_WORKS_AT = re.compile(r"\bworks? (?:for|at|with) (?:the )?\Z")
_AS = re.compile(r"\sas\s(?:an?|the)\s(?:[a-z][\w-]*\s){0,2}\Z")
_OWNS = re.compile(r"['’]s\s(?:[a-z][\w-]*\s){0,2}\Z|\s\Z|的?\Z")
_END = re.compile(r"[,;:，；：。]|\.\s|\.\Z|\b(?:is|are|was|were|has|have|had|said|says)\b")
# One place in another: "lies in", and the other way round in the sentence: ", a city in".
_LIES = re.compile(
    r"(?:\s[A-Z]\w+)?\s(?:is|lies|sits|stands|is located|is situated)\sin\s(?:the\s)?\Z|位于|地处|坐落于"
)
_PLACED = re.compile(r"(?:,\san?\s(?:[\w-]+\s){1,3}|\s)in\s(?:the\s)?(?:[A-Z][\w'’-]*\s)*\Z")


def misheld(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> bool:
    """Tell whether an office that both name is another's in the sentence, or is held elsewhere."""
    for role, word in partners.items():
        if is_role(role.text) and (partner := _role_at(main, word)):
            # Of names in another script, only persons' are told by their sound.
            for find in (_holders, _places) if role.is_han == partner.is_han else (_holders,):
                if are_others(find(main, partner), find(claim, role), partners):
                    return True
    return False


def _role_at(reading: Reading, word: Token) -> Token | None:
    """Return the office that a word is or tells more of: "foreign minister"."""
    at = reading.tokens.index(word)
    near = reading.tokens[at : at + 2]
    return next((t for t in near if is_role(t.text) and t.start - word.end <= 1), None)


def misplaced(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> bool:
    """Tell whether the claim puts one place into another that lies in it, by the sentence."""
    names = [name for name in claim.names if name in partners]
    for inner in names:
        for outer in names:
            if inner.end <= outer.start and _LIES.fullmatch(claim.text, inner.end, outer.start):
                there, here = partners[outer], partners[inner]
                if there.end <= here.start and _PLACED.fullmatch(main.text, there.end, here.start):
                    return True
    return False


def _holders(reading: Reading, role: Token) -> set[Token]:
    """Return the names of who holds an office: right behind it, or before it with what ties them."""
    if after := starting(reading, role.end, role.end + 1, alone=True):
        return after
    for name in reversed(reading.names):
        if name.end <= role.start and _HOLDS.fullmatch(reading.text, name.end, role.start):
            return ending(reading, name.end, alone=True)
    return set()


def _places(reading: Reading, role: Token) -> set[Token]:
    """Return the names of where an office is held."""
    end = _END.search(reading.text, role.end)
    stop = end.start() if end else len(reading.text)
    behind = [name for name in reading.names if role.end <= name.start < stop]
    found = set(behind) if behind and _AT.fullmatch(reading.text, role.end, behind[0].start) else set()
    for name in reading.names:
        if name.end <= role.start and not is_role(name.text):
            works = _WORKS_AT.search(reading.text, 0, name.start) and _AS.fullmatch(reading.text, name.end, role.start)
            if works or _OWNS.fullmatch(reading.text, name.end, role.start):
                found |= ending(reading, name.end, alone=True)
    return found
