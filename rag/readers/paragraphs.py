"""Lines and paragraphs of a plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.readers.reading import tidy

WIDEST = 100  # columns; nobody wraps text wider by hand
NARROWEST = 40
FEWEST = 3  # line breaks inside of paragraphs, before they can be told from the ends of short lines

_BULLET = re.compile(r"(?:[-*•·▪‣◦●○■□–—➤►]\s+|\\?[•▪‣◦●■➤►])(?=\S)")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_STOP = re.compile(r"[.!?。！？…:：;；][\"'”’)）」』\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, not empty: whether a blank line stands before it, and whether it was an item of a list."""

    text: str
    apart: bool
    item: bool = False


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, each on one line: what was wrapped at a column is joined again."""
    return [line.text for line in read_lines(text)]


def read_lines(text: str) -> list[Line]:
    """Return the lines of a text, those joined that were one before somebody wrapped them; bullets are left out."""
    lines: list[Line] = []
    apart = False
    for raw in tidy(text).split("\n"):
        if not any(character.isalnum() for character in raw):  # empty, or a rule such as "* * *"
            apart = True
            continue
        bullet = _BULLET.match(raw)
        lines.append(Line(raw[bullet.end() :] if bullet else raw, apart, bullet is not None))
        apart = False
    width = _wrap_width(lines)
    return _unwrap(lines, width) if width else lines


def _wrap_width(lines: list[Line]) -> int | None:
    """Return the column at which a text was wrapped, None where its lines are its paragraphs."""
    widths = [_columns(line.text) for line in lines]
    narrow = [width for width in widths if width <= WIDEST]
    breaks = [(line.text, after.text) for line, after in pairwise(lines) if not after.apart and not after.item]
    if len(breaks) < FEWEST or len(narrow) < 0.9 * len(widths) or max(narrow) < NARROWEST:
        return None
    width = max(narrow)
    full = sum(_was_full(line, after, width) for line, after in breaks)
    open_ended = sum(1 for line, _ in breaks if not _STOP.search(line))
    return width if min(full, open_ended) >= 0.6 * len(breaks) else None


def _unwrap(lines: list[Line], width: int) -> list[Line]:
    """Return the lines with those joined that continue the one before."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not line.apart and not line.item and _was_full(groups[-1][-1].text, line.text, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [replace(group[0], text=_join(group)) for group in groups]


def _was_full(line: str, following: str, width: int) -> bool:
    """Tell whether the next word had no room left: a shorter line is a heading or the end of a paragraph."""
    if _WIDE.match(following):
        return _columns(line) > width - 6
    return _columns(line) + 1 + _columns(following.split(" ", 1)[0]) > width - 3


def _join(group: list[Line]) -> str:
    parts = [group[0].text]
    for before, line in pairwise(group):
        parts.append("" if _WIDE.match(before.text[-1]) and _WIDE.match(line.text) else " ")
        parts.append(line.text)
    return "".join(parts)


def _columns(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))
