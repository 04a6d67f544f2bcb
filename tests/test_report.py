"""The page of `footnote eval --report`: whole, escaped, and without need of anything else."""

from __future__ import annotations

from html.parser import HTMLParser

from bot.charts import bars, distribution
from bot.report import page
from rag.answer import Answer, Claim, Quote, Source
from rag.article import Article
from rag.evaluation import Outcome, Question

HOSTILE = "<script>alert(1)</script>\x1b[31m\"' & $title"


class Page(HTMLParser):
    """Collects tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in self.open[-1:]:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def outcome(n: int, *, answerable: bool, said: str | None, language: str = "en", kind: str = "fact") -> Outcome:
    question = Question(f"q{n}", f"{n}? {HOSTILE}", (("12",),) if answerable else (), answerable, (), language, kind)
    article = Article("a", f"Title {HOSTILE}", "", "https://a.example/x\"'<b>", HOSTILE, "2025-11-03")
    if said is None:
        return Outcome(question, Answer(question.question, "refused", refusal="Nothing."), None, 20.0 + n)
    source = Source(1, article, (Quote(f"Quote {HOSTILE}", 0, 1),))
    answer = Answer(question.question, "answered", (Claim(said, (1,)),), (source,), model="m")
    return Outcome(question, answer, 1, 20.0 + n)


OUTCOMES = [
    outcome(1, answerable=True, said="There are 12."),
    outcome(2, answerable=True, said=f"There are 13. {HOSTILE}", language="zh"),
    outcome(3, answerable=True, said=None, language="zh"),
    outcome(4, answerable=False, said=None, kind="far"),
    outcome(5, answerable=False, said="There are 14.", kind="<b>near"),
]


def test_a_page_is_whole_and_safe() -> None:
    made = Page(page(HOSTILE, HOSTILE, [("recall", "0.5"), (HOSTILE, HOSTILE)], OUTCOMES))
    assert made.open == []
    assert "script" not in made.tags
    assert not made.attributes & {"onload", "onclick", "onerror", "style", "src"}
    assert set(made.links) <= {link for link in made.links if link.startswith("https://a.example/x")}
    assert "\x1b" not in made.text
    assert "&lt;" not in made.text


def test_wrong_answers_are_shown_with_their_quotes() -> None:
    text = Page(page("set.jsonl", None, [], OUTCOMES)).text
    assert "Answered wrongly: 3 of 5" in text
    assert [n for n in range(1, 6) if f"{n}? <script>" in text] == [2, 3, 5]
    assert "The answer is not in any claim" in text
    assert "Refused, though the articles answer it" in text
    assert "Answered, though no article answers it" in text
    assert "Quote <script>" in text


def test_groups_appear_only_where_the_file_names_them() -> None:
    groups = Page(page("set.jsonl", None, [], OUTCOMES)).text
    assert "<b>near" in groups
    unnamed = [outcome(1, answerable=True, said="12", language="", kind="")]
    html = page("set.jsonl", None, [], unnamed)
    assert html.count('<rect class="rest"') == 2  # answered rightly and refused, both of all questions
    assert "Refused, of questions that no article answers" not in html


def test_an_empty_file_has_a_page() -> None:
    assert "No question was asked." in Page(page("set.jsonl", None, [], [])).text


def test_bars_are_as_long_as_their_shares() -> None:
    drawn = bars("Shares", [("none", 0.0, 3), ("half", 0.5, 4), ("all", 1.0, 5)])
    widths = [float(part.split('width="')[1].split('"')[0]) for part in drawn.split('class="bar"')[1:]]
    assert widths[0] == 0
    assert widths[2] == 2 * widths[1] > 0


def test_a_distribution_keeps_every_value() -> None:
    drawn = distribution("Times", [0.0, 1.0, 2.0, 10.0, 900.0], {"p50": 2.0, "p95": 20.0})
    assert sum(int(part.split(": ")[1].split("<")[0]) for part in drawn.split("<title>")[1:]) == 5
    assert "and more</text>" in drawn
    assert "0 ms" in distribution("Times", [0.0], {"p50": 0.0})
