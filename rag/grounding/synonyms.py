"""Which words say the same in news prose, English and Chinese: synonyms.txt, one meaning a line."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

from rag.grounding.stems import bases


@lru_cache(maxsize=20_000)
def meanings(word: str, following: str = "") -> frozenset[int]:
    """Return the meanings of a word in any form, or of it and the one behind it ("give up"), as numbers of lines."""
    lines = _lines()
    tail = f" {following.lower()}" if following else ""
    return frozenset().union(*(lines.get(base + tail, ()) for base in bases(word)))


@lru_cache(maxsize=1)
def _lines() -> dict[str, set[int]]:
    """Return the lines that each entry stands in."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    text = (files("rag.grounding") / "synonyms.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        if not line.startswith("#"):
            for entry in line.replace("|", ",").split(","):
                found[entry.strip().lower()].add(number)
    return dict(found)
