"""Links that may be shown to a reader, and links that scroll to a quote."""

from __future__ import annotations

import re
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

# A quote whose UTF-8 is longer than this is linked by its beginning and its end, which keeps Chinese links short too
# (a Chinese character takes nine characters of a link).
_WHOLE_BYTES = 120
_END_BYTES = 40

# Browsers find a fragment at word boundaries only. Which Chinese characters make a word is theirs to decide, so a cut
# is made at punctuation, which no word crosses.
_CUT = re.compile(r"[\s，。、；：！？（）《》「」“”…]+")
_DIRECTIVE = ":~:"


def web_link(url: str | None) -> str | None:
    """Return an http(s) address ready to be a link, None for anything else.

    Spaces, quotation marks and whatever doesn't print are percent-encoded, so an address can't break out of its place.
    """
    stripped = (url or "").strip()
    try:
        parts = urlsplit(stripped)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return None
    return "".join(c if c.isprintable() and c not in ' "<>`' else _encode(c) for c in stripped)


def text_fragment(url: str | None, quote: str) -> str | None:
    """Return the link that scrolls to `quote` and marks it in the page, None where `url` is no web address.

    See https://wicg.github.io/scroll-to-text-fragment/; browsers that don't know it open the page at its top.
    """
    link = web_link(url)
    words = " ".join(quote.split())
    if link is None or not words:
        return link
    address, hash_sign, fragment = link.partition("#")
    fragment = fragment.partition(_DIRECTIVE)[0] if hash_sign else ""
    return f"{address}#{fragment}{_DIRECTIVE}text={','.join(_encode(part) for part in _ends(words))}"


def _ends(words: str) -> tuple[str, ...]:
    """Return a short quote whole, a long one as its first and last words."""
    if _bytes(words) <= _WHOLE_BYTES:
        return (words,)
    cuts = list(_CUT.finditer(words))
    head = next((cut.start() for cut in cuts if _bytes(words[: cut.start()]) >= _END_BYTES), len(words))
    tail = next((cut.end() for cut in reversed(cuts) if _bytes(words[cut.end() :]) >= _END_BYTES), 0)
    return (words[:head], words[tail:]) if head < tail else (words,)


def _bytes(text: str) -> int:
    return len(text.encode(errors="replace"))


def _encode(text: str) -> str:
    # "-", "," and "&" have a meaning of their own in a text fragment; `quote` leaves only the first alone.
    return percent_encode(text, safe="", errors="replace").replace("-", "%2D")
