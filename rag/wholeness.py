"""Whether a question says by itself what it asks about: with a verb, and a name or a noun of its own."""

from __future__ import annotations

import re

from rag.chinese import is_name, is_verb, units
from rag.grounding.stems import bases
from rag.language import is_asking_word, words

_HAN = re.compile("[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_ASKS = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must)(?:n['’]t)?\b"
)
_VERB = re.compile(rf"\b{_AUXILIARY}|\b(?:wh\w+|how)['’](?:s|re|d)\b", re.IGNORECASE)
_TELLS = re.compile(
    r"(?:please )?(?:tell (?:me|us) about|explain|describe|define|summari[sz]e|list|show)\b", re.IGNORECASE
)
# A capital that does not open the question; a title such as CEO names nobody.
_NAME = re.compile(r"(?<=[\w,'’] )(?!C[A-Z]O\b|I\b)[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)*")
# Of these, with no name beside them, there must have been talk before: the price (but not the price of a thing); how
# many people, which city.
_KNOWN = re.compile(rf"\bthe\b(?!.* of\b)|\bhow (?:many|much)\b|\bwhich\b|\bwhat (?!{_AUXILIARY})\w+", re.IGNORECASE)
_ASKS_IN_CHINESE = re.compile("[谁哪吗何]|什么|多少|几|怎|是否|是不是|有没有|多[久大高远长]")
_TELLS_IN_CHINESE = re.compile("请?(?:介绍|解释|说明|说说|讲讲|谈谈|描述|总结)")
_DEFINES_IN_CHINESE = re.compile("什么是|是(?:什么|啥)(?:意思|东西)?[？?]?$")
_COUNTS_IN_CHINESE = re.compile("有(?:多少|几.?)[？?]?$")


def is_chinese(question: str) -> bool:
    """Tell whether a question is read as Chinese: it holds a Chinese character."""
    return _HAN.search(question) is not None


def own_words(question: str) -> list[str]:
    """Return the words of a question that say something of its subject."""
    if is_chinese(question):
        return units(question)
    return [word for word in _WORD.findall(question) if not all(map(is_asking_word, words(word)))]


def names(question: str) -> list[str]:
    """Return the names in a question; acronyms, which often are kinds of things, only where there are no others."""
    if is_chinese(question):
        return [word for word in units(question) if is_name(word) and not word.isdecimal()]
    found = _NAME.findall(question)
    return [name for name in found if not name.isupper()] or found


def is_whole(question: str) -> bool:
    """Tell whether a question of a few words can be understood by itself."""
    own = own_words(question)
    return bool(own) and (_is_whole_chinese if is_chinese(question) else _is_whole)(question, own)


def _is_whole(question: str, own: list[str]) -> bool:
    asks, tells = _ASKS.search(question), _TELLS.match(question)
    if not (tells or _VERB.search(question) or (asks and len(own) > 1)):
        return False
    if not (asks or tells or len(own) > 1):
        return False  # "Did Norvik?"
    if _NAME.search(question):
        return True
    return not _KNOWN.search(question) and (len(own) > 1 or not _is_past(own[0]))


def _is_past(word: str) -> bool:
    """Tell whether a word looks like a past form of a verb: "won", "visited"."""
    return len(bases(word)) > 1 and not word.endswith(("s", "er", "ing"))


def _is_whole_chinese(question: str, own: list[str]) -> bool:
    things = [word for word in own if is_name(word) or not is_verb(word)]
    if _TELLS_IN_CHINESE.match(question):
        return bool(things)
    # What opens with a verb has left its subject out.
    if not things or not _ASKS_IN_CHINESE.search(question) or (own[0] not in things and question.startswith(own[0])):
        return False
    if _DEFINES_IN_CHINESE.search(question):
        return True
    return any(map(is_name, things)) and (len(things) > 1 or not _COUNTS_IN_CHINESE.search(question))
