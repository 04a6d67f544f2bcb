"""The page of `footnote eval --report`: whole, escaped, and without need of anything else."""

from __future__ import annotations

from html.parser import HTMLParser

from bot.report.charts import bars, distribution
from bot.report.claims import claims
from bot.report.page import page
from bot.report.questions import questions
from rag.answer import Answer, Claim, Quote, Source
from rag.article import Article
from rag.checking import Checked
from rag.evaluation.claims import Judged, LabelledClaim
from rag.evaluation.questions import Outcome, Question
from rag.grounding.verdict import Kind

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


def judged(n: int, label: Kind, verdict: Kind, *, shown: bool = False, language: str = "en") -> Judged:
    article = Article("a", f"Title {HOSTILE}", "", "https://a.example/x\"'<b>", HOSTILE, "2025-11-03")
    sources = () if verdict == "not covered" else (Source(1, article, (Quote(f"Quote {HOSTILE}", 0, 1),)),)
    labelled = LabelledClaim(f"c{n}", f"Claim {n}. {HOSTILE}", label, language, "<b>figure")
    return Judged(labelled, Checked(labelled.claim, verdict, sources), shown, 10.0 + n)


JUDGED = [
    judged(1, "backed", "backed", shown=True),
    judged(2, "backed", "not covered", language="zh"),
    judged(3, "contradicted", "backed", shown=True),
    judged(4, "contradicted", "contradicted", language="zh"),
    judged(5, "not covered", "contradicted"),
    judged(6, "not covered", "not covered"),
]


def whole(outcomes: list[Outcome], rows: list[tuple[str, str]] | None = None) -> Page:
    return Page(page("set.jsonl", "About", [questions(rows or [], outcomes)]))


def test_a_page_is_whole_and_safe() -> None:
    rows = [("recall", "0.5"), (HOSTILE, HOSTILE)]
    made = Page(page(HOSTILE, HOSTILE, [questions(rows, OUTCOMES), claims(rows, JUDGED)]))
    assert made.open == []
    assert "script" not in made.tags
    assert not made.attributes & {"onload", "onclick", "onerror", "style", "src"}
    assert set(made.links) <= {link for link in made.links if link.startswith("https://a.example/x")}
    assert "\x1b" not in made.text
    assert "&lt;" not in made.text


def test_wrong_answers_are_shown_with_their_quotes() -> None:
    text = whole(OUTCOMES).text
    assert "Answered wrongly: 3 of 5" in text
    assert [n for n in range(1, 6) if f"{n}? <script>" in text] == [2, 3, 5]
    assert "The answer is not in any claim" in text
    assert "Refused, though the articles answer it" in text
    assert "Answered, though no article answers it" in text
    assert "Quote <script>" in text


def test_wrong_verdicts_are_shown_with_their_quotes() -> None:
    text = Page(page("set.jsonl", "About", [claims([], JUDGED)])).text
    assert "Judged wrongly: 2 of 6" in text
    assert [n for n in range(1, 7) if f"Claim {n}. <script>" in text] == [2, 3]
    assert "Called not covered, and is backed" in text
    assert "Called backed, and is contradicted" in text
    assert text.count("Quote <script>") == 1


def test_claims_are_counted_by_language_and_kind() -> None:
    html = claims([], JUDGED)
    cells = [
        row.split("</th>")[1].split("</tr>")[0] for row in html.split("<tr><th>") if row[:3] in ("all", "en<", "zh<")
    ]
    assert cells[0] == "".join(f"<td>{cell}</td>" for cell in ("6", "0.500", "0.250", "0.500", "0.500", "0.250"))
    assert cells[1] == "".join(f"<td>{cell}</td>" for cell in ("4", "1.000", "0.333", "0.000", "1.000", "0.333"))
    assert cells[2] == "".join(f"<td>{cell}</td>" for cell in ("2", "0.000", "0.000", "1.000", "0.000", "0.000"))
    assert "Called contradicted, of claims that an article contradicts" not in claims([], JUDGED[:2])


def test_groups_appear_only_where_the_file_names_them() -> None:
    assert "<b>near" in whole(OUTCOMES).text
    unnamed = [outcome(1, answerable=True, said="12", language="", kind="")]
    html = questions([], unnamed)
    assert html.count('<rect class="rest"') == 2  # answered rightly and refused, both of all questions
    assert "Refused, of questions that no article answers" not in html


def test_an_empty_file_has_a_page() -> None:
    assert "Nothing was measured." in whole([]).text


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
