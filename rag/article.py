"""The nouns of the archive: an article, its sentences, and what a search finds among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its outlet published it.

    `published` is ISO 8601, a day ("2023-06-14") or a day with its time; None where the source gives no date.
    """

    id: str
    title: str
    text: str
    url: str | None = None
    provider: str | None = None
    published: str | None = None
    author: str | None = None
    language: str = "en"
    topics: tuple[str, ...] = ()
    image: str | None = None

    @property
    def day(self) -> date | None:
        """Return the day of publication, None where the article is undated."""
        return date.fromisoformat(self.published[:10]) if self.published else None

    def mentions(self, text: str) -> bool:
        """Tell whether title, outlet or topics have a text in them."""
        return any(text.casefold() in field.casefold() for field in (self.title, self.provider or "", *self.topics))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at its place: `article.text[start:end] == text`, offsets in code points."""

    article_id: str
    position: int
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """Return the key under which the indexes hold the sentence."""
        return f"{self.article_id}#{self.position}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that a search found; a higher `score` is a better match."""

    sentence: Sentence
    score: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that was found, with its neighbours in reading order: what a language model reads."""

    article: Article
    sentences: tuple[Sentence, ...]
    score: float

    @property
    def text(self) -> str:
        """Return the passage as it stands in the article."""
        return self.article.text[self.sentences[0].start : self.sentences[-1].end]
