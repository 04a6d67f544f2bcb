"""A sentence as the check reads it: its words with their weight and vector, its names, its values, what it denies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rag.grounding import capitals
from rag.grounding.chinese import EMPTY, PARTICLES, goes_on, is_han, is_name, whole_names
from rag.grounding.light import is_light
from rag.grounding.polarity import denied
from rag.grounding.stems import stems
from rag.grounding.synonyms import meanings
from rag.grounding.thesaurus import is_listed, thesaurus
from rag.grounding.wordvectors import Vector, word_table
from rag.language import is_stop_word, words
from rag.lexicon import cut
from rag.values.quantities import Quantity, quantities

# Share of its weight that a word has which says little, and a Chinese character that is no word of several.
_LIGHT, _SINGLE = 0.3, 0.6
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(
    rf"[A-Za-z]+-?\d[\w-]*|\d+[A-Za-z][\w-]*|(?:[A-Z]\.){{2,}}|[{_HAN}]+|[^\W\d_{_HAN}]+(?:['’&][^\W\d_{_HAN}]+)*|\d+"
)
_TAIL = re.compile(r"(?:['’]s|['’])$")
_NEXT, _LAST = re.compile(r"[ -]([A-Za-z]+)\b"), re.compile(r"\b([A-Za-z]+)[ -]$")
_EMPTY_ENGLISH = frozenset(
    "howev meanwhil although though later soon say said says accord according also mr mrs ms including include well via per upon while because among within whereas whether despite".split()
)
_PRONOUN = re.compile(
    r"\W*(?:(?:but|and|so|however|then|later|also|yet)\W+)?(?:he|she|it|they|his|her|its|their|(?:the|this) (?:\w+ )?(?:company|firm|group"
    r"|agency|city|country|bank|team|club|university|school|ministry|organi[sz]ation|association|start-?up|operator"
    r"|institute|government|party))\b"
    r"|\W*(?:但|而|不过|因此)?(?:他|她|它|该|其(?![他它中余实])|公司|集团|中心)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A word of a sentence. `key` is its stem (Chinese: the word); `weight` grows with rarity, 0 says nothing."""

    text: str
    key: str
    start: int
    end: int
    weight: float
    vector: Vector
    is_name: bool
    denied: bool
    is_han: bool  # written in Chinese characters
    phrases: tuple[tuple[str, str], ...] = ()  # how an English word may be looked up: alone, with the one beside it
    is_known: bool = True  # a single entry of the vocabulary, not put together from characters

    @property
    def meanings(self) -> frozenset[int]:
        """Return the meanings that words of news share, alone and with the word beside it."""
        if self.is_han:
            return meanings(self.text)
        return _meanings(self.phrases)

    @property
    def senses(self) -> frozenset[str]:
        """Return the Chinese words that mean it or the same as it; none for a name put together from characters."""
        if self.is_han:
            return thesaurus().alike(self.text) if self.is_known or not self.is_name else frozenset()
        return _senses(self.phrases)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A sentence and what was read in it; `matrix` holds the tokens' vectors, a row each."""

    text: str
    tokens: tuple[Token, ...]
    quantities: tuple[Quantity, ...]
    matrix: Vector
    keys: frozenset[str]
    initials: frozenset[str]  # of runs of capitalised words: "World Health Organization" gives WHO, WH and HO
    letters: str  # with which the words begin

    @property
    def names(self) -> tuple[Token, ...]:
        """Return the words that are names or parts of names."""
        return tuple(token for token in self.tokens if token.is_name)


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """Read a sentence."""
    values = quantities(text)
    taken = bytearray(len(text))
    for value in values:
        if not value.weak:
            taken[value.start : value.end] = b"\1" * (value.end - value.start)
    spans = denied(text)
    shouted = capitals.is_shouted(text)
    tokens = []
    for match in _TOKEN.finditer(text):
        if any(taken[match.start() : match.end()]) and not is_han(match[0]):
            continue
        for start, end in _parts(match, taken):
            if token := _token(text, start, end, spans, shouted):
                tokens.append(token)
    tokens = _joined_names(text, tokens)
    matrix = np.array([t.vector for t in tokens], np.float32) if tokens else np.zeros((0, 384), np.float32)
    keys = frozenset(token.key for token in tokens)
    return Reading(text, tuple(tokens), values, matrix, keys, capitals.initials(text), capitals.letters(text))


