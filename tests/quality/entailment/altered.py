"""More contrasts, made by rule: a word of a claim, or one that it shares with its sentence, is replaced.

By any word on one side it makes a true claim false; on both sides it changes nothing: so words are compared, not known.
By a synonym it changes nothing either; by one that excludes it, it makes the claim false. Never by a neighbour in
meaning, which may say the same: a network trained with those kept "build" and "develop" apart.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files

from rag.grounding.tokens import is_chinese
from rag.grounding.wordvectors import word_table
from rag.language import is_stop_word
from tests.quality.entailment.contrasts import BACKS, CONTRADICTS, SILENT, Pair, Record, claims, sides

_WORD = re.compile(r"[A-Za-z][A-Za-z'-]+|\d[\d.,]*\d|\d|[\u4e00-\u9fff]+")
_CLAUSE = re.compile(r"(?<=[,;，；：:]) ?")
# Pairs of a record, of each kind, that are reworded.
_REWORDED = 3


def words(text: str) -> list[str]:
    """Return the words of a text in order, Chinese ones as the vocabulary cuts them."""
    found = []
    for match in _WORD.finditer(text):
        found += word_table().segment(match[0]) if is_chinese(match[0]) else [match[0]]
    return found


class Alterations:
    """Alters pairs of claims and sentences with words from all of them; the same each time."""

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._random = random.Random(5)  # noqa: S311 - no secret
        texts = [text for r in records for text in (r["a"], r["b"], *r["a_only"], *r["b_only"])]
        known = Counter(word for text in texts for word in words(text))
        self._small = {word for word in known if word == word.lower()}
        self._names = [word for word in known if self._is_name(word)]
        useful = [word for word in known if word in self._small and not is_stop_word(word) and not word[0].isdigit()]
        self._plain = {
            True: [word for word in useful if is_chinese(word) and len(word) > 1],
            False: [word for word in useful if not is_chinese(word) and len(word) > 3],
        }
        self._same, self._else = _table("synonyms.txt", _synonyms), _table("siblings.txt", _siblings)

    def _is_name(self, word: str) -> bool:
        return word[0].isupper() and word.lower() not in self._small

    def pairs(self, record: Record) -> Iterator[Pair]:
        """Yield a record's sentences or clauses as claims of themselves, and its claims with a word replaced."""
        own = [self._copy(*side[:2]) for side in sides(record)]
        told = [*own, *(pair for pair in claims(record) if pair.label != SILENT)]
        yield from own
        yield from self._altered(told)
        backed = [pair for pair in told if pair.label == BACKS]
        for pair in self._random.sample(backed, _REWORDED):
            yield from self._reworded(pair, self._same, BACKS)
            yield from self._reworded(pair, self._else, CONTRADICTS)

    def _copy(self, sentence: str, before: tuple[str, ...]) -> Pair:
        least = 8 if is_chinese(sentence) else 20
        parts = [part for part in _CLAUSE.split(sentence) if len(part) > least]
        return Pair(self._random.choice(parts or [sentence]).strip(" ,;，；：:"), sentence, before, BACKS)

    def _reworded(self, pair: Pair, table: dict[str, list[str]], label: int) -> Iterator[Pair]:
        """Yield the pair with a word of the claim replaced as a table says, if there is one."""
        known = [w for w in words(pair.text) if w.lower() in table and (label == BACKS or w in pair.sentence)]
        if known:
            old = self._random.choice(known)
            new = self._random.choice(table[old.lower()])
            text = _replaced(pair.text, old, new.capitalize() if old[0].isupper() else new)
            yield Pair(text, pair.sentence, pair.before, label)

    def _altered(self, told: Sequence[Pair]) -> Iterator[Pair]:
        """Yield pairs with the same word of a record replaced: in both texts, in the one, in the other."""
        known = Counter(word for pair in told for word in self._shared(pair))
        if not known:
            return
        word = self._random.choice(sorted(known))
        change = self._change(word, [other for other in known if self._is_name(other) == self._is_name(word)])
        for pair in told:
            if word in self._shared(pair):
                text, sentence = change(pair.text), change(pair.sentence)
                before = tuple(change(other) for other in pair.before)
                yield Pair(text, sentence, before, pair.label)
                if pair.label == BACKS:
                    yield Pair(pair.text, sentence, before, CONTRADICTS)
                    yield Pair(text, pair.sentence, pair.before, CONTRADICTS)

    def _shared(self, pair: Pair) -> set[str]:
        told = set(words(pair.text))
        return {word for word in words(pair.sentence) if word in told and self._says_something(word)}

    @staticmethod
    def _says_something(word: str) -> bool:
        return word[0].isdigit() or (not is_stop_word(word.lower()) and len(word) > (1 if is_chinese(word) else 2))

    def _change(self, word: str, alike: Sequence[str]) -> Callable[[str], str]:
        """Return what replaces a word, or swaps it with another name or number."""
        others = [other for other in alike if other != word and other[0].isdigit() == word[0].isdigit()]
        if others and (word[0].isdigit() or self._is_name(word)) and self._random.random() < 0.5:
            other = self._random.choice(sorted(others))
            return lambda text: _replaced(_replaced(_replaced(text, word, "\0"), other, word), "\0", other)
        new = self._other(word)
        return lambda text: _replaced(text, word, new)

    def _other(self, word: str) -> str:
        """Return another word of the same shape."""
        if word[0].isdigit():
            at = self._random.choice([i for i, character in enumerate(word) if character.isdigit()])
            return word[:at] + self._random.choice([d for d in "123456789" if d != word[at]]) + word[at + 1 :]
        if self._is_name(word):
            return self._random.choice(self._names)
        han = is_chinese(word)
        fit = [w for w in self._random.sample(self._plain[han], 30) if not han or len(w) == len(word)]
        other = self._random.choice(fit or [word])
        return other.capitalize() if word[0].isupper() else other


def _table(name: str, others: Callable[[str], Iterator[tuple[str, str]]]) -> dict[str, list[str]]:
    """Return for each word of a table of the check the words that `others` finds for it in its line, of its script."""
    found: dict[str, set[str]] = {}
    for line in (files("rag.grounding") / name).read_text("utf-8").splitlines():
        for word, other in others(line) if line.strip() and not line.startswith("#") else ():
            if word != other and is_chinese(word) == is_chinese(other):
                found.setdefault(word, set()).add(other)
    return {word: sorted(fit) for word, fit in found.items()}


def _synonyms(line: str) -> Iterator[tuple[str, str]]:
    entries = [entry.strip() for entry in line.replace("|", ",").split(",")]
    return itertools.permutations(entries, 2)


def _siblings(line: str) -> Iterator[tuple[str, str]]:
    members = [[entry.strip() for entry in member.split(",")] for member in line.split(";")]
    for one, two in itertools.permutations(members, 2):
        yield from itertools.product(one, two)


def _replaced(text: str, old: str, new: str) -> str:
    if old == "\0" or is_chinese(old):
        return text.replace(old, new)
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text)
