"""Who acts: the one before the verb, or behind "by", and not who stands nearby."""

from __future__ import annotations

import pytest

from rag.grounding.alignment import align
from rag.grounding.differences import differences
from rag.grounding.tokens import read

OWNED = "Alvik, which is owned by Norvik, has sold the ferry to Port Alder."
BACKED = "Its rivals have worked on it since Alvik, a start-up that Norvik backs, released Nautilus."
TOLD = "In Alder, Ida Brandt met the fisherman Owen Lee and told him that she would stay and that the pier would close."

OTHERS = [
    ("Lee told Brandt that the pier would close.", TOLD),
    ("Norvik sold the ferry.", OWNED),
    ("Norvik released Nautilus.", BACKED),
    ("Nautilus was released by Norvik.", BACKED),
    ("Brandt sold the ferry.", "The ferry was sold by Alvik, as Brandt told reporters."),
    ("诺维克发布了Nautilus。", "由诺维克支持的Alvik发布了Nautilus。"),
]
THE_SAME = [
    ("Brandt told Lee that the pier would close.", TOLD),
    ("Alvik sold the ferry.", OWNED),
    ("Alvik released Nautilus.", BACKED),
    ("Nautilus was released by Alvik.", BACKED),
    ("Norvik sold the ferry.", "Alvik and Norvik have sold the ferry."),
    ("Alvik sold the ferry.", "The ferry was sold by Alvik, and Norvik paid for the crew."),
    ("Norvik bought the ferry.", "In Port Alder, Norvik bought the ferry."),
    ("Brandt opened the museum.", "Mayor Ida Brandt then opened the museum."),
    ("Alvik发布了Nautilus。", "由诺维克支持的Alvik发布了Nautilus。"),
    # Things that are launched, and one who is not named right before the verb.
    ("Of the 80 LLMs that Norvik launched, 40 are small.", "Norvik makes them: of the 80 LLMs launched, 40 are small."),
    ("Norvik sold the ferry.", "The yard at Norvik said that Alvik ran late and the owner sold the ferry."),
]


@pytest.mark.parametrize(("claim", "sentence"), OTHERS)
def test_another_acts_than_the_claim_says(claim: str, sentence: str) -> None:
    assert differences(align(read(claim), read(sentence), [])).swapped


def test_what_one_does_to_another_must_be_told() -> None:
    sentence = "Norvik has entered a partnership with Alvik, and both offer tours."
    assert differences(align(read("Alvik has bought Norvik in order to offer tours."), read(sentence), [])).loose
    assert not differences(
        align(read("Alvik and Norvik have entered a partnership and offer tours."), read(sentence), [])
    ).loose


@pytest.mark.parametrize(("claim", "sentence"), THE_SAME)
def test_who_acts_is_known_beside_others(claim: str, sentence: str) -> None:
    assert not differences(align(read(claim), read(sentence), [])).swapped
