"""Numerals in a text, English or Chinese, and the numbers that they spell: the letters, without what stands around."""

from __future__ import annotations

import math
import re

from rag.values.numerals import DIGITS, HAN, MIXED, ORDINALS, SCALES, WORDS, from_chinese, from_digits, from_words

_FRACTIONS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "tenth": 1 / 10}

MULTIPLES = {
    "halve": 0.5,
    "halvi": 0.5,
    "doubl": 2.0,
    "twice": 2.0,
    "twofo": 2.0,
    "tripl": 3.0,
    "three": 3.0,
    "quadr": 4.0,
    "fourf": 4.0,
    "翻番": 2.0,
    "翻倍": 2.0,
    "加倍": 2.0,
    "翻一番": 2.0,
    "翻了一番": 2.0,
    "减半": 0.5,
}

_PLURALS = {
    "tens": 10.0,
    "dozens": 12.0,
    "hundreds": 1e2,
    "thousands": 1e3,
    "millions": 1e6,
    "billions": 1e9,
    "trillions": 1e12,
}

# Chinese counts with a measure word: a numeral of one character without one is a part of a word (三星, 四川, 一致).
_MEASURES = "个名位家款项所座辆架艘条份次人倍种类台部层间期届轮场篇枚颗头只套批支组队户字章节门国省市县区大成万亿"

_ROMAN = {"II": 2.0, "III": 3.0, "IV": 4.0}

_NO_NUMERALS = frozenset("百 千 万 亿 兆 零 万一 千万 万千 百万千".split())

AMOUNT = re.compile(
    rf"(?<=[数几上成])(?P<several>[十百千万亿]+)|(?P<rank>\b\d+(?:st|nd|rd|th)\b|第\s?(?:\d+|{HAN}{{1,8}})"
    rf"|(?<=[a-z] )(?:II|III|IV)\b|(?:\d+|{HAN}{{1,3}})(?=号(?!码))|首(?=[次个位款例家批届度颗座艘])"
    r"|\b(?:line|route|number|no\.|phase|reactor|unit|platform) \d+\b"
    rf"|\b(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -])?(?:{'|'.join(ORDINALS)})\b(?!-party))"
    r"|(?P<clock>(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:]))"
    rf"|百分之(?P<percent>{DIGITS}|(?:{HAN}|点){{1,12}})"
    rf"|(?P<parts>{HAN}{{1,3}}|\d+)分之(?P<of>{HAN}{{1,3}}|\d+)"
    rf"|(?P<tenths>[1-9]|[一二两三四五六七八九])成(?P<more>半?)(?![立员为功长分果本就都交])"
    r"|\b(?:(?P<quarters>a|three) quarters? of|(?P<halfhour>half)) an hour\b"
    r"|\b(?P<one>one|\d{1,2}) (?:[a-z]+ )?in (?P<among>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\b"
    r"(?! (?:years?|months?|weeks?|days?|hours?|minutes?|thousand|million|billion)\b)"
    r"|(?<!first )(?<!second )(?<!other )"
    r"\b(?P<fraction>half|(?:(?:one|two|three|four|a)[ -])(?:third|quarter|fifth|tenth)s?)\b"
    r"(?![ -](?:hour|year|century|marathon|time|an?\s(?:million|billion|trillion|thousand|dozen)))"
    r"|(?P<half>一半|半数|过半)"
    rf"|(?P<mixed>{MIXED})"
    rf"|(?:(?<![A-Za-z0-9_])|(?<=rmb))(?<!\d[.,])(?<![A-Za-z]-)(?P<digits>{DIGITS})"
    rf"(?P<scale>\s?(?:{'|'.join(sorted(SCALES, key=len, reverse=True))})(?![A-Za-z]))?"
    rf"|(?P<words>\b(?:half\san?\s)?{WORDS}(?P<andhalf>\sand\sa\shalf\b(?:\s(?:million|billion|trillion)\b)?)?)"
    r"|(?P<multiple>\b(?:halv(?:e[sd]?|ing)|doubl(?:e[sd]?|ing)|twice|two-?fold"
    r"|tripl(?:e(?= the| its| their)|ed|ing)|three-?fold|quadrupl(?:e[sd]?|ing)|four-?fold)\b|翻番|翻倍|加倍|翻了?一番|减半)"
    rf"|\b(?P<plural>(?:{'|'.join(_PLURALS)})(?:\sof\s(?:{'|'.join(_PLURALS)}))?)\b",
    re.IGNORECASE,
)


