"""What a claim compares without naming the figures is calculated from those of the sentence."""

from __future__ import annotations

import pytest

from rag.grounding.alignment import align
from rag.grounding.differences import differences
from rag.grounding.tokens import read

FERRIES = "Alvik has 38 electric ferries under way, and the county of Sund in the north has 20."
TWO_YEARS = "In 2022, Norland was slightly ahead with 37 new locks against 28 from Velden."
STATES = "In 2020, two satellites were launched in China and 11 in the United States."
CHINESE = "海城有38座灯塔，临江有20座。"


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Alvik has more electric ferries than Sund.", FERRIES),
        ("Sund has fewer electric ferries than Alvik.", FERRIES),
        ("Sund trails Alvik in electric ferries.", FERRIES),
        ("Alvik has almost twice as many electric ferries as Sund.", FERRIES),
        ("In 2022, Velden built fewer locks than Norland.", TWO_YEARS),
        ("Fewer locks were built in Velden than in Norland in 2022.", TWO_YEARS),
        ("In 2022 Norland outnumbered Velden in locks.", TWO_YEARS),
        ("In 2020 the US launched more satellites than China.", STATES),
        ("2020年中国发射的卫星比美国少。", STATES),
        ("海城的灯塔比临江多。", CHINESE),
        ("临江的灯塔少于海城。", CHINESE),
        ("海城的灯塔是临江的近两倍。", CHINESE),
    ],
)
def test_figures_bear_out_a_comparison(claim: str, sentence: str) -> None:
    assert differences(align(read(claim), read(sentence), [])).compared == "agrees"
    assert not differences(align(read(claim), read(sentence), [])).missing_values


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Sund has more electric ferries than Alvik.", FERRIES),
        ("Alvik is behind Sund in electric ferries.", FERRIES),
        ("Alvik has three times as many electric ferries as Sund.", FERRIES),
        ("Sund has twice as many electric ferries as Alvik.", FERRIES),
        ("In 2022, Velden built more locks than Norland.", TWO_YEARS),
        ("2020年中国发射的卫星多于美国。", STATES),
        ("临江的灯塔比海城多。", CHINESE),
        ("临江的灯塔超过海城。", CHINESE),
    ],
)
def test_figures_refute_a_comparison(claim: str, sentence: str) -> None:
    assert differences(align(read(claim), read(sentence), [])).compared == "disagrees"


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Alvik has more than 30 electric ferries, Sund fewer.", FERRIES),  # a bound
        ("Alvik does not have more electric ferries than Sund.", FERRIES),  # denied
        ("Alvik has more electric ferries than Norvik.", FERRIES),  # another name
        ("The north of Alvik has more electric ferries than Norvik's county.", FERRIES),
        ("Alvik has more electric ferries than Sund.", "Alvik has 38 electric ferries, Sund many."),  # one figure
        ("Alvik has more electric ferries than Sund.", "Alvik has 38 ferries, Sund grew by 20 percent."),  # other units
        ("Alvik and Sund have electric ferries.", FERRIES),  # nothing compared
        (
            "Alvik has more electric ferries than Sund.",
            "Alvik does not have 38 electric ferries and Sund 20.",
        ),  # denied
    ],
)
def test_nothing_is_calculated_where_two_figures_are_not_compared(claim: str, sentence: str) -> None:
    assert differences(align(read(claim), read(sentence), [])).compared == ""
