"""Questions that lean on the one before, made whole without a language model."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.archive.turns import Turn
from rag.followup import carried_over, leans

BEFORE = "How many ships did the yard of Port Alder build in 2022?"

LEANING = """
    And in 2023? | And 2023? | What about 2023? | Why? | When? | How many? | And the shipyard Norvik? | And Norvik? |
    in Norvik? | Norvik? | Did Norvik? | Where is it? | Who did he meet? | When was it built? | What did they say? |
    Which yards? | Who won? | Who else? | What happened? | What was announced? | Tell me more | How many people died? |
    What is the price? | Who is the CEO? | How many does Norvik have? | And how many in Port Alder? | Is that true? |
    And the second one? | What did Norvik say about it? | What is her name? |
    那2023年呢？ | 2023年呢 | 在2023年？ | 为什么？ | 怎么办？ | 诺维克呢？ | 那北京呢？ | 在广东？ | 他见了谁？ |
    它是什么？ | 还有谁？ | 谁赢了？ | 什么时候发布？ | 发布了什么？ |
    价格是多少？ | 有多少个？ | 北京有多少？ | 这家公司在哪里？
"""
WHOLE = """
    How many passengers did the ferries of Port Alder carry in 2024? |
    Who designed the new lighthouse museum on Gull Rock? |
    And how many tonnes of herring did the fishing boats of the northern coast land last winter? |
    What is Norvik? | What's Norvik? | what is norvik? | Who is Ada Quill? | who is ada quill? | And who is Ada Quill? |
    What does Norvik do? | What does NMI say? | Who backs Norvik? | Who launched NorvikGo? | Where is Port Alder? |
    When was NorvikGo launched? | How much did Norvik raise? | Is Norvik profitable? | Tell me about Norvik. |
    What is inflation? | What is quantum computing? | Who invented dynamite? | What is the capital of Norway? |
    What does Norvik say about its ships? | How many NMIs are there in Norway? | What did Norvik launch this year? |
    奥尔德港的渔船去年捕捞了多少吨鲱鱼？ | 陈小船是谁？ | 谁是陈小船？ | 那陈小船是谁？ | NMI是什么？ |
    陈小船说了什么？ | 什么是通货膨胀？ | 鲱鱼是什么？ | 谁发布了NorvikGo？ | NorvikGo是什么时候发布的？ |
    挪威在哪里？ | 土耳其有多少渔船？ | 介绍一下NMI
"""


def listed(questions: str) -> list[str]:
    return [question.strip() for question in questions.split("|")]


def talked(*questions: str) -> list[Turn]:
    """Return the turns of a conversation of these questions."""
    turns: list[Turn] = []
    for question in questions:
        turns.append(Turn(question, carried_over(question, turns) if turns else question, ""))
    return turns


@pytest.mark.parametrize("question", listed(LEANING))
def test_questions_without_a_verb_or_a_subject_of_their_own_lean(question: str) -> None:
    assert leans(question)
    assert carried_over(question, talked(BEFORE)).endswith(f" {question}")


@pytest.mark.parametrize("question", listed(WHOLE))
def test_whole_questions_stand_alone(question: str) -> None:
    assert not leans(question)
    assert carried_over(question, talked(BEFORE, "And in 2023?")) == question


@pytest.mark.parametrize(
    ("questions", "searched"),
    [
        ([BEFORE, "And in 2023?"], "How many ships did the yard of Port Alder build in 2023? And in 2023?"),
        ([BEFORE, "What about Norvik?"], "How many ships did the yard of Norvik build in 2022? What about Norvik?"),
        (["What does Norvik build?", "And ferries?"], "What does Norvik build? And ferries?"),
        (["挪威在2022年有多少渔船？", "那土耳其呢？"], "土耳其在2022年有多少渔船？ 那土耳其呢？"),
        # What is asked for anew is not asked for in the old way, too.
        ([BEFORE, "Who designed them?"], "ships did the yard of Port Alder build in 2022 Who designed them?"),
        (["土耳其有多少渔船？", "谁数的？"], "土耳其有 渔船 谁数的？"),
        # Of follow-ups in a row only what the last one needs is kept.
        (["Who runs Norvik?", "And Quillon?", "And Port Alder?"], "Who runs Port Alder? And Port Alder?"),
        (["Who runs Norvik?", "And Quillon?", "Why?"], "runs Quillon And Quillon? Why?"),
        (["Who runs Norvik?", "Who is she?", "Where was she born?"], "runs Norvik Where was she born?"),
        (
            [BEFORE, "And how big were they?", "What did they cost?"],
            "ships did the yard of Port Alder build in 2022 And were they What did they cost?",
        ),
        ([BEFORE, "Who is Ada Quill?", "And in 2023?"], "Who is Ada Quill? And in 2023?"),
    ],
)
def test_a_follow_up_takes_what_it_needs_of_the_questions_before(questions: Sequence[str], searched: str) -> None:
    assert talked(*questions)[-1].searched == searched


def test_a_question_that_the_model_made_whole_is_leant_on_as_it_was_searched() -> None:
    turns = [Turn(BEFORE, BEFORE, ""), Turn("Who runs it?", "Who runs the yard of Port Alder?", "")]
    assert carried_over("Why?", turns) == "runs the yard of Port Alder Why?"


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=80))
def test_any_text_gives_a_question_that_holds_the_new_one(question: str, before: str, first: str) -> None:
    assert carried_over(question, talked(first, before)).endswith(question)
