"""Files of questions and claims are read as written, and the figures are those of the outcomes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rag.answer import Answer, Claim, Source
from rag.archive.archive import Archive
from rag.article import Article
from rag.assistant import Assistant
from rag.embeddings import Embedder, LocalEmbeddings
from rag.errors import FootnoteError
from rag.evaluation.claims import LabelledClaim
from rag.evaluation.files import read_claims, read_file, read_questions
from rag.evaluation.questions import Outcome, Question, ask_all, measure
from tests.archives import filled
from tests.harbour import ARTICLES
from tests.scripted import scripted

FERRIES = Question("1", "How many electric ferries has the board of Port Alder ordered?", (("12",),), True, ())


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], Path]:
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


def test_questions_and_claims_may_stand_in_one_file(file: Callable[[str, str], Path]) -> None:
    path = file(
        "both.jsonl",
        '\ufeff{"question": "Who?", "answers": [["Ann", "Lee"], ["mayor"]], "article_ids": [7], "language": "en"}\n\n'
        '{"id": 9, "claim": "It rains.", "label": "not covered", "kind": "weather"}\n'
        '{"question": "Why?", "answers": ["wind"], "answerable": false}\n',
    )
    questions = [
        Question("1", "Who?", (("Ann", "Lee"), ("mayor",)), True, ("7",), "en"),
        Question("4", "Why?", (("wind",),), False, ()),
    ]
    claims = [LabelledClaim("9", "It rains.", "not covered", kind="weather")]
    assert read_questions(path) == questions
    assert read_claims(path) == claims
    assert read_file(path) == [questions[0], claims[0], questions[1]]


@pytest.mark.parametrize("frame", ["{}", "questions:\n{}", "claims:\n{}"])
def test_yaml_is_a_list_or_holds_one(file: Callable[[str, str], Path], frame: str) -> None:
    path = file("set.yaml", frame.format("- question: 谁？\n- claim: 下雨了。\n  label: backed\n"))
    question, claim = read_file(path)
    assert question == Question("1", "谁？", (), False, ())
    assert claim == LabelledClaim("2", "下雨了。", "backed")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.jsonl", '{"question": "Who?"}\n{"question"', ":2: no JSON: "),
        ("a.jsonl", '\n["Who?"]', ":2: neither a question nor a claim."),
        ("a.jsonl", '{"claim": "It rains."}', ":1: the label of a claim is one of backed, contradicted, not covered."),
        ("a.jsonl", "[" * 100_000, ":1: no JSON: "),
        ("a.jsonl", '{"question": "Who?", "answers": "79"}', ":1: answers must be a list"),
        ("a.jsonl", '{"question": "Who?", "answers": [["79"], "80"]}', ":1: answers must be a list"),
        ("a.jsonl", '{"question": "Who?", "article_ids": 5}', ":1: article_ids must be a list"),
        ("a.jsonl", '{"question": "Who?", "answerable": "no"}', ":1: answerable must be true or false."),
        ("a.yml", "- question: Who?\n  answers: {x: 1}", ":1: answers must be a list"),
        ("a.yml", "- question: Who?\n  article_ids: abc", ":1: article_ids must be a list"),
        ("a.yml", "- question: [", " is no YAML: "),
        ("a.yml", "question: Who?", " holds no list of questions or claims."),
    ],
)
def test_a_fault_of_a_file_is_told_with_its_line(
    file: Callable[[str, str], Path], name: str, text: str, said: str
) -> None:
    path = file(name, text)
    with pytest.raises(FootnoteError) as error:
        read_file(path)
    assert str(error.value).startswith(f"{path}{said}")


def test_a_string_may_hold_line_breaks_of_unicode(file: Callable[[str, str], Path]) -> None:
    path = file("a.jsonl", '{"question": "Who\u2028or\x85what?"}\r\n{"question": "Why?"}')
    assert [question.question for question in read_questions(path)] == ["Who\u2028or\x85what?", "Why?"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "no.jsonl", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(FootnoteError, match=f"{path} can't be read: {reason}."):
            read_file(path)


def outcome(rank: int | None, *said: str, gold: tuple[str, ...] = ("a",), milliseconds: float = 1.0) -> Outcome:
    question = Question("", "How many?", (("12",),) if gold else (), bool(gold), gold)
    source = Source(1, Article("a" if rank == 1 else "b", "", ""), ())
    claims = tuple(Claim(text, (1,)) for text in said)
    answer = Answer("How many?", "answered" if said else "refused", claims, (source,) if said else ())
    return Outcome(question, answer, rank, milliseconds)


def test_figures_are_shares_of_those_that_can_show_them() -> None:
    outcomes = [
        outcome(1, "There are 12.", milliseconds=10),
        outcome(2, "There are many.", "Some say 12.", milliseconds=20),
        outcome(None, milliseconds=30),
        outcome(7, "There are 13.", milliseconds=40),
        outcome(None, gold=(), milliseconds=50),
        outcome(None, "There are 14.", gold=(), milliseconds=60),
    ]
    found = measure(outcomes)
    assert (found.questions, found.answerable) == (6, 4)
    assert (found.recall_at_1, found.recall_at_5, found.mrr_at_10) == (0.25, 0.5, (1 + 1 / 2 + 1 / 7) / 4)
    assert (found.right_first, found.right_any) == (0.25, 0.5)
    assert (found.refused_wrongly, found.refused_rightly) == (0.25, 0.5)
    assert found.citations_right == 1 / 4
    assert (found.p50_ms, found.p95_ms) == (30, 60)
    nothing = measure([])
    assert (nothing.recall_at_1, nothing.right_any, nothing.citations_right, nothing.p50_ms) == (None,) * 4


def test_what_a_model_cites_is_judged_and_what_is_quoted_is_not(
    opened: Callable[[Embedder], Archive], local: LocalEmbeddings
) -> None:
    archive = filled(opened(local), ARTICLES)
    model, _ = scripted("The harbour board of Port Alder has ordered 12 electric ferries.[1]")
    cited = measure(ask_all(Assistant(archive, model), [FERRIES]))
    assert (cited.right_any, cited.citation_precision, cited.citation_recall) == (1, 1, 1)
    quoted = measure(ask_all(Assistant(archive, None), [FERRIES]))
    assert (quoted.right_any, quoted.citation_precision, quoted.citation_recall) == (1, None, None)
