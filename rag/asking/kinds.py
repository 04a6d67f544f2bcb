"""What kind of thing a question asks for, and whether a sentence offers it, and how near to the words asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

# Characters at which a word of the question counts half: four words of English, or of Chinese.
_HALF = {"zh": 8}
_HALF_SPACED = 24

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million|"
    "billion|trillion|dozen|half|twice|third|quarter|percent"
)
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
# Offices that a question may ask for by their name alone: "CEO of Alvik Bank?"
_ROLES = (
    "ceo|cfo|cto|chief executive|president|vice[- ]president|director|head|chair|chair(?:man|woman|person)|mayor"
    "|governor|(?:prime |foreign )?minister|founder|co-?founder|owner|boss|leader|dean|editor|author|inventor|coach"
)
# Words that ask: they are no part of what the question is about.
ASKING = re.compile(
    r"\b(?:how (?:many|much|old|long|far|large|big|tall|high|often|fast|heavy)"
    r"|(?:what|which) (?:percent|percentage|number|amount|year|date|day|month|century|decade|time|share)(?: of)?"
    r"|what|which|who|whom|whose|when|where|why|how|name)\b"
    r"|多少|几[个名]?|百分之|什么时[候间]|哪[一]?[年天日月个位里]|何时|谁|什么|哪里|哪儿|哪些|如何|为什么|怎么",
    re.IGNORECASE,
)
# Kind -> (what asks for it, what offers it).
_KINDS = {
    "number": (
        re.compile(
            r"\bhow (?:many|much|old|long|far|large|big|tall|high|often|fast|heavy)\b"
            r"|\bwhat (?:percent|percentage|number|amount|price|share)\b"
            r"|\bwhat (?:is|was|are|were) (?:the|an?|[\w.-]+['’]s?) (?:\S+ ){0,5}?(?:number|price|cost|population"
            r"|percentage|share|salary|revenue|budget|height|length|width|depth|size|area|age|capacity|speed|weight|distance|temperature"
            r"|valuation|profit|income)\b"
            r"|多少|(?<![哪第])几(?![乎年月号日])|百分之|数量|比例|多[久长大高远快重深宽](?=[？?了]|时间|$)",
            re.IGNORECASE,
        ),
        re.compile(rf"(?i:\d[\d.,]*|\b(?:{_NUMBER_WORDS})s?\b)|[一二三四五六七八九十百千万亿两半]+(?=[\u4e00-\u9fff])"),
    ),
    "date": (
        re.compile(
            r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|century|decade|time|era)\b"
            r"|哪[一些]?[年天日月]|何时|什么时[候间]|几[年月日号]|哪个(?:世纪|年代|月)|年份|日期|什么年",
            re.IGNORECASE,
        ),
        re.compile(
            rf"(?i:\b(?:1\d{{3}}|20\d\d)\b|\d(?:st|nd|rd|th) century|\b(?:{_MONTHS}|{_DAYS}|yesterday)\b)"
            r"|\d+ ?[年月日]|世纪|[周星期][一二三四五六日]|[今去昨]年|昨[天日]"
        ),
    ),
    "person": (
        re.compile(
            rf"\bwho(?:m|se)?\b|^\W*(?:the )?(?:{_ROLES}) (?:of|at)\b|谁|哪位|何人|什么人|(?:人|位|者)的名字",
            re.IGNORECASE,
        ),
        re.compile(
            r"(?<=[a-z,;0-9’'\"] )[A-Z][a-z]+(?: [A-Z][a-z]+)*|^[A-Z][a-z]+ [A-Z][a-z]+"
            r"|[\u4e00-\u9fff]+·[\u4e00-\u9fff]+"
            r"|(?:总统|主席|总理|部长|主任|发言人|总裁|院长|教授|博士|先生|女士)[\u4e00-\u9fff]"
        ),
    ),
    "place": (
        re.compile(
            r"\bwhere\b|\b(?:what|which) (?:city|country|state|place|town|region|continent|location|area|province"
            r"|district|county|village|venue)\b"
            r"|哪里|哪儿|何处|什么地方|哪[个座](?:国家|城市|地区|州|省|地方|区|县|镇|场馆|会场|机场|港口|车站)|哪国|在哪(?!一?[年天日月]|些年)",
            re.IGNORECASE,
        ),
        re.compile(r"\b(?:in|at|to|from|near|of|through) (?:the )?[A-Z][a-z]+|[在于到往至自][\u4e00-\u9fffA-Z]"),
    ),
}


def kind_of(question: str) -> str | None:
    """Return what the question asks for first: number, date, person or place; None if it does not tell."""
    found = {kind: match.start() for kind, (asks, _) in _KINDS.items() if (match := asks.search(question))}
    return min(found, key=lambda kind: found[kind], default=None)


def offers(sentence: str, kind: str, question: str) -> bool:
    """Tell whether the sentence holds something of that kind which the question does not name itself."""
    return next(_offered(sentence, kind, question), None) is not None


def nearness(sentence: str, kind: str, question: str, weights: Mapping[str, float], language: str) -> float:
    """Return how much weight of the question's words stands near the best thing of that kind, 0 where there is none."""
    half, low = _HALF.get(language, _HALF_SPACED), sentence.lower()
    places = {word: [match.start() for match in re.finditer(re.escape(word), low)] for word in weights}
    return max(
        (
            sum(
                weights[word] / (1 + max(0, min(max(start - at - len(word), at - end) for at in found)) / half)
                for word, found in places.items()
                if found
            )
            for start, end in _offered(sentence, kind, question)
        ),
        default=0.0,
    )


def _offered(sentence: str, kind: str, question: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentence holds something of that kind which the question does not name itself."""
    return (match.span() for match in _KINDS[kind][1].finditer(sentence) if match[0] not in question)
