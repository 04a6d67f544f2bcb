"""What a reader hands over: articles, and what could not be read."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from rag.article import Article
from rag.language import detect

TITLE_LENGTH = 80  # characters of a title that is made from the first sentence
ID_LENGTH = 200  # characters; a longer id is a mistake, and ids are shown and used as keys
LANGUAGE_SAMPLE = 10_000  # characters; more of a text does not make its language clearer

_NEWLINE = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Controls, lone surrogates, byte order marks, soft hyphens, zero-width spaces, and the marks that turn the direction of
# writing: none of them is seen, all of them would break a search for a quoted sentence.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_ADDRESS = re.compile(r"https?://[^\s<>\"\\]{3,2000}", re.IGNORECASE)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][A-Za-z0-9]{2,8})*", re.IGNORECASE)
_FIRST_SENTENCE = re.compile(r".{19,}?[.!?][\"'”’)]*(?=\s|$)|.{7,}?[。！？]")


Fault = Literal["missing", "large", "binary", "empty", "page", "yaml", "json", "date", "address", "id"]
"""What kind of thing is wrong, for front-ends that say it in another language than the reason's."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that did not go in: a file, a line of it (counted from 1), or a field that the reason names."""

    path: str
    line: int | None
    fault: Fault
    reason: str

    def __str__(self) -> str:
        """Return the problem as a compiler would print it: path, line, reason."""
        return f"{self.path}: {self.reason}" if self.line is None else f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file held."""

    articles: tuple[Article, ...] = ()
    problems: tuple[Problem, ...] = ()


class UnreadableError(Exception):
    """Content that cannot become an article; `line` counts from 1 where it is known."""

    def __init__(self, fault: Fault, reason: str, line: int | None = None) -> None:
        """Keep the reason as the user will read it."""
        super().__init__(reason)
        self.fault: Fault = fault
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of an article as a format gave them: `published` is ISO 8601 already, the rest is not yet cleaned."""

    text: str
    title: str | None = None
    id: str | None = None
    url: str | None = None
    provider: str | None = None
    published: str | None = None
    author: str | None = None
    language: str | None = None
    topics: tuple[str, ...] = ()
    image: str | None = None


def tidy(text: str) -> str:
    """Return the text in NFC, newlines as "\\n", unseen characters gone, runs of blanks as one, lines stripped."""
    text = _UNSEEN.sub("", _NEWLINE.sub("\n", text))
    lines = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).split("\n")
    return "\n".join(line.strip() for line in lines)


def one_line(value: str | None) -> str | None:
    """Return the value on one line, None where nothing is left of it."""
    return " ".join(tidy(value).split()) or None if value else None


def address(value: str | None) -> str | None:
    """Return a web address, None where there is none; anything but http and https is no address to show."""
    line = one_line(value)
    return line if line and _ADDRESS.fullmatch(line) else None


def title_of(text: str) -> str:
    """Return a title made of the first sentence, cut at a word."""
    start = text.split("\n", 1)[0][:1000]
    found = _FIRST_SENTENCE.match(start)
    sentence = found.group() if found else start
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    cut = sentence[: TITLE_LENGTH - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[TITLE_LENGTH // 2 :] else cut
    return at_word.rstrip(" ,;:，、；：-–—(（") + "…"


def finish(draft: Draft) -> Article:
    """Return the article of a draft. Raise UnreadableError without text or with an id that cannot be a key."""
    text = re.sub(r"\n{3,}", "\n\n", tidy(draft.text)).strip()
    if not any(character.isalnum() for character in text):
        raise UnreadableError("empty", "no text")
    title = one_line(draft.title) or title_of(text)
    url, provider, published = address(draft.url), one_line(draft.provider), draft.published
    key = one_line(draft.id) or _content_id(title, provider, url, published, text)
    if len(key) > ID_LENGTH:
        raise UnreadableError("id", f"id over {ID_LENGTH} characters")
    return Article(
        id=key,
        title=title,
        text=text,
        url=url,
        provider=provider,
        published=published,
        author=one_line(draft.author),
        language=_language(draft.language, text),
        topics=tuple(dict.fromkeys(topic for topic in map(one_line, draft.topics) if topic)),
        image=address(draft.image),
    )


def _language(given: str | None, text: str) -> str:
    found = _LANGUAGE.fullmatch((given or "").strip())
    return found.group(1).lower() if found else detect(text[:LANGUAGE_SAMPLE])


def _content_id(*fields: str | None) -> str:
    joined = "\x1f".join(field or "" for field in fields)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
