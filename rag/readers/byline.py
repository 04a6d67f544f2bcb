"""Lines about an article: who wrote it, who published it, when, where."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace

from rag.readers.dates import find_date

_BY = re.compile(
    r"(?:(?:written |reported |story )?by\s|authors?\s*[:：]|(?:作者|记者)\s*[:：])\s*(?=\S)", re.IGNORECASE
)
_PROVIDER = re.compile(r"(?:credit|source|provider|publisher|来源|稿源)\s*[:：]\s*(.{2,80})", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|headline|标题)\s*[:：]\s*(.+)", re.IGNORECASE)
_URL = re.compile(
    r"(?:url|link|original|original (?:url|link|article)|链接|原文)\s*[:：]\s*(https?://\S+)", re.IGNORECASE
)
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,12}", re.IGNORECASE)
_BARS = re.compile(
    r"\s*\|\s*|\s+[·•]\s+|\s+(?=(?:source|credit|author|updated|published|posted|来源|稿源|作者|记者)\s*[:：])",
    re.IGNORECASE,
)
_BEFORE_DATE = re.compile(r"\s*[,，;–—-]\s+|\s+on\s+|\s{1,3}(?=\d{4}[-年/])")
_PROMPT = re.compile(
    r"(?:add|follow)\s+((?-i:[A-Z])[\w&'’. -]{1,40}?)\s+"
    r"(?:to your (?:google )?(?:news )?feed|on (?:google news|twitter|facebook|x|instagram|linkedin|youtube))\b.{0,20}",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|de|da|di|del|della|van|von|der|den|bin|ibn|al|el|la|le|du|dos|y)")
_HONORIFIC = re.compile(
    r"(?:mr|mrs|ms|miss|dr|prof|sir|lady|lord|president|minister|king|queen|pope|st)\b", re.IGNORECASE
)
# Words of mastheads and sections, which are written in capitals as names are.
_NO_NAME = re.compile(
    r"a|an|the|of|and|in|on|at|to|for|with|news|edition|daily|weekly|media|group|times|post|home|world|business|sports?"
    r"|opinion|politics|technology|tech|science|health|culture|travel|photos?|image|video|live|global|international"
    r"|national|local|city|board|review|report|special|feature|analysis|editorial|press|release|staff",
    re.IGNORECASE,
)
_LONGEST = 160  # characters of a byline
_NAME = range(2, 5)  # words of a name that stands alone
_OUTLET = 4  # words of an outlet's name at most, where no label says that it is one
_CREDIT = 10  # words after "by" at most


@dataclass(frozen=True, slots=True)
class Byline:
    """What the lines around an article say of it; `updated` is the date of its last change."""

    title: str | None = None
    author: str | None = None
    provider: str | None = None
    published: str | None = None
    updated: str | None = None
    url: str | None = None
    bad_date: str | None = None

    def __or__(self, other: Byline) -> Byline:
        """Return this byline, what it lacks filled in from the other one."""
        missing = {f.name: getattr(other, f.name) for f in fields(self) if getattr(self, f.name) is None}
        return replace(self, **missing)


def read_byline(line: str) -> Byline | None:
    """Return what a line says of its article, None where it says anything else too."""
    if len(line) > _LONGEST:
        return None
    known = Byline()
    unknown: list[str] = []
    for part in _BARS.split(line):
        found = _read_part(part)
        if found is None:
            unknown.append(part)
        else:
            known = known | found
    if known == Byline() or len(unknown) > 1 or (unknown and not _may_be_outlet(unknown[0], known)):
        return None
    return known | Byline(provider=unknown[0]) if unknown else known


def is_name(text: str) -> bool:
    """Tell whether a line looks like the name of a person and nothing else."""
    words = text.split()
    if len(words) not in _NAME or text.endswith((".", ":")) or _HONORIFIC.match(text):
        return False
    return all(_NAME_WORD.fullmatch(word) and not _NO_NAME.fullmatch(word) for word in words) and words[0][0].isupper()


def provider_in_prompt(line: str) -> str | None:
    """Return the outlet that a prompt names ("Add ... to your Google News feed."), None for any other line."""
    found = _PROMPT.fullmatch(line)
    return found.group(1) if found else None


def _may_be_outlet(text: str, known: Byline) -> bool:
    return known.author is not None and len(text.split()) <= _OUTLET


def _read_part(part: str) -> Byline | None:
    """Return what one part of a line between bars says, None where it is not about the article."""
    text = part.strip()
    for pattern, field in ((_TITLE, "title"), (_PROVIDER, "provider"), (_URL, "url")):
        found = pattern.fullmatch(text)
        if found and not (field == "provider" and text.endswith((".", "。"))):
            return Byline(**{field: found.group(1)})
    if _DOMAIN.fullmatch(text):
        return Byline(provider=text)
    by = _BY.match(text)
    return _read_author(text[by.end() :]) if by else _read_date(text) or _read_agency(text)


def _read_date(text: str) -> Byline | None:
    try:
        found = find_date(text)
    except ValueError as error:
        return Byline(bad_date=f"date left out: {text[:60]!r}: {error}")
    if found is None:
        return None
    return (
        Byline(updated=found)
        if re.match(r"(?:last )?(?:updated|modified)|更新", text, re.IGNORECASE)
        else Byline(published=found)
    )


def _read_agency(text: str) -> Byline | None:
    """Return the date of "Xinhua, June 14, 2023", and the agency, which a single word is."""
    agency, _, rest = text.partition(", ")
    if not agency.isalpha() or not agency[0].isupper():
        return None
    dated = _read_date(rest)
    return dated | Byline(provider=agency) if dated and dated.bad_date is None else None


def _read_author(text: str) -> Byline | None:
    """Return the author of "By ...", with the date that may follow the name."""
    for gap in _BEFORE_DATE.finditer(text):
        dated = _read_date(text[gap.end() :])
        if dated is not None:
            author = _read_author(text[: gap.start()])
            return author | dated if author else None
    name = re.split(r"\s*[,，(（]|\s+(?:in|for|at|of)\s+", text, maxsplit=1)[0]
    people = re.split(r"\s+(?:and|&)\s+|、", name)
    if (
        text.endswith((".", "!", "?", "。"))
        or any(character.isdigit() for character in text)
        or len(text.split()) > _CREDIT
    ):
        return None
    if all(_is_author(person) for person in people):
        return Byline(author=name)
    return None


def _is_author(name: str) -> bool:
    words = name.split()
    if re.fullmatch(r"[\u4e00-\u9fff·]{2,12}", name):
        return True
    return bool(words) and all(_NAME_WORD.fullmatch(word) for word in words) and words[0][0].isupper()
