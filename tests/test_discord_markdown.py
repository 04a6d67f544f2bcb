"""Nothing that comes from elsewhere does anything on Discord, and nothing is lost where it is spread over messages."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.discord.markdown import length, link, pages, plain, shortened
from bot.discord.rendering import answer_pages, article_box, articles_box, text_pages, without_embed
from bot.discord.texts import EN
from bot.wrapping import one_line
from rag.answer import Answer, Claim, Quote, Source
from rag.article import Article
from rag.links import web_link

# Whatever Discord would obey, as its client finds it in a raw text; a backslash before a character makes it text.
OBEYED = re.compile(
    r"@everyone|@here|<(?:@[!&]?|#|:\w+:|a:\w+:|t:|/|id:|https?:)"  # mentions, emoji, timestamps, commands
    r"|(?<!\\)(?:\\\\)*[*_~`|]"  # emphasis, code, spoilers
    r"|(?<!\\)(?:\\\\)*\]\("  # masked links
    r"|https?://|discord\.gg|discord(?:app)?\.com"  # links and invites
    r"|^(?:#{1,3} |-# |> |>>> |[-*+] |\d+\. )",  # headings, small print, quotations, lists
    re.IGNORECASE,
)
EVIL = (
    "@everyone", "@here", "@Everyone", "<@123456789012345678>", "<@!1>", "<@&1>", "<#1>", "</ask:1>", "<:x:1>",
    "<a:x:1>", "<t:0:R>", "<id:guide>", "[a](https://evil.example)", "[a](<https://evil.example>)", "](https://e.v)",
    "https://evil.example/x_y_z", "discord.gg/abc", "discord.com/invite/a", "https://discordapp.com/invite/a",
    "# big", "## big", "-# small", "> quoted", ">>> all", "- item", "* item", "1. item", "```\ncode\n```", "`x`",
    "||spoiler||", "**b**", "__u__", "~~s~~", ":smile:", "\\", "\\*", "<https://evil.example>", "\u202e", "\u200b",
    "[1]", "\n# head", "\r\n> q",
)  # fmt: skip
nasty = st.lists(st.one_of(st.sampled_from(EVIL), st.text(max_size=12)), max_size=8).map(" ".join)
run_together = st.lists(st.sampled_from((*EVIL, " ", "a", "<", "[", "(", "\\")), max_size=8).map("".join)


def shown(text: str) -> str:
    """Return a text as Discord's client shows it, where it obeys nothing in it."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text).replace("\u200b", "")


@given(st.one_of(nasty, run_together))
def test_foreign_text_is_only_text(text: str) -> None:
    assert not OBEYED.search(plain(text)), plain(text)


@given(st.one_of(nasty, run_together))
def test_foreign_text_is_shown_as_it_is(text: str) -> None:
    assert shown(plain(text)) == one_line(text)


@given(st.one_of(nasty, run_together), st.one_of(st.none(), nasty, nasty.map(lambda t: "https://news.example/" + t)))
def test_our_link_is_the_only_link(label: str, url: str | None) -> None:
    made = link(label, url)
    ours = re.fullmatch(r"\[(.*)\]\(<(https?://[^<>\s()]+)>\)", made) if web_link(url) else None
    rest = ours[1] if ours else made
    assert not OBEYED.search(rest)
    assert shown(rest) == one_line(label)


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "https://" + "a" * 2000, "ftp://x.example"])
def test_what_is_no_address_or_too_long_is_no_link(url: str | None) -> None:
    assert link("A title", url) == "A title"


def test_link_that_would_end_early_is_mended() -> None:
    assert link("A (b)", "https://x.example/a_(b)") == "[A (b)](<https://x.example/a_%28b%29>)"


# Spreading over messages

parts_of = st.lists(st.one_of(nasty.map(plain), st.text("word \\[]", max_size=90), st.text(max_size=60)), max_size=12)


@given(parts_of, st.integers(20, 120))
def test_nothing_is_lost_between_messages(parts: list[str], limit: int) -> None:
    made = pages(parts, "\n", limit)
    assert re.sub(r"\s", "", "".join(made)) == re.sub(r"\s", "", "".join(parts))
    assert all(length(page) <= limit for page in made)


@given(
    st.lists(
        st.sampled_from(["word", "[1]", "[12][3]", "\\*", "\\[x\\]", "[a b](<https://x.example/#y>)"]), max_size=60
    )
)
def test_no_cut_goes_through_a_link_or_mark(atoms: list[str]) -> None:
    made = pages([" ".join(atoms)], " ", 40)
    assert [atom for page in made for atom in page.split(" ") if atom] == [a for w in atoms for a in w.split(" ")]
    for page in made:
        assert page.count("[a b](<https://x.example/#y>)") == page.count("https://")


def test_parts_are_kept_whole_where_they_fit() -> None:
    assert pages(["a" * 30, "b" * 30, "c" * 5], " ", 40) == ["a" * 30, f"{'b' * 30} ccccc"]


