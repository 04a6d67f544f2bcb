"""English for Chinese words: what lets a Chinese question find words in English articles, and the other way round.

The dictionary is CC-CEDICT (cc-cedict.org, CC BY-SA 4.0) as the package lindera-python-cc-cedict (MIT) carries it,
which cuts a text into its words as well. It is read at the first use (0.2 s, 50 MB). Where the package can't be
installed there are no glosses, and questions are answered by meaning alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rag.language import is_stop_word, words
from rag.once import once

_ENTRY = 7  # from this field of the dictionary on: the meanings, cut at their commas
_HAN = re.compile("[\u3400-\u9fff]")
# Names are spelt in characters whose meaning says nothing (莱恩 is Ryan): so many in a row are one. And a character of
# many meanings is seldom the word that is asked for.
_RUN, _MEANINGS = 3, 4
_LONGEST = 4  # a translation of more words explains and does not translate
# Words that ask, bind or count and say nothing of the subject.
_GRAMMAR = frozenset(
    (
        "什么 什么事 什么的 什么样 什么时候 多少 多久 多大 哪些 哪个 哪里 哪一 哪种 何时 何处 何种 如何 为何 怎样 怎么 "
        "为什么 几次 是否 之间 之中 之前 之后 之外 以前 以后 以来 以外 以上 以下 以及 期间 其中 其他 由于 因为 所以 "
        "但是 可以 能够 应该 一个 一些 一种 这个 这些 那个 那些 他们 她们 它们 我们 人们 自己 没有 不是 还是 还有 除了 "
        "关于 对于 根据 通过 进行 成为 作为 称为 叫做 认为 以为 属于 具有 拥有 包括 使用 用来 名字 名称 大约 主要 不同 "
        "最后 只有 至少 超过"
    ).split()
)
_PARTICLES = frozenset(
    "的了是在和与及或也都就而被把对于从向到为以之其这那此该哪谁吗呢吧啊几个有将由所则年月日号时后中上下里内外第位名种次项件"
    "条届些每各他她它我你们并还又再很更最不没能会可要让使给叫着过得地用当做作家座间因虽但且即若如自某本者性化支"
)
# What stands in an entry and is no translation: readings, remarks, classifiers, references to other entries.
_NOT_MEANT = re.compile(
    r"\[[^\]]*\]|\([^)]*\)"
    r"|\b(?:CL:|(?:(?:old|unofficial|archaic|erhua) )?variant of|see (?:also )?\S*[\u3400-\u9fff]|also (?:written|pr)"
    r"|classifier|surname |Taiwan pr)[^/]*"
    r"|[\u3400-\u9fff|]+|\babbr\. (?:for|to)\b"
)
# Words of the dictionary's own language and verbs that only carry another word, as stems.
_FILLERS = frozenset(
    "sb sth etc one oneself make get becom use sort kind esp usual literari lit fig old person take".split()
)


@dataclass(frozen=True, slots=True)
class Gloss:
    """A word of a text with its translations, each a set of English terms (`language.words`), the first the best."""

    word: str
    translations: tuple[frozenset[str], ...]

    @property
    def terms(self) -> frozenset[str]:
        """Return the terms of all translations."""
        return frozenset().union(*self.translations)


def glosses(text: str) -> tuple[Gloss, ...]:
    """Return the words of a Chinese text that say something, with their translations.

    Numbers and words in other letters stay as they are; words without a translation are left out.
    """
    surfaces = [token.surface for token in _tokens(text)]
    others = words(_HAN.sub(" ", text)) if surfaces else []
    found = {word: Gloss(word, (frozenset({word}),)) for word in others if not is_stop_word(word)}
    for surface, run in zip(surfaces, _runs(surfaces), strict=True):
        if run < _RUN and _HAN.search(surface) and (translations := _translations(surface)):
            found[surface] = Gloss(surface, translations)
    return tuple(found.values())


@lru_cache(maxsize=5_000)
def english(text: str) -> frozenset[str]:
    """Return the English terms that the words of a Chinese text may stand for."""
    return frozenset().union(*(gloss.terms for gloss in glosses(text)))


def cut(text: str) -> list[str]:
    """Return the words of a Chinese text, as the dictionary has them."""
    return [token.surface for token in _tokens(text)] or list(text)


def is_grammar(word: str) -> bool:
    """Tell whether a Chinese word asks, binds or counts and says nothing of the subject."""
    return word in _GRAMMAR or word in _PARTICLES


def meanings(listed: Sequence[str]) -> dict[str, list[str]]:
    """Return what Chinese words mean, in English, those of them that the dictionary has."""
    wanted = set(listed)
    entries = {token.surface: token.details for token in _tokens("\n".join(wanted)) if token.surface in wanted}
    told = {word: ",".join(details[_ENTRY:]) for word, details in entries.items()}
    return {word: re.split(r"[/;,]", _NOT_MEANT.sub(" ", entry)) for word, entry in told.items()}


def _runs(surfaces: list[str]) -> list[int]:
    """Return, for each word, how many words of one character stand in a row there (0 for a longer one)."""
    runs = [0] * len(surfaces)
    start = 0
    for end in range(len(surfaces) + 1):
        if end == len(surfaces) or not spells(surfaces[end]):
            runs[start:end] = [end - start] * (end - start)
            start = end + 1
    return runs


def spells(surface: str) -> bool:
    """Tell whether a word may be part of a name that is spelt character by character."""
    return surface == "·" or (len(surface) == 1 and surface not in _PARTICLES and _HAN.match(surface) is not None)


@lru_cache(maxsize=20_000)
def _translations(word: str) -> tuple[frozenset[str], ...]:
    """Return the translations in the dictionary's entry ("to release/to issue, to announce/"), fillers left out."""
    if is_grammar(word):
        return ()
    entry = ",".join(part for token in _tokens(word)[:1] for part in token.details[_ENTRY:])
    meanings = "/".join(part.split(",")[0] for part in _NOT_MEANT.sub(" ", entry).split("/"))
    sets = [
        frozenset(term for term in words(meaning) if not is_stop_word(term))
        for meaning in re.split(r"/|;| or ", meanings)
    ]
    found = tuple(dict.fromkeys(terms - _FILLERS or terms for terms in sets if terms))
    found = tuple(terms for terms in found if len(terms) <= _LONGEST)
    return found if len(word) > 1 or len(found) <= _MEANINGS else ()


def _tokens(text: str) -> list[Any]:
    """Cut a text into the dictionary's words; none where the package is missing."""
    tokenizer = _tokenizer()
    return list(tokenizer.tokenize(text)) if tokenizer else []


@once
def _tokenizer() -> Any:
    try:
        from lindera import TokenizerBuilder
    except ImportError:
        return None
    builder = TokenizerBuilder()
    builder.set_mode("normal")
    builder.set_dictionary("embedded://cc-cedict")
    return builder.build()
