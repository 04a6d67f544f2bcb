"""Text as Discord shows it: what comes from articles, models and people is only ever text, and our links are links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from bot.wrapping import one_line
from rag.links import web_link

# Characters that Discord refuses to pass: of a message, of an embed's description, of a whole embed.
MESSAGE, DESCRIPTION = 2000, 4096

# Longer addresses are shown as text: a link must never be cut.
_LONGEST_ADDRESS = 1500

# An invisible space: what it stands in is no longer the name of anything, and looks the same.
_BREAK = "\u200b"
# Characters that format wherever they stand: emphasis, code, spoilers, links.
_FORMATS = re.compile(r"[\\*_~`|\[\]]")
# The same in few places: the target of a link, an address, an emoji's name.
_TARGET = re.compile(r"(?<=\])\(")
_ADDRESS = re.compile(r":(?=//)|:(?=\w+:)")
# Mentions, timestamps, custom emoji, commands and hidden links all begin so.
_ANGLE = re.compile(r"<(?=\S)")
_EVERYBODY = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
# Invites work without "https://"; the escaped dot is shown as a dot.
_INVITE = re.compile(r"(?<=discord)\.(?=gg\b)|(?<=discord|cordapp)\.(?=com\b)", re.IGNORECASE)
# What makes a line more than a line, at its beginning: headings, lists, quotations, small print.
_LINE_START = re.compile(r"^(?:([#>+\-])|(\d+)([.)]))")

# What no cut may go through: one of our links, our marks, a word, and in a very long word an escaped character.
_ATOM = re.compile(r"\[(?:\\.|[^\[\]\\])*\]\(<[^<>\s]*>\)|(?:\[\d+\])+|\s+|(?:\\.|[^\s\\\[])+|.", re.DOTALL)
_CHARACTER = re.compile(r"\\.|.", re.DOTALL)


def plain(text: str) -> str:
    """Return foreign text as one line that Discord shows as it is: no mention, link, heading, emoji or formatting."""
    line = _FORMATS.sub(r"\\\g<0>", one_line(text))
    line = _TARGET.sub(r"\\(", line)
    line = _ADDRESS.sub(r"\\:", line)
    line = _ANGLE.sub("<" + _BREAK, line)
    line = _EVERYBODY.sub("@" + _BREAK, line)
    line = _INVITE.sub(r"\\.", line)
    return _LINE_START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", line)


def link(label: str, url: str | None) -> str:
    """Return foreign text as a link that opens no preview; as mere text where `url` is no web address."""
    address = web_link(url) or ""
    if not address:
        return plain(label)
    address = address.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
    if length(address) > _LONGEST_ADDRESS:
        return plain(label)
    return f"[{plain(label)}](<{address}>)"


def length(text: str) -> int:
    """Return how long Discord finds a text, in UTF-16 units."""
    return len(text.encode("utf-16-le", "replace")) // 2


def shortened(text: str, limit: int) -> str:
    """Return text of at most `limit` UTF-16 units, its end replaced by "…" where it is longer."""
    text = text[: limit + 1]  # which is too long already, if that many there are
    if length(text) <= limit:
        return text
    kept = sum(1 for used in accumulate(map(length, text)) if used < limit)
    return text[:kept].rstrip() + "…"


def pages(parts: Sequence[str], between: str, limit: int = MESSAGE) -> list[str]:
    """Spread parts over as few pages as possible, in order; a part is cut only where no page could hold it."""
    made: list[str] = []
    for part in parts:
        for piece in _pieces(part, limit):
            if made and length(made[-1]) + length(between) + length(piece) <= limit:
                made[-1] += between + piece
            else:
                made.append(piece)
    return made


def _pieces(part: str, limit: int) -> Iterable[str]:
    """Cut a part between words or, where a word is longer than a page, between characters; nothing is lost."""
    if length(part) <= limit:
        return [part]
    pieces = [""]
    for atom in _ATOM.findall(part):
        for unit in [atom] if length(atom) <= limit else _CHARACTER.findall(atom):
            if length(pieces[-1]) + length(unit) > limit:
                pieces.append("")
            pieces[-1] += unit
    return pieces
