"""Who holds an office and where, and which place lies in which."""

from __future__ import annotations

import pytest

from rag.grounding.alignment import align
from rag.grounding.differences import differences
from rag.grounding.tokens import read

CHAIR = "In Port Alder, Ida Brandt met mayor Owen Lee, and Kim Aas, an analyst with Norvik, took notes."
DEAN = "Ida Brandt, dean of Alder University's School of Fishery, praised Norvik's captain Owen Lee."
TOWN = "Norvik, a town in Alder County, has a new pier."

OTHERS = [
    ("Ida Brandt is the mayor.", CHAIR),
    ("Kim Aas is the mayor of Port Alder.", CHAIR),
    ("Owen Lee is an analyst.", CHAIR),
    ("Kim Aas works for Alder as an analyst.", CHAIR),
    ("Owen Lee, the dean, spoke.", DEAN),
    ("Ida Brandt was the captain.", DEAN),
    ("马斯克是外交部长。", "In China, Elon Musk met foreign minister Qin Gang."),
    ("Alder County lies in Norvik.", TOWN),
]
THE_SAME = [
    ("Owen Lee is the mayor.", CHAIR),
    ("Mayor Owen Lee met Ida Brandt.", CHAIR),
    ("Kim Aas is an analyst.", CHAIR),
    ("Kim Aas works for Norvik as an analyst.", CHAIR),
    ("Ida Brandt is the dean of the School of Fishery of Alder University.", DEAN),
    ("Ida Brandt is dean of the School of Fishery at Alder University.", DEAN),
    ("Owen Lee is a captain of Norvik's.", DEAN),
    ("秦刚是外交部长。", "In China, Elon Musk met foreign minister Qin Gang."),
    ("Norvik lies in Alder County.", TOWN),
    ("Norvik is in Alder County.", TOWN),
]


@pytest.mark.parametrize(("claim", "sentence"), OTHERS)
def test_another_holds_the_office_or_it_lies_the_other_way_round(claim: str, sentence: str) -> None:
    assert differences(align(read(claim), read(sentence), [])).swapped


@pytest.mark.parametrize(("claim", "sentence"), THE_SAME)
def test_who_holds_it_is_known_beside_others(claim: str, sentence: str) -> None:
    assert not differences(align(read(claim), read(sentence), [])).swapped
