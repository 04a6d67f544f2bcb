"""The words around an answer in the terminal, in the language of the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.language import detect


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language; `quoted` and `sources` take `as_of`, which takes a day, or nothing."""

    quoted: str
    sources: str
    as_of: str
    also: str
    nearest: str
    undated: str
    untitled: str
    verdicts: Mapping[str, str]


ENGLISH = Labels(
    quoted="Quoted from{}:",
    sources="Sources{}:",
    as_of=", as of {}",
    also="also: ",
    nearest="Nearest articles:",
    undated="undated",
    untitled="(untitled)",
    verdicts={"backed": "backed: ", "contradicted": "contradicted: ", "not covered": "not covered: "},
)
CHINESE = Labels(
    quoted="引自{}：",
    sources="来源{}：",
    as_of="（截至 {}）",
    also="另见：",
    nearest="最接近的文章：",
    undated="日期不详",
    untitled="（无标题）",
    verdicts={"backed": "有依据：", "contradicted": "与来源矛盾：", "not covered": "没有提及："},
)


def labels_for(text: str) -> Labels:
    """Return the words for what answers a question or judges a claim."""
    return CHINESE if detect(text) == "zh" else ENGLISH
