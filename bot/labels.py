"""The words around an answer, in the terminal and on Discord."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.language import detect

if TYPE_CHECKING:
    from rag.grounding.verdict import Kind


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language, bare; `colon` is what it sets before that which a word announces."""

    quoted: str
    sources: str
    as_of: str
    also: str
    nearest: str
    undated: str
    untitled: str
    colon: str
    verdicts: Mapping[Kind, str]

    def dated(self, title: str, day: str | None) -> str:
        """Return a title with the day as of which it holds, if there is one."""
        return title + (self.as_of.format(day) if day else "")


ENGLISH = Labels(
    quoted="Quoted from",
    sources="Sources",
    as_of=", as of {}",
    also="also",
    nearest="Nearest articles",
    undated="undated",
    untitled="(untitled)",
    colon=": ",
    verdicts={"backed": "backed", "contradicted": "contradicted", "not covered": "not covered"},
)
CHINESE = Labels(
    quoted="引自",
    sources="来源",
    as_of="（截至 {}）",
    also="同文",
    nearest="最接近的文章",
    undated="日期不详",
    untitled="（无标题）",
    colon="：",
    verdicts={"backed": "有依据", "contradicted": "与来源矛盾", "not covered": "没有提及"},
)


def labels_for(text: str) -> Labels:
    """Return the words for what answers a question or judges a claim."""
    return CHINESE if detect(text) == "zh" else ENGLISH
