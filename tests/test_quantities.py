from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.values.numerals import from_chinese, from_words
from rag.values.quantities import Quantity, quantities
from rag.values.relation import relation

_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_UNITS += "seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_english(n: int) -> str:
    for scale, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= scale:
            rest = n % scale
            joint = " and " if scale == 100 else " "
            return f"{in_english(n // scale)} {name}" + (f"{joint}{in_english(rest)}" if rest else "")
    if n < 20:
        return _UNITS[n]
    return _TENS[n // 10 - 2] + (f"-{_UNITS[n % 10]}" if n % 10 else "")


def in_chinese(n: int) -> str:
    if n == 0:
        return "零"
    for scale, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if n >= scale:
            rest = n % scale
            gap = "零" if rest and rest < scale // 10 else ""
            return in_chinese(n // scale) + name + (gap + in_chinese(rest) if rest else "")
    return "零一二三四五六七八九"[n]


@given(st.integers(0, 10**12 - 1))
def test_english_words_give_their_number_back(n: int) -> None:
    assert from_words(in_english(n)) == [n]


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_give_their_number_back(n: int) -> None:
    assert from_chinese(in_chinese(n)) == n


@given(st.integers(2, 10**12))
def test_every_spelling_is_one_number(n: int) -> None:
    spellings = [f"{n:,} firms", f"超过{n}家公司", f"about {in_english(n)} firms" if n < 10**12 else f"{n:,} firms"]
    assert {one(text).value for text in spellings} == {n}


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_span_lies_in_it(text: str) -> None:
    for quantity in quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.kind == "date" or quantity.value <= quantity.high


@given(st.text(alphabet="0123456789一二三十百千万亿年月日.,-$%半成分之 onethwm", max_size=80))
@example("0分之0")
def test_what_looks_like_numbers_is_read(text: str) -> None:
    assert all(text[q.start : q.end].strip() for q in quantities(text))


def one(text: str) -> Quantity:
    found = quantities(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("4,300 firms", 4300, ""),
        ("four thousand three hundred firms", 4300, ""),
        ("四千三百家", 4300, ""),
        ("4000万元", 40e6, "CNY"),
        ("US$5.5m", 5.5e6, "USD"),
        ("550万美元", 5.5e6, "USD"),
        ("5.5 million dollars", 5.5e6, "USD"),
        ("300 billion yuan", 300e9, "CNY"),
        ("3000亿元", 300e9, "CNY"),
        ("1.2万亿元", 1.2e12, "CNY"),
        ("a tenth of the firms", 10, "%"),
        ("投诉增加了近一倍", 2, "times"),
        ("产量翻了一番", 2, "times"),
        ("价格减半", 0.5, "times"),
        ("15亩", 1, "ha"),
        ("€1.2bn", 1.2e9, "EUR"),
        ("half of them", 50, "%"),
        ("百分之八十", 80, "%"),
        ("八成", 80, "%"),
        ("80 per cent", 80, "%"),
        ("一半", 50, "%"),
        ("one train in four", 25, "%"),
        ("half a million", 500_000, ""),
        ("two and a half years", 2.5, "years"),
        ("half an hour", 30, "minutes"),
        ("时速100公里", 100, "km/h"),
        ("100 kilometres an hour", 100, "km/h"),
        ("two dozen", 24, ""),
        ("hundreds of millions", 1e8, ""),
        ("数千名", 1000, ""),
    ],
)
def test_values_have_one_form(text: str, value: float, unit: str) -> None:
    found = one(text)
    assert found.value == pytest.approx(value)
    assert found.unit == unit


@pytest.mark.parametrize("text", ["三星电子", "千问", "百度", "四川省", "GPT-4", "Covid-19", "5G", "十分重要", "万一"])
def test_letters_that_only_look_like_numerals_are_none(text: str) -> None:
    assert quantities(text) == ()


@pytest.mark.parametrize(
    "text",
    ["June 14, 2023", "14 June 2023", "2023-06-14", "2023年6月14日", "二〇二三年六月十四日", "the 14th of June 2023"],
)
def test_dates_have_one_form(text: str) -> None:
    day = one(text).day
    assert day
    assert (day.year, day.month, day.day) == (2023, 6, 14)


def test_ranges_are_one_value() -> None:
    assert [(q.value, q.high) for q in quantities("10 to 15 million users")] == [(10e6, 15e6)]
    assert [q.value for q in quantities("it rose from 10 to 15")] == [10, 15]
    assert [(q.value, q.unit) for q in quantities("it fell by 12% to 96,000")] == [(12, "%"), (96000, "")]


def test_what_refers_back_counts_nothing() -> None:
    assert all(value.weak for value in (one("the two firms"), one("两国"), one("首次")))
    assert not one("two firms").weak


def test_span_is_the_numeral_with_its_unit() -> None:
    text = "It cost about 40 million yuan in 2021."
    assert [text[q.start : q.end] for q in quantities(text)] == ["40 million yuan", "2021"]


@pytest.mark.parametrize(
    ("claimed", "found", "expected"),
    [
        ("over 80%", "over 80 percent", "backs"),
        ("over 80", "83", "backs"),
        ("less than half", "half", "differs"),
        ("more than 40", "40", "differs"),
        ("at least 40", "40", "backs"),
        ("at most half", "half", "backs"),
        ("不到一半", "一半", "differs"),
        ("至少40人", "40人", "backs"),
        ("40", "more than 40", "backs"),
        ("nearly 40", "less than 40", "backs"),
        ("over three years", "three years", "backs"),
        ("under 80", "83", "differs"),
        ("over 80%", "under 50%", "differs"),
        ("over 70%", "over 80%", "differs"),
        ("83", "over 80", "differs"),
        ("half", "50%", "backs"),
        ("11 million litres", "11 million", "backs"),
        ("within three years", "in the past three years", "backs"),
        ("9 litres", "9", "unrelated"),
        ("about 42 billion", "41.88 billion", "backs"),
        ("42 billion", "41.88 billion", "differs"),
        ("4000万元", "40 million yuan", "backs"),
        ("40 million yuan", "40 million dollars", "differs"),
        ("40 million yuan", "5.5 million dollars", "unrelated"),
        ("June 2023", "2023年6月14日", "backs"),
        ("14 June 2023", "June 2023", "unrelated"),
        ("2024", "2023", "differs"),
        ("2000 people", "two thousand people", "backs"),
        ("5 km", "5 miles", "unrelated"),
        ("third", "第三", "backs"),
        ("third", "second", "differs"),
        ("nearly 40", "37", "backs"),
        ("15 minutes", "a quarter of an hour", "backs"),
        ("aged 61", "61-year-old", "backs"),
        ("on Monday", "周一", "backs"),
    ],
)
def test_values_back_each_other_or_differ(claimed: str, found: str, expected: str) -> None:
    assert relation(one(claimed), one(found)) == expected


@given(st.integers(2, 10**6))
def test_a_value_backs_itself(n: int) -> None:
    for text in (f"{n} firms", f"over {n} firms", f"{n}%", f"${n}", f"{n}家"):
        assert relation(one(text), one(text)) == "backs"


@pytest.mark.parametrize(
    ("piece", "each"),
    [
        ("1", 0),
        ("one ", 1),
        ("1,", 0),
        ("万", 0),
        ("数千", 1),
        ("1.1.", 0),
        ("一月", 1),
        ("10-", 1),
        ("half a ", 1),
        ("第", 0),
    ],
)
def test_a_long_text_is_read_to_its_end(piece: str, each: int) -> None:
    many = 20_000  # in other than linear time the end would not come
    assert len(quantities(piece * many)) in (each * many, each * many + 1)
