"""Questions that lean on the one before, made whole without a language model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.followup import carried_over, leans

BEFORE = "How many ships did the yard of Port Alder build in 2022?"


@pytest.mark.parametrize(
    "question",
    [
        "And in 2023?",
        "And 2023?",
        "What about 2023?",
        "Why?",
        "And the shipyard Norvik?",
        "Where is it?",
        "那2023年呢？",
        "为什么？",
        "2023年呢",
    ],
)
def test_short_questions_lean(question: str) -> None:
    assert leans(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many passengers did the ferries of Port Alder carry in 2024?",
        "Who designed the new lighthouse museum on Gull Rock?",
        "And how many tonnes of herring did the fishing boats of the northern coast land last winter?",
        "奥尔德港的渔船去年捕捞了多少吨鲱鱼？",
    ],
)
def test_whole_questions_stand_alone(question: str) -> None:
    assert not leans(question)
    assert carried_over(question, BEFORE) == question


def test_the_year_of_the_new_question_takes_the_place_of_the_old_one() -> None:
    whole = carried_over("And in 2023?", BEFORE)
    assert "2023" in whole
    assert "2022" not in whole
    assert "ships" in whole


def test_new_terms_join_the_old_ones() -> None:
    whole = carried_over("What about Norvik?", BEFORE)
    assert "Norvik" in whole
    assert "2022" in whole


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_gives_a_question_that_holds_the_new_one(question: str, before: str) -> None:
    assert carried_over(question, before).endswith(question)
