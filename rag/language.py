"""The language of a text and its words: the terms of the lexical index, the same for an article and a question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock
from typing import Any

# Scripts that name a language by themselves (the first character range that holds half of the letters decides).
_SCRIPTS = {
    "ja": "\u3040-\u30ff\u31f0-\u31ff",
    "zh": "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff",
    "ko": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "ru": "\u0400-\u052f",
    "ar": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff",
    "he": "\u0590-\u05ff",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "hi": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "ta": "\u0b80-\u0bff",
    "th": "\u0e00-\u0e7f",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f",
}
# Letters that only one language of a script writes.
_LETTERS = {"uk": "іїєґ", "fa": "پچژگ"}
# Each language's commonest short words: enough to tell Latin-script languages apart in a sentence.
_COMMON = {
    "en": "the of and to in is was that for on with as are by what who how when where which did does many has his",
    "fr": "le la les des et est une dans qui que du pour sur au aux avec ce quel quelle combien où il elle sont pas",
    "es": "el la los las de que y en un una por con para del se es qué quién cuándo cómo dónde cuántos fue su al",
    "de": "der die das und ist von den dem ein eine mit für auf wer wie wann wo nicht im zu des sich wurde hat viele",
    "it": "il lo la gli di che e un una per con del della è sono chi quando dove quanti nel come al dei non più",
    "pt": "o a os as de que e em um uma por com para do da não é quem quando onde quantos no na dos foi ao mais",
    "nl": "de het een en van in is dat op te zijn met voor wie wat wanneer waar hoeveel niet aan er werd door naar",
    "sv": "och att det som en på är av för med den till inte vem vad när hur var ett har om de från",
    "id": "yang dan di dari untuk dengan pada ini itu adalah siapa apa kapan mana berapa tidak ke dalam oleh akan",
    "tr": "ve bir bu için ile de da ne kim nasıl nerede kaç olan olarak daha çok değil mi gibi sonra",
    "vi": "và của là có được cho trong không người các những một với này đã ai khi nào bao nhiêu",
    "pl": "i w na z do się jest nie że to kto co kiedy gdzie ile jak od po za przez był oraz",
}
# Words that ask or bind and say nothing of the subject, in the two first languages.
_STOP_WORDS = frozenset(
    "a an the of to in on at by for from with as and or but nor not no be is are was were been being am do does did "
    "done have has had having will would shall should can could may might must it its he him his she her they them "
    "their we our you your i my me this that these those there here what which who whom whose when where why how if "
    "than then so such into onto about over under between during after before also any some all both each other "
    "s t".split()
)
# Words that ask for an answer, tell of telling, or count, and are no subject either; the index keeps them.
_ASKING_WORDS = frozenset(
    "tell say said explain describe define summarize list show give mention compare write wrote written publish "
    "report happen like mean know think many much more most few today now currently recently recent latest newest news "
    "article please else".split()
)
_ASKING_CHARACTERS = frozenset("说讲谈提问写")
_STOP_CHARACTERS = frozenset("的了是在和与及或也都就而被把对于从向到为以之其这那此该哪谁什么怎样吗呢吧啊多少几何个有请")

_HAN = "\u3400-\u9fff\uf900-\ufaff\u3005-\u3007\U00020000-\U0003ffff"
# Scripts written without spaces, cut into characters and pairs of characters.
_UNSPACED = rf"{_HAN}\u3041-\u30ff\u31f0-\u31ff\uac00-\ud7af\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
_TOKEN = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)*)(?P<ordinal>(?:st|nd|rd|th)\b)?"
    rf"|(?P<unspaced>[{_UNSPACED}]+)"
    rf"|(?P<acronym>(?:[a-z]\.){{2,}})"
    rf"|(?P<word>(?:(?![{_UNSPACED}])[^\W\d_])(?:(?![{_UNSPACED}])(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff]))*)"
    rf"(?:['’]s\b)?"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:,\d{2})*,\d{3}")


def detect(text: str) -> str:
    """Return the ISO 639-1 code of the text's main language; English where nothing speaks for another."""
    sample = text[:5000].lower()
    latin = re.findall(r"[a-z\u00df-\u024f\u1e00-\u1eff]+", sample)
    counts = {code: len(re.findall(f"[{scope}]", sample)) for code, scope in _SCRIPTS.items()}
    counts["zh"] = -(-counts["zh"] * 2 // 3)  # a Chinese word is about a character and a half
    if counts["ja"]:  # kana stand among Han characters
        counts["ja"] += counts["zh"]
    counts = {code: count if code in ("zh", "ja") else -(-count // 5) for code, count in counts.items()}  # as words
    best = max(counts, key=lambda code: counts[code])
    language, evidence = _latin(latin)
    if counts[best] <= len(latin) + evidence * (counts[best] > 0) and latin:
        return language
    if not counts[best]:
        return "en"
    own = {"ru": "uk", "ar": "fa"}.get(best)
    return own if own and any(letter in sample for letter in _LETTERS[own]) else best


def _latin(words: list[str]) -> tuple[str, int]:
    """Return the likeliest Latin-script language and how many of its common words were seen."""
    counts = {code: sum(word in common for word in words) for code, common in _common().items()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] < 2 or counts[best] <= counts["en"]:
        best = "en"
    return best, counts[best]


@lru_cache(maxsize=1)
def _common() -> dict[str, frozenset[str]]:
    """Return the sets of common words."""
    return {code: frozenset(words.split()) for code, words in _COMMON.items()}


def words(text: str) -> list[str]:
    """Return the terms of the lexical index, in order.

    Case, width and accents are folded; English words are stemmed; scripts without spaces give each character and each
    pair of neighbours; "4,300" gives "4300". The same terms must be cut from articles and from questions.
    """
    folded = unicodedata.normalize("NFKC", _fractions(text)).lower().replace("’", "'")
    return [term for token in _TOKEN.finditer(folded) for term in _terms(token)]


def content_words(text: str) -> list[str]:
    """Return the words without those that only ask or bind ("how", "of", 什么); all of them if nothing else is left."""
    found = words(text)
    return [word for word in found if not is_stop_word(word)] or found


def is_stop_word(word: str) -> bool:
    """Tell whether a term of `words` says nothing of the subject."""
    return word in _stop_terms() or all(character in _STOP_CHARACTERS for character in word)


def is_asking_word(word: str) -> bool:
    """Tell whether a term of `words` is a stop word or only asks or tells ("mentioned", "many", 说)."""
    return is_stop_word(word) or word in _asking_terms() or word in _ASKING_CHARACTERS


def _fractions(text: str) -> str:
    """Keep "6½" from becoming "61/2"."""
    return re.sub("(?=[½⅓⅔¼¾⅛⅜⅝⅞])", " ", text)


def _terms(token: re.Match[str]) -> Iterator[str]:
    """Yield the terms of one token."""
    if number := token["number"]:
        yield number.replace(",", "") if _THOUSANDS.fullmatch(number) else number
    elif run := token["unspaced"]:
        yield from run
        yield from (run[i : i + 2] for i in range(len(run) - 1))
    elif acronym := token["acronym"]:
        yield acronym.replace(".", "")
    elif word := token["word"]:
        yield _stem(word)


# The stemmer works on a word that it keeps in itself: of two threads, one would get the other's.
_STEMMING = Lock()


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    """Return the English stemmer (imported when the first word is stemmed)."""
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=100_000)
def _stem(word: str) -> str:
    """Return the stem of a lower-case word, its accents folded."""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFD", word)
        if "a" <= decomposed[0] <= "z":
            word = "".join(c for c in decomposed if not unicodedata.combining(c))
    if not word.isascii():
        return word
    with _STEMMING:
        return str(_stemmer().stemWord(word))


@lru_cache(maxsize=1)
def _stop_terms() -> frozenset[str]:
    """Return the stop words as `words` would give them."""
    return frozenset(_stem(word) for word in _STOP_WORDS)


@lru_cache(maxsize=1)
def _asking_terms() -> frozenset[str]:
    """Return the words that ask as `words` would give them."""
    return frozenset(_stem(word) for word in _ASKING_WORDS)
