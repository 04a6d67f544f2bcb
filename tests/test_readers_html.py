"""HTML pages."""

from __future__ import annotations

import pytest

from rag.readers import read_bytes

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Ferry strike ends after nine days - Vale Herald</title>
<link rel="canonical" href="https://herald.example/ferry-strike">
<meta property="og:image" content="https://herald.example/ferry.jpg">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Ferry strike ends after nine days", "datePublished": "2024-03-05T08:30:00Z",
"dateModified": "2024-03-06T10:00:00Z", "author": {"@type": "Person", "name": "Lena Ortiz"},
"publisher": {"@type": "Organization", "name": "Vale Herald"}}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Ferry strike ends after nine days</h1>
<p>Crews in <a href="/vale">Port Vale</a> went back to work on Tuesday.</p>
<h2>What was agreed</h2>
<p>Wages rise by 4.2 percent, said <em>Omar Haddad</em>, the union's leader.</p>
<blockquote><p>“We got what we asked for.”</p></blockquote>
<ul><li>Two more crews will be hired.</li><li>Night sailings end in May.</li></ul>
<p>The company lost 1.3 million euros.</p></article>
<aside><h3>Most read</h3><a href="/x">Ten ferries to ride</a></aside>
<footer><p>Copyright 2019 Vale Herald. All rights reserved.</p></footer></body></html>
"""
BODY = [
    "Crews in Port Vale went back to work on Tuesday.",
    "What was agreed",
    "Wages rise by 4.2 percent, said Omar Haddad, the union's leader.",
    "“We got what we asked for.”",
    "Two more crews will be hired.",
    "Night sailings end in May.",
    "The company lost 1.3 million euros.",
]


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.txt", "saved page"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_page(name: str, encoding: str) -> None:
    (article,) = read_bytes(name, PAGE.encode(encoding)).articles
    assert article.text.split("\n\n") == BODY
    assert (article.title, article.author) == ("Ferry strike ends after nine days", "Lena Ortiz")
    assert (article.provider, article.language) == ("Vale Herald", "en")
    assert article.published == "2024-03-05T08:30:00Z"
    assert (article.url, article.image) == ("https://herald.example/ferry-strike", "https://herald.example/ferry.jpg")


def test_nothing_is_invented() -> None:
    page = "<html><body><h1>Rain in Vale</h1><p>Rain fell on 5 March 2021 in Vale.</p><p>© 2019</p></body></html>"
    (article,) = read_bytes("a.html", page.encode()).articles
    assert (article.title, article.text) == ("Rain in Vale", "Rain fell on 5 March 2021 in Vale.")
    assert (article.published, article.url, article.provider, article.author) == (None, None, None, None)


def test_page_without_a_title() -> None:
    (article,) = read_bytes("a.html", b"<p>Rain fell on Vale for the whole of Monday.</p>").articles
    assert article.title == article.text == "Rain fell on Vale for the whole of Monday."


def test_day_without_a_time() -> None:
    page = PAGE.replace("2024-03-05T08:30:00Z", "2024-03-05")
    assert read_bytes("a.html", page.encode()).articles[0].published == "2024-03-05"


def test_declaration_of_an_encoding() -> None:
    page = "<?xml version='1.0' encoding='gb2312'?><html><body><p>港口周二恢复通航，航线已恢复正常。</p></body></html>"
    assert read_bytes("a.html", page.encode("gb2312")).articles[0].text == "港口周二恢复通航，航线已恢复正常。"


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><img src='a.jpg'></body></html>", "<", "<!--" * 1000])
def test_page_without_an_article_is_named(page: str) -> None:
    reading = read_bytes("a.html", page.encode())
    assert reading.articles == ()
    assert reading.problems[0].reason in ("no article found in the page", "a page that cannot be read", "no text")
