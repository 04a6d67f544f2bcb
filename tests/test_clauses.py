from __future__ import annotations

import pytest

from rag.grounding.alignment import align
from rag.grounding.clauses import clauses
from rag.grounding.differences import differences
from rag.grounding.tokens import read

PARALLEL = "Norrvarvet lost 140 million crowns last year, whereas Sundvarvet made a profit of 85 million."
LISTED = "海城去年接待游客41万人次，临江为29万人次。"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (PARALLEL, 2),
        ("The ferry, built in Alvik, carries cars and lorries.", 1),
        ("The ferry sails on Monday, the mayor said.", 1),
        (LISTED, 2),
    ],
)
def test_a_clause_has_a_verb_or_a_value(text: str, number: int) -> None:
    spans = clauses(read(text))
    assert len(spans) == number
    assert "".join(text[start:end] for start, end in spans) == text


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Sundvarvet lost 140 million crowns last year.", PARALLEL),
        ("Norrvarvet made a profit of 85 million.", PARALLEL),
        ("临江去年接待游客41万人次。", LISTED),
    ],
)
def test_what_another_clause_says_is_no_backing(claim: str, sentence: str) -> None:
    assert differences(align(read(claim), read(sentence), [])).swapped


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Norrvarvet lost 140 million crowns last year.", PARALLEL),
        ("Sundvarvet made a profit of 85 million.", PARALLEL),
        ("临江去年接待游客29万人次。", LISTED),
        (PARALLEL, PARALLEL),
        (LISTED, LISTED),
        (
            "The county of Sund in the north has 20 LNG ferries.",
            "Alvik has 38 LNG ferries, and the county of Sund in North Vale has 20.",
        ),
        ("In 2020, 11 ferries sank in Sund.", "In 2020, two ferries sank in Alvik and 11 in Sund."),
        ("Sund sold 18 EVs in 2023.", "In 2023, Alvik was ahead with 19 EVs, one more than the 18 of Sund."),
    ],
)
def test_what_its_own_clause_says_is(claim: str, sentence: str) -> None:
    assert not differences(align(read(claim), read(sentence), [])).swapped


@pytest.mark.parametrize(
    ("claim", "sentence", "missing"),
    [
        (
            "In 2023, Alvik led with 37 ferries against 28.",
            "In 2022, Alvik was ahead with 37 ferries against 28.",
            True,
        ),
        (
            "In 2022, Alvik led with 37 ferries against 28.",
            "In 2022, Alvik was ahead with 37 ferries against 28.",
            False,
        ),
        ("Alvik bought 79 ferries in one year.", "Alvik has bought 79 ferries in the past three years.", True),
        ("Alvik bought 79 ferries within three years.", "Alvik has bought 79 ferries in the past three years.", False),
    ],
)
def test_a_time_is_that_of_the_sentence(claim: str, sentence: str, missing: bool) -> None:
    around = [read("In 2023, the ferries of Alvik carried cars.")]
    assert bool(differences(align(read(claim), read(sentence), around)).missing_values) is missing


def test_a_refusal_in_one_word_stands_for_what_opposes() -> None:
    claim, sentence = read("刘敏不赞成渡轮涨价。"), read("Mayor Liu Min opposes higher prices of the ferry.")
    assert not differences(align(claim, sentence, [])).turned
