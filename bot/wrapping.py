"""Text that is safe to print, broken into lines between words, Chinese ones included."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len, chop_cells

if TYPE_CHECKING:
    from rich.text import Text

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, cursor movements
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links, clipboard
)
# What could move the cursor, hide or reorder text: the C0 and C1 controls, the directional marks, halves of characters.
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_HALVES = re.compile(r"[\ud800-\udfff]")
_NEWLINES = re.compile(r"\r\n?|[\u2028\u2029]")

_WIDE = (
    "\u2e80-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
_OPENING = "（《〈「『【〔［｛“‘"
_CLOSING = "，。、；：！？）》〉」』】〕］｝”’…"
# What no line may be broken inside of: a word or a Chinese character, with the punctuation and marks that cling to it.
_UNIT = re.compile(
    rf"[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}]+?(?=[\s{_WIDE}{_OPENING}]|$))?(?:[{_CLOSING}]|\[\d+\])*\s*"
)


def clean(text: str) -> str:
    """Return text without anything that a terminal would obey; newlines stay, a tab becomes a space."""
    text = _NEWLINES.sub("\n", _ESCAPES.sub("", text)).replace("\t", " ")
    return _HALVES.sub("\ufffd", _UNSAFE.sub("", text))


def escaped(json: str) -> str:
    """Return a JSON text in which what a terminal would obey is written as an escape; it still means the same."""
    return _HALVES.sub(_as_escape, _UNSAFE.sub(_as_escape, json))


def _as_escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def one_line(text: str) -> str:
    """Return clean text as a single line with single spaces."""
    return " ".join(clean(text).split())


def wrapped(text: Text, width: int | None, hang: int = 0) -> Text:
    """Break a text into lines of at most `width` cells, all but the first of a paragraph indented by `hang`.

    None leaves the lines as they are. Adding to the end of a text, after a space, never changes the lines before.
    """
    if width is None:
        return text
    lines = [line for paragraph in text.split("\n", allow_blank=True) for line in _lines(paragraph, width, hang)]
    return type(text)("\n").join(lines)


def _lines(paragraph: Text, width: int, hang: int) -> list[Text]:
    lines = list(paragraph.divide(_breaks(paragraph.plain, width, hang)))
    for number, line in enumerate(lines):
        line.rstrip()
        if number and hang:
            lines[number] = type(paragraph)(" " * hang).append_text(line)
    return lines


def _breaks(text: str, width: int, hang: int) -> list[int]:
    """Return the places at which the second and later lines begin."""
    room, used, breaks = width, 0, []
    for place, unit in _units(text, max(width - hang, 2)):
        if used and used + cell_len(unit.rstrip()) > room:
            breaks.append(place)
            room, used = max(width - hang, 2), 0
        used += cell_len(unit)
    return breaks


def _units(text: str, width: int) -> list[tuple[int, str]]:
    """Return the unbreakable pieces with their places; one that no line could hold is cut into lines."""
    pieces = []
    for unit in _UNIT.finditer(text):
        place = unit.start()
        parts = [unit[0]] if cell_len(unit[0].rstrip()) <= width else chop_cells(unit[0], width)
        for part in filter(None, parts):
            pieces.append((place, part))
            place += len(part)
    return pieces
