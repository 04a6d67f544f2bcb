"""The whole path from articles to an answer: real catalog, real Chroma, real embeddings; only the model is scripted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from rag.answer import Answer
from rag.archive.archive import Archive
from rag.assistant import Assistant
from rag.embeddings import LocalEmbeddings
from rag.errors import ModelLateError, NotFoundError
from rag.filters import Filter
from rag.prompts import SILENCE
from tests.archives import filled
from tests.conftest import Opener
from tests.embedders import BagOfWords
from tests.harbour import ARTICLES, BARELY, COPY, FERRY
from tests.scripted import scripted

QUESTION = "How many electric ferries has the harbour board of Port Alder ordered?"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    home: Path = tmp_path_factory.mktemp("harbour")
    with Archive(home, LocalEmbeddings()) as archive:
        for article in ARTICLES:
            archive.put(article)
        archive.catch_up()
        yield archive


def quotes(answer: Answer) -> dict[int, list[str]]:
    return {source.n: [quote.text for quote in source.quotes] for source in answer.sources}


def test_without_a_model_the_best_sentence_is_quoted(archive: Archive) -> None:
    answer = Assistant(archive, None).ask(QUESTION)
    assert answer.status == "answered"
    assert answer.claims[0].text == "The harbour board of Port Alder has ordered 12 electric ferries."
    assert 1 <= len(answer.claims) <= 3
    assert answer.model is None
    for claim in answer.claims:
        assert any(claim.text in quotes(answer)[n] for n in claim.citations)


def test_copies_of_a_text_are_one_source(archive: Archive) -> None:
    answer = Assistant(archive, None).ask(QUESTION)
    assert answer.sources[0].article == FERRY
    assert answer.sources[0].copies == (COPY,)
    assert COPY not in [source.article for source in answer.sources]


def test_what_no_article_says_is_refused(archive: Archive) -> None:
    answer = Assistant(archive, None).ask("Who won the football world cup in Brazil?")
    assert (answer.status, answer.claims, answer.sources, answer.as_of) == ("refused", (), (), None)
    assert "5 articles" in answer.text
    assert "2025-11-03 to 2026-02-10" in answer.text
    assert len(answer.nearest) == 3


def test_a_refusal_names_what_nothing_mentions(archive: Archive) -> None:
    assert "nothing here about Brazil" in Assistant(archive, None).ask("Who won the football cup in Brazil?").text
    assert "nothing here about football or cup." in Assistant(archive, None).ask("Who won the football cup?").text
    assert "nothing here about invented." in Assistant(archive, None).ask("What was invented?").text


@pytest.mark.parametrize(
    "question",
    [
        "How many elephants like bananas today?",
        "Tell me what happened to the elephants, compared to bananas!",
        "Write about the newest elephants mentioned or published with bananas.",
    ],
)
def test_a_refusal_names_no_word_that_only_asks(archive: Archive, question: str) -> None:
    assert Assistant(archive, None).ask(question).text.endswith("There is nothing here about elephants or bananas.")


@pytest.mark.parametrize(
    ("question", "today", "opening"),
    [
        ("How many electric ferries has Port Alder ordered so far?", date(2025, 11, 20), ""),
        ("How many electric ferries has Port Alder ordered so far?", date(2026, 11, 3), "The newest article on this"),
        ("How many electric ferries did the harbour board of Port Alder order?", date(2026, 11, 3), ""),
        ("In 2025, how many electric ferries did the board of Port Alder order?", date(2036, 11, 3), ""),
    ],
)
@pytest.mark.parametrize("reply", [None, "The harbour board of Port Alder has ordered 12 electric ferries [1]."])
def test_old_evidence_for_a_question_about_now_is_said_first(
    archive: Archive, question: str, today: date, opening: str, reply: str | None
) -> None:
    model = scripted(reply)[0] if reply else None
    answer = Assistant(archive, model, stale_days=90, today=lambda: today).ask(question, Filter(provider="Ledger"))
    assert answer.status == "answered"
    assert answer.text.startswith(opening or answer.claims[0].text)
    assert bool(answer.preface) is bool(opening)


def test_a_question_in_chinese_is_refused_in_chinese(archive: Archive) -> None:
    answer = Assistant(archive, None).ask("谁赢得了巴西世界杯足球赛？")
    assert answer.status == "refused"
    assert "5 篇文章" in answer.text


def test_languages_cross(archive: Archive) -> None:
    assistant = Assistant(archive, None)
    chinese = assistant.ask("奥尔德港订购了多少艘电动渡轮？")
    english = assistant.ask("How many tonnes of herring did the boats of Port Alder catch in 2025?")
    assert any("electric ferries" in claim.text for claim in chinese.claims)
    assert any("4200吨" in claim.text for claim in english.claims)


@pytest.mark.parametrize(
    ("only", "providers"),
    [
        (Filter(since=date(2026, 1, 1)), {"The Alder Ledger", "渔港日报"}),
        (Filter(until=date(2025, 11, 3)), {"The Alder Ledger"}),
        (Filter(provider="coast"), {"Coast Wire"}),
        (Filter(language="zh"), {"渔港日报"}),
    ],
)
def test_filters_limit_what_is_cited(archive: Archive, only: Filter, providers: set[str]) -> None:
    answer = Assistant(archive, None).ask("What is there about Port Alder, ferries, herring and the lighthouse?", only)
    cited = {source.article.provider for source in answer.sources} or {a.provider for a in answer.nearest}
    assert cited
    assert cited <= providers


@pytest.mark.parametrize(
    ("question", "only", "told"),
    [
        ("Who won the cup in Brazil?", Filter(since=date(2026, 1, 1)), " 1 undated article was left out."),
        ("Who won the cup in Brazil?", Filter(until=date(2001, 1, 1)), " 1 undated article was left out."),
        ("谁在巴西赢得了奖杯？", Filter(since=date(2026, 1, 1)), "另有 1 篇日期不详的文章未查找。"),
        ("Who won the cup?", Filter(language="fr"), "answer this from. No article here is in the language fr."),
        ("谁赢得了奖杯？", Filter(language="fr"), "没有语言为 fr 的文章。"),
    ],
)
def test_a_refusal_tells_what_the_filter_left_out(archive: Archive, question: str, only: Filter, told: str) -> None:
    answer = Assistant(archive, None).ask(question, only)
    assert answer.status == "refused"
    assert answer.text.endswith(told)
    dated = Filter(since=date(2026, 1, 1), provider="渔港日报")
    assert "undated" not in Assistant(archive, None).ask("Who won the cup in Brazil?", dated).text


def test_an_unknown_outlet_is_named(archive: Archive) -> None:
    with pytest.raises(NotFoundError, match="Morning Gull"):
        Assistant(archive, None).ask(QUESTION, Filter(provider="Morning Gull"))


def test_a_model_s_sentences_are_cited_to_exact_sentences(archive: Archive) -> None:
    model, chat = scripted("The harbour board of Port Alder has ordered 12 electric ferries [1].")
    answer = Assistant(archive, model).ask(QUESTION)
    assert answer.text == "The harbour board of Port Alder has ordered 12 electric ferries.[1]"
    assert quotes(answer)[1] == ["The harbour board of Port Alder has ordered 12 electric ferries."]
    assert answer.model == "scripted-1"
    assert answer.usage == {"input_tokens": 100, "output_tokens": 68}
    system, human = chat.heard[0]
    assert SILENCE in system
    assert human.index('<passage number="1"') < human.index("Question: " + QUESTION)


def test_sentences_come_one_by_one(archive: Archive) -> None:
    model, _ = scripted(
        "The harbour board has ordered 12 electric ferries [1]. The contract is worth 48 million crowns [1]."
    )
    counts = [len(answer.claims) for answer in Assistant(archive, model).stream(QUESTION)]
    assert counts == [1, 2, 2]


def test_what_the_articles_do_not_say_is_not_shown(archive: Archive) -> None:
    model, _ = scripted(
        "The harbour board has ordered 12 electric ferries [1]. It has ordered 60 submarines [1]. "
        "The contract is worth 480 million crowns [2]. France rules the seas [99]."
    )
    answer = Assistant(archive, model).ask(QUESTION)
    assert [claim.text for claim in answer.claims] == ["The harbour board has ordered 12 electric ferries."]
    assert answer.note == "3 sentences of the model's are left out, because the articles do not back them."


def test_what_is_left_out_is_said_in_the_language_of_the_question(archive: Archive) -> None:
    model, _ = scripted("2025年，奥尔德港的渔船共捕捞鲱鱼4200吨[1]。渔船还捕捞了900吨金枪鱼[1]。")
    answer = Assistant(archive, model).ask("2025年奥尔德港的渔船捕捞了多少吨鲱鱼？")
    assert [claim.text for claim in answer.claims] == ["2025年，奥尔德港的渔船共捕捞鲱鱼4200吨。"]
    assert answer.note == "模型的 1 句话没有文章支持，已略去。"


def test_what_is_left_and_beside_the_point_gives_way_to_quoted_sentences(archive: Archive) -> None:
    model, _ = scripted("The board has ordered 60 ferries [1]. The lighthouse tower is 41 metres high [1].")
    snapshots = list(Assistant(archive, model).stream(QUESTION))
    assert not any("lighthouse" in answer.text for answer in snapshots)
    assert snapshots[-1].claims == Assistant(archive, None).ask(QUESTION).claims
    assert (snapshots[-1].model, "do not back" in snapshots[-1].note) == (None, True)


@pytest.mark.parametrize("marks", ["[99]", "", "[0]", "[4][5]"])
def test_a_wrong_or_missing_citation_is_put_right(archive: Archive, marks: str) -> None:
    model, _ = scripted(f"The harbour board of Port Alder has ordered 12 electric ferries {marks}.")
    answer = Assistant(archive, model).ask(QUESTION)
    assert "has ordered 12 electric ferries." in quotes(answer)[1][0]


@pytest.mark.parametrize(
    "said",
    [
        SILENCE,
        SILENCE.lower(),
        "The articles do not say who built the ferries.",
        "I'm sorry, but the passages don't answer this. The contract is worth 48 million crowns [1].",
        "There is no information about this in the provided context.",
        "The builder isn't mentioned in any of the passages [1][2].",
        "文章中没有提到是谁建造的。",
        "抱歉，无法根据所提供的资料回答这个问题。",
    ],
)
def test_silence_of_the_model_in_any_words_is_a_refusal(archive: Archive, said: str) -> None:
    model, _ = scripted(said)
    *before, answer = Assistant(archive, model).stream(QUESTION)
    assert {snapshot.status for snapshot in before} == {"refused"}
    assert (answer.status, answer.note) == ("refused", "")
    assert FERRY in answer.nearest


def test_what_is_not_told_besides_an_answer_is_no_refusal(archive: Archive) -> None:
    model, _ = scripted("The board has ordered 99 ferries [1]. The articles do not say who builds them.")
    assert Assistant(archive, model).ask(QUESTION).claims == Assistant(archive, None).ask(QUESTION).claims


def test_an_answer_before_what_is_not_told_stays(archive: Archive) -> None:
    model, _ = scripted(
        "The harbour board has ordered 12 electric ferries [1]. The articles do not say who builds them."
    )
    answer = Assistant(archive, model).ask(QUESTION)
    assert [claim.text for claim in answer.claims] == ["The harbour board has ordered 12 electric ferries."]
    assert answer.note.startswith("One sentence")


def test_a_note_fits_a_refusal(archive: Archive) -> None:
    model, _ = scripted("Brazil won the football cup [1].")
    answer = Assistant(archive, model).ask("Who won the football world cup in Brazil?")
    assert (answer.status, answer.note) == ("refused", "The articles do not back what the model wrote.")


def test_nothing_backed_leads_to_quoted_sentences(archive: Archive) -> None:
    model, _ = scripted("The board has ordered 99 airships [1].")
    answer = Assistant(archive, model).ask(QUESTION)
    assert answer.claims == Assistant(archive, None).ask(QUESTION).claims
    assert (answer.model, "do not back" in answer.note) == (None, True)


@pytest.mark.parametrize(
    "reply",
    ["The harbour board has ordered 12 electric ferries [1].", SILENCE, "The board has ordered 99 airships [1]."],
)
def test_the_archive_is_searched_once_for_an_answer(opened: Opener, reply: str) -> None:
    embedder = BagOfWords()
    model, _ = scripted(reply)
    Assistant(filled(opened(embedder), ARTICLES), model).ask(QUESTION)
    assert embedder.asked == [QUESTION]


def test_a_follow_up_carries_terms_over(archive: Archive) -> None:
    assistant = Assistant(archive, None)
    assistant.ask("How many passengers did the ferries carry in 2024?", conversation="a")
    answer = assistant.ask("And in 2025?", conversation="a")
    assert answer.claims[0].text == "In 2025, they carried 355,000 passengers."
    assert assistant.ask("And in 2025?", conversation="b").claims != answer.claims


def test_a_follow_up_is_rewritten_by_the_model(archive: Archive) -> None:
    model, chat = scripted(
        "In 2024, the town's ferries carried 310,000 passengers [1].",
        "How many passengers did the ferries carry in 2025?",
        "In 2025, 355,000 passengers were carried [1].",
    )
    assistant = Assistant(archive, model)
    assistant.ask("How many passengers did the ferries carry in 2024?", conversation="c")
    answer = assistant.ask("And in 2025?", conversation="c")
    assert answer.text.startswith("In 2025, 355,000 passengers were carried.")
    assert answer.question == "And in 2025?"
    assert "Last question: And in 2025?" in chat.heard[1][1]
    assert "Question: How many passengers did the ferries carry in 2025?" in chat.heard[2][1]


def test_conversations_are_kept_and_forgotten(archive: Archive) -> None:
    assistant = Assistant(archive, None)
    assistant.ask(QUESTION, conversation="d")
    assert [turn.question for turn in archive.turns.of("d")] == [QUESTION]
    archive.turns.forget("d")
    assert archive.turns.of("d") == []


@pytest.mark.parametrize(("said", "shown"), [("YES", 1), ("yes.", 1), ("NO", 0), ("I am not sure", 0), ("", 0)])
def test_a_second_opinion_only_takes_away(archive: Archive, said: str, shown: int) -> None:
    model, chat = scripted(f"{BARELY} The board has ordered 60 submarines.", *[said] * 2)
    answer = Assistant(archive, model, second_opinion=True).ask(QUESTION)
    assert (answer.model is not None) == bool(shown)
    assert len([claim for claim in answer.claims if claim.text == BARELY]) == shown
    assert "submarines" not in answer.text
    assert chat.heard[1][1].endswith(f"Sentence: {BARELY}")


def test_what_is_clear_needs_no_second_opinion(archive: Archive) -> None:
    model, chat = scripted("The harbour board of Port Alder has ordered 12 electric ferries [1].")
    assert Assistant(archive, model, second_opinion=True).ask(QUESTION).model
    assert len(chat.heard) == 1


def test_an_error_of_the_second_opinion_drops_the_sentence_alone(archive: Archive) -> None:
    clear = "The harbour board has ordered 12 electric ferries [1]."
    model, _ = scripted(f"{BARELY} {clear}", *[ModelLateError("late")] * 2)
    answer = Assistant(archive, model, second_opinion=True).ask(QUESTION)
    assert [claim.text for claim in answer.claims] == ["The harbour board has ordered 12 electric ferries."]
    assert answer.note.startswith("One sentence")
