"""Evidence: what a question asks for, what a sentence lacks of it, and what is refused for that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from rag.archive.archive import Archive
from rag.article import Article
from rag.asking.kinds import kind_of
from rag.asking.sought import Sought, sought
from rag.assistant import Assistant
from rag.embeddings import Embedder, LocalEmbeddings
from rag.evidence.belief import belief, handicap
from rag.evidence.signs import Signs, signs
from rag.evidence.words import alike, said
from rag.grounding.tokens import read
from tests.archives import filled

FERRY = "The Alder line carried 12,000 passengers in 2021."
WHOLE = Signs(
    names=0,
    unnamed=False,
    other_year=False,
    wrong_year=False,
    of_another=False,
    led_by_another=False,
    words=0,
    no_value=False,
    no_name=False,
    counted=0,
    is_stray=False,
    of_year=False,
)
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
    return sought(question, kind, {})


def lacks(question: str, text: str, *around: str) -> Signs:
    return signs(asked(question), text, around)


@pytest.mark.parametrize(
    ("question", "measure", "counted", "names", "topic"),
    [
        ("How many ferries did Osterby buy in 2021?", "count", "ferries", ["Osterby"], ["buy"]),
        ("What percentage of the ferries is electric?", "share", None, [], ["ferries", "electric"]),
        ("How old is Marta Quill?", "age", None, ["Marta", "Quill"], []),
        ("How long is the bridge?", "size", None, [], ["bridge"]),
        ("How long did the strike last?", "time", None, [], ["strike", "last"]),
        ("How much does the ticket cost?", "money", None, [], ["ticket", "cost"]),
        ("How much did the price of tin rise?", "amount", None, [], ["price", "tin", "rise"]),
        ("How much coal did the mine sell?", "amount", None, [], ["coal", "mine", "sell"]),
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


def test_who_somebody_is_asks_for_a_description() -> None:
    assert asked("Who is Marta Quill?").kind == "description"
    assert asked("郑纬民是谁？").kind == "description"
    assert asked("Who is the director of the Alder line?").kind == "person"


def test_a_sentence_with_all_that_is_asked_for_lacks_nothing() -> None:
    assert lacks("How many passengers did the Alder line carry in 2021?", FERRY) == replace(WHOLE, of_year=True)


def test_a_name_may_stand_in_the_title_or_before() -> None:
    question, text = "How many ferries does Osterby own?", "It owns nine ferries."
    assert lacks(question, text).names == 1
    assert lacks(question, text).unnamed
    assert lacks(question, text, "The port of Osterby") == WHOLE


def test_half_a_name_is_half_of_it() -> None:
    half = lacks("When was Marta Quill born?", "Quill sailed in 1998.")
    assert (half.names, half.unnamed) == (0.5, False)


def test_an_office_is_no_name() -> None:
    found = asked("Who is the CEO of Aalund?")
    assert [[token.text for token in tokens] for tokens in (found.names, found.topic)] == [["Aalund"], ["CEO"]]


def test_a_name_may_be_written_in_another_script_or_way() -> None:
    assert lacks("德国有多少艘渡轮？", "Germany has nine ferries.").names == 0
    assert lacks("How many ferries does Germany have?", "法国有九艘渡轮。").names == 1
    assert said(read("卢克·坎克里来了。").names[-1], read("卢克·坎克利来了。")).credit == 1


def test_a_year_is_another() -> None:
    question = "How many passengers did the Alder line carry in 2019?"
    assert lacks(question, FERRY).other_year
    assert not lacks(question, "It carried 12,000 passengers.", "The Alder line in 2019").other_year


def test_a_year_is_wrong_if_the_right_one_is_not_near() -> None:
    question = "How many passengers did the Alder line carry in 2019?"
    assert lacks(question, FERRY, "The Alder line").wrong_year
    assert not lacks(question, FERRY, "The Alder line in 2019").wrong_year
    assert not lacks(question, "The Alder line carried 12,000 passengers.").wrong_year
    assert not lacks("How many passengers did the Alder line carry?", FERRY).wrong_year
    both = "How many passengers more did the Alder line carry in 2021 than in 2020?"
    assert not lacks(both, FERRY).wrong_year
    assert lacks(both, FERRY).other_year


def test_words_are_missing_by_weight() -> None:
    some = lacks("How many passengers did the line insure?", "The line carried 300 passengers.").words
    none = lacks("How many passengers did the line carry?", "The line carried 300 passengers.").words
    assert none == 0 < some < 1


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many ferries are there?", "There are ferries."),
        ("When did the mine close?", "The mine closed after 300 men had left."),
        ("Which year did the mine close?", "The mine closed on Thursday."),
        ("How many of the 12 ferries sank?", "Some of the 12 ferries sank."),
        ("How much does the ticket cost?", "Nine tickets were sold."),
        ("How old is the captain?", "The captain has seven ships."),
        ("What percentage of the ferries is electric?", "Nine ferries are electric."),
        ("How long did the strike last?", "The strike cost 5 million euros."),
        ("How long is the bridge?", "The bridge has 7 arches."),
        ("How many tickets were sold?", "Tickets were sold for 5 euros."),
    ],
)
def test_a_sentence_without_a_value_of_the_kind_has_none(question: str, text: str) -> None:
    assert lacks(question, text).no_value


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How much does the ticket cost?", "The ticket costs 5 euros."),
        ("How old is the captain?", "The captain, 61, sailed on."),
        ("How long did the strike last?", "The strike lasted from 1870 to 1872."),
        ("How long is the bridge?", "The bridge has a length of 900 m."),
        ("How often does the ferry sail?", "The ferry sails daily."),
        ("How many guests came?", "It was attended by 2000 guests."),
        ("When did the ice melt?", "The ice melted in the 19th century."),
        ("When did the ice melt?", "The ice melted some 12,000 years ago."),
        ("冰是什么时候融化的？", "冰在6600万年前融化。"),
    ],
)
def test_a_value_may_be_told_in_many_ways(question: str, text: str) -> None:
    assert not lacks(question, text).no_value


def test_a_person_must_be_named() -> None:
    assert lacks("Who runs the mine?", "A widow runs the mine.").no_name
    assert not lacks("Who runs the mine?", "Marta Quill runs the mine.").no_name


def test_a_number_counts_its_noun() -> None:
    assert lacks("How many ferries does the line own?", "The line owns nine ferries.").counted == 0
    assert lacks("How many cooks does the line employ?", "The line owns nine ferries.").counted > 0.5
    assert lacks("How many balls did the keeper catch?", "The keeper made four catches.").counted < 0.5
    assert lacks("How many square miles is the park?", "The park covers 90 square miles.").counted == 0
    assert lacks("How many people came?", "On Sunday 300 came.").counted < 0.5
    assert lacks("学校有多少名学生？", "The school has nine students.").counted == 0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many students are there in Osterby?", "There are nine FYSs in Osterby."),
        ("How many FYSs are there in Osterby?", "There are nine students in Osterby."),
        ("学校有多少名学生？", "The school has nine FYSs."),
    ],
)
def test_an_acronym_counts_as_what_it_stands_for(question: str, text: str) -> None:
    def counted(acronyms: dict[str, tuple[str, ...]]) -> float:
        return signs(sought(question, "number", acronyms), text, ()).counted

    assert counted({"FYS": ("first", "year", "students")}) == 0
    assert counted({"FYS": ("fine", "yellow", "stones")}) > 0.5
    assert counted({}) > 0.5


def test_a_number_without_a_noun_counts_what_the_one_before_does() -> None:
    text = "Alder has 12 ferries under way, and Osterby 7."
    assert lacks("How many ferries does Osterby have?", text).counted == 0
    assert not lacks("How many ferries does Osterby have?", text).is_stray
    assert lacks("How many teachers does Osterby have?", text).counted > 0
    assert lacks("How many ferries does Osterby have?", "Port Alder has 12 ferries, and Osterby 7 teachers.").is_stray


def test_a_count_of_the_very_year_is_believed_sooner() -> None:
    question = "How many ferries did Osterby buy in 2021?"
    assert lacks(question, "In 2021 Osterby was ahead with 7 ferries.").of_year
    assert not lacks(question, "In 2021 Alder was ahead with 7 ferries.", "Osterby builds piers.").of_year
    assert not lacks(question, "Osterby was ahead with 7 ferries.", "It was in 2021.").of_year
    assert not lacks(question, "In 2021 Osterby was ahead with 7 bridges.").of_year
    assert belief(replace(WHOLE, of_year=True), 1, 2, 0, chinese=False, across=False) > belief(
        WHOLE, 1, 2, 0, chinese=False, across=False
    )


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


@pytest.mark.parametrize("across", [False, True])
def test_whatever_is_lacking_lowers_the_belief(across: bool) -> None:
    def believed(signs: Signs, unseen: int = 0) -> float:
        return belief(signs, 1.0, 3, unseen, chinese=across, across=across)

    worse = (
        replace(WHOLE, names=1),
        replace(WHOLE, other_year=True),
        replace(WHOLE, wrong_year=True),
        replace(WHOLE, words=1),
        replace(WHOLE, no_value=True),
        replace(WHOLE, no_name=True),
        replace(WHOLE, counted=1),
        replace(WHOLE, is_stray=True),
    )
    assert all(believed(signs) < believed(WHOLE) for signs in worse)
    # Names in another script are too often not recognised.
    assert (believed(replace(WHOLE, unnamed=True)) < believed(WHOLE)) is not across
    assert believed(WHOLE, unseen=1) < believed(WHOLE)
    assert handicap(WHOLE) == 0 < handicap(replace(WHOLE, no_value=True))


def test_a_question_of_a_name_and_a_noun_is_believed_like_one_of_a_word_more() -> None:
    def believed(length: int) -> float:
        return belief(WHOLE, 1.0, length, 0, chinese=False, across=False)

    assert believed(0) == believed(1) < believed(2)


@pytest.fixture
def assistant(opened: Callable[[Embedder], Archive], local: LocalEmbeddings) -> Assistant:
    return Assistant(filled(opened(local), ARTICLES), None)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many passengers did the Alder line carry in 2021?", "12,000"),
        ("Who is the director of the Alder line?", "Marta Quill"),
        ("Who is Marta Quill?", "director"),
        ("Marta Quill是谁？", "director"),
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
        "How many passengers did the Alder line carry in 2019?",
        "When was Marta Quill born?",
        "How many cooks does the Osterby line employ?",
        "How many tons of copper did Osterby sell in 2004?",
        "How much did the mine at Dunmore cost?",
        "Who is the director of the mine at Dunmore?",
    ],
)
def test_a_near_miss_is_refused(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status == "refused"


@pytest.mark.parametrize(
    ("question", "text", "of_another", "led_by_another"),
    [
        ("Who is the CEO of Alder Bank?", "Jo Marsh, the CEO of Osterby, came to Dunmore.", True, False),
        ("Who is the CEO of Osterby?", "Jo Marsh, the CEO of Osterby, came to Dunmore.", False, False),
        ("Who heads the museum of Dunmore?", "Jo Marsh came, and so did Osterby's museum of ships.", True, False),
        ("德国的总统是谁？", "法国的总统马什到访。", True, False),
        ("What is the budget of Dunmore?", "Osterby has a plan, with a budget of 3 million euros.", False, True),
        ("What is the budget of Osterby?", "Osterby has a plan, with a budget of 3 million euros.", False, False),
        ("What is the budget?", "Osterby has a plan, with a budget of 3 million euros.", False, False),
    ],
)
def test_what_is_told_of_another_name(question: str, text: str, of_another: bool, led_by_another: bool) -> None:
    found = lacks(question, text, "Alder Bank and Dunmore are here, and 渡海航运 is, too.")
    assert (found.of_another, found.led_by_another) == (of_another, led_by_another)


def test_an_office_asked_for_by_its_name_alone_is_a_persons() -> None:
    assert kind_of("CEO of Alder Bank?") == kind_of("The mayor of Dunmore?") == "person"
    assert kind_of("What does the CEO of Alder Bank say?") is None


def test_what_another_has_is_believed_less() -> None:
    for lacking in (replace(WHOLE, of_another=True), replace(WHOLE, led_by_another=True)):
        for across in (False, True):
            whole = belief(WHOLE, 1.0, 2, 0, chinese=False, across=across)
            assert belief(lacking, 1.0, 2, 0, chinese=False, across=across) <= whole - 1
