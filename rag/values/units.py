"""What stands around a numeral and changes what it says: currency, unit, and words like "over", "nearly", 不到."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

# "Above" and "below" exclude the value itself, "over" and "under" ("at least", "at most") do not.
Bound = Literal["", "above", "over", "below", "under", "about"]
_BOUNDS: dict[str, Bound] = {"above": "above", "over": "over", "below": "below", "under": "under", "about": "about"}

# How many characters on either side of a numeral are read.
_REACH = 32

# Unit -> how English and Chinese write it, the longer names before the shorter ones. Currencies are ISO 4217.
_UNITS = {
    "HKD": "hong kong dollars?|hkd|港元|港币",
    "AUD": "australian dollars?|aud|澳元",
    "CAD": "canadian dollars?|cad|加元",
    "SGD": "singapore dollars?|sgd|新加坡元|新元",
    "TWD": "(?:new )?taiwan dollars?|twd|新台币|台币",
    "USD": r"(?:us|u\.s\.|american) dollars?|dollars?|usd|bucks|美元|美金",
    "CNY": "(?:chinese )?yuan|renminbi|rmb|cny|元人民币|人民币|元(?![月旦素老首组])|块钱",
    "EUR": "euros?|eur|欧元",
    "GBP": "pounds?(?: sterling)?|gbp|英镑",
    "JPY": "(?:japanese )?yen|jpy|日元|日圆",
    "INR": "(?:indian )?rupees?|inr|卢比",
    "KRW": "korean won|krw|韩元",
    "RUB": "rou?bles?|卢布",
    "CHF": "(?:swiss )?francs?|chf|(?:瑞士)?法郎",
    "points": "(?:percentage|basis) points?|个?百分点",
    "%": "%|per ?cent|pct|percentage",
    "km/h": "km/h|kph|kilomet(?:re|er)s? (?:per|an) hour|公里/小时",
    "mph": "mph|miles (?:per|an) hour",
    "km²": r"square kilomet(?:re|er)s?|sq\.? ?km|km²|平方公里|平方千米",
    "mi²": r"square miles?|sq\.? ?mi|平方英里",
    "m²": r"square met(?:re|er)s?|sq\.? ?m|m²|平方米|平米",
    "m³": "cubic met(?:re|er)s?|m³|立方米",
    "km": "kilomet(?:re|er)s?|km|公里|千米",
    "cm": "centimet(?:re|er)s?|cm|厘米",
    "mm": "millimet(?:re|er)s?|mm|毫米",
    "m": "met(?:re|er)s?|m|米(?!其)",
    "miles": "miles?|英里",
    "feet": "feet|foot|ft|英尺",
    "ha": "hectares?|公顷",
    "acres": "acres?|英亩",
    "mu": "亩",
    "kWh": "kilowatt[- ]hours?|kwh|千瓦时",
    "MWh": "megawatt[- ]hours?|mwh|兆瓦时",
    "GWh": "gigawatt[- ]hours?|gwh|吉瓦时",
    "kW": "kilowatts?|kw|千瓦",
    "MW": "megawatts?|mw|兆瓦",
    "GW": "gigawatts?|gw|吉瓦",
    "kg": "kilogram(?:me)?s?|kilos?|kg|公斤|千克",
    "g": "grams?|克(?!拉)",
    "t": "(?:metric )?(?:tonnes?|tons?)|吨",
    "l": "lit(?:re|er)s?|升(?![级至到值高幅])",
    "°F": "degrees? fahrenheit|°f|华氏度",
    "°": "degrees?(?: celsius| centigrade)?|° ?c|℃|摄氏度|°|度(?!过)",
    "GB": "gigabytes?|gb",
    "TB": "terabytes?|tb",
    "seconds": "seconds?|秒",
    "minutes": "minutes?|mins?|分钟",
    "hours": "hours?|hrs?|个?(?:小时|钟头)",
    "decades": "decades?",
    "centuries": "centur(?:y|ies)|个?世纪",
    "weeks": "weeks?|周(?![年岁])|个?(?:星期|礼拜)",
    "months": "months?|个月",
    "days": "days?|天(?![然津气])|日(?![本元圆])",
    "years": "years? old|year-olds?|years?|周?[年岁]|载",
    "times": "times|fold|倍",
}
_SIGNS = {
    "hk$": "HKD", "nt$": "TWD", "us$": "USD", "au$": "AUD", "ca$": "CAD", "a$": "AUD", "c$": "CAD", "s$": "SGD",
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "CNY", "₹": "INR", "₩": "KRW", "₽": "RUB", "rs.": "INR", "rs": "INR",
    "rmb": "CNY", "cny": "CNY", "usd": "USD", "eur": "EUR", "gbp": "GBP", "人民币": "CNY",
}  # fmt: skip
CURRENCIES = frozenset(unit for unit in _UNITS if len(unit) == 3 and unit.isupper())
TIMES = frozenset("seconds minutes hours days weeks months years decades centuries".split())
_BEFORE: dict[Bound, str] = {
    "under": (
        r"\b(?:(?:no (?:more|later)|not more) than|at most|up to|within|as (?:many|much) as|an? maximum of)"
        r"|至多|最多|(?:不|未|没有|没)超过"
    ),
    "over": r"\b(?:(?:no fewer|no less|not less) than|at least|upwards? of|an? minimum of)|至少|不少于|不低于",
    "below": (
        r"\b(?:(?:fewer|less|lower|smaller|shorter) than|under|below|short of)|不到|不足|少于|低于|小于|未满|不满"
    ),
    "above": (
        r"\b(?:(?:more|greater|higher|larger|longer) than|over|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?"
        r"|topp?(?:s|ed|ing)|north of|in excess of|beyond|(?<!the )past)|超过?|逾|多于|高于|大于|不止|突破"
    ),
    "about": (
        r"\b(?:about|around|roughly|approximately|approx\.?|some|circa|ca?\.|close to|nearly|almost|(?:an )?estimated"
        r"|just (?:over|under)|in the region of)|~|大?约为?|将?近|接近|大概|差不多|估计"
    ),
}
_AFTER: dict[Bound, str] = {
    "over": r"[名人个家座辆款项件次户艘]?[\s-]?(?:or (?:more|over|above)|and (?:more|above|over)|plus\b|\+|以上|余(?![额下]))|多(?![数少次种样元])",
    "under": r"[名人个家座辆款项件次户艘]?\s?(?:or (?:less|fewer|below)|以下|以内)",
    "about": r"\s?(?:or so|左右|上下)",
}


# A speed whose unit says only "kilometres".
_SPEED = re.compile(r"(?:时速|每小时)[^，。；]{0,20}\Z")


def unit_after(text: str, end: int) -> tuple[str, int]:
    """Return the unit that follows a numeral and where it ends; ("", `end`) where there is none."""
    match = _unit_pattern().match(text, end, end + _REACH)
    if not match or not match.lastgroup:
        return "", end
    unit = list(_UNITS)[int(match.lastgroup[1:])]
    return ("km/h" if unit == "km" and _SPEED.search(text, max(0, end - 24), end) else unit), match.end()


def currency_before(text: str, start: int) -> tuple[str, int]:
    """Return the currency whose sign stands before a numeral and where it starts; ("", `start`) for none."""
    match = _sign_pattern().search(text, max(0, start - 8), start)
    return (_SIGNS[match[1].lower()], match.start()) if match else ("", start)


def bound(text: str, start: int, numeral_end: int, end: int) -> Bound:
    """Return what the words around a numeral with its unit say of it: "over", "under", "about" or nothing."""
    before, after = _bound_patterns()
    for match in (
        before.search(text, max(0, start - _REACH), start),
        after.match(text, numeral_end),
        after.match(text, end),
    ):
        if match and (found := _BOUNDS.get(match.lastgroup or "")):
            return found
    return ""


@lru_cache(maxsize=1)
def _unit_pattern() -> re.Pattern[str]:
    """Return the pattern of a unit behind a numeral."""
    groups = "|".join(f"(?P<u{i}>{ways})" for i, ways in enumerate(_UNITS.values()))
    return re.compile(rf"(?:余|多)?[\s-]?(?:{groups})(?:(?<=[A-Za-z])(?![A-Za-z])|(?<![A-Za-z]))", re.IGNORECASE)


@lru_cache(maxsize=1)
def _sign_pattern() -> re.Pattern[str]:
    """Return the pattern of a currency sign that ends where a numeral starts."""
    return re.compile(rf"(?<![A-Za-z])({'|'.join(re.escape(sign) for sign in _SIGNS)})\s?\Z", re.IGNORECASE)


@lru_cache(maxsize=1)
def _bound_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of the words before and behind a numeral."""
    before = "|".join(f"(?P<{name}>{words})" for name, words in _BEFORE.items())
    after = "|".join(f"(?P<{name}>{words})" for name, words in _AFTER.items())
    opening = r"\s?(?:an?\s|the\s|of\s|by\s|[(（])?\Z"
    return re.compile(rf"(?:{before}){opening}", re.IGNORECASE), re.compile(after, re.IGNORECASE)