@lru_cache(maxsize=4096)
def is_chinese(text: str) -> bool:
    """Tell whether a text is written mostly in Chinese characters."""
    return sum("\u3400" <= c <= "\u9fff" for c in text) * 3 > len(text)


def opens_with_pronoun(text: str) -> bool:
    """Tell whether a sentence begins with a pronoun, or with "the company" and the like."""
    return bool(_PRONOUN.match(text))


def _parts(match: re.Match[str], taken: bytearray) -> list[tuple[int, int]]:
    """Return the words of a match: Chinese is segmented, and what a value covers is left out."""
    if not is_han(match[0]):
        return [match.span()]
    parts, start = [], match.start()
    for at in range(match.start(), match.end() + 1):
        if at == match.end() or taken[at]:
            for piece in whole_names(_cut(match.string[start:at])):
                end = start + len(piece)
                left = piece.lstrip(PARTICLES) if len(piece) > 1 else piece
                right = left.rstrip(PARTICLES) if len(left) > 1 else left
                if right:
                    parts.append((end - len(left), end - len(left) + len(right)))
                start = end
            start = at + 1
    return parts


def _cut(run: str) -> list[str]:
    """Return the words of a run of Chinese: by the dictionary or by the vocabulary, whichever makes fewer of it."""
    return min(word_table().segment(run), cut(run), key=len)


def _token(text: str, start: int, end: int, spans: list[tuple[int, int]], shouted: bool) -> Token | None:
    """Return the token of a span, None for a word that says nothing."""
    word = _TAIL.sub("", text[start:end])
    is_denied = any(a <= start < b for a, b in spans)
    table = word_table()
    if is_han(word):
        if word in EMPTY or is_stop_word(word):
            return None
        known = table.word(word)
        weight, whole = _weight(word, known.log_probability), len(table.segment(word)) == 1 or is_listed(word)
        return Token(word, word, start, end, weight, known.vector, is_name(word), is_denied, True, is_known=whole)
    terms = words(word)
    if word[-3:].lower() in ("n't", "n’t"):
        return None
    if not terms or (
        all(is_stop_word(key) or key in _EMPTY_ENGLISH for key in terms) and not (word.isupper() and len(word) > 1)
    ):
        return None
    name = capitals.is_name(text, word, start, end, shouted=shouted)
    known = table.word(word.strip(".") if name else word.lower())
    key = "".join(stems(word))
    weight = _weight(key, known.log_probability)
    phrases = _phrases(text, word, start, end)
    return Token(word, key, start, end, weight, known.vector, name, is_denied, False, phrases)


def _phrases(text: str, word: str, start: int, end: int) -> tuple[tuple[str, str], ...]:
    """Return a word alone, with the one behind it and as the one behind another: "give", "give up"."""
    following, before = _NEXT.match(text, end), _LAST.search(text[:start])
    pairs = [(word, ""), (word, following[1]) if following else None, (before[1], word) if before else None]
    return tuple(pair for pair in pairs if pair)


@lru_cache(maxsize=20_000)
def _meanings(phrases: tuple[tuple[str, str], ...]) -> frozenset[int]:
    return frozenset().union(*(meanings(word, following) for word, following in phrases))


@lru_cache(maxsize=20_000)
def _senses(phrases: tuple[tuple[str, str], ...]) -> frozenset[str]:
    return frozenset().union(*(thesaurus().of(word, following) for word, following in phrases))


def _weight(key: str, log_probability: float) -> float:
    """Return the weight of a word: about 0.5 for the commonest content words (e^-7), 1 from e^-14 on."""
    weight = min(1.0, max(0.3, -log_probability / 14))
    if is_light(key):
        return _LIGHT * weight
    return _SINGLE * weight if is_han(key) and len(key) == 1 else weight


def _joined_names(text: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens with Chinese personal names, which are cut into characters, put together."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if last and last.end == token.start and token.is_han and goes_on(last.text, token.text, last.is_known):
            name = text[last.start : token.end]
            vector = word_table().word(name).vector
            joined[-1] = Token(name, name, last.start, token.end, 1.0, vector, True, last.denied, True, is_known=False)
        else:
            joined.append(token)
    return joined
