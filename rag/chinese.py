"""The words of a Chinese question: which of them name, and which say what is done."""

from __future__ import annotations

from functools import lru_cache

from rag.grounding.chinese import SURNAMES, is_han
from rag.language import is_asking_word, words
from rag.lexicon import cut, is_grammar, meanings, spells

_GIVEN = 2  # characters of a given name


def units(text: str) -> list[str]:
    """Return the words that say something; a name, which is spelt in single characters, is one of them."""
    found, spelt = [], ""
    for word in [*cut(text), ""]:
        if spells(word) and not is_asking_word(word):
            spelt += word
        elif spelt in SURNAMES and len(word) == _GIVEN and not is_grammar(word):
            found.append(spelt + word)  # the given name happens to be a word
            spelt = ""
        else:
            found += [spelt, word]
            spelt = ""
    return [word for word in found if not is_grammar(word) and not all(map(is_asking_word, words(word)))]


def is_verb(word: str) -> bool:
    """Tell whether a word says first of all what is done."""
    return _meaning(word).startswith("to ")


def is_name(word: str) -> bool:
    """Tell whether a word names: it is in other letters, or the dictionary has it as a name or not at all."""
    if not is_han(word):
        return True
    meaning = _meaning(word)
    return len(word) > 1 and (not meaning or meaning[0].isupper())


@lru_cache(maxsize=5_000)
def _meaning(word: str) -> str:
    """Return the first meaning of a word in the dictionary, "" where it is none of its words."""
    return next((meaning.strip() for meaning in meanings([word]).get(word, ()) if meaning.strip()), "")
