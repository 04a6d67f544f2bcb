from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from bot.streaming import print_growing
from bot.terminal import Page, Terminal, article_entry, article_row, article_text, context_text, shows_links
from bot.wrapping import clean, escaped, wrapped
from rag.answer import Answer, Claim, Quote, Source
from rag.article import Article, Sentence
from rag.filters import EVERYTHING, Filter
from rag.links import web_link

FIRST = "China has released 79 large language models over the past three years, a report said."
SECOND = "Beijing alone is home to 38 of them, the report said, ahead of Guangdong with 20."
CHINESE = "截至目前，中国已发布七十九个十亿参数规模以上的大模型，其中北京三十八个、广东二十个。"
DAILY = Article(
    "daily-1",
    "China's large language models: how many there are, and who is making them",
    f"It is spring. {FIRST} {SECOND}",
    url="https://news.example/2023/06/14/how-many-large-language-models-china-has-and-who-is-making-them.html",
    provider="Example Daily",
    published="2023-06-14T08:00:00",
    author="A. Writer",
    topics=("AI", "China"),
)
COPY = Article("evening-1", "How many", DAILY.text, provider="Evening Example")
ZH = Article("zh-1", "大模型有多少", CHINESE, provider="示例日报", published="2023-05-30", language="zh")
QUOTED = Answer(
    "How many?",
    "answered",
    claims=(Claim(FIRST, (1,)), Claim(CHINESE, (2,))),
    sources=(Source(1, DAILY, (Quote(FIRST, 14, 99),), copies=(COPY,)), Source(2, ZH, (Quote(CHINESE, 0, 42),))),
)
WRITTEN = Answer(
    "How many?",
    "answered",
    claims=(Claim("There are 79 models.", (1,)), Claim("Of these 38 are from Beijing.", (1, 2))),
    sources=(
        Source(1, DAILY, (Quote(FIRST, 14, 99), Quote(SECOND, 100, 181)), copies=(COPY,)),
        Source(2, ZH, (Quote(CHINESE, 0, 42),)),
    ),
    model="small",
    note="The model small was slow.",
)
REFUSED = Answer("Why?", "refused", refusal="Nothing in the 2 articles searched answers this.", nearest=(DAILY, ZH))


def a_terminal(width: int | None, **environ: str) -> Terminal:
    """Return a terminal of that width, a pipe for None, and a pipe for the notes; both keep what they are given."""
    out = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=width is not None,
        color_system="standard" if environ.get("COLORTERM") else None,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    err = Console(file=io.StringIO(), markup=False, emoji=False, highlight=False, _environ={})
    return Terminal(out, err, environ)


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def printed(answers: Answer | Sequence[Answer], width: int | None, limits: Filter = EVERYTHING, **environ: str) -> str:
    terminal = a_terminal(width, **environ)
    print_growing(terminal, iter([answers] if isinstance(answers, Answer) else answers), limits)
    return written(terminal.out)


def noted(answers: Sequence[Answer], limits: Filter = EVERYTHING) -> str:
    terminal = a_terminal(None)
    print_growing(terminal, iter(answers), limits)
    return written(terminal.err)


def growing(answer: Answer) -> Iterator[Answer]:
    for count in range(1, len(answer.claims) + 1):
        yield Answer(answer.question, "answered", answer.claims[:count], answer.sources, model=answer.model)
    yield answer


def test_quoted_sentences_at_60_columns() -> None:
    assert (
        printed(QUOTED, 60)
        == """\
China has released 79 large language models over the past
three years, a report said.[1]

截至目前，中国已发布七十九个十亿参数规模以上的大模型，其中北
京三十八个、广东二十个。[2]

Quoted from, as of 2023-06-14:
[1] China's large language models: how many there are, and
    who is making them - Example Daily, 2023-06-14
    https://news.example/2023/06/14/how-many-large-language-models-china-has-and-who-is-making-them.html
    also: Evening Example, undated
[2] 大模型有多少 - 示例日报, 2023-05-30
"""
    )


def test_written_answer_at_80_columns() -> None:
    assert (
        printed(WRITTEN, 80)
        == """\
There are 79 models.[1] Of these 38 are from Beijing.[1][2]

Sources, as of 2023-06-14:
[1] China's large language models: how many there are, and who is making them -
    Example Daily, 2023-06-14
    > China has released 79 large language models over the past three years, a
      report said.
    > Beijing alone is home to 38 of them, the report said, ahead of Guangdong
      with 20.
    https://news.example/2023/06/14/how-many-large-language-models-china-has-and-who-is-making-them.html
    also: Evening Example, undated
[2] 大模型有多少 - 示例日报, 2023-05-30
    > 截至目前，中国已发布七十九个十亿参数规模以上的大模型，其中北京三十八个、广
      东二十个。
"""
    )


