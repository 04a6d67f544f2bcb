"""Markdown made plain text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.readers import read_bytes
from rag.readers.markdown import LARGEST, read_markdown


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Rain **fell** on *Monday* in __Vale__.", "Rain fell on Monday in Vale."),
        ("See [the report](https://a.example) and <https://b.example>.", "See the report and https://b.example."),
        ("![A ferry](f.jpg)\n\nRain fell.", "Rain fell."),
        ("## Repairs\n\nRain fell.", "Repairs\n\nRain fell."),
        ("Repairs\n-------\n\nRain fell.", "Repairs\n\nRain fell."),
        ("- One came.\n- Two went.\n  - Three stayed.", "One came.\n\nTwo went.\n\nThree stayed."),
        ("1. One came.\n2. Two went.", "One came.\n\nTwo went."),
        ("1989. The wall fell.", "1989. The wall fell."),
        ("> “Enough,” she said.", "“Enough,” she said."),
        ("Rain <!-- never shown --> fell.\n\n<!-- a\n\nb -->\n\nIt stopped.", "Rain  fell.\n\nIt stopped."),
        ("<div>Rain &amp; snow fell.</div>", "Rain & snow fell."),
        ("<script>alert(1)</script>\n\nRain fell.", "Rain fell."),
        ("```\ncode = 1\n```\n\nRain fell.", "code = 1\n\n\nRain fell."),
        ("Rain fell\non Monday.", "Rain fell on Monday."),
        ("港口周二\n恢复通航。", "港口周二恢复通航。"),
        ("Rain fell.<br>It stopped.", "Rain fell. It stopped."),
        ("3 * 4 * 5 is 60, and a_b_c is a name.", "3 * 4 * 5 is 60, and a_b_c is a name."),
        ("Prices rose \\*again\\* &ndash; by 3 %.", "Prices rose *again* – by 3 %."),
        ("| Year | LLMs |\n|---|---|\n| 2022 | 37 |", "Year | LLMs\n\n2022 | 37"),
        ("~~Old~~ New.", "Old New."),
    ],
)
def test_markup(source: str, text: str) -> None:
    assert read_markdown(source).text == text


def test_first_heading_is_the_title() -> None:
    assert read_markdown("# Rain in *Vale*\n\nRain fell.\n\n# More").title == "Rain in Vale"
    assert read_markdown("# Rain in *Vale*\n\nRain fell.\n\n# More").text == "Rain fell.\n\nMore"


def test_markdown_file_without_front_matter() -> None:
    source = "# Night school opens\n\nBy Ana Duarte | June 14, 2023\n\nThe **school** opened on Monday.\n"
    (article,) = read_bytes("a.md", source.encode()).articles
    assert (article.title, article.author, article.published) == ("Night school opens", "Ana Duarte", "2023-06-14")
    assert article.text == "The school opened on Monday."


def test_very_large_markdown_keeps_its_words() -> None:
    source = "Rain *fell*.\n\n" * (LARGEST // 10)
    assert read_markdown(source).text == source


@settings(deadline=None)
@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,8}( [a-z0-9]{1,8}){2,8}\.", fullmatch=True), min_size=1, max_size=8))
def test_plain_sentences_pass_unchanged(sentences: list[str]) -> None:
    assert read_markdown("\n\n".join(sentences)).text == "\n\n".join(sentences)
    assert read_markdown("\n".join(f"- **{sentence}**" for sentence in sentences)).text == "\n\n".join(sentences)
