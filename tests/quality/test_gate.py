"""What was reached stays reached: a part of the measurements that is quick enough for every run of the tests.

The bounds lie just below (or above) what `python -m tests.quality.measure` prints.
"""

from __future__ import annotations

import json
from collections import Counter

import pytest

from rag.archive.archive import Archive
from rag.assistant import Assistant
from rag.evaluation.files import read_questions
from rag.evaluation.questions import Outcome, ask_all, measure
from rag.sentences import split
from tests.quality.lies import Honesty, listen, read_fables
from tests.quality.measure import of_kind
from tests.quality.seeded import HERE

QUESTIONS = read_questions(HERE / "questions.jsonl")


@pytest.fixture(scope="module")
def outcomes(seeds: Archive) -> list[Outcome]:
    return ask_all(Assistant(seeds, None), QUESTIONS)


@pytest.fixture(scope="module")
def honesty(seeds: Archive) -> Honesty:
    return listen(seeds, read_fables()[::2])


def test_answers_are_found(outcomes: list[Outcome]) -> None:
    assert at_least(of_kind(outcomes, "en").right_any, 0.93)
    assert at_least(of_kind(outcomes, "zh").right_any, 0.95)
    assert at_least(measure(outcomes).right_first, 0.8)


def test_what_can_be_answered_is_not_refused(outcomes: list[Outcome]) -> None:
    assert not at_least(measure(outcomes).refused_wrongly, 0.03)


def test_what_is_not_there_is_refused(outcomes: list[Outcome]) -> None:
    assert at_least(of_kind(outcomes, "near miss").refused_rightly, 0.75)
    assert at_least(of_kind(outcomes, "far").refused_rightly, 0.95)


def test_lies_are_not_shown(honesty: Honesty) -> None:
    assert len(honesty.shown) / len(honesty.lies) <= 0.05, honesty.shown


def test_the_truth_among_lies_is_shown(honesty: Honesty) -> None:
    assert len(honesty.kept) / len(honesty.truths) >= 0.75


def test_citations_support_what_is_shown(honesty: Honesty) -> None:
    assert at_least(honesty.citations.precision, 0.94)
    assert at_least(honesty.citations.recall, 0.94)
    assert at_least(honesty.citations.gold_share, 0.99)


def at_least(share: float | None, bound: float) -> bool:
    assert share is not None
    return share >= bound


def test_the_sets_are_what_they_say(seeds: Archive) -> None:
    texts = {article.id: article.text.casefold() for article in seeds.catalog.articles(seeds.catalog.article_ids())}
    kinds = Counter((question.language, question.kind) for question in QUESTIONS)
    assert len(QUESTIONS) >= 120
    assert kinds["en", "near miss"] + kinds["zh", "near miss"] >= 30
    assert sum(count for (language, _), count in kinds.items() if language == "zh") * 2 == len(QUESTIONS)
    for question in QUESTIONS:
        held = " ".join(texts[article_id] for article_id in question.article_ids)
        assert all(any(answer.casefold() in held for answer in group) for group in question.answers), question.id


def test_every_lie_is_one_sentence() -> None:
    for fable in read_fables():
        assert [said.text for said in fable.sentences if len(split(said.text)) != 1] == []
        assert sum(not said.kind for said in fable.sentences) == 1
    assert len({json.dumps(said.text) for fable in read_fables() for said in fable.sentences}) >= 150
