"""Markdown made plain text that reads well when a sentence of it is quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.readers.reading import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

LARGEST = 256 * 1024  # characters; what markdown-it takes for hostile input grows with the square of its size

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_UNSHOWN = re.compile(r"<(script|style|head)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CJK_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")


@dataclass(frozen=True, slots=True)
class Markdown:
    """A Markdown text without its markup; `title` is its first top-level heading, which the text leaves out."""

    text: str
    title: str | None


def read_markdown(source: str) -> Markdown:
    """Return the text of a Markdown source, its paragraphs, headings, list items and table rows a blank line apart.

    A source of more than `LARGEST` characters keeps its markup.
    """
    if len(source) > LARGEST:
        return Markdown(source, None)
    from markdown_it import MarkdownIt

    # Beyond `maxNesting` the parser would drop what it finds.
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable(["table", "strikethrough"])
    blocks: list[str] = []
    title: str | None = None
    number = row = ""
    previous: Token | None = None
    for token in parser.parse(source):
        opened, previous = previous, token
        if token.type == "list_item_open":
            number = _number(token)
        elif token.type == "tr_close":
            blocks.append(row)
            row = ""
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content)
        elif token.type == "html_block":
            blocks.append(strip_tags(token.content))
        elif token.type == "inline":
            text = number + inline_text(token.children or ())
            number = ""
            if opened and opened.type in ("td_open", "th_open"):
                row = f"{row} | {text}" if row else text
            elif title is None and opened and opened.tag == "h1":
                title = one_line(text)
            else:
                blocks.append(text)
    return Markdown("\n\n".join(block for block in blocks if block.strip()), title)


def inline_text(tokens: Sequence[Token]) -> str:
    """Return what a reader sees of a paragraph: no emphasis, the words of a link, no image."""
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline", "text_special"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak") or _BREAK.match(token.content):
            parts.append("\n")
    # A single line break inside a paragraph is a blank, and nothing where the language sets none between words.
    return _CJK_BREAK.sub("", "".join(parts)).replace("\n", " ")


def strip_tags(source: str) -> str:
    """Return the text of a piece of HTML inside Markdown."""
    from html import unescape

    return unescape(_TAG.sub("", _UNSHOWN.sub("", _COMMENT.sub("", source))))


def _number(item: Token) -> str:
    """Return the number of a list item where it is more than a count: "1989. The wall fell." opens no list."""
    return f"{item.info}. " if _YEAR.fullmatch(item.info) else ""
