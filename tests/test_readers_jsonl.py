"""JSON lines, objects and lists."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.readers import read_bytes

ROW: dict[str, object] = {
    "id": "vale-1",
    "title": "Night school opens",
    "text": "The school opened on Monday.\nIt has 79 courses.",
    "url": "https://vale.example/1",
    "published": "2023-06-14T16:15:00Z",
    "provider": "Vale Star",
    "language": "en",
}


def test_all_fields_of_a_line() -> None:
    (article,) = read_bytes("a.jsonl", json.dumps(ROW).encode()).articles
    assert (article.id, article.title, article.provider) == ("vale-1", "Night school opens", "Vale Star")
    assert (article.url, article.published, article.language) == (ROW["url"], ROW["published"], "en")
    assert article.text == "The school opened on Monday.\n\nIt has 79 courses."


def test_text_without_more() -> None:
    (article,) = read_bytes("a.ndjson", '{"text": "港口周二恢复通航。"}'.encode()).articles
    assert (article.title, article.language) == ("港口周二恢复通航。", "zh")
    assert (article.url, article.published, article.provider) == (None, None, None)
    assert len(article.id) == 16


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('{"text": "Rain', "broken JSON"),
        ("[1, 2]", "not a JSON object"),
        ('"Rain fell."', "not a JSON object"),
        ('{"title": "Vale"}', "no text"),
        ('{"text": null}', "no text"),
        ('{"text": "  \\n "}', "no text"),
        ('{"text": ["Rain fell."]}', "text is no text"),
        ('{"text": "Rain fell.", "published": "soon"}', "bad date"),
        ('{"text": "Rain fell.", "published": "03/04/2023"}', "ambiguous"),
        ('{"text": "Rain fell.", "id": "' + "a" * 300 + '"}', "id over"),
        ("[" * 100_000, "nested too deep"),
        ('{"text": ' + "1" * 5000 + "}", "broken JSON"),
    ],
)
def test_a_bad_line_is_named_and_the_others_go_in(bad: str, reason: str) -> None:
    good = '{"text": "Rain fell."}'
    reading = read_bytes("a.jsonl", f"{good}\n\n{bad}\n{good}".encode())
    assert [article.text for article in reading.articles] == ["Rain fell."] * 2
    (problem,) = reading.problems
    assert (problem.path, problem.line) == ("a.jsonl", 3)
    assert reason in problem.reason


def test_numbers_nulls_and_strays() -> None:
    row = '{"id": 7, "title": null, "text": "Rain \\ud800fell\\u0000.", "url": null, "published": 1686759300, "x": {}}'
    (article,) = read_bytes("a.jsonl", row.encode()).articles
    assert (article.id, article.title, article.text) == ("7", "Rain fell.", "Rain fell.")
    assert article.published == "2023-06-14T16:15:00Z"


def test_line_separators_inside_a_string_end_no_line() -> None:
    (article,) = read_bytes("a.jsonl", '{"text": "Rain fell.\u2028It stopped.\x85Then snow."}'.encode()).articles
    assert article.text == "Rain fell.\n\nIt stopped.\n\nThen snow."


def test_text_is_neither_markdown_nor_chrome() -> None:
    text = "Home | News. 3 *stars* of [5] # 1.\n\nShare"
    (article,) = read_bytes("a.jsonl", json.dumps({"text": text}).encode()).articles
    assert article.text == text


def test_an_address_that_is_none_is_named() -> None:
    reading = read_bytes("a.jsonl", b'{"text": "Rain fell.", "url": "javascript:alert(1)"}')
    assert reading.articles[0].url is None
    assert (reading.problems[0].line, "left out" in reading.problems[0].reason) == (1, True)


def test_json_object_and_list() -> None:
    assert read_bytes("a.json", json.dumps(ROW, indent=2).encode()).articles[0].id == "vale-1"
    reading = read_bytes("a.json", json.dumps([ROW, 3, {"text": "Rain fell."}]).encode())
    assert [article.text[:4] for article in reading.articles] == ["The ", "Rain"]
    assert reading.problems[0].reason == "item 2: not a JSON object"
    lines = read_bytes("a.json", b'{"text": "Rain fell."}\n{"text": "It stopped."}')
    assert len(lines.articles) == 2


def test_broken_json_is_named_with_its_line() -> None:
    (problem,) = read_bytes("a.json", b'{\n"text": "Rain fell.",\n"title" "Vale"}').problems
    assert (problem.line, "broken JSON" in problem.reason) == (3, True)


def test_file_of_another_name_is_known_by_its_content() -> None:
    assert read_bytes("export.log", json.dumps(ROW).encode()).articles[0].id == "vale-1"


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3),
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*ROW, "author", "topics", "image", "x"]), VALUES))
def test_any_object_is_an_article_or_a_problem(row: dict[str, object]) -> None:
    reading = read_bytes("a.jsonl", json.dumps(row).encode())
    assert len(reading.articles) + len(reading.problems) >= 1
    for article in reading.articles:
        article.text.encode()
        assert article.title
