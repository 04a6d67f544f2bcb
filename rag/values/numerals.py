"""Numerals as English and Chinese write them, in digits, in words and mixed: "4,300", "forty-one", 4000万, 三千五百."""

from __future__ import annotations

import re

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_UNITS += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: n for n, word in enumerate(_UNITS)} | {word: 20 + 10 * n for n, word in enumerate(_TENS)}
_LARGE = {"hundred": 1e2, "dozen": 12.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
# What stands behind digits: "3 million", "3m", "3bn".
SCALES = _LARGE | {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12}
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
ORDINALS = {word: n for n, word in enumerate(_ORDINALS, 1)}

_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
    "叁": 3,
}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_HAN_GROUPS = {"万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8, "兆": 1e12}

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_WORD = f"(?:{'|'.join(sorted({*_SMALL, *_LARGE}, key=len, reverse=True))})"
# A run of number words; "and" joins only after a hundred or more, "a" opens only before a large one.
WORDS = rf"(?:(?:an?\s{{1,3}})(?={'|'.join(_LARGE)})|\b){_WORD}\b(?:(?:-|\sand\s(?<=d\sand\s)|\s{{1,3}}){_WORD}\b)*"
# A Chinese numeral's character; 千米, 千克, 千瓦 are units.
HAN = f"(?:(?!千[米克瓦])[{''.join([*_HAN_DIGITS, *_HAN_SCALES, *_HAN_GROUPS])}])"
MIXED = rf"(?:{DIGITS}\s?(?=(?!千[米克瓦])[{''.join([*_HAN_SCALES, *_HAN_GROUPS])}])|{HAN})(?:{HAN}|\d+(?:\.\d+)?(?={HAN})|点(?={HAN}))*"

_MIXED_TOKEN = re.compile(rf"{DIGITS}|{HAN}|点")
_WORD_TOKEN = re.compile(_WORD, re.IGNORECASE)


def from_digits(text: str) -> float:
    """Return the value of "4,300" or "5.5"; infinite where it is too long for a number."""
    return float(text.replace(",", ""))


def from_words(text: str) -> list[float]:
    """Return the values of a run of English number words; "two three" is two of them."""
    values: list[float] = []
    total = group = 0.0
    room = 1e15  # what the next word must be smaller than to belong to the number so far
    begun = False
    for word in (match[0].lower() for match in _WORD_TOKEN.finditer(text)):
        if (small := _SMALL.get(word)) is not None:
            if begun and small >= 10 and 13 <= group <= 20 and not total:  # nineteen eighty-four
                group, room = group * 100 + small, 10 if small >= 20 else 0
                continue
            if begun and small >= room:
                values.append(total + group)
                total = group = 0.0
            group += small
            room = 10 if small >= 20 else 0
        elif word in ("hundred", "dozen"):
            group, room = (group or 1) * _LARGE[word], 100
        else:
            total, group, room = total + (group or 1) * _LARGE[word], 0.0, 1000
        begun = True
    return [*values, total + group] if begun else values


def from_chinese(text: str) -> float:
    """Return the value of Chinese numerals, digits among them: 二〇二三, 三千五百, 1.2万亿, 3亿5000万, 三点五."""
    whole, _, decimals = text.partition("点")
    if decimals and all(c in _HAN_DIGITS for c in decimals):
        return from_chinese(whole) + _positional(decimals) / 10.0 ** len(decimals)
    if decimals:  # 三点五亿
        digits = "".join(c for c in decimals if c in _HAN_DIGITS)
        scale = from_chinese("一" + decimals.lstrip("".join(_HAN_DIGITS))) if decimals != digits else 1.0
        return (from_chinese(whole) + _positional(digits) / 10.0 ** len(digits)) * scale
    if len(text) > 1 and all(c in _HAN_DIGITS for c in text):
        return _positional(text)
    return _composed(text)


def _positional(digits: str) -> float:
    """Return the value of Chinese digits that stand at their places, like 二〇二三."""
    return float("".join(str(_HAN_DIGITS[c]) for c in digits) or "0")


def _composed(text: str) -> float:
    """Return the value of numerals built of digits, tens and groups of ten thousand."""
    total = section = number = 0.0
    last = 1.0  # the scale before a closing digit: 三万五 is 35,000
    for token in _MIXED_TOKEN.findall(text):
        if scale := _HAN_SCALES.get(token):
            section, number, last = section + (number or 1) * scale, 0.0, scale
        elif group := _HAN_GROUPS.get(token):
            part = section + number
            larger = 0 < total < group
            total = (total + part) * group if larger or not part else total + part * group
            total = total or group
            section, number, last = 0.0, 0.0, group
        else:
            number = float(_HAN_DIGITS[token]) if token in _HAN_DIGITS else from_digits(token)
            last = 1.0 if token in "零〇○" else last  # noqa: S105
    shorthand = last > 1 and number and text[-1] in _HAN_DIGITS
    return total + section + (number * last / 10 if shorthand else number)