def test_pipe_gets_one_line_for_each_thing() -> None:
    assert (
        printed(WRITTEN, None)
        == f"""\
There are 79 models.[1] Of these 38 are from Beijing.[1][2]

Sources, as of 2023-06-14:
[1] {DAILY.title} - Example Daily, 2023-06-14
    > {FIRST}
    > {SECOND}
    {DAILY.url}
    also: Evening Example, undated
[2] 大模型有多少 - 示例日报, 2023-05-30
    > {CHINESE}
"""
    )


def test_refusal_names_the_nearest_articles() -> None:
    assert (
        printed(REFUSED, 60)
        == f"""\
Nothing in the 2 articles searched answers this.

Nearest articles:
  - China's large language models: how many there are, and
    who is making them - Example Daily, 2023-06-14
    {DAILY.url}
  - 大模型有多少 - 示例日报, 2023-05-30
"""
    )
    limits = Filter(since=date(2023, 1, 1), provider="Daily")
    searched = "\nOnly articles that pass the filter were searched: since 2023-01-01, provider Daily.\n"
    assert noted([REFUSED], limits) == searched


def test_notes_stay_out_of_the_answer() -> None:
    assert noted([WRITTEN]) == "\nNote: The model small was slow.\n"


@pytest.mark.parametrize("width", [24, 60, 80, 120, None])
@pytest.mark.parametrize("answer", [QUOTED, WRITTEN])
def test_growing_answer_reads_as_the_finished_one(answer: Answer, width: int | None) -> None:
    assert printed(list(growing(answer)), width) == printed(answer, width)


def test_withdrawn_answer_is_followed_by_the_one_in_its_place() -> None:
    first = Answer("How many?", "answered", (Claim("There are 80.", (1,)),), QUOTED.sources, model="small")
    shown = printed([first, QUOTED], None)
    assert shown.startswith("There are 80.[1]\n")
    assert shown.endswith(printed(QUOTED, None))
    assert "withdrawn" in noted([first, QUOTED])


def test_error_without_words_leaves_its_note() -> None:
    answer = Answer("How many?", "error", note="The archive is on holiday.")
    assert printed(answer, None) == "\n"
    assert noted([answer]) == "\nNote: The archive is on holiday.\n"


def test_a_chinese_question_has_chinese_words_around_its_answer() -> None:
    answered = replace(
        QUOTED, question="有多少个大模型？", claims=QUOTED.claims[1:], sources=(replace(QUOTED.sources[1], n=1),)
    )
    answered = replace(
        answered, sources=(replace(answered.sources[0], copies=(COPY,)),), claims=(Claim(CHINESE, (1,)),)
    )
    assert (
        printed(answered, None)
        == f"""\
{CHINESE}[1]

引自（截至 2023-05-30）：
[1] 大模型有多少 - 示例日报, 2023-05-30
    同文：Evening Example, 日期不详
"""
    )
    refused = Answer("为什么？", "refused", refusal="这里没有。", nearest=(ZH,))
    assert (
        printed(refused, None)
        == """\
这里没有。

最接近的文章：
  - 大模型有多少 - 示例日报, 2023-05-30
"""
    )


def test_titles_are_links_where_the_terminal_shows_them() -> None:
    shown = printed(QUOTED, 60, FORCE_HYPERLINK="1", COLORTERM="yes")
    link = r"\x1b\]8;[^;]*;https://news\.example/[^\x1b]*#:~:text=China%20has[^\x1b]*\x1b\\\x1b\[1;4mChina's"
    assert re.search(link, shown)
    assert f"    {DAILY.url}" not in shown


