"""Sentences that mention the thing whose name is asked for, and keep the name to themselves."""

from __future__ import annotations

import pytest

from rag.article import Article
from rag.assistant import Assistant
from rag.embeddings import LocalEmbeddings
from rag.evidence.unnamed import leaves_unnamed
from tests.archives import filled
from tests.conftest import Opener

KEPT = [
    ("Which Danish yard built the ferry?", "The ferry was built by a Danish yard."),
    ("What is the lost satellite called?", "The fifth, a weather satellite belonging to Alder, did not separate."),
    ("What is the name of the new ferry?", "Norvik ordered a new ferry."),
    (
        "What are the names of the four villages?",
        "The court ordered it to pay 1,340 people of four villages on the coast.",
    ),
    ("What name did they give the blind lobster?", "The finds included a blind lobster and several sponges."),
    ("哪家公司订购了渡轮？", "挪威一家航运公司订购了12艘渡轮。"),
    ("那座水库叫什么？", "网上传出一座小型水库溃坝的消息。"),
]
TOLD = [
    ("Which Danish yard built the ferry?", "The ferry was built by a Danish yard called Norvik."),
    ("Which yard built the ferry?", "Norvik, a Danish yard, built the ferry."),
    ("Which yard built the ferry?", "Norvik is a Danish yard that built the ferry."),
    ("Which yard built the ferry?", "It came from a Danish yard, Norvik, in May."),
    ("Which yard built the ferry?", "The yard Norvik built the ferry."),
    ("What is the new ferry called?", "Norvik ordered a new ferry, the “Nautilus”, in May."),
    ("What is the name of the ferry?", "The ferry sails to three towns."),
    ("Which toll does the bridge charge?", "The bridge charges a toll of 4 crowns."),
    ("Which river do the villages lie on?", "The court ordered it to pay 1,340 people of four villages on the Alder."),
    ("Who ordered a ferry?", "The board ordered a ferry."),
    ("哪家公司订购了渡轮？", "诺维克公司订购了12艘渡轮。"),
    ("那座水库叫什么？", "网上传出一座名叫平湖的水库溃坝的消息。"),
]


@pytest.mark.parametrize(("question", "sentence"), KEPT)
def test_one_of_many_is_not_named(question: str, sentence: str) -> None:
    assert leaves_unnamed(question, sentence)


@pytest.mark.parametrize(("question", "sentence"), TOLD)
def test_a_name_beside_it_names_it(question: str, sentence: str) -> None:
    assert not leaves_unnamed(question, sentence)


def test_a_question_for_a_name_that_is_kept_is_refused(opened: Opener, local: LocalEmbeddings) -> None:
    text = "The board ordered 12 ferries. The ferries will be built by a Danish yard. The yard Norvik builds piers."
    assistant = Assistant(filled(opened(local), [Article("a", "Ferries for Port Alder", text)]), None)
    assert assistant.ask("Which Danish yard will build the ferries?").status == "refused"
    assert assistant.ask("Which yard builds piers?").status == "answered"
