"""A language model's reply as it streams: cut into sentences, each with the passage numbers that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.harmless import MARKS, OMITTED, harmless, is_hidden
from rag.sentences import split

_MARKUP = re.compile(r"^\s*(?:#{1,6}\s+|[-*•]\s+|\d{1,2}[.)]\s+|>\s+)|\*\*|__|`+")
# A word and what ends it, or a character of a script without spaces: not a mark that is still being written.
_BEGUN = re.compile(r"[^\W\d_]{2}\s\Z|[\u2e80-\u9fff]\Z")
_BEGUN_LENGTH = 3  # of what it finds, at the end: a reply is not searched from its beginning for each character
_WORD = re.compile(r"\w")
# Between these tags a reasoning model thinks aloud; and what may be the beginning of one at the end of a piece.
_THINKING = re.compile(r"<(/?)think(?:ing)?>", re.IGNORECASE)
_TAG_BEGUN = re.compile(r"<[/a-z]{0,9}\Z", re.IGNORECASE)

# How models say in words of their own that they found no answer: what they were given does not tell, or they can't.
_GIVEN = re.compile(
    r"\b(?:the|these|those|this|any|no|your|provided|given)(?: [\w-]+){0,3}? (?:articles?|passages?|sources?|excerpts?"
    r"|documents?|materials?|snippets?|archive|(?:con)?text(?! of))\b"
    r"|\b(?:provided|given) information\b|\binformation (?:provided|given)\b"
    r"|文章|段落|资料|資料|材料|原文|文中|上下文|文本|片段|来源|來源|信息",
    re.IGNORECASE,
)
_UNTOLD = re.compile(
    r"(?:\b(?:no|not|none|nothing|cannot|neither|unable)\b|n['’]t\b)(?: \w+){0,5}? (?:in\b|sa(?:y|id)|mention|state"
    r"|specif|contain|provid|answer|giv|includ|cover|address|discuss|indicat|reveal|nam(?:e|ing)|identif|explain|report"
    r"|offer|disclos|describ|list|tell|have|has|determin|find|found|information|enough|sufficient|clear)|\bsilent\b"
    r"|(?:没|沒|未|无|無|不)[^，。；]{0,8}(?:提|说|写|答|给|含|涉及|指出|介绍|透露|显示|记载|解释|找到|确定|得知|信息|文章|资料)",
    re.IGNORECASE,
)
_UNABLE = re.compile(
    r"\bI(?:['’]m| am) (?:sorry|unable|afraid|not (?:sure|able))\b|\bI (?:do not|don['’]t|cannot|can['’]t)\b|^sorry\b"
    r"|抱歉|对不起|遗憾|我(?:不知道|无法|不能|不清楚)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that the model wrote, without its marks, and the passage numbers in them."""

    text: str
    numbers: tuple[int, ...]


def declines(sentence: str) -> bool:
    """Tell whether a sentence of a model speaks of what it was given as not telling, in any words."""
    return bool(_UNABLE.search(sentence) or (_GIVEN.search(sentence) and _UNTOLD.search(sentence)))


def spoken(pieces: Iterable[str]) -> Iterator[str]:
    """Yield a reply without what a reasoning model thinks aloud, however it is cut into pieces."""
    text, thinking = "", False
    for piece in pieces:
        text += piece
        while tag := _THINKING.search(text):
            if not thinking:
                yield text[: tag.start()]
            text, thinking = text[tag.end() :], not tag[1]
        held = begun.start() if (begun := _TAG_BEGUN.search(text)) else len(text)
        if not thinking:
            yield text[:held]
        text = text[held:]
    if not thinking:
        yield text


def statements(pieces: Iterable[str]) -> Iterator[Statement]:
    """Yield the sentences of a reply, each as soon as the first word after it shows that it is whole.

    How the reply is cut into pieces makes no difference.
    """
    text = ""
    for piece in pieces:
        for character in piece:
            if is_hidden(character):
                continue
            text += character
            # Nothing but the end of a word can show that the sentence before it has ended.
            at = max(0, len(text) - _BEGUN_LENGTH)
            if not _BEGUN.search(text, at):
                continue
            spans = _spans(text)
            if len(spans) > 1 and _BEGUN.search(text, max(at, spans[-1][0])):
                for start, end in spans[:-1]:
                    yield from _statement(text[start:end])
                text = text[spans[-1][0] :]
    for start, end in _spans(text):
        yield from _statement(text[start:end])


def _spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences; marks that stand behind a full stop belong to the sentence before them."""
    spans: list[tuple[int, int]] = []
    for first, end in split(text):
        start = first
        while spans and (marks := MARKS.match(text, start, end)):
            spans[-1] = (spans[-1][0], marks.end())
            start = marks.end()
        if bare := text[start:end].lstrip():
            spans.append((end - len(bare), end))
    return spans


def _statement(text: str) -> Iterator[Statement]:
    """Yield the sentence, unless it says nothing without what is not shown to readers: an address, a tag, a mention."""
    numbers = [int(n) for marks in MARKS.findall(text) for n in re.findall(r"\d+", marks)]
    bare = " ".join(_MARKUP.sub("", harmless(text)).split())
    if _WORD.search(bare) and OMITTED not in bare:
        yield Statement(bare, tuple(dict.fromkeys(numbers)))
