from __future__ import annotations

import pytest

from rag.grounding.alignment import align
from rag.grounding.clauses import clauses
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
    assert align(read(claim), read(sentence), []).swapped


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Norrvarvet lost 140 million crowns last year.", PARALLEL),
        ("Sundvarvet made a profit of 85 million.", PARALLEL),
        ("临江去年接待游客29万人次。", LISTED),
        (PARALLEL, PARALLEL),
        (LISTED, LISTED),
    ],
)
def test_what_its_own_clause_says_is(claim: str, sentence: str) -> None:
    assert not align(read(claim), read(sentence), []).swapped
