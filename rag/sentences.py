"""Split text into sentences that know their place: spans (start, end) in code points, nothing changed, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.article import Article, Sentence

# A reader and the embedding model (512 tokens, about 800 Chinese characters) both lose longer sentences.
LONGEST = 800

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BULLET = re.compile(r"[-*•·▪‣◦●○■□–—➤►]\s|[(（]?(?:\d{1,3}|[A-Za-z])[.)、）](?!\d)|[①-⑳]")
_STOPS = ".!?…‼⁇⁈⁉。！？｡．؟۔।॥։።။།"
_CLOSERS = "\"'”’»›)\\]）］】》〉」』｝}"
# A run of full stops with the quotes, brackets and footnote marks ("[3]", "[citation needed]") that close it. What the
# parts consume cannot be given back to another part but for 30 characters, so a scan is linear whatever the text.
_STOP = re.compile(rf"[{_STOPS}][{_STOPS}{_CLOSERS}]*(?:\[[^\]\n]{{1,30}}\][{_CLOSERS}]*)*")
_FULL = re.compile(r"[。！？｡؟۔।॥։።។။]")
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_SOFT = re.compile(r"[;；:：,，、]\s*|\s+")
_WORD_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W_]+\Z")
_WORD_AFTER = re.compile(r"[\"'“‘«(\[（「『]*([^\W_][\w'’]*)")
# Who said it, after a quotation that ends with its own full stop: part of the sentence it belongs to.
_SAID = re.compile(
    r"(?:[A-Z][\w.'’-]* ){1,4}(?:said|says|asked|told|added|wrote)\b"
    r"|[^\s。！？，；：“”]{1,12}(?:说|说道|表示|称|指出|强调|认为|写道|问道?)[。，！]"
)

_TITLES = frozenset(
    "mr mrs ms mx dr prof gen sen rep gov lt col sgt capt cpt maj cmdr adm rev hon st mt ft pres supt det insp messrs "
    "sra sres fr br vs cf viz e.g i.e al approx".split()
)
_BEFORE_NUMBER = frozenset(
    "c ca no nos nr vol vols p pp fig figs sec art ch eq ex op par "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_MAY_END = frozenset("inc co corp ltd llc plc bros jr sr ph.d etc dept univ assn ave blvd rd esq est".split())
# Words that open a sentence far more often than they continue a name: they decide after "Inc.", "U.S.", "p.m.".
_OPENERS = frozenset(
    "the a an this that these those it its he she they we you i his her their our my there here in on at by for from "
    "with as after before since while when if although though however but and or so yet meanwhile also both each many "
    "most some all no not one two what who where why how is are was were did do does according under during despite "
    "then now last such another other because until once".split()
)


def split(text: str) -> list[tuple[int, int]]:
    """Return the spans (start, end) of the sentences, in order.

    Every character that is not white space lies in exactly one span, and no span starts or ends with white space.
    Linear in the length of the text.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _blocks(text):
        for sentence in _sentences(text, start, end):
            spans.extend(_capped(text, *sentence))
    return spans


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """Return the article's sentences; a span without a letter or digit (a rule, a lone bullet) is none."""
    spans = [(start, end) for start, end in split(article.text) if any(c.isalnum() for c in article.text[start:end])]
    return tuple(
        Sentence(article.id, position, start, end, article.text[start:end])
        for position, (start, end) in enumerate(spans)
    )


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield what no sentence crosses: lines, joined where the line break is only a wrap."""
    paragraph: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        span = _trimmed(text, *line.span())
        if paragraph and (span is None or "\n" in text[paragraph[-1][1] : line.start()].replace("\n", "", 1)):
            yield from _unwrapped(text, paragraph)
            paragraph = []
        if span is not None:
            paragraph.append(span)
    yield from _unwrapped(text, paragraph)


def _unwrapped(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the blocks of a paragraph's lines; a line goes on where the next one continues its sentence."""
    wrapped = _is_wrapped(text, lines)
    start: int | None = None
    for i, (line_start, line_end) in enumerate(lines):
        start = line_start if start is None else start
        if i + 1 < len(lines):
            following = lines[i + 1][0]
            goes_on = wrapped or (text[following].islower() and text[line_end - 1] not in ".!?。！？:：")
            if goes_on and not _BULLET.match(text, following):
                continue
        yield start, line_end
        start = None


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Tell whether the lines were broken at a column: at least three, alike in length, mostly without a full stop."""
    if len(lines) < 3:
        return False
    lengths = [end - start for start, end in lines[:-1]]
    longest = max(lengths)
    stops = sum(_STOP.fullmatch(text, end - 1, end) is not None for _, end in lines[:-1])
    return 40 <= longest <= 120 and min(lengths) >= longest - 25 and stops * 2 <= len(lengths)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one block."""
    begin = start
    for stop in _STOP.finditer(text, start, end):
        after = stop.end()
        if after >= end or not _ends(text, begin, stop, end):
            continue
        span = _trimmed(text, begin, after)
        if span is not None:
            yield span
        begin = after
    span = _trimmed(text, begin, end)
    if span is not None:
        yield span