@pytest.mark.parametrize(
    ("environ", "shows"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"VTE_VERSION": "6800"}, True),
        ({"VTE_VERSION": "4205"}, False),
        ({"VTE_VERSION": "x"}, False),
        ({"VTE_VERSION": "6800", "TMUX": "/tmp/t"}, False),  # noqa: S108
        ({"TERM": "xterm-kitty", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_terminals_that_show_links(environ: dict[str, str], shows: bool) -> None:
    assert shows_links(environ) is shows


def test_quotes_stand_among_their_neighbours() -> None:
    texts = ["Zero.", "One.", "Two.", "Three.", "Four.", "Five.", "Six."]
    starts = [sum(len(text) + 1 for text in texts[:n]) for n in range(len(texts))]
    sentences = [Sentence("n", n, starts[n], starts[n] + len(text), text) for n, text in enumerate(texts)]
    quotes = tuple(Quote(texts[n], sentences[n].start, sentences[n].end) for n in (1, 2, 6))
    source = Source(1, Article("n", "Numbers", " ".join(texts)), quotes)
    assert (
        context_text(source, sentences, Page()).plain
        == """\
[1] Numbers - undated
      Zero.
    > One.
    > Two.
      Three.
      ...
      Five.
    > Six."""
    )
    assert context_text(source, [], Page()).plain == "[1] Numbers - undated\n    > One.\n    > Two.\n    > Six."


def test_article_for_the_screen_and_for_a_pipe() -> None:
    assert article_text(ZH, Page(40)).plain == (
        "大模型有多少\n示例日报, 2023-05-30 | zh | id zh-1\n\n"
        "截至目前，中国已发布七十九个十亿参数规模\n以上的大模型，其中北京三十八个、广东二十\n个。"
    )
    assert article_row(DAILY) == f"daily-1\t2023-06-14\tExample Daily\ten\t{DAILY.title}\t{DAILY.url}"
    assert article_row(Article("x", " a\tb ", "")) == "x\tundated\t\ten\ta b\t"


# What is in the articles and what a model says is anybody's.

controls = st.sampled_from("\x1b\x07\x9b\u202e\u2066\x00\r\n\t[]/\\")
tricks = ["\x1b[31mred", "\x1b]8;;http://evil.example\x07x", "[bold]", "[/]", ":smile:", "\x1b]52;c;aGk=\x07"]
hostile = st.text(st.characters() | controls, max_size=40) | st.sampled_from(tricks)
articles = st.builds(
    Article,
    id=hostile,
    title=hostile,
    text=hostile,
    url=st.none() | hostile | hostile.map(lambda path: f"https://news.example/{path}"),
    provider=st.none() | hostile,
    published=st.none() | st.dates().map(str),
)
quotes = st.builds(Quote, text=hostile, start=st.just(0), end=st.just(0))
sources = st.builds(
    Source,
    n=st.just(1),
    article=articles,
    quotes=st.lists(quotes, max_size=2).map(tuple),
    copies=st.lists(articles, max_size=1).map(tuple),
)
claims = st.builds(Claim, hostile, st.lists(st.integers(1, 3), max_size=2).map(tuple))
any_answers = st.builds(
    Answer,
    question=hostile,
    status=st.sampled_from(["answered", "refused", "error"]),
    claims=st.lists(claims, max_size=3).map(tuple),
    sources=st.lists(sources, max_size=3).map(
        lambda found: tuple(replace(source, n=n) for n, source in enumerate(found, 1))
    ),
    refusal=hostile,
    note=hostile,
    nearest=st.lists(articles, max_size=2).map(tuple),
    model=st.none() | hostile,
)


def test_an_id_that_no_line_could_hold_stays_in_one_piece() -> None:
    article = Article("2023-06-15-how-many-large-language-models", "How many", "", published="2023-06-15")
    assert article_entry(article, Page(38)).plain == f"2023-06-15  How many\n{article.id}"
    assert article_entry(article, Page(80)).plain == f"2023-06-15  How many  {article.id}"


def obeyed(text: str) -> list[str]:
    """Return the characters of a text that a terminal would not just print."""
    bidi = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    return [c for c in text if (unicodedata.category(c) in {"Cc", "Cs"} and c != "\n") or c in bidi]


@given(any_answers, st.sampled_from([20, 60, None]))
def test_nothing_that_a_terminal_obeys_gets_through(answer: Answer, width: int | None) -> None:
    terminal = a_terminal(width)
    print_growing(terminal, iter([answer]), EVERYTHING)
    terminal.say(article_text(answer.nearest[0], terminal.page) if answer.nearest else Text())
    assert not obeyed(written(terminal.out) + written(terminal.err))


@given(any_answers, st.sampled_from([20, 60, None]))
def test_every_source_and_its_address_is_shown(answer: Answer, width: int | None) -> None:
    shown = printed(answer, width)
    for source in answer.sources:
        assert f"[{source.n}] " in shown
        address = web_link(source.article.url)
        assert address is None or f"\n    {address}\n" in shown


@given(hostile, st.integers(4, 40), st.integers(0, 2))
def test_wrapping_loses_nothing_and_fits(text: str, width: int, hang: int) -> None:
    text = clean(text)
    lines = wrapped(Text(text), width, hang).plain
    assert "".join(lines.split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines.split("\n"))


@given(hostile, hostile, st.integers(4, 40))
def test_adding_to_a_text_leaves_its_lines(before: str, after: str, width: int) -> None:
    before, after = clean(before).strip() + ".", clean(after).strip()
    shorter = wrapped(Text(before), width).plain
    assert wrapped(Text(f"{before} {after}"), width).plain.startswith(shorter)


def test_json_for_a_terminal_means_the_same() -> None:
    assert escaped('"\u202e\x9b\ud800是"') == '"\\u202e\\u009b\\ud800是"'


def test_markup_in_an_article_is_text() -> None:
    article = Article("m", "[red]Hot[/red] :fire: [link=https://evil.example]", "x")
    answer = Answer("q", "answered", (Claim("[bold]So[/bold] :smile:", (1,)),), (Source(1, article, ()),))
    shown = printed(answer, 80)
    assert "[bold]So[/bold] :smile:[1]" in shown
    assert "[red]Hot[/red] :fire: [link=https://evil.example]" in shown
