"""The nouns of an answer: claims, each with the citations that back it, and the sources they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rag.article import Article

Status = Literal["answered", "refused", "error"]


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words of an article: `article.text[start:end] == text`, offsets in code points."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """An article that a claim cites, under the number `n` (from 1) that stands in the answer's marks.

    `copies` are the articles of other outlets that carry the same text.
    """

    n: int
    article: Article
    quotes: tuple[Quote, ...]
    copies: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the answer, without marks, and the numbers of the sources that back it."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Value:
    """A value that articles give, in their words ("79 models"), and the numbers of the sources that give it."""

    value: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What independent articles say differently: `about` what, and the values, oldest first and undated last."""

    about: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Footnote replies to a question.

    `preface` comes before the claims: that the evidence is too old for a question about now; to a greeting it is the
    whole reply. `conflict` comes after
    them: where the articles differ, with marks of its own; `disagreements` hold the same as values. `note` is a plain
    sentence for the reader about how the answer came to be (the model could not be reached ...). `nearest` are the
    articles closest to a question that was refused. `timings_ms` maps a stage to milliseconds, `usage` a token kind to
    a count; both empty where nothing was measured.
    """

    question: str
    status: Status
    claims: tuple[Claim, ...] = ()
    sources: tuple[Source, ...] = ()
    preface: str = ""
    conflict: str = ""
    disagreements: tuple[Disagreement, ...] = ()
    refusal: str = ""
    note: str = ""
    nearest: tuple[Article, ...] = ()
    model: str | None = None
    usage: Mapping[str, int] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the answer with its [n] marks, between its preface and where the articles differ, or the refusal."""
        marked = [claim.text + "".join(f"[{n}]" for n in claim.citations) for claim in self.claims]
        return " ".join(filter(None, [self.preface, *marked, self.conflict])) or self.refusal

    @property
    def as_of(self) -> str | None:
        """Return the day (ISO 8601) of the newest article cited; undated articles never set it."""
        return max((s.article.published[:10] for s in self.sources if s.article.published), default=None)
