"""Evidence: what a question asks for, what a sentence lacks of it, and what is refused for that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rag.archive.archive import Archive
from rag.article import Article
from rag.assistant import Assistant
from rag.embeddings import Embedder, LocalEmbeddings
from rag.evidence.belief import belief, handicap
from rag.evidence.signs import Signs, signs
from rag.evidence.sought import Sought, sought
from rag.evidence.words import alike, said
from rag.grounding.tokens import read
from rag.kinds import kind_of

FERRY = "The Alder line carried 12,000 passengers in 2021."
ARTICLES = (
    Article(
        "line",
        "The Alder line",
        f"{FERRY} Its director is Marta Quill. The Osterby line owns nine ferries. The fare is 5 euros.",
        language="en",
    ),
    Article("mine", "The tin mine", "The mine at Dunmore sold 300 tons of tin. It closed in May 1998.", language="en"),
)


def asked(question: str) -> Sought:
    kind = kind_of(question)
    assert kind
    return sought(question, kind)


def lacks(question: str, text: str, *around: str) -> Signs:
    return signs(asked(question), text, around)


@pytest.mark.parametrize(
    ("question", "measure", "counted", "names", "topic"),
    [
        ("How many ferries did Osterby buy in 2021?", "count", "ferries", ["Osterby"], ["buy"]),
        ("What percentage of the ferries is electric?", "share", None, [], ["ferries", "electric"]),
        ("How old is Marta Quill?", "age", None, ["Marta", "Quill"], []),
        ("How long is the bridge?", "size", None, [], ["bridge"]),
        ("How much does the ticket cost?", "amount", None, [], ["ticket", "cost"]),
        ("德国有多少名学生？", "count", "学生", ["德国"], []),
    ],
)
def test_a_question_is_read(
    question: str, measure: str, counted: str | None, names: list[str], topic: list[str]
) -> None:
    found = asked(question)
    assert found.measure == measure
    assert (found.counted.text if found.counted else None) == counted
    assert [token.text for token in found.names] == names
    assert [token.text for token in found.topic] == topic


def test_the_years_of_a_question_are_conditions() -> None:
    assert [year.value for year in asked("How many ferries were sold in 2021?").years] == [2021]


def test_a_sentence_with_all_that_is_asked_for_lacks_nothing() -> None:
    found = lacks("How many passengers did the Alder line carry in 2021?", FERRY)
    assert found == Signs(0, False, False, 0.0, False, 0.0, 0.0, False)


def test_a_name_may_stand_in_the_title_or_before() -> None:
    question, text = "How many ferries does Osterby own?", "It owns nine ferries."
    assert lacks(question, text).names == 1
    assert lacks(question, text, "The port of Osterby").names == 0


def test_a_name_may_be_written_in_another_script_or_way() -> None:
    assert lacks("德国有多少艘渡轮？", "Germany has nine ferries.").names == 0
    assert lacks("How many ferries does Germany have?", "法国有九艘渡轮。").names == 1
    assert said(read("卢克·坎克里来了。").names[-1], read("卢克·坎克利来了。")).credit == 1


def test_a_year_is_missing_or_another() -> None:
    question = "How many passengers did the Alder line carry in 2019?"
    assert (lacks(question, FERRY).no_year, lacks(question, FERRY).other_year) == (True, True)
    assert not lacks(question, "It carried 12,000 passengers.", "The Alder line in 2019").no_year


def test_words_are_missing_by_weight() -> None:
    some = lacks("How many passengers did the line insure?", "The line carried 300 passengers.").words
    none = lacks("How many passengers did the line carry?", "The line carried 300 passengers.").words
    assert none == 0 < some < 1


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many ferries are there?", "There are ferries."),
        ("When did the mine close?", "The mine closed after 300 men had left."),
        ("Who runs the mine?", "A widow runs the mine."),
        ("How many of the 12 ferries sank?", "Some of the 12 ferries sank."),
    ],
)
def test_a_sentence_without_a_value_of_the_kind_has_none(question: str, text: str) -> None:
    assert lacks(question, text).no_value


def test_a_unit_must_fit_what_is_measured() -> None:
    assert lacks("How much does the ticket cost?", "The ticket costs 5 euros.").unit == 0
    assert lacks("How many tickets were sold?", "Tickets were sold for 5 euros.").unit > 0.5
    assert lacks("What percentage of the ferries is electric?", "Nine ferries are electric.").unit > 0.5
    assert lacks("How old is the captain?", "The captain is 61.").unit == 0
    assert lacks("How old is the captain?", "The captain sailed 900 km.").unit > 0.5
    assert lacks("How long is the bridge?", "The bridge has a length of 900 m.").unit == 0
    assert lacks("How long is the bridge?", "The bridge has 7 arches.").unit > 0


def test_a_number_counts_its_noun() -> None:
    assert lacks("How many ferries does the line own?", "The line owns nine ferries.").counted == 0
    assert lacks("How many cooks does the line employ?", "The line owns nine ferries.").counted > 0.5
    assert lacks("How many people came?", "On Sunday 300 came.").counted < 0.5
    assert lacks("学校有多少名学生？", "The school has nine students.").counted == 0


def test_a_value_in_anothers_clause_is_stray() -> None:
    text = "The Alder line owns ten ferries, while the Osterby line owns nine."
    assert not lacks("How many ferries does Alder own?", text).is_stray
    assert lacks("How many ferries does Alder own?", "Alder is a port, while Osterby owns nine ferries.").is_stray


def test_words_stand_for_one_another_across_languages() -> None:
    pupil, other = read("学生。").tokens[0], read("Two students sang.").tokens[0]
    assert alike(pupil, other) == 1
    assert said(pupil, read("Two students sang.")).credit == 1
    assert said(pupil, read("A song about rain.")).credit < 0.5


def test_a_common_plural_is_no_likeness() -> None:
    assert alike(read("Three cooks.").tokens[-1], read("The line owns it.").tokens[-1]) < 0.5


def test_whatever_is_lacking_lowers_the_belief() -> None:
    whole = Signs(0, False, False, 0.0, False, 0.0, 0.0, False)
    worse = (
        Signs(1, False, False, 0.0, False, 0.0, 0.0, False),
        Signs(0, True, False, 0.0, False, 0.0, 0.0, False),
        Signs(0, False, True, 0.0, False, 0.0, 0.0, False),
        Signs(0, False, False, 1.0, False, 0.0, 0.0, False),
        Signs(0, False, False, 0.0, True, 0.0, 0.0, False),
        Signs(0, False, False, 0.0, False, 1.0, 0.0, False),
        Signs(0, False, False, 0.0, False, 0.0, 1.0, False),
        Signs(0, False, False, 0.0, False, 0.0, 0.0, True),
    )
    best = belief(whole, 1.0, 2.5, 0, chinese=False, across=False)
    assert all(belief(signs, 1.0, 2.5, 0, chinese=False, across=False) < best for signs in worse)
    best = belief(whole, 1.0, 2.5, 0, chinese=True, across=True)
    assert all(belief(signs, 1.0, 2.5, 0, chinese=True, across=True) <= best for signs in worse)
    assert belief(whole, 1.0, 2.5, 1, chinese=False, across=False) < belief(
        whole, 1.0, 2.5, 0, chinese=False, across=False
    )
    assert handicap(whole) == 0 < handicap(worse[0])


@pytest.fixture
def assistant(opened: Callable[[Embedder], Archive], local: LocalEmbeddings) -> Assistant:
    archive = opened(local)
    for article in ARTICLES:
        archive.put(article)
    archive.catch_up()
    return Assistant(archive, None)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many passengers did the Alder line carry in 2021?", "12,000"),
        ("Who is the director of the Alder line?", "Marta Quill"),
        ("When did the mine at Dunmore close?", "May 1998"),
        ("How many ferries does the Osterby line own?", "nine ferries"),
    ],
)
def test_what_is_there_is_quoted(assistant: Assistant, question: str, answer: str) -> None:
    assert any(answer in claim.text for claim in assistant.ask(question).claims)


@pytest.mark.parametrize(
    "question",
    [
        "How many passengers did the Dunmore line carry in 1998?",
        "When was Marta Quill born?",
        "How many cooks does the Osterby line employ?",
        "How many tons of copper did Osterby sell in 2004?",
    ],
)
def test_a_near_miss_is_refused(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status == "refused"
