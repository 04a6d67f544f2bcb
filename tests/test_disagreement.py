"""Where articles differ: what counts as one thing, what does not, and how an answer says it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

import pytest

from bot.terminal import Page, claims_text
from rag.answer import Answer
from rag.archive.archive import Archive
from rag.article import Article
from rag.assistant import PASSAGES, Assistant
from rag.conflicts.disagreement import Conflict, find_conflict
from rag.embeddings import LocalEmbeddings
from rag.retrieval import REACH, passages, retrieve
from rag.serialize import as_json
from tests.archives import filled
from tests.conftest import Opener
from tests.embedders import BagOfWords
from tests.harbour import ARTICLES
from tests.scripted import scripted
from tests.test_seeds import seeds

FERRIES = "How many electric ferries has Port Alder ordered?"
Finder = Callable[..., Conflict | None]


@pytest.fixture
def conflict(tmp_path: Path) -> Iterator[Finder]:
    """Return what finds the conflict of made-up articles, (title, text) or a text each, on a question."""
    with ExitStack() as stack:

        def find(question: str, *texts: str | tuple[str, str]) -> Conflict | None:
            archive = stack.enter_context(Archive(tmp_path / str(hash((question, texts))), BagOfWords()))
            titled = [("", text) if isinstance(text, str) else text for text in texts]
            articles = [Article(f"a{n}", title, text) for n, (title, text) in enumerate(titled)]
            for article in articles:
                archive.put(article)
            sentences = [s for article in articles for s in archive.catalog.sentences(article.id)]
            return find_conflict(question, sentences, {a.id: a for a in articles}, archive.catalog)

        yield find


def values(found: Conflict | None) -> list[str]:
    return [side.value for side in found.sides] if found else []


@pytest.mark.parametrize(
    ("question", "one", "other", "expected"),
    [
        (
            "How many people were killed in the flood in Osterby?",
            "The flood in Osterby killed 12 people.",
            "In Osterby 15 people died in the flood.",
            ["12 people", "15 people"],
        ),
        (
            "How many solid state batteries does Norvik own?",
            "Norvik owns 30 solid state batteries (SSBs).",
            "The firm Norvik has 34 SSBs.",
            ["30 solid state batteries", "34 SSBs"],
        ),
        (
            "How much did the bridge in Osterby cost?",
            "The bridge in Osterby cost 3.5 million euros.",
            "The Osterby bridge cost 5 million euros to build.",
            ["3.5 million euros", "5 million euros"],
        ),
        (
            "How many tonnes of herring were caught in Osterby in 2025?",
            "In 2025, 4,200 tonnes of herring were caught in Osterby.",
            "Boats from Osterby caught 3,900 tonnes of herring in 2025.",
            ["4,200 tonnes", "3,900 tonnes"],
        ),
        (
            "When will the lighthouse in Osterby open?",
            "The lighthouse in Osterby will open on 1 July 2026.",
            "The Osterby lighthouse opens on 3 August 2026.",
            ["1 July 2026", "3 August 2026"],
        ),
        (
            "How many ferries has Osterby bought?",
            "Osterby has bought more than 40 ferries.",
            "Osterby has bought 30 ferries.",
            ["more than 40 ferries", "30 ferries"],
        ),
        (
            "北京订购了多少艘电动渡轮？",
            "北京订购了12艘电动渡轮。",
            "据报道，北京已订购14艘电动渡轮。",
            ["12艘电动渡轮", "14艘电动渡轮"],
        ),
        (
            "2025年上海捕捞了多少吨鲱鱼？",
            "2025年，上海捕捞鲱鱼4200吨。",
            "2025年，上海共捕捞3900吨鲱鱼。",
            ["4200吨", "3900吨"],
        ),
        (
            "How many ferries does Osterby have?",
            "Osterby has developed 12 ferries.",
            "Osterby has 14 ferries.",
            ["12 ferries", "14 ferries"],
        ),
        ("上海有多少名医生？", "上海有五千名医生。", "上海共有6200名医生。", ["五千名医生", "6200名医生"]),
        (
            "洪水在上海造成多少人死亡？",
            "洪水在上海造成12人死亡。",
            "上海洪水造成15人死亡。",
            ["12人", "15人"],
        ),
    ],
)
def test_articles_that_differ(conflict: Finder, question: str, one: str, other: str, expected: list[str]) -> None:
    assert values(conflict(question, one, other)) == expected


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Port Alder has ordered twelve electric ferries."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Port Alder has ordered about 12 electric ferries."),
        (FERRIES, "Port Alder has ordered 14 electric ferries.", "Port Alder has ordered over 12 electric ferries."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Osterby has ordered 14 electric ferries."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "In 2024, Port Alder ordered 14 electric ferries."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Port Alder has sold 14 electric ferries."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Port Alder has ordered 14 electric buses."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Port Alder has ordered 14 diesel ferries."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Port Alder has ordered another 14 electric ferries."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Port Alder will order 14 electric ferries."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Port Alder has not ordered 14 electric ferries."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Port Alder orders 14 electric ferries a year."),
        (FERRIES, "Port Alder has ordered 12 electric ferries.", "Port Alder ordered 2 of the 14 electric ferries."),
        (
            "How many companies are there in Osterby?",
            "There are 4,300 companies in Osterby.",
            "There are 4300 companies in Osterby.",
        ),
        (
            "How many people live in Osterby?",
            "There live 1.2 million people in Osterby.",
            "In Osterby live 1,200,000 people.",
        ),
        (
            "How many people live in Osterby?",
            "There live 1.2 million people in Osterby.",
            "In Osterby live 1,234,567 people.",
        ),
        (
            "How many people were injured in Osterby?",
            "In Osterby, 12 people were injured.",
            "In Osterby, 3 people were killed.",
        ),
        (
            "How many ferries did Osterby buy in 2022?",
            "In 2022, Osterby bought 28 ferries.",
            "Osterby has bought 79 ferries.",
        ),
        (
            "How many ferries did Osterby buy in 2022?",
            "In 2022, Osterby bought 28 ferries.",
            "In 2023, Osterby bought 31 ferries.",
        ),
        (
            "How much did the bridge in Osterby cost?",
            "The bridge in Osterby cost 3.5 million euros.",
            "The bridge in Osterby cost 4.1 million dollars.",
        ),
        (
            "How many ferries does Osterby have?",
            "Osterby has sold 12 ferries.",
            "Osterby has 14 ferries.",
        ),
        (
            "How many ferries were ordered?",
            "Osterby has ordered 12 ferries.",
            "Westerby has ordered 15 ferries.",
        ),
        (
            "When was the tower in Osterby built?",
            "The tower in Osterby was built in May 1874.",
            "In 1874, the tower in Osterby was built.",
        ),
        ("北京订购了多少艘渡轮？", "北京订购了12艘渡轮。", "北京订购了十二艘渡轮。"),
        ("北京订购了多少艘渡轮？", "北京订购了12艘渡轮。", "上海订购了14艘渡轮。"),
        ("北京订购了多少艘渡轮？", "北京订购了12艘渡轮。", "2023年，北京订购了14艘渡轮。"),
        ("北京捕捞了多少吨鲱鱼？", "北京捕捞鲱鱼4200吨。", "北京捕捞鲭鱼3900吨。"),
        ("北京有多少家公司？", "北京有4000万家公司。", "北京有40000000家公司。"),
        ("北京有多少个模型？", "北京有40个模型。", "北京有38个模型项目。"),
        ("洪水在上海造成多少人死亡？", "洪水在上海造成12人死亡。", "洪水在上海造成15人受伤。"),
        (
            "Why has Port Alder ordered ferries?",
            "Port Alder has ordered 12 ferries.",
            "Port Alder has ordered 14 ferries.",
        ),
    ],
)
def test_articles_that_do_not_differ(conflict: Finder, question: str, one: str, other: str) -> None:
    assert conflict(question, one, other) is None
    assert conflict(question, other, one) is None


def test_an_outlet_s_name_passes_for_no_mark_link_or_call(opened: Opener) -> None:
    evil = "Post [9](https://evil.example) @everyone"
    texts = [f"Port Alder has ordered {count} electric ferries." for count in (12, 15)]
    articles = [Article(f"a{n}", "Ferries", text, provider=evil) for n, text in enumerate(texts)]
    answer = Assistant(filled(opened(BagOfWords()), articles), None).ask(FERRIES)
    assert [found.value for found in answer.disagreements[0].values] == ["12 electric ferries", "15 electric ferries"]
    assert not any(trick in answer.conflict for trick in ("[9]", "evil", "@everyone"))


def test_one_article_does_not_differ_with_itself(conflict: Finder) -> None:
    text = "Port Alder has ordered 12 electric ferries. Port Alder has ordered 14 electric ferries."
    assert conflict(FERRIES, text) is None


def test_an_article_of_two_minds_takes_no_side(conflict: Finder) -> None:
    torn = "Port Alder has ordered 12 electric ferries. Port Alder has ordered 14 electric ferries."
    assert conflict(FERRIES, torn, "Port Alder has ordered 16 electric ferries.") is None


def test_copies_count_once(conflict: Finder) -> None:
    text = "Port Alder has ordered 12 electric ferries. " + " ".join(f"The {n}th pier is wide." for n in range(4, 14))
    edited = text.replace("12 electric", "14 electric")
    assert conflict(FERRIES, text, edited) is None
    found = conflict(FERRIES, text, "Port Alder has ordered 16 electric ferries.", edited)
    assert values(found) == ["12 electric ferries", "16 electric ferries"]


def test_who_gives_the_same_value_stands_on_one_side(conflict: Finder) -> None:
    found = conflict(
        FERRIES,
        "Port Alder has ordered 12 electric ferries.",
        "Port Alder ordered 14 electric ferries, it said.",
        "It is true: Port Alder has ordered twelve electric ferries.",
    )
    assert found
    assert [len(side.articles) for side in found.sides] == [2, 1]


def test_a_place_in_the_title_counts_unless_the_sentence_names_another(conflict: Finder) -> None:
    one = "Port Alder has ordered 12 electric ferries."
    assert conflict(FERRIES, one, ("Port Alder's fleet", "The board ordered 14 electric ferries."))
    assert conflict(FERRIES, one, ("Port Alder's rivals", "Osterby ordered 14 electric ferries.")) is None


def test_counts_of_different_things_are_no_contradiction(conflict: Finder) -> None:
    found = conflict(
        "How many electric ferries does Osterby have?",
        "Osterby has 12 electric ferries.",
        "Osterby has 9 electric ferry projects.",
    )
    assert found is None or not found.one_thing


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, local: LocalEmbeddings) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("differ"), local) as archive:
        for article in (*ARTICLES, *seeds().values()):
            archive.put(article)
        archive.catch_up()
        yield archive


def shown(answer: Answer) -> list[list[str]]:
    return [[value.value for value in found.values] for found in answer.disagreements]


def test_an_answer_shows_both_sides_oldest_first(archive: Archive) -> None:
    answer = Assistant(archive, None).ask(FERRIES)
    assert shown(answer) == [["12 electric ferries", "14 electric ferries"]]
    assert [claim.text[:50] for claim in answer.claims[:2]] == [
        "The harbour board of Port Alder has ordered 12 ele",
        "Port Alder is buying 14 electric ferries, accordin",
    ]
    assert len(answer.claims) == 2
    assert answer.text.endswith(
        "The articles differ: 12 electric ferries (The Alder Ledger, 2025-11-03)[1]; 14 electric ferries (Harbour "
        "Notes, undated)[2]. The newest dated figure is 12 electric ferries."
    )
    assert as_json(answer)["disagreements"] == [
        {
            "about": "electric ferries",
            "values": [
                {"value": "12 electric ferries", "citations": [1]},
                {"value": "14 electric ferries", "citations": [2]},
            ],
        }
    ]


def test_a_model_s_answer_gets_the_missing_side(archive: Archive) -> None:
    model, _ = scripted("The harbour board of Port Alder has ordered 12 electric ferries [1].")
    snapshots = list(Assistant(archive, model).stream(FERRIES))
    assert [len(answer.claims) for answer in snapshots] == [1, 2, 2]
    assert snapshots[-1].claims[1].text.startswith("Port Alder is buying 14 electric ferries")
    assert shown(snapshots[-1]) == [["12 electric ferries", "14 electric ferries"]]
    for earlier, later in pairwise(snapshots):
        assert later.text.startswith(earlier.text)


def test_a_model_that_names_both_sides_is_not_repeated(archive: Archive) -> None:
    model, _ = scripted(
        "The harbour board of Port Alder has ordered 12 electric ferries. "
        "Port Alder is buying 14 electric ferries, according to the shipyard."
    )
    answer = Assistant(archive, model).ask(FERRIES)
    assert (len(answer.claims), len(answer.disagreements)) == (2, 1)


@pytest.mark.parametrize(
    ("question", "expected", "opening"),
    [
        (
            "How many large language models has China launched?",
            {"79 large-language models", "80 LLMs"},
            "The articles differ:",
        ),
        ("中国推出了多少个大语言模型？", {"79 large-language models", "80 LLMs"}, "各文章说法不一："),
        ("How many LLMs does China have?", {"79 large-language models", "80 LLMs"}, "The articles differ:"),
        ("中国有多少个大模型？", {"79 large-language models", "80 LLMs"}, "各文章说法不一："),
        (
            "How many large language models are from Beijing?",
            {"40 LLMs", "38 LLM projects"},
            "The articles count different things:",
        ),
        ("How many models are in Beijing?", {"40 LLMs", "38 LLM projects"}, "The articles count different"),
        ("How many LLM projects does Beijing have?", {"40 LLMs", "38 LLM projects"}, "The articles count different"),
        ("北京有多少个大模型？", {"40 LLMs", "38 LLM projects"}, "文章统计的对象不同："),
        (
            "北京的模型数量是多少？",
            {"40 LLMs", "38 LLM projects"},
            "文章统计的对象不同：",
        ),  # no sentence alone convinces
        ("到目前为止，北京的大语言模型总数有多少？", {"40 LLMs", "38 LLM projects"}, "文章统计的对象不同："),
    ],
)
def test_the_articles_that_the_project_comes_with(
    archive: Archive, question: str, expected: set[str], opening: str
) -> None:
    answer = Assistant(archive, None).ask(question)
    assert set(*shown(answer)) == expected
    assert answer.conflict.startswith(opening)
    assert ("undated" in answer.conflict) or ("日期不详" in answer.conflict)
    assert answer.as_of is None or answer.as_of.startswith("20")


def test_a_side_that_the_model_was_not_given_is_shown(tmp_path: Path, local: LocalEmbeddings) -> None:
    said = [
        f"Port Alder has ordered 12 electric ferries, {name} says." for name in "Ann Bo Cy Di Ed Flo Gus Hal".split()
    ]
    gulls = " Gulls sat on the pier." * 2 * REACH
    long = Article("long", "Electric ferries of Port Alder", " ".join(sentence + gulls for sentence in said))
    short = Article("short", "Budget", "Rain fell. The budget says that Port Alder has ordered 14 electric ferries.")
    with Archive(tmp_path, local) as archive:
        for article in (long, short):
            archive.put(article)
        archive.catch_up()
        given = passages(archive, retrieve(archive, FERRIES), PASSAGES)
        assert {passage.article.id for passage in given} == {"long"}
        model, _ = scripted("Port Alder has ordered 12 electric ferries [1].")
        assert shown(Assistant(archive, model).ask(FERRIES)) == [["12 electric ferries", "14 electric ferries"]]


@pytest.mark.parametrize(
    "question",
    [
        "How many large language models did China release in 2022?",
        "How many companies does China's AI industry number?",
        "How much does Beijing give in subsidies for computing resources?",
    ],
)
def test_one_figure_is_no_conflict(archive: Archive, question: str) -> None:
    answer = Assistant(archive, None).ask(question)
    assert (answer.conflict, answer.disagreements) == ("", ())


@pytest.mark.parametrize("width", [None, 40])
def test_the_terminal_shows_it_under_the_claims(archive: Archive, width: int | None) -> None:
    model, _ = scripted("The harbour board of Port Alder has ordered 12 electric ferries [1].")
    texts = [claims_text(answer, Page(width)).plain for answer in Assistant(archive, model).stream(FERRIES)]
    assert "\n\nThe articles differ:" in texts[-1]
    for earlier, later in pairwise(texts):
        assert later.startswith(earlier)
