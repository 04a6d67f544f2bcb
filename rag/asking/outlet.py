"""Questions about what one outlet says: which outlet, and what is asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from rag.language import is_stop_word, words

# What follows the name itself in the name of an outlet: "The Star : Tech Feed", "Big News Network.com", "BBC News".
_SECTION = re.compile(r"\s+[:|–—-]\s.*")
_ENDING = re.compile(r"\.(?:com|net|org|cn|co|info)\b.*|(?<=[\u4e00-\u9fff]{4})网\Z|(?<=\b[A-Z]{3})\s+News\Z")
_SAYS = (
    r"(?:sa(?:y|ys|id|ying)|tells?|told|claim(?:s|ed)?|mention(?:s|ed)?|report(?:s|ed|ing)?|write|writes|wrote|written)"
)
_ARTICLE = r"(?:articles?|stor(?:y|ies)|reports?|reporting|coverage|pieces?)"
_ABOUT = r"(?:about|on|of|regarding|concerning)"
_TEXT = r"的?(?:报道|文章|消息)[里中上]?"
# How an outlet is asked about, and what stays of it in the question; OUTLET stands for the name.
_FORMS = (
    (rf"\b(what|how) (?:do|does|did|has|have|is|was) OUTLET(?: have)?(?: to)? {_SAYS} {_ABOUT}\b", r"\1 about"),
    (rf"\bin (?:an? |the )?{_ARTICLE} (?:of|by|from|in) OUTLET|\bin OUTLET {_ARTICLE}", ""),
    (r"[,，]?\s*\b(?:according to|as reported by) OUTLET,?", ""),
    (rf"[,，]?\s*\b(?:(?:as|do|does|did|has|have) )?OUTLET {_SAYS}\b(?: that\b)?,?", ""),
)
_CHINESE_FORMS = (
    rf"(?:根据|按照|据)OUTLET(?:{_TEXT})?(?:说|称)?[，,：:]?",
    rf"[，,]?在?OUTLET(?:{_TEXT})?是?(?:怎么|怎样|如何)(?:说|写|报道|评价|看待|描述)的?(?:关于)?",
    rf"[，,]?在?OUTLET(?:{_TEXT})?(?:说|写|报道|提到|介绍)[了过]?些?(?:什么|哪些(?:内容)?)(?:关于)?",
    rf"在?OUTLET(?:{_TEXT}(?:说|称)?|说|称|报道)[，,：:]?",
)
_EDGES = " ,，"


class Asked(NamedTuple):
    """An outlet, by a part of its name, and what is asked of it."""

    outlet: str
    question: str


def of_outlet(question: str, providers: Iterable[str]) -> Asked | None:
    """Return which of the outlets a question asks about, None where it asks about none or nothing else."""
    for name in sorted({form for provider in providers for form in _forms(provider)}, key=len, reverse=True):
        if name.casefold() not in question.casefold():
            continue
        for pattern, stays in _patterns(name):
            rest, found = pattern.subn(stays, question, count=1)
            if found and not all(map(is_stop_word, words(rest))):
                return Asked(name, " ".join(rest.split()).strip(_EDGES))
    return None


def _forms(provider: str) -> Iterator[str]:
    """Yield what an outlet may be called, without its article."""
    name = _SECTION.sub("", provider.strip())
    for form in (name, _ENDING.sub("", name)):
        yield form[4:] if form.casefold().startswith("the ") else form


@lru_cache(maxsize=200)
def _patterns(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    written = re.escape(name)
    english = rf"\b(?:the )?{written}\b(?:['’]s(?: {_ARTICLE})?)?"
    chinese = rf"\s?《?{written}》?\s?"
    return (
        *((re.compile(form.replace("OUTLET", english), re.IGNORECASE), stays) for form, stays in _FORMS),
        *((re.compile(form.replace("OUTLET", chinese), re.IGNORECASE), "") for form in _CHINESE_FORMS),
    )
