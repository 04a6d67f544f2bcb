"""Messages that ask nothing: answered in a line, never searched, never kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.archive.archive import Archive
from rag.article import Article
from rag.assistant import Assistant
from rag.embeddings import Embedder, LocalEmbeddings
from rag.smalltalk import is_small_talk
from tests.archives import filled
from tests.scripted import scripted

TALK = """
    hi | Hello! | hello there | Hey Footnote | good morning | Thank you | thanks a lot!
    Thank you so much for your help.
    ok | OK, thanks | great! | Yes. | no | I see, thanks | got it | bye | Good night | lol | That's great
    你好 | 您好！ | 大家好 | 谢谢 | 非常感谢！ | 谢谢你 | 好的 | 好的，谢谢 | 嗯嗯
    明白了 | 太好了！ | 再见 | 哈哈哈 | 真不错啊 | ok谢谢
"""
QUESTIONS = """
    Who said hello? | What is Nice? | ok, who runs the mill? | Thanks, and in 2023? | great fire of Norvik | why?
    Really? | How is the help? | Is the answer right? | Good Harbour Day | you
    你好公司是什么？ | 好的产品有哪些？ | 谢谢，那北京呢？ | 谁说谢谢？ | 可以吃吗 | 对手是谁 | 你
"""
MILL = Article("mill", "The mill of Norvik", "The mill of Norvik grinds 40 tonnes of oats a day. Ada Quill runs it.")


def listed(messages: str) -> list[str]:
    return [message.strip() for line in messages.strip().split("\n") for message in line.split("|")]


@pytest.fixture
def archive(opened: Callable[[Embedder], Archive], local: LocalEmbeddings) -> Archive:
    return filled(opened(local), [MILL])


@pytest.mark.parametrize("message", listed(TALK))
def test_greetings_thanks_and_assent_are_known(message: str) -> None:
    assert is_small_talk(message)


@pytest.mark.parametrize("message", listed(QUESTIONS))
def test_whatever_says_more_is_a_question(message: str) -> None:
    assert not is_small_talk(message)


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "thank you",
            "Happy to help: ask about what is in the 1 article here, and each answer shows the sentences that back it.",
        ),
        ("谢谢", "很高兴为您服务：您可以询问这 1 篇文章的内容，每个回答都附有原句。"),
    ],
)
def test_small_talk_is_answered_in_a_line_and_not_kept(archive: Archive, message: str, told: str) -> None:
    answer = Assistant(archive, None).ask(message, conversation="one")
    assert (answer.status, answer.text, answer.nearest) == ("answered", told, ())
    assert archive.turns.of("one") == []


def test_no_follow_up_leans_on_small_talk_and_no_model_is_asked(archive: Archive) -> None:
    assistant = Assistant(archive, None)
    assistant.ask("How much does the mill of Norvik grind?", conversation="two")
    Assistant(archive, scripted()[0]).ask("great, thanks", conversation="two")
    assistant.ask("And who runs it?", conversation="two")
    assert archive.turns.of("two")[-1].searched == "does the mill of Norvik grind And who runs it?"


@pytest.mark.parametrize("message", ["a", "???", "...", "of the", "的", "🙂"])
def test_a_message_without_a_word_to_search_for_is_no_question(archive: Archive, message: str) -> None:
    answer = Assistant(archive, None).ask(message, conversation="three")
    assert answer.status == "refused"
    assert answer.text in {
        "There is no question in that: name something to look for.",
        "这里面没有可以查找的内容：请问一个具体的问题。",
    }
    assert archive.turns.of("three") == []


def test_asking_back_is_a_question_where_something_was_asked_before(archive: Archive) -> None:
    assistant = Assistant(archive, None)
    assert assistant.ask("Who?").text.startswith("There is no question in that")
    assistant.ask("How much does the mill of Norvik grind?", conversation="four")
    assert assistant.ask("How much?", conversation="four").text.startswith("The mill of Norvik grinds")
    assert assistant.ask("?", conversation="four").text.startswith("There is no question in that")
