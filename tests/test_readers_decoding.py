"""Bytes made text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rag.readers import read_bytes

ENGLISH = "The harbour of Port Vale reopened on Tuesday. Repairs cost 2.4 million euros."
FRENCH = "Le café du port a rouvert mardi – l’entrée coûte 3 €, dit-on. “Enfin”, a-t-elle ajouté."
GERMAN = "Ärger am Kai: Älteste Fähre fällt aus."
CHINESE = "港口周二恢复通航，损失达240万欧元。渡轮公司表示，所有航线已恢复正常。"
TRADITIONAL = "臺灣的港口週二恢復通航。"


def text_of(data: bytes, name: str = "a.txt") -> str:
    (article,) = read_bytes(name, data).articles
    return article.text


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, GERMAN, CHINESE, TRADITIONAL])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5", "cp1252"]
)
def test_encodings(text: str, encoding: str) -> None:
    spoken = {
        "gb18030": (ENGLISH, CHINESE, TRADITIONAL),
        "big5": (ENGLISH, TRADITIONAL),
        "cp1252": (ENGLISH, FRENCH, GERMAN),
    }.get(encoding, (text,))
    unmarked_wide_without_blanks = encoding in ("utf-16-le", "utf-16-be") and text == TRADITIONAL
    if text not in spoken or unmarked_wide_without_blanks:
        return
    assert text_of(text.encode(encoding)) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_newlines(newline: str) -> None:
    text = newline.join(
        ["Harbour reopens in Vale", "", "The harbour reopened on Tuesday.", "", "It was shut for days."]
    )
    assert text_of(text.encode()) == "The harbour reopened on Tuesday.\n\nIt was shut for days."


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
def test_newlines_of_front_matter_and_of_json_lines(newline: str, encoding: str) -> None:
    source = newline.join(["---", "title: Café", "---", "", "One café.", ""])
    (article,) = read_bytes("a.md", source.encode(encoding)).articles
    assert (article.title, article.text) == ("Café", "One café.")
    lines = newline.join(['{"title": "Café", "text": "One café."}'] * 2)
    assert [a.text for a in read_bytes("a.jsonl", lines.encode(encoding)).articles] == ["One café."] * 2


def test_declared_encoding_of_a_page() -> None:
    page = f'<html><head><meta charset="{{}}"><title>T</title></head><body><p>{CHINESE}</p></body></html>'
    assert text_of(page.format("gb2312").encode("gb2312"), "a.html") == CHINESE
    page = (
        '<html><head><meta charset="windows-1251"><title>T</title></head><body><p>Порт снова открыт.</p></body></html>'
    )
    assert text_of(page.encode("cp1251"), "a.html") == "Порт снова открыт."
    page = '<html><head><meta charset="base64"><title>T</title></head><body><p>Le café rouvre.</p></body></html>'
    assert text_of(page.encode("cp1252"), "a.html") == "Le café rouvre."


def test_unseen_characters_are_left_out() -> None:
    article = read_bytes(
        "a.txt",
        "The har\u00adbour\u200b of\u00a0Vale\x00 re\x07opened\ufeff \u200eon\u200f\u061c Tuesday at noon.".encode(),
    ).articles[0]
    assert article.text == "The harbour of Vale reopened on Tuesday at noon."
    assert text_of("Cafe\u0301 rouvert.".encode()) == "Café rouvert."


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"\xff\xd8\xff\xe0" + bytes(range(256)),
        b"PK\x03\x04" + b"a" * 100,
        bytes(range(256)) * 10,
        b"\x00" * 1000,
    ],
)
def test_binary_files_are_named(data: bytes) -> None:
    reading = read_bytes("photo.txt", data)
    assert reading.articles == ()
    assert "binary" in reading.problems[0].reason


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_empty_files_are_named(data: bytes) -> None:
    (problem,) = read_bytes("a.txt", data).problems
    assert problem.reason in ("empty file", "no text")


SENTENCES = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=200)


@settings(deadline=None)
@given(SENTENCES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"]))
@example("版权所有", "utf-8")
def test_what_is_marked_or_utf8_comes_back(letters: str, encoding: str) -> None:
    text = f"The port is open again.\n\nVale said: {letters} was all."  # the letters may be a notice of rights
    data = text.encode(encoding) if encoding != "gb18030" else "港口恢复通航。".encode("gb18030")
    expected = text if encoding != "gb18030" else "港口恢复通航。"
    assert text_of(data) == text_of(expected.encode())


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "a", "a.pdf"]))
def test_any_bytes_give_a_reading(data: bytes, name: str) -> None:
    reading = read_bytes(name, data)
    assert reading.articles or reading.problems or name.endswith((".jsonl", ".json"))
    for article in reading.articles:
        assert article.text.strip()
        assert article.title
        assert article.id
        assert "\x00" not in article.text
        article.text.encode()
