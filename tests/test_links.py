from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.links import text_fragment, web_link

PAGE = "https://news.example/a?b=1&c=2"


@pytest.mark.parametrize(
    ("url", "quote", "link"),
    [
        (PAGE, "It has 79 models.", f"{PAGE}#:~:text=It%20has%2079%20models."),
        (PAGE, "open-source, cheap & fast", f"{PAGE}#:~:text=open%2Dsource%2C%20cheap%20%26%20fast"),
        (PAGE, "  over\n two  lines ", f"{PAGE}#:~:text=over%20two%20lines"),
        (PAGE, "大模型", f"{PAGE}#:~:text=%E5%A4%A7%E6%A8%A1%E5%9E%8B"),
        (PAGE + "#part", "Yes.", f"{PAGE}#part:~:text=Yes."),
        (PAGE + "#part:~:text=old", "Yes.", f"{PAGE}#part:~:text=Yes."),
        (PAGE + "#", "Yes.", f"{PAGE}#:~:text=Yes."),
        ("HTTP://news.example", "Yes.", "HTTP://news.example#:~:text=Yes."),
        (PAGE, "", PAGE),
    ],
)
def test_link_scrolls_to_the_quote(url: str, quote: str, link: str) -> None:
    assert text_fragment(url, quote) == link


def test_long_quote_is_linked_by_its_ends() -> None:
    quote = (
        "China has released 79 large language models over the past three years, as the country doubles down on "
        "efforts to develop algorithms amid rising rivalry."
    )
    assert text_fragment(PAGE, quote) == (
        f"{PAGE}#:~:text=China%20has%20released%2079%20large%20language%20models,"
        "to%20develop%20algorithms%20amid%20rising%20rivalry."
    )


def test_long_chinese_quote_is_cut_at_punctuation() -> None:
    quote = (
        "截至目前，中国已发布七十九个十亿参数规模以上的大模型，其中北京三十八个、广东二十个，其余分布在浙江和上海等地。"
    )
    link = text_fragment(PAGE, quote)
    assert link is not None
    parts = unquote(link.partition("text=")[2]).split(",")
    assert parts == ["截至目前，中国已发布七十九个十亿参数规模以上的大模型", "广东二十个，其余分布在浙江和上海等地。"]


def test_long_quote_without_a_place_to_cut_stays_whole() -> None:
    link = text_fragment(PAGE, "字" * 100)
    assert link is not None
    assert unquote(link.partition("text=")[2]) == "字" * 100


@pytest.mark.parametrize(
    "url",
    [None, "", "   ", "ftp://news.example/a", "javascript:alert(1)", "file:///etc/passwd", "//news.example", "https://",
     "https://[broken", "news.example/a"],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_link(url) is None
    assert text_fragment(url, "Yes.") is None


def test_link_keeps_what_prints_and_encodes_what_does_not() -> None:
    assert web_link("https://例子.cn/新闻") == "https://例子.cn/新闻"
    assert web_link(' https://news.example/a b"<\u202e\u200b>') == (
        "https://news.example/a%20b%22%3C%E2%80%AE%E2%80%8B%3E"
    )


@given(st.text(), st.text(max_size=400))
def test_whatever_comes_in_a_link_is_printable_and_closed(path: str, quote: str) -> None:
    link = text_fragment("https://news.example/" + path, quote)
    if link is not None:
        assert link.isprintable()
        assert " " not in link
        assert '"' not in link


@given(st.text(max_size=400))
def test_parts_of_a_link_stand_at_the_ends_of_the_quote(quote: str) -> None:
    words = " ".join(quote.encode(errors="replace").decode().split())
    link = text_fragment("https://news.example/", words)
    assert link is not None
    first, _, last = link.partition("text=")[2].partition(",")
    assert "-" not in first + last
    assert words.startswith(unquote(first))
    assert words.endswith(unquote(last))
    assert len(unquote(first)) + len(unquote(last)) <= len(words)
