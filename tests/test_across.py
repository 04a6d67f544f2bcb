"""English questions over Chinese articles, whose names stand there by their sound."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.archive.archive import Archive
from rag.article import Article
from rag.assistant import Assistant
from rag.embeddings import Embedder, LocalEmbeddings
from tests.archives import filled

ARTICLES = (
    Article(
        "ferries",
        "奥尔德港",
        "奥尔德港的渡轮去年运送了12000名乘客。航线由玛尔塔·奎尔领导。冬季每天有两班船。",
        language="zh",
    ),
    Article(
        "mine",
        "邓莫尔矿山关闭",
        "邓莫尔的锡矿于1998年5月关闭。当时有240名工人失去工作。市长说，矿区将改建为博物馆。",
        language="zh",
    ),
    Article("cheese", "蓝奶酪出口增加", "维尔登的奶牛场售出1200吨蓝奶酪。出口增长了2.5%。", language="zh"),
)


@pytest.fixture
def assistant(opened: Callable[[Embedder], Archive], local: LocalEmbeddings) -> Assistant:
    return Assistant(filled(opened(local), ARTICLES), None)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many passengers did the ferries of Alder carry?", "12000名乘客"),
        ("When did the mine at Dunmore close?", "1998年5月"),
        ("How many tons of cheese were sold at Velden?", "1200吨"),
        ("How many boats does the Alder line run each day in winter?", "每天有两班船"),
    ],
)
def test_what_is_there_is_quoted(assistant: Assistant, question: str, answer: str) -> None:
    assert answer in assistant.ask(question).claims[0].text


@pytest.mark.parametrize("question", ["Who is the mayor of Osterby?", "What does the lighthouse of Osterby look like?"])
def test_what_is_not_there_is_named(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).text.endswith("There is nothing here about Osterby.")


def test_names_keep_their_accents(archive: Archive) -> None:
    answer = Assistant(filled(archive, [Article("a", "Tin", "The mine sold tin.")]), None).ask("Who is Müller of Köln?")
    assert answer.text.endswith("There is nothing here about Müller or Köln.")


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("局长陈大明说了什么？", "“局长陈大明”"),
        ("市长陈小船何时出生？", "“陈小船”"),
        ("火山什么时候爆发？", "“火山”"),
        ("巴拿马运河的船长是谁？", "“巴拿马运河”、“船长”"),
        ("谁逮捕了？", "“逮捕”"),
    ],
)
def test_what_is_not_there_is_named_in_whole_chinese_words(assistant: Assistant, question: str, named: str) -> None:
    assert assistant.ask(question).text.endswith(f"文章中没有提到{named}。")


@pytest.mark.parametrize(
    ("question", "uncovered"),
    [("What does the Port of Alder look like?", ""), ("What is the Port of Osterby like?", "Osterby")],
)
def test_a_name_that_is_heard_or_translated_is_not_called_absent(
    assistant: Assistant, question: str, uncovered: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "refused"
    assert ("nothing here about" in answer.text) == bool(uncovered)
    assert answer.text.endswith(f"about {uncovered}.") or not uncovered


def test_articles_in_english_lack_no_chinese_word(
    opened: Callable[[Embedder], Archive], local: LocalEmbeddings
) -> None:
    archive = filled(
        opened(local), [Article("mill", "The mill of Beijing", "The mill of Beijing grinds 40 tons a day.")]
    )
    assistant = Assistant(archive, None)
    assistant.ask("What does the mill of Beijing grind, and how much of it every day?", conversation="a")
    answer = assistant.ask("卢安呢？", conversation="a")
    assert "卢安" not in answer.refusal
    assert answer.status == "refused"
