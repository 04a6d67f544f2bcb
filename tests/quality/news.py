"""Claims beside made-up news, written without a look at the check: true in other words, false by one thing.

Lines of the files: "@" a title, "." the article, "T" a true claim, "C kind" one that the article contradicts, "N kind"
one on which it is silent. Set a stays out of sight of whoever works at the check: look at its figures alone.
"""

from __future__ import annotations

from rag.article import Article
from rag.evaluation.claims import LabelledClaim
from rag.grounding.tokens import is_chinese
from rag.grounding.verdict import Kind
from tests.quality.seeded import HERE

SETS = ("a", "b", "c", "d")
_LABELS: dict[str, Kind] = {"T": "backed", "C": "contradicted", "N": "not covered"}


def read_news(name: str) -> tuple[list[Article], list[LabelledClaim]]:
    """Return the articles of a set and the claims."""
    articles: list[Article] = []
    claims: list[LabelledClaim] = []
    title = ""
    for number, line in enumerate((HERE / "news" / f"{name}.txt").read_text("utf-8").splitlines()):
        tag, _, rest = line.strip().partition(" ")
        if tag == "@":
            title = rest
        elif tag == ".":
            articles.append(Article(f"{name}{len(articles)}", title, rest))
        elif tag in _LABELS:
            kind, _, text = ("paraphrase", "", rest) if tag == "T" else rest.partition(" ")
            language = "zh" if is_chinese(text) else "en"
            claims.append(LabelledClaim(f"{name}-{number}", text, _LABELS[tag], language, kind))
    return articles, claims
