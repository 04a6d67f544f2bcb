"""Markdown and text with YAML front matter, under our own keys and those of a news feed's export."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.readers.dates import parse_date
from rag.readers.markdown import Markdown, read_markdown
from rag.readers.reading import Draft, Problem, Reading, UnreadableError, address, finish, one_line
from rag.readers.yamlnodes import Mapping, compose

if TYPE_CHECKING:
    from rag.article import Article

_DATES = ("publishedDateTime", "published")
_ADDRESSES = ("url", "originalUrl", "webUrl", "ampWebUrl")
# A text may begin with a rule of three hyphens. It has front matter only if one of these keys stands there.
_KEYS = ("title", "excerpt", "provider", "author", "language", "topics", "image", "images", "id", *_DATES, *_ADDRESSES)
_KNOWN_KEY = re.compile(rf"^(?:{'|'.join(_KEYS)})[ \t]*:", re.MULTILINE)
_OPENING = re.compile(r"\s*^---[ \t]*$", re.MULTILINE)
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file in its two parts; `first_line` is the line of the block's first line, counted from 1."""

    block: str
    body: str
    first_line: int


def split(text: str) -> FrontMatter | None:
    """Return the front matter and the body, None for a text without. Newlines must be "\\n".

    Raise UnreadableError where front matter begins that has no end.
    """
    opening = _OPENING.match(text)
    if not opening:
        return None
    start = min(opening.end() + 1, len(text))
    first_line = text.count("\n", 0, start) + 1
    closing = _CLOSING.search(text, start)
    block = text[start : closing.start()] if closing else text[start:].split("\n\n", 1)[0]
    if not _KNOWN_KEY.search(block):
        return None
    if not closing:
        raise UnreadableError("yaml", "broken YAML: the front matter has no closing ---", first_line - 1)
    return FrontMatter(block, text[closing.end() :], first_line)


def read_front_matter(name: str, parts: FrontMatter) -> Reading:
    """Return the article of a file and the articles that it lists as related, each with its own problems.

    A file without a body has its excerpt as its text. Raise UnreadableError for broken YAML.
    """
    fields = compose(parts.block, parts.first_line)
    if fields is None:
        raise UnreadableError("yaml", "broken YAML: the front matter is no mapping", parts.first_line)
    articles: list[Article] = []
    problems: list[Problem] = []
    for entry, body in ((fields, read_markdown(parts.body)), *((item, None) for item in _related(fields))):
        try:
            articles.append(_article(entry, body))
            problems.extend(_left_out(name, entry))
        except UnreadableError as error:
            problems.append(Problem(name, error.line or entry.line, error.fault, error.reason))
    return Reading(tuple(articles), tuple(problems))


def _related(fields: Mapping) -> list[Mapping]:
    return [item for item in fields.items("related") if isinstance(item, Mapping)]


def _article(fields: Mapping, body: Markdown | None) -> Article:
    """Return the article of a mapping; `body` is None for a related item, whose text is its title and its excerpt."""
    title = one_line(fields.scalar("title"))
    excerpt = one_line(fields.scalar("excerpt"))
    if body is None:
        # An excerpt often leaves out what the title says ("Zoho to develop ..."), and only the text can be quoted.
        text = "\n\n".join(part for part in (title, excerpt) if part)
    else:
        text = body.text or excerpt or ""
        title = title or body.title
    return finish(
        Draft(
            text=text,
            title=title,
            id=fields.scalar("id"),
            url=next((found for key in _ADDRESSES if (found := address(fields.scalar(key)))), None),
            provider=_named(fields, "provider"),
            published=_published(fields),
            author=", ".join(_names(fields, "author")),
            language=fields.scalar("language"),
            topics=tuple(topic for name in _names(fields, "topics") for topic in name.split(",")),
            image=next((found for key in ("image", "images") if (found := _image(fields, key))), None),
        )
    )


def _published(fields: Mapping) -> str | None:
    """Return the date of publication. Raise UnreadableError, with its line, for one that cannot be read."""
    for key in _DATES:
        written = one_line(fields.scalar(key))
        if written:
            try:
                return parse_date(written)
            except ValueError as error:
                raise UnreadableError("date", f"bad date {written[:40]!r}: {error}", fields.line_of(key)) from error
        if fields.is_collection(key):
            raise UnreadableError("date", "bad date: not a single value", fields.line_of(key))
    return None


def _named(fields: Mapping, key: str) -> str | None:
    inner = fields.mapping(key)
    return fields.scalar(key) if inner is None else inner.scalar("name") or inner.scalar("domain")


def _names(fields: Mapping, key: str) -> list[str]:
    names = (item.scalar("name") if isinstance(item, Mapping) else one_line(item) for item in fields.items(key))
    return [name for name in names if name]


def _image(fields: Mapping, key: str) -> str | None:
    found = (item.scalar("url") if isinstance(item, Mapping) else item for item in fields.items(key))
    return next((image for image in map(address, found) if image), None)


def _left_out(name: str, fields: Mapping) -> list[Problem]:
    """Return the addresses that are none, so that nobody wonders where a link went."""
    written = ((key, one_line(fields.scalar(key))) for key in _ADDRESSES)
    return [
        Problem(name, fields.line_of(key), "address", f"{key} left out: {value[:60]!r} is no web address")
        for key, value in written
        if value and not address(value)
    ]
