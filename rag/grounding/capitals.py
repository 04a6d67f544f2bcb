"""What a capital letter tells in English: a name, an acronym, the beginning of a sentence, a headline."""

from __future__ import annotations

import re

from rag.grounding.chinese import is_han
from rag.grounding.thesaurus import thesaurus
from rag.grounding.wordvectors import word_table

# Log probability below which a word written small is hardly a common one.
_RARE = -15.0
# Endings of common nouns in the plural and of adverbs, adjectives and the like, which open sentences too.
_PLURALS = tuple("ers ors sts ians nts ies ings ions les tes ds ks".split())
_ENDINGS = (*_PLURALS, *"ps ms ed ing ly ion ment al ity ness ble ance ence".split())
_OPENS = re.compile(r"(?:^|[.!?:;\"“‘(\[]|[-•*])\s*$")
_CAPITALS = re.compile(r"[A-Z][\w'’]*(?:(?:[ -]|\s(?:of|the|and|for|in|on|de)\s(?:the\s)?)[A-Z][\w'’]*)+")
# Common nouns that are capitalised inside names: they need not stand in the text with the name.
GENERIC = frozenset(
    "ai ceo cfo cto ceo's academy act administration agency agreement airlines airport alliance army assembly association authority award bank "
    "bay board bridge brothers bureau business cabinet capital center central centre chairman champions championship chief "
    "church city club college commission committee company conference congress constitution corp corporation council "
    "country county court cup day department director district doctor dr east engineering executive federation festival "
    "film first forum foundation fund game general global government governor group hall head holding holdings hospital "
    "hotel house inc industries information institute institution international island king lake law league limited ltd "
    "market mayor minister ministry mount mountain museum national new news north office officer open organisation "
    "organization parliament park party people place police premier president prime prince princess prize professor "
    "programme program project province public queen railway region report republic research river road royal school "
    "science sciences sea secretary senate senator service services society south square stadium state station "
    "stock street studio studios summit supreme system team technologies technology theatre times tour tower town trade "
    "treaty trust union university valley vice village war west white world year".split()
)


def is_name(text: str, word: str, start: int, end: int, *, shouted: bool) -> bool:
    """Tell whether a word at a place of a text names something; in a `shouted` text capitals say nothing."""
    if word.lower() in GENERIC or not (word[0].isupper() or any(c.isdigit() for c in word)):
        return False
    if _is_acronym(word):
        return True
    plain = shouted or _OPENS.search(text, max(0, start - 4), start)
    return not plain or _looks_like_name(text, word, end)


def is_common(word: str) -> bool:
    """Tell whether a capitalised word is also a common one written small ("Old", "Western", "Researchers")."""
    if is_han(word) or word.endswith(_ENDINGS):
        return not is_han(word)
    return word_table().word(word.lower()).log_probability > _RARE + 1


def initials(text: str) -> frozenset[str]:
    """Return the initials of runs of two to seven capitalised words, small words between them left out."""
    found: set[str] = set()
    for run in _CAPITALS.findall(text):
        letters = [word[0] for word in re.findall(r"[A-Z][\w'’]*", run)][:20]
        found.update(
            "".join(letters[a:b]) for a in range(len(letters)) for b in range(a + 2, min(a + 8, len(letters) + 1))
        )
    return frozenset(found)


def is_shouted(text: str) -> bool:
    """Tell whether a text is written like a headline, where a capital says nothing."""
    found = re.findall(r"\b[A-Za-z]{4,}", text)
    return len(found) > 3 and sum(word[0].isupper() for word in found) > 0.7 * len(found)


def letters(text: str) -> str:
    """Return the first letters of all words, small and in a row: "large language models" gives llm."""
    return "".join(word[0] for word in re.findall(r"[A-Za-z]+", text)).lower()


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and sum(c.isupper() or c.isdigit() for c in word) > 1


def _looks_like_name(text: str, word: str, end: int) -> bool:
    """Tell whether a capitalised word at the start of a sentence is a name: hardly ever written small, as far as known."""
    table = word_table()
    small = table.word(word.lower()).log_probability
    lead = table.word(word).log_probability - small
    if lead >= 1 or (re.match(r" (?:[A-Z][a-z]|[A-Z]{2})", text[end : end + 3]) and lead > -2):
        return True
    if small < _RARE and not word.endswith(_PLURALS) and not thesaurus().of(word):
        return True
    return not word.endswith(_ENDINGS) and (lead >= 0 or (lead > -1.2 and small < _RARE))
