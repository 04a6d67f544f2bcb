"""Messages that ask nothing: greetings, thanks and assent, and those without a word to search for."""

from __future__ import annotations

import re

from rag.language import is_stop_word, words

_TOKEN = re.compile("[\u3400-\u9fff]+|(?:(?![\u3400-\u9fff])[^\\W_])+(?:['’]\\w+)?")
_GREETINGS = frozenset(
    "hi hello hey hiya greetings thanks thank thx ty cheers ok okay k kk great nice cool perfect awesome wonderful "
    "excellent amazing super good fine alright right yes yeah yep yup no nope sure understood bye goodbye wow haha lol "
    "got welcome morning evening afternoon".split()
)
# What may stand beside a greeting and is none.
_BESIDE = frozenset(
    "you u so very much a lot many for your the help answer there everyone everybody all footnote bot it i see now "
    "then day night again really job one that's that well done to too indeed please".split()
)
_GREETINGS_IN_CHINESE = (
    "你好|您好|大家好|早上好|上午好|中午好|下午好|晚上好|早安|晚安|嗨|哈喽|哈啰|谢谢|多谢|感谢|谢了|辛苦了|好的|好吧|好|行|可以|"
    "嗯|哦|噢|是的|没错|对|明白|知道了|懂了|了解|收到|不错|太棒|真棒|很棒|厉害|再见|拜拜|哈|没问题|没事"
)
_CHINESE = re.compile(
    f"(?=.*(?:{_GREETINGS_IN_CHINESE}))(?:{_GREETINGS_IN_CHINESE}|[你您们大家啊呀吧了的太很真非常十分])+"
)
# So many words, or characters of Chinese, at most.
_MOST = 8


def is_small_talk(text: str) -> bool:
    """Tell whether a message only greets, thanks or assents."""
    said = _TOKEN.findall(text.lower())
    return len(said) <= _MOST and any(map(_greets, said)) and all(word in _BESIDE or _greets(word) for word in said)


def says_nothing(text: str, *, first: bool) -> bool:
    """Tell whether a message holds no word to search for; one that is not the `first` may just ask back ("why?")."""
    found = words(text)
    if first:
        return all(map(is_stop_word, found))
    return not any(len(word) > 1 or not word.isascii() or word.isdecimal() for word in found)


def _greets(word: str) -> bool:
    return word in _GREETINGS or (len(word) <= _MOST and _CHINESE.fullmatch(word) is not None)
