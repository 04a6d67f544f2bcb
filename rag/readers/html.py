"""HTML pages: the body and the metadata by trafilatura, which reads what it is given and fetches nothing."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from rag.readers.dates import parse_date
from rag.readers.plain import without_chrome
from rag.readers.reading import Draft, UnreadableError, one_line

if TYPE_CHECKING:
    from trafilatura.settings import Document

_ROOT = re.compile(r"<html\b", re.IGNORECASE)
# lxml refuses text that declares an encoding of its own; the text was decoded before.
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


def read_html(source: str) -> Draft:
    """Return the article of a page. Raise UnreadableError where the page holds none."""
    source = _DECLARATION.sub("", source)
    # A piece of a page, as feeds carry it, is no tree for trafilatura.
    page = _extract(source if _ROOT.search(source) else f"<html><body>{source}</body></html>")
    text = page.text if page else None
    if page is None or not text:
        raise UnreadableError("page", "no article found in the page")
    title = one_line(page.title)
    body = without_chrome(text)
    if title and len(body) > 1 and body[0].casefold() == title.casefold():
        del body[0]
    return Draft(
        text="\n\n".join(body),
        title=title,
        url=page.url,
        provider=page.sitename or page.hostname,
        published=_published(page.date),
        author=page.author,
        language=page.language,
        image=page.image,
    )


def _extract(source: str) -> Document | None:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    for name in ("trafilatura", "htmldate"):  # what they log is in our report already
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        # Only dates that the page gives as its own: the extensive search would take one from the text.
        dates = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%dT%H:%M:%S%z"}
        found = bare_extraction(
            source, with_metadata=True, include_comments=False, favor_recall=True, date_extraction_params=dates
        )
    except Exception as error:  # whatever a hostile page makes of lxml and its users
        raise UnreadableError("page", "a page that cannot be read") from error
    return found if isinstance(found, Document) else None


def _published(found: str | None) -> str | None:
    """Return the date of a page; midnight sharp is how the library writes a day without a time."""
    if not found:
        return None
    try:
        return parse_date(found[:10] if found[10:19] == "T00:00:00" else found)
    except ValueError:
        return None