def _ends(text: str, begin: int, stop: re.Match[str], end: int) -> bool:
    """Tell whether a run of full stops ends the sentence that began at `begin`."""
    after = stop.end()
    following = after
    while following < end and text[following].isspace():
        following += 1
    if following >= end:
        return False
    spaced, upcoming = following > after, text[following]
    if stop[0][-1] in "\"'”’」』" and _SAID.match(text, following, min(end, following + 60)):
        return False
    if _FULL.search(stop[0]):
        return upcoming not in ",，、；;：)）" and not upcoming.islower()
    if not spaced:
        return _ends_unspaced(text, stop, following)
    if upcoming.islower() and not text[following + 1 : following + 2].isupper():
        return False
    if upcoming in ",;:)），、；：":
        return False
    return stop[0][0] != "." or _is_full_stop(text, begin, stop, following, end)


def _ends_unspaced(text: str, stop: re.Match[str], following: int) -> bool:
    """Decide where no space follows: between Chinese characters, or where a page lost its space ("grew.Beijing")."""
    before, upcoming = text[stop.start() - 1 : stop.start()], text[following]
    if _WIDE.match(before or " ") and _WIDE.match(upcoming):
        return stop[0][0] != "…" and upcoming not in "，、；：）"
    tail = text[max(0, stop.start() - 2) : stop.start()]
    head = text[following : following + 2]
    return len(tail) == 2 and tail.islower() and tail.isalpha() and head.istitle() and head.isalpha() and len(head) == 2


def _is_full_stop(text: str, begin: int, stop: re.Match[str], following: int, end: int) -> bool:
    """Tell a full stop from the point of an abbreviation, an initial or a list number."""
    at = stop.start()
    if stop[0].startswith(".."):
        return True
    match = _WORD_BEFORE.search(text, max(begin, at - 24), at)
    word = match[0] if match else ""
    if at - begin <= 5 and text[begin:at].strip("(（ ") == word and (len(word) == 1 or word.isdigit()):
        return False  # "1. Introduction": the number of a list item
    opener = _WORD_AFTER.match(text, following, min(end, following + 40))
    opens = opener is not None and opener[1].lower().split("'")[0].split("’")[0] in _OPENERS and opener[1][0].isupper()
    key = word.lower()
    if len(stop[0]) > 1 or not word:  # something closes after the point: only titles stay open
        return True
    if key in _TITLES:
        return False
    if key in _BEFORE_NUMBER:
        return not text[following].isdigit()
    if key in _MAY_END or "." in word or (len(word) == 1 and word.isalpha()):
        return opens
    return True


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without the white space at its ends, None if nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def _capped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentence, cut at soft boundaries (a comma, a space) where it is longer than LONGEST."""
    while end - start > LONGEST:
        cut = start + LONGEST
        for soft in _SOFT.finditer(text, start + LONGEST // 2, start + LONGEST):
            cut = soft.end()
        span = _trimmed(text, start, cut)
        if span is not None:
            yield span
        start = cut
    span = _trimmed(text, start, end)
    if span is not None:
        yield span