def test_an_emoji_counts_twice_and_is_never_halved() -> None:
    assert length("😀") == 2
    assert pages(["😀" * 30], "", 21) == ["😀" * 10] * 3
    assert [shortened("abcdefghij"[:n], 9) for n in (8, 9, 10)] == ["abcdefgh", "abcdefghi", "abcdefgh…"]
    assert shortened("😀" * 10, 9) == "😀" * 4 + "…"


# Whole answers


def answer_of(texts: list[str], model: str | None, url: str | None = "https://news.example/a") -> Answer:
    article = Article("a", "@everyone [free](https://evil.example)", " ".join(texts), url, "<@1>", "2022-01-02")
    quote = Quote(texts[0], 0, len(texts[0])) if texts else Quote("", 0, 0)
    claims = tuple(Claim(text, (1,)) for text in texts)
    return Answer("q", "answered", claims, (Source(1, article, (quote,)),), model=model)


@given(
    st.lists(st.one_of(nasty, st.text("words of text ", min_size=1, max_size=900)), min_size=1, max_size=12),
    st.sampled_from([None, "m"]),
)
def test_long_answer_is_whole_and_fits(texts: list[str], model: str | None) -> None:
    answer = answer_of(texts, model)
    made = answer_pages(answer, EN, head="**q**")
    assert all(length(page.content) <= 2000 for page in made)
    assert all(page.embed is None or len(page.embed) <= 6000 for page in made)
    said = shown("".join(page.content for page in made)).removeprefix("**q**")
    assert bare(said) == bare("".join(one_line(text) for text in texts))


def bare(text: str) -> str:
    """Return a text without blanks, marks and signs of quotation."""
    return re.sub(r"\s|\[1\]|>", "", text)


@given(st.lists(st.text("words. ", min_size=5, max_size=700), min_size=1, max_size=9))
def test_growing_never_changes_a_message_that_is_full(texts: list[str]) -> None:
    before: list[str] = []
    for count in range(1, len(texts) + 1):
        now = text_pages(answer_of(texts[:count], "m"))
        assert now[: len(before) - 1] == before[:-1]
        assert not before or now[len(before) - 1].startswith(before[-1])
        before = now


def test_many_sources_take_further_messages() -> None:
    articles = [Article(str(n), f"T{n} " + "x" * 150, "Text.", "https://news.example/" + "y" * 300) for n in range(30)]
    sources = tuple(Source(n + 1, a, (Quote("Text.", 0, 5),)) for n, a in enumerate(articles))
    made = answer_pages(Answer("q", "answered", (Claim("Text.", (1,)),), sources, model="m"), EN)
    assert len(made) > 1
    assert [
        n
        for page in made
        for n in re.findall(r"^\[(\d+)\]", (page.embed.description or "") if page.embed else "", re.MULTILINE)
    ] == [str(n + 1) for n in range(30)]


long = st.one_of(nasty, st.sampled_from(["*" * 900, "x" * 5000, "😀" * 300, "a " * 600]))
addresses = st.one_of(st.none(), st.integers(1, 1480).map(lambda n: "https://x.example/" + "y" * n))


@given(st.builds(Article, long, long, long, addresses, long, long, long, st.just("en"), st.lists(long).map(tuple)))
@example(Article("i", "*" * 900, "*" * 900, "https://x.example/" + "y" * 1480, "*" * 900, "2022", "*" * 900))
def test_article_is_shown_with_its_beginning_and_its_link(article: Article) -> None:
    box = article_box(article, EN, own=True)
    said = box.description or ""
    assert length(said) <= 4096
    assert not article.url or link(EN.link_to, article.url) in said
    assert plain(shortened(one_line(article.text[:800]), 400)) in said


@given(st.lists(st.builds(Article, long, long, st.just("Text."), addresses, long), min_size=10, max_size=10))
def test_page_of_a_list_holds_all_its_articles(articles: list[Article]) -> None:
    box = articles_box(articles, 0, EN)
    said = box.description or ""
    assert length(said) <= 4096
    assert len(re.findall(r"^- ", said, re.MULTILINE)) == 10


def test_links_of_a_list_go_where_they_would_fill_the_box() -> None:
    def page(size: int) -> str:
        address = "https://news.example/" + "y" * size
        return (
            articles_box([Article(str(n), f"Title {n}", "Text.", address) for n in range(10)], 0, EN).description or ""
        )

    assert page(50).count("](<https://") == 10
    assert page(450).split("\n") == [f"- Title {n} - undated" for n in range(10)]


def test_box_can_be_text_instead() -> None:
    (page,) = answer_pages(answer_of(["It is so."], None), EN)
    (alone,) = without_embed(page)
    assert alone.embed is None
    assert "[1] [" in alone.content
    assert "**Quoted from, as of 2022-01-02**" in alone.content
    assert alone.content.endswith("-# quoted sentences")


def test_what_rag_says_before_and_after_the_claims() -> None:
    said = replace(
        answer_of(["It is 79."], None), preface="Old @everyone.", conflict="The articles differ: 79 [1]; 80 [2]."
    )
    (page,) = text_pages(said, "**q**")
    assert page == "**q**\nOld @\u200beveryone.\n> It is 79. [1]\n\nThe articles differ: 79 [1]; 80 [2]."
