"""Does a sentence keep the name that is asked for to itself? "Which yard built it?": "a Danish yard built it"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from rag.language import is_stop_word, words
from rag.lexicon import cut

# What asks for the name of a thing: "what is the ship called", "the name of the ship", "which ship".
_ASKS = re.compile(
    r"\b(?:what|which) (?:is|was|are|were) (?P<called>[^?]+?) (?:called|named|titled)\b"
    r"|\b(?:names?|titles?) (?:of|(?:do|does|did|has|have) [^?]*?\bg(?:i|a)ven?(?: to)?) (?P<of>[^?]+)"
    r"|\bwhich (?P<which>[\w'’-]+(?: [\w'’-]+){0,3})",
    re.IGNORECASE,
)
# What things with names of their own are counted with in Chinese, people among them.
_MEASURE = "[家座所艘部款条名]"
_ASKS_IN_CHINESE = re.compile(
    r"(?P<called>[^，。？?]{1,16}?)(?:名?叫做?什么(?:名字)?|的名[字称]是什么)[？?]?\Z"
    rf"|哪[一几]?{_MEASURE}(?P<which>[^，。？?是的]{{1,8}})"
)
# What makes a thing one of many, up to its noun, and what ends its noun phrase.
_ARTICLE = r"(?:an?|another|some|several|one|two|three|four|five|six|seven|eight|nine|ten|\d+)"
_ONE_OF_MANY = re.compile(rf"\b{_ARTICLE}\s(?:[\w'’-]+\s){{0,4}}\Z", re.IGNORECASE)
_ENDS = re.compile(
    r"[,.;:)]|\Z|\s(?:of|in|on|off|at|for|from|to|by|with|about|that|which|who|whose|and|or|as|has|have|had|is|are|was|were"
    r"|will|would|could|[a-z]+(?:ed|ing))\b"
)
_MANY_IN_CHINESE = re.compile(
    rf"(?:[一某两三四五六七八九十几数多]|\d+){_MEASURE}(?:(?!名?叫|名为)[^，。；：“《]){{0,8}}\Z"
)
# What tells the name after all: behind the noun, in quotation marks or behind a comma, or before the article.
_NAMED = re.compile(
    r"[^,.;]*(?:\b(?:called|named|known as|titled|namely|including|such as)\b|[:\"“])|,?\s(?:the\s|of\s)?[A-Z\d\"“]"
)
_NAMED_BEFORE = re.compile(
    rf"(?:[A-Z][\w'’-]*[\"”]?,|\b(?:is|was|are|were|as|became)) {_ARTICLE}\s(?:[\w'’-]+\s){{0,4}}\Z"
)
_NAMED_IN_CHINESE = re.compile(r"[^，。；]*(?:名叫|叫做|名为|[“《「：])|[A-Z]")
_AUXILIARIES = frozenset("is are was were do does did has have had can could will would".split())
_WORD = re.compile(r"[A-Za-z][\w'’-]*")
_HAN = re.compile("[\u3400-\u9fff]")


def leaves_unnamed(question: str, sentence: str) -> bool:
    """Tell whether a sentence mentions the thing whose name is asked for as one of many, without its name."""
    if _HAN.search(question):
        return any(_hides_in_chinese(noun, sentence) for noun in _nouns(question))
    stems = frozenset(_stems(question))
    return any(_hides(word, sentence) for word in _WORD.finditer(sentence) if stems.intersection(words(word[0])))


def _stems(question: str) -> Iterator[str]:
    """Yield the words, as the index cuts them, among which the noun is whose name is asked for."""
    for match in _ASKS.finditer(question):
        asked = _WORD.findall(match["called"] or match["of"] or match["which"])
        if match["which"]:  # its noun phrase ends where a verb stands
            asked = list(takewhile(lambda word: word not in _AUXILIARIES, asked))
        yield from (words(word)[0] for word in asked if word[0].islower() and not is_stop_word(words(word)[0]))


def _hides(noun: re.Match[str], sentence: str) -> bool:
    before = sentence[: noun.start()]
    if not _ONE_OF_MANY.search(before) or not _ENDS.match(sentence, noun.end()):
        return False
    return not _NAMED.match(sentence, noun.end()) and not _NAMED_BEFORE.search(before)


def _nouns(question: str) -> list[str]:
    """Return the words of a Chinese question among which the noun is whose name is asked for."""
    found = []
    for match in _ASKS_IN_CHINESE.finditer(question):
        nouns = [word for word in cut(match["called"] or match["which"]) if len(word) > 1 and _HAN.match(word)]
        found += nouns[-1:] if match["called"] else nouns[:2]
    return found


def _hides_in_chinese(noun: str, sentence: str) -> bool:
    return any(
        _MANY_IN_CHINESE.search(sentence, 0, match.start()) and not _NAMED_IN_CHINESE.match(sentence, match.end())
        for match in re.finditer(re.escape(noun), sentence)
    )