def values(match: re.Match[str]) -> list[float]:
    """Return the numbers that a match spells."""
    if match["mixed"]:
        return [from_chinese(match["mixed"].replace(",", "").replace(" ", ""))]
    if match["digits"]:
        return [from_digits(match["digits"]) * SCALES.get((match["scale"] or "").strip().lower(), 1.0)]
    values = from_words(match["words"])
    if match["words"][:5].lower() == "half ":
        return [values[0] / 2, *values[1:]]
    if tail := match["andhalf"]:
        scale = SCALES.get(tail.split()[-1].lower(), 1.0)
        values = from_words(match["words"].removesuffix(tail))
        return [*values[:-1], (values[-1] + 0.5) * scale]
    return values


def share(match: re.Match[str]) -> float | None:
    """Return a share in per cent, None where the match is none."""
    if percent := match["percent"]:
        return from_digits(percent) if percent[0].isdecimal() else from_chinese(percent)
    if match["parts"]:
        whole = from_chinese(match["parts"]) if not match["parts"].isdecimal() else float(match["parts"])
        part = from_chinese(match["of"]) if not match["of"].isdecimal() else float(match["of"])
        return 100 * part / whole if whole else 0.0  # 0分之0 is no share of anything
    if match["tenths"]:
        return (
            10 * from_chinese(match["tenths"]) + 5 * bool(match["more"])
            if not match["tenths"].isdecimal()
            else 10 * float(match["tenths"])
        )
    if fraction := match["fraction"]:
        words = fraction.lower().replace("-", " ").split()
        many = from_words(words[0])[:1] if len(words) > 1 else []
        return (
            100 * (many[0] if many else 1) * _FRACTIONS[words[-1].removesuffix("s") if words[-1] != "half" else "half"]
        )
    if match["one"]:
        some, all_ = (from_words(n)[0] if n.isalpha() else float(n) for n in (match["one"], match["among"]))
        return 100 * some / all_ if 0 < some < all_ else None
    return 50.0 if match["half"] else None


def several(match: re.Match[str]) -> float:
    """Return the least that "hundreds of millions" or 数千 stands for."""
    if match["several"]:
        return from_chinese(match["several"])
    return math.prod(_PLURALS[word] for word in match["plural"].lower().split() if word != "of")


def rank(text: str) -> float:
    """Return the place that an ordinal names: "21st", "twenty-first", 第二十一."""
    if text == "首":
        return 1.0
    if text in _ROMAN:
        return _ROMAN[text]
    digits = re.sub(r"\D", "", text)
    if digits:
        return float(digits)
    if text[0] > "\u2e80":
        return from_chinese(text.removeprefix("第").strip())
    tens, _, unit = text.lower().replace("-", " ").rpartition(" ")
    return (from_words(tens)[0] if tens else 0) + ORDINALS[unit]


def is_numeral(text: str, match: re.Match[str], unit: str) -> bool:
    """Tell a Chinese numeral from characters that are a part of a word: 三 in 三星, 千 in 千问."""
    numeral, following = match["mixed"].strip(), text[match.end() : match.end() + 1]
    if numeral in _NO_NUMERALS:
        return False
    if any(c.isdecimal() for c in numeral) or unit or len(numeral) > 1:
        return True
    return bool(following) and following in _MEASURES


def is_year(digits: str) -> bool:
    """Tell whether bare digits are more likely a year than a count."""
    return len(digits) == 4 and digits.isdecimal() and 1500 <= int(digits) <= 2100


def counts_things(text: str, end: int) -> bool:
    """Tell whether a plural follows, so that the m in "5m users" is a million and no metre."""
    return bool(
        re.match(r"\s(?!tall|long|high|wide|deep|away)(?:[a-z-]+\s)?(?:[a-z]+s|people)\b", text[end : end + 40])
    )
