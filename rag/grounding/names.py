"""Do two names name the same? By letters, initials, translation (微软, Microsoft) or sound (临江, Linjiang)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from rag.grounding.capitals import GENERIC
from rag.grounding.thesaurus import proper_names
from rag.grounding.tokens import Reading, Token
from rag.pinyin import syllables

# Cosine of word vectors from which a name and its translation are the same (Germany, 德国: 0.45; Berlin, 慕尼黑: 0.19).
_TRANSLATION = 0.41
# The same inside one script, for words that begin alike (China, Chinese: 0.63; Austria, Australia do not reach it).
_DERIVED = 0.33
_DEMONYMS = frozenset("n an ian ean ese ish i er ers s ns ans ians ic".split())
_OPEN = ("", "a", "e", "o", "y")
# Likeness of two sounds: share of consonants in common, in order.
_SOUND = 0.8
# Names of one thing that share neither letters nor initials.
_ALIASES = {
    key: frozenset(group.split())
    for group in (
        "us usa america american 美国 美",
        "uk britain british 英国 英",
        "dutch netherland holland 荷兰",
        "french franc 法国 法",
        "german germani 德国 德",
        "spanish spain 西班牙",
        "greek greec 希腊",
        "chines china 中国 中",
        "japanes japan 日本 日",
        "european europ eu 欧洲 欧盟",
        "swiss switzerland 瑞士",
        "danish denmark dane 丹麦",
        "swedish sweden swede 瑞典",
        "norwegian norway 挪威",
        "polish poland pole 波兰",
        "turkish turkey turk 土耳其",
        "scottish scotland 苏格兰",
        "irish ireland 爱尔兰",
        "welsh wale 威尔士",
        "finnish finland finn 芬兰",
        "czech czechia 捷克",
        "belgian belgium 比利时",
        "brazilian brazil 巴西",
        "philippin filipino 菲律宾",
        "thai thailand 泰国",
        "norman normandi 诺曼底",
    )
    for key in group.split()
}
# Countries whose English name is several words.
_PHRASES = {
    "美国": r"United States|America|\bU\.?S\b",
    "英国": r"United Kingdom|Brit(?:ain|ish|on)|England|English|\bU\.?K\b",
    "阿联酋": r"United Arab Emirates|\bUAE\b",
    "韩国": r"South Korea",
    "朝鲜": r"North Korea",
    "南非": r"South Africa",
    "欧盟": r"European Union|\bEU\b",
    "联合国": r"United Nations|\bUN\b",
}
HAN_RUN = re.compile("[\u3400-\u9fff]+")
# The same with the vowels, for names of three consonants and more, and for others.
_LOOSE, _CLOSE = 0.5, 0.72
# Letters of an acronym that are hardly the first ones of any words in a row.
_ACRONYM = 3
# What is enough where the sentence has a name that the claim lacks.
_RESEMBLING = 0.66
# Characters that say what a name is the name of, and that it may be without.
_KINDS, _SHORTEST = frozenset("队市省县州区镇村岛湖江河山港路街社报军国人"), 2
_LONGEST_SOUND = 6  # characters of a transliterated name


def held(name: Token, reading: Reading) -> bool:
    """Tell whether a sentence holds a name, in whatever script it writes it."""
    if name.is_han and name.text in _PHRASES and re.search(_PHRASES[name.text], reading.text):
        return True
    if name.key in reading.keys or (name.is_han and _abbreviates(name.text, reading.text)):
        return True
    if len(name.text) > _SHORTEST and name.text[-1] in _KINDS and name.text[:-1] in reading.text:
        return True
    return partner_of(name, reading) is not None or _by_initials(name.text, reading) or heard(name, reading) is not None


def is_absent(name: Token, reading: Reading) -> bool:
    """Tell whether the dictionary has the English for a Chinese name, and the sentence does not."""
    if not (forms := proper_names(name.text)) or is_joint(name):
        return False
    others = _ALIASES.get(name.key, frozenset())
    if not others.isdisjoint(reading.keys) or (name.text in _PHRASES and re.search(_PHRASES[name.text], reading.text)):
        return False
    return not any(_spells(form, reading.text) for form in forms)


def spelt_at(name: Token, text: str) -> int | None:
    """Return where an English text spells out a country that a name stands for: 美国 or the US, the United States."""
    forms = (form for han, form in _PHRASES.items() if name.text == han or re.fullmatch(form, name.text))
    match = next((match for form in forms if (match := re.search(form, text))), None)
    return match.start() if match else None


def is_joint(name: Token) -> bool:
    """Tell whether a Chinese word is the names of countries in one: 中美, China and the US."""
    return all(character in _ALIASES for character in name.text)


@lru_cache(maxsize=50_000)
def _spells(form: str, text: str) -> bool:
    """Tell whether an English text has the words of a name, or its initials; "Japanese" has Japan."""
    capitals = re.findall(r"[A-Z][\w'-]*", form)
    if len(capitals) > 1 and re.search(rf"\b{''.join(word[0] for word in capitals)}\b", text):
        return True
    telling = [word for word in capitals if word.lower() not in GENERIC] or capitals
    return all(re.search(rf"\b{word[: max(4, len(word) - 2)]}", text, re.IGNORECASE) for word in telling)


@lru_cache(maxsize=50_000)
def _abbreviates(name: str, text: str) -> bool:
    """Tell whether the characters of a Chinese name stand in a text in order and close together (北大, 北京大学)."""
    return re.search(".{0,2}?".join(map(re.escape, name)), text) is not None


def partner_of(name: Token, reading: Reading) -> Token | None:
    """Return the word of a sentence that names the same."""
    if name.key in reading.keys:
        return next(token for token in reading.tokens if token.key == name.key)
    group = _ALIASES.get(name.key, frozenset())
    if token := next((token for token in reading.tokens if token.key in group), None):
        return token
    cosines = reading.matrix @ name.vector
    for index in np.flatnonzero(cosines >= _DERIVED):
        if _same(name, reading.tokens[index], float(cosines[index])):
            return reading.tokens[index]
    return None


def _same(name: Token, token: Token, cosine: float) -> bool:
    """Tell whether two words, whose vectors have this cosine, name the same."""
    if name.is_han != token.is_han:
        return cosine >= _TRANSLATION
    if name.is_han:
        return False
    shorter, longer = sorted((name.text.lower(), token.text.lower()), key=len)
    common = next((i for i, pair in enumerate(zip(shorter, longer, strict=False)) if len(set(pair)) > 1), len(shorter))
    return common >= max(3, len(shorter) - 1) and longer[common:] in _DEMONYMS and shorter[common:] in _OPEN


def resembles(name: Token, other: Token) -> bool:
    """Tell whether a name may be the transliteration of another one: it begins alike and most consonants are shared."""
    han, latin = (name, other) if name.is_han else (other, name)
    if not han.is_han or latin.is_han or latin.key in _ALIASES or latin.text.isupper():
        return False  # the names of countries have translations, and acronyms no sound
    sound, letters = _consonants("".join(syllables(han.text))), _consonants(re.sub("[^a-z]", "", latin.text.lower()))
    return sound[:1] == letters[:1] and _likeness(sound, letters) >= _RESEMBLING


def heard(name: Token, reading: Reading) -> Token | None:
    """Return the word of a sentence in the other script that has the sound of a name, the first of it where several do."""
    if name.is_han:
        latin = (token for token in reading.tokens if token.is_name and not token.is_han)
        return next((t for t in latin if any(sounded(form, name.text, name.is_known) for form in spoken(t))), None)
    for form in spoken(name):
        for start, run, known in stretches(reading.tokens):
            if span := sounded(form, run, known):
                return next((token for token in reading.tokens if token.end > start + span[0]), None)
    return None


def stretches(tokens: Sequence[Token]) -> list[tuple[int, str, bool]]:
    """Return the stretches of Chinese that may be one name: start, text, whether it is a word of the vocabulary."""
    found: list[tuple[int, str, bool]] = []
    for token in tokens:
        if not token.is_han:
            continue
        last = found[-1] if found else None
        if last and len(token.text) == 1 and not last[2] and last[0] + len(last[1]) == token.start:
            found[-1] = (last[0], last[1] + token.text, False)
        else:
            found.append((token.start, token.text, token.is_known and len(token.text) > 1))
    return found


def spoken(name: Token) -> tuple[str, ...]:
    """Return the forms of a Latin name that may have been transliterated: as it stands, without an s; no acronym."""
    return () if name.text.isupper() else tuple({name.text.lower(), name.text.lower().removesuffix("s")})


@lru_cache(maxsize=50_000)
def sounded(latin: str, han: str, closely: bool = False) -> tuple[int, int] | None:
    """Return where a run of Chinese characters sounds like a Latin name, None where nowhere.

    `closely` is for a run that is a word of its own, and so hardly another name's transcription.
    """
    letters = re.sub("[^a-z]", "", latin.lower())
    if len(letters) < 3:
        return None
    spoken_as = syllables(han)
    wanted = _consonants(letters)
    best, found = _SOUND, None
    for start in range(len(han)):
        for end in range(start + 1, min(len(han), start + _LONGEST_SOUND) + 1):
            sound = "".join(spoken_as[start:end])
            if sound == letters:
                return start, end
            if end - start < 2 or len(wanted) < 2 or wanted[0] != _consonants(sound)[:1]:
                continue
            likeness = _likeness(wanted, _consonants(sound))
            enough = _CLOSE if closely or len(wanted) < 3 else _LOOSE
            if likeness >= best and _likeness(_folded(letters), _folded(sound)) > enough:
                best, found = likeness, (start, end)
    return found


@lru_cache(maxsize=50_000)
def _folded(letters: str) -> str:
    """Return a word as transliteration keeps it: no voicing, r and l alike."""
    letters = re.sub("c(?=[eiy])", "s", letters)
    for many, one in (("zh", "j"), ("ch", "k"), ("sh", "s"), ("ph", "f"), ("ng", "n"), ("ck", "k"), ("x", "s")):
        letters = letters.replace(many, one)
    return re.sub(r"(.)\1+", r"\1", letters.translate(str.maketrans("bdgvzcqrjm", "ptkfskklsn")))


def _consonants(letters: str) -> str:
    """Return the consonants of a folded word, and a vowel that opens it."""
    folded = _folded(letters)
    return re.sub("[aeiouywh]", "a", folded[:1]) + re.sub("[aeiouywh]", "", folded[1:])


def _likeness(one: str, other: str) -> float:
    """Return the share of letters that two words have in common, in order (longest common subsequence)."""
    row = [0] * (len(other) + 1)
    for a in one:
        last = 0
        for j, b in enumerate(other, 1):
            last, row[j] = row[j], last + 1 if a == b else max(row[j], row[j - 1])
    return 2 * row[-1] / (len(one) + len(other) or 1)


def _by_initials(name: str, reading: Reading) -> bool:
    """Tell whether a name is the initials of capitalised words in the text, like BAAI, or of words in a row, like LLMs."""
    letters = re.sub(r"[^A-Za-z]|(?<=[A-Z]{2})s$", "", name)
    if not (2 <= len(letters) <= 7 and letters.isupper()):
        return False
    return letters in reading.initials or (len(letters) >= _ACRONYM and letters.lower() in reading.letters)
