"""Plain text as it is copied from a page: title, date, author and provider found, the page's chrome left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import TYPE_CHECKING

from rag.readers.byline import Byline, is_name, provider_in_prompt, read_byline
from rag.readers.chrome import (
    count_words,
    is_chrome,
    is_copyright,
    is_label_of_others,
    is_legal,
    is_sentence,
    is_stopped,
)
from rag.readers.paragraphs import Line, read_lines
from rag.readers.reading import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_TITLE = 30  # words
HEADLINE = 3  # words; a shorter line above an article is more often a section than a title


class Kind(Enum):
    """What a line of a page is."""

    SENTENCE = auto()
    SHORT = auto()  # a heading, a caption, a name, an item of a list
    BYLINE = auto()
    CHROME = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page and what it is."""

    line: Line
    kind: Kind
    byline: Byline | None = None

    @property
    def text(self) -> str:
        """Return the text of the line."""
        return self.line.text


@dataclass(frozen=True, slots=True)
class Page:
    """A plain text read: its article, and why its date was left out if it was."""

    draft: Draft
    bad_date: str | None = None


def read_plain(text: str, title: str | None = None) -> Page:
    """Return the article of a text; without a title, given or found above it, one is made from its first sentence.

    No sentence is lost: apart from lines that are chrome or a byline by their wording, only lines of a few words
    without a full stop are left out, and only above and below the article.
    """
    rows = _read_rows(text)
    prompted = Byline(provider=next((name for row in rows if (name := provider_in_prompt(row.text))), None))
    place = None if title else _title_place(rows)
    above, body, below = _zones(rows, place)
    about = Byline(title=title)
    for row in (*above, *below):
        about |= row.byline or Byline()
    if about.author is None:
        about |= Byline(author=_bare_name(above, place is not None or title is not None))
    about |= prompted | Byline(title=rows[place].text if place is not None else None)
    draft = Draft(
        text="\n\n".join(row.text for row in body),
        title=about.title,
        author=about.author,
        provider=about.provider,
        published=about.published or about.updated,
        url=about.url,
    )
    return Page(draft, about.bad_date)


def without_chrome(text: str) -> list[str]:
    """Return the paragraphs of a text whose title and byline are known, without the chrome among them."""
    return [row.text for row in _read_rows(text) if row.kind is not Kind.CHROME]


def _read_rows(text: str) -> list[Row]:
    rows = [_row(line) for line in _undoubled(read_lines(text))]
    owners = [i for i, row in enumerate(rows) if row.kind is Kind.CHROME and is_copyright(row.text)]
    footer = owners[-1] if owners else len(rows)
    # What follows the copyright line is legal text only if nothing else follows it: the line may be a photo's.
    if all(row.kind is not Kind.SENTENCE or is_legal(row.text) for row in rows[footer:]):
        rows[footer:] = [replace(row, kind=Kind.CHROME) if is_legal(row.text) else row for row in rows[footer:]]
    ends = [i for i, row in enumerate(rows) if row.kind is Kind.SENTENCE and is_stopped(row.text)]
    last = ends[-1] + 1 if ends else len(rows)
    others = next((i for i in range(last, len(rows)) if is_label_of_others(rows[i].text)), len(rows))
    rows[others:] = [row if row.kind is Kind.BYLINE else replace(row, kind=Kind.CHROME) for row in rows[others:]]
    return rows


def _row(line: Line) -> Row:
    byline = read_byline(line.text)
    if byline is not None:
        return Row(line, Kind.BYLINE, byline)
    if is_chrome(line.text):
        return Row(line, Kind.CHROME)
    return Row(line, Kind.SENTENCE if is_sentence(line.text) else Kind.SHORT)


def _undoubled(lines: list[Line]) -> Iterator[Line]:
    """Yield the lines without their doubles; a short one may return ("Yes."), but not at once."""
    seen: set[str] = set()
    previous = ""
    for line in lines:
        key = line.text.casefold()
        if key != previous and not (key in seen and count_words(key) > HEADLINE):
            yield line
        seen.add(key)
        previous = key


def _title_place(rows: list[Row]) -> int | None:
    """Return which row above the first full sentence is the title, None where none is."""
    end = next((i for i, row in enumerate(rows) if row.kind is Kind.SENTENCE and is_stopped(row.text)), None)
    if end is None:
        return None
    menus = [i for i, row in enumerate(rows[:end]) if row.kind is Kind.CHROME]
    places = [
        i
        for i, row in enumerate(rows[:end])
        if row.kind in (Kind.SENTENCE, Kind.SHORT) and not row.line.item and count_words(row.text) <= LONGEST_TITLE
    ]
    # Above a menu stands the name of a site or a section; what stands below it is nearer to the article.
    places = [i for i in places if menus and i > menus[-1]] or places
    headlines = [i for i in places if count_words(rows[i].text) >= HEADLINE]
    return headlines[0] if headlines else max(places, key=lambda i: count_words(rows[i].text), default=None)


def _zones(rows: list[Row], title: int | None) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the rows above the article, those of its body, and those below it."""
    rows = [row for i, row in enumerate(rows) if i != title]
    listed = _listed(rows)
    body = [i for i, row in enumerate(rows) if row.kind is Kind.SENTENCE or i in listed]
    if not body:
        return [], [row for row in rows if row.kind is Kind.SHORT], [row for row in rows if row.kind is Kind.BYLINE]
    first, last = body[0], body[-1]
    above = rows[:first]
    kept = [rows[first]]
    rest = first + 1
    # A standfirst stands above the byline: then the article itself begins after it.
    second = next((i for i in body if i > first), None)
    if second is not None and any(_is_byline(row) for row in rows[rest:second]):
        above += rows[rest:second]
        rest = second
    kept += [row for row in rows[rest : last + 1] if row.kind is not Kind.CHROME]
    return above, kept, rows[last + 1 :]


def _listed(rows: list[Row]) -> set[int]:
    """Return which rows are of a list that the text announces ("The winners are:"), with the lines that announce it."""
    listed: set[int] = set()
    announced = False
    for i, row in enumerate(rows):
        if not row.line.item:
            announced = row.kind is not Kind.CHROME and row.text.endswith((":", "："))
        elif announced and row.kind is Kind.SHORT:
            listed |= {i, i - 1}
    return listed


def _is_byline(row: Row) -> bool:
    return row.kind is Kind.BYLINE or (not row.line.apart and is_name(row.text))


def _bare_name(above: list[Row], has_title: bool) -> str | None:
    """Return the author whose name stands alone between the title and the article."""
    if not has_title:
        return None
    return next((row.text for row in above if row.kind is Kind.SHORT and is_name(row.text)), None)
