"""What is asked of one outlet is looked for in its articles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.archive.archive import Archive
from rag.asking.outlet import of_outlet
from rag.assistant import Assistant
from rag.embeddings import Embedder, LocalEmbeddings
from rag.filters import Filter
from tests.archives import filled
from tests.harbour import ARTICLES
from tests.scripted import scripted

OUTLETS = [
    "The Alder Ledger",
    "Coast Wire : Ships",
    "Harbour Network.com",
    "ABC News",
    "Quill's Review",
    "Sund News",
    "渔港日报网",
]
ASKED = """
    What does the Alder Ledger say about ferries? | Alder Ledger | What about ferries?
    What did The Alder Ledger's article report on ferries? | Alder Ledger | What about ferries?
    what has coast wire written about Norvik? | Coast Wire | what about Norvik?
    According to ABC, how many ferries are there? | ABC | how many ferries are there?
    How many ferries are there, according to ABC News? | ABC News | How many ferries are there?
    What did ABC News say happened at Norvik? | ABC News | What happened at Norvik?
    What is in the article by Harbour Network about Norvik? | Harbour Network | What is about Norvik?
    How does Quill's Review report that ferries fail? | Quill's Review | How ferries fail?
    据渔港日报报道，渔船有多少？ | 渔港日报 | 渔船有多少？
    根据《渔港日报》的文章，渔船有多少？ | 渔港日报 | 渔船有多少？
    渔港日报怎么说渔船？ | 渔港日报 | 渔船？
    关于渔船，渔港日报说了什么？ | 渔港日报 | 关于渔船？
    Coast Wire 如何报道渔船？ | Coast Wire | 渔船？
"""
OTHERS = """
    Who owns the Alder Ledger? | Is Coast Wire a newspaper? | How is ABC doing? | What does abcess say about us?
    What does Sund say about ferries?
    What does the Alder Ledger say? | 渔港日报是谁办的？ | What does the board say about ferries? | 渔船怎么样？
"""


@pytest.mark.parametrize("line", [line.strip() for line in ASKED.strip().splitlines()])
def test_an_outlet_is_taken_out_of_the_question(line: str) -> None:
    question, outlet, rest = line.split(" | ")
    assert of_outlet(question, OUTLETS) == (outlet, rest)


@pytest.mark.parametrize("question", [q.strip() for line in OTHERS.strip().splitlines() for q in line.split(" | ")])
def test_who_asks_about_an_outlet_asks_all(question: str) -> None:
    assert of_outlet(question, OUTLETS) is None


@pytest.fixture
def assistant(opened: Callable[[Embedder], Archive], local: LocalEmbeddings) -> Assistant:
    return Assistant(filled(opened(local), ARTICLES), None)


def test_another_outlet_does_not_answer(assistant: Assistant) -> None:
    answer = assistant.ask("How many electric ferries is Port Alder buying, according to Harbour Notes?")
    assert answer.claims[0].text == "Port Alder is buying 14 electric ferries, according to the shipyard."
    assert {source.article.provider for source in answer.sources} == {"Harbour Notes"}


def test_the_refusal_names_the_outlet(assistant: Assistant) -> None:
    answer = assistant.ask("What does Harbour Notes say about the football cup in Brazil?")
    assert answer.status == "refused"
    assert answer.refusal.startswith("Nothing in the 1 article searched answers this.")
    assert answer.refusal.endswith(" Only articles of Harbour Notes were searched.")
    assert assistant.ask("渔港日报怎么说巴西足球？").refusal.endswith("只查找了“渔港日报”的文章。")


def test_a_filter_comes_before_the_question(assistant: Assistant) -> None:
    answer = assistant.ask("What does Harbour Notes say about ferries?", Filter(provider="Ledger"))
    assert "Harbour Notes" not in {source.article.provider for source in answer.sources}


def test_a_follow_up_stays_with_the_outlet(assistant: Assistant) -> None:
    assistant.ask("What does Harbour Notes say about electric ferries?", conversation="a")
    answer = assistant.ask("And about chargers?", conversation="a")
    assert answer.claims[0].text == "The ferry pier gets new chargers."
    assert {source.article.provider for source in answer.sources} == {"Harbour Notes"}


def test_a_model_reads_that_outlet_alone(opened: Callable[[Embedder], Archive], local: LocalEmbeddings) -> None:
    model, chat = scripted("Port Alder is buying 14 electric ferries [1].")
    Assistant(filled(opened(local), ARTICLES), model).ask("How many ferries, according to Harbour Notes?")
    assert "14 electric ferries" in chat.heard[0][1]
    assert "12 electric ferries" not in chat.heard[0][1]
