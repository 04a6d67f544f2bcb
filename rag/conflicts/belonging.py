"""Which value of a sentence is that of the thing asked for, under the conditions that the question sets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.asking.nouns import ACRONYM, Acronyms
from rag.asking.wish import Wish
from rag.conflicts.figures import JOINT, LONGEST_GAP, SAME_WORD, Figure
from rag.grounding.names import held
from rag.grounding.tokens import Reading, Token, is_chinese, read
from rag.values.quantities import Quantity, quantities
from rag.values.relation import relation

# A place, named by what it is.
_PLACE_AGAIN = re.compile(
    r"\bthe (?:city|country|province|state|town|region|company|firm|capital|island|district)\b", re.IGNORECASE
)
# A name that nobody knows looks like any word at the start of a sentence.
_OPENS_WITH_CAPITAL = re.compile(
    r"\W*(?!(?:The|A|An|It|They|Its|Their|This|That|In|On|At|By|So|Of|There|He|She|We)\b)[A-Z]"
)

# What a value allows, in English and Chinese.
_WORDS_OF_BOUND = {
    "above": ("more than ", "超过"),
    "over": ("at least ", "至少"),
    "below": ("less than ", "不到"),
    "under": ("at most ", "至多"),
    "about": ("about ", "约"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A value of the thing asked for: the words that say it, what it counts, and how sure it is the thing's.

    `strict` tells that the names asked for stand beside it; `extra` are names beside it that the question lacks.
    """

    quantity: Quantity
    label: str
    noun: tuple[str, ...]
    strict: bool
    extra: tuple[Token, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A sentence and the texts around it, its article's title and the sentences before; each is read when needed."""

    text: str
    around: tuple[str, ...]

    @property
    def main(self) -> Reading:
        """Return the sentence, read."""
        return read(self.text)

    @property
    def readings(self) -> Iterator[Reading]:
        """Yield the sentence and what is around it, read."""
        return map(read, (self.text, *self.around))


def values_of(asked: Wish, figures: Sequence[Figure], setting: Setting, acronyms: Acronyms) -> list[Held]:
    """Return the figures of a sentence that are those of the thing asked for, or of something named after it."""
    if not _times_agree(asked, setting) or not _rest_met(asked, setting):
        return []
    found = []
    for figure in figures:
        if ours := _names(asked, setting, figure, acronyms):
            label = _label(setting.text, figure.quantity, figure.start, figure.end)
            found.append(Held(figure.quantity, label, figure.noun, *ours))
    return found


def _times_agree(asked: Wish, setting: Setting) -> bool:
    """Tell whether the years and numbers of the question are met, and the sentence sets no other time."""
    for value in asked.values:
        texts = (setting.text, *setting.around)
        if not any(relation(value, found) == "backs" for text in texts for found in quantities(text)):
            return False
    if asked.kind == "date":
        return True
    times = [
        value
        for value in quantities(setting.text)
        if value.day and (value.day.year or value.day.month or value.day.decade)
    ]
    return all(any(relation(wanted, found) == "backs" for wanted in asked.values) for found in times)


def _rest_met(asked: Wish, setting: Setting) -> bool:
    """Tell whether the question's other words stand in the sentence, its title or before."""
    missing = [token for token in asked.rest if not _says(token, setting.main)]
    return all(any(_says(token, read(text)) for text in setting.around) for token in missing)


def _says(token: Token, reading: Reading) -> bool:
    if token.key in reading.keys or (token.is_han and token.text in reading.text):
        return True
    other = [word for word in reading.tokens if word.is_han != token.is_han]
    return any(float(word.vector @ token.vector) >= SAME_WORD for word in other)


def _is_common(name: Token, acronyms: Acronyms) -> bool:
    """Tell whether what looks like a name is the acronym of a common noun."""
    letters = ACRONYM.fullmatch(name.text)
    return bool(letters and letters[1] in acronyms)


def _names(asked: Wish, setting: Setting, figure: Figure, acronyms: Acronyms) -> tuple[bool, tuple[Token, ...]] | None:
    """Return whether the names asked for stand beside a value, and which others do; None where it is another's."""
    text, (start, end) = setting.text, figure.statement
    named = [t for t in setting.main.names if not (figure.start <= t.start < figure.end or _is_common(t, acronyms))]
    own = [token for token in named if start <= token.start < end]
    if again := _PLACE_AGAIN.search(text, start, end):
        own += [token for token in named if token.end <= again.start()][-1:]
    extra = tuple(token for token in own if not held(token, asked.reading))
    beside = text[start:end] if is_chinese(text) else " ".join(token.text for token in own)
    if all(name.text in beside or held(name, read(beside)) for name in asked.names):
        joined = any(JOINT.fullmatch(text[a.end : b.start].strip()) for a, b in pairwise(own))
        return None if joined and extra else (True, extra)
    if extra or not all(any(held(name, reading) for reading in setting.readings) for name in asked.names):
        return None
    known = all(held(name, setting.main) for name in asked.names)
    return (False, extra) if known or not _OPENS_WITH_CAPITAL.match(text) else None


def _label(text: str, value: Quantity, start: int, end: int) -> str:
    """Return a value with what it counts, as the sentence says it."""
    said = (
        text[value.start : end] if value.end <= start <= value.end + 4 + LONGEST_GAP else text[value.start : value.end]
    )
    if start < value.start:  # its noun stands with the value before it
        said += f" {text[start:end]}"
    limits = _WORDS_OF_BOUND.get(value.bound, ("", ""))
    return limits[is_chinese(text)] + " ".join(said.split())
