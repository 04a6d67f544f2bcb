"""Questions that ask for several things: each is looked for by itself, and what has no answer is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.archive.archive import Archive
from rag.assistant import Assistant
from rag.embeddings import Embedder, LocalEmbeddings
from rag.parts import parts
from tests.archives import filled
from tests.harbour import ARTICLES
from tests.scripted import scripted

PARTED = """
    How many ferries were ordered, and who chairs the board? | How many ferries were ordered ; who chairs the board?
    Who is Ida Brandt? What did she order? | Who is Ida Brandt ; What did she order?
    When was the tower built and how high is it? | When was the tower built ; how high is it?
    Who runs Norvik and since when? | Who runs Norvik ; since when?
    When was it sold, and by whom? | When was it sold ; by whom?
    Did Norvik build it, and is it open? | Did Norvik build it ; is it open?
    When did he die and what did he do and who buried him? | When did he die ; what did he do ; who buried him?
    奥尔德港有多少渔船，诺维克呢？ | 奥尔德港有多少渔船 ; 诺维克呢？
    林海是谁？他说了什么？ | 林海是谁 ; 他说了什么？
    灯塔有多高，什么时候建成？ | 灯塔有多高 ; 什么时候建成？
"""
WHOLE = """
    Who ordered ferries and ships? | What and when? | How and why did Norvik sink? | Where and when was it built?
    What did he say at the pier where he spoke and where he named two ships? | Who built it and who is also its head?
    I read about Norvik. What does it build? | What is the difference between who and whom? | Who and whom?
    在处理任何问题时，最关键的是什么？ | 谁在什么时候，什么地点发现了鲱鱼？ | 你好，灯塔有多高？
"""


@pytest.mark.parametrize("line", [line.strip() for line in PARTED.strip().splitlines()])
def test_a_question_is_parted_where_another_begins(line: str) -> None:
    question, asked = line.split(" | ")
    assert " ; ".join(part.asked for part in parts(question)) == asked


@pytest.mark.parametrize("question", [q.strip() for line in WHOLE.strip().splitlines() for q in line.split(" | ")])
def test_a_question_for_one_thing_is_left_whole(question: str) -> None:
    assert parts(question) == ()


def test_a_part_takes_what_it_needs_of_the_one_before() -> None:
    (_, second) = parts("How many ships did Norvik build in 2022, and how many in 2023?")
    assert second.standing == "How many ships did Norvik build in 2023 how many in 2023?"
    (_, second) = parts("When was the tower on Gull Rock built, and who restored it?")
    assert second.standing == "was the tower on Gull Rock built who restored it?"


@given(st.text(alphabet="who what and is a b?？，谁呢 大", max_size=60))
def test_any_text_is_one_question_or_two_or_three(text: str) -> None:
    found = parts(text)
    assert len(found) in {0, 2, 3}
    assert all(part.asked in text and part.standing.endswith(part.asked) for part in found)


@pytest.fixture
def assistant(opened: Callable[[Embedder], Archive], local: LocalEmbeddings) -> Assistant:
    return Assistant(filled(opened(local), ARTICLES), None)


def test_each_part_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask("How high is the tower on Gull Rock, and how many passengers did the ferries carry in 2024?")
    said = [claim.text for claim in answer.claims]
    assert "The tower was built in 1874 and is 41 metres high." in said
    assert "In 2024, the town's ferries carried 310,000 passengers." in said
    assert len({source.article.id for source in answer.sources}) == 2
    assert answer.note == ""


def test_a_part_without_an_answer_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("How high is the tower on Gull Rock, and who won the football cup?")
    assert answer.claims[0].text == "The tower was built in 1874 and is 41 metres high."
    assert answer.note == 'The articles do not answer "who won the football cup".'
    answer = assistant.ask("鲱鱼捕捞了多少吨？谁赢得了足球赛？")
    assert answer.note == "文章没有回答“谁赢得了足球赛”。"


def test_nothing_answered_is_refused_once(assistant: Assistant) -> None:
    answer = assistant.ask("Who won the football cup, and when was it played?")
    assert (answer.status, answer.note) == ("refused", "")


def test_a_follow_up_may_ask_for_several_things(assistant: Assistant) -> None:
    assistant.ask("How high is the tower on Gull Rock?", conversation="a")
    answer = assistant.ask("When was it built and what did restoring it cost?", conversation="a")
    said = [claim.text for claim in answer.claims]
    assert "The tower was built in 1874 and is 41 metres high." in said
    assert "Restoring it cost 3.5 million crowns, a third more than planned." in said


def test_a_model_is_asked_once(opened: Callable[[Embedder], Archive], local: LocalEmbeddings) -> None:
    model, chat = scripted("The tower is 41 metres high [1].")
    question = "How high is the tower on Gull Rock, and when was it built?"
    answer = Assistant(filled(opened(local), ARTICLES), model).ask(question)
    assert len(chat.heard) == 1
    assert answer.claims[0].text == "The tower is 41 metres high."
