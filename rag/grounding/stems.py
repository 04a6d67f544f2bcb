"""The stem of an English word, whatever its form: won and winning are win, children is child."""

from __future__ import annotations

from functools import lru_cache

from rag.language import words

# Base, then its other forms, where the stemmer can't know them.
_FORMS = (
    "arise arose arisen;bear bore borne born;beat beaten;become became;begin began begun;bend bent;bind bound;bite bit;"
    "bleed bled;blow blew blown;break broke broken;breed bred;bring brought;build built;burn burnt;buy bought;"
    "catch caught;choose chose chosen;come came;creep crept;deal dealt;dig dug;draw drew drawn;drink drank drunk;"
    "drive drove driven;eat ate eaten;fall fell fallen;feed fed;feel felt;fight fought;find found;flee fled;fly flew flown;"
    "forbid forbade forbidden;forget forgot forgotten;freeze froze frozen;get got gotten;give gave given;go went gone;"
    "grow grew grown;hang hung;hear heard;hide hid hidden;hold held;keep kept;know knew known;lay laid;lead led;"
    "learn learnt;leave left;lend lent;lie lain;light lit;lose lost;make made;mean meant;meet met;overcome overcame;"
    "overtake overtook overtaken;pay paid;prove proven;ride rode ridden;ring rang rung;rise rose risen;run ran;"
    "say said;see saw seen;seek sought;sell sold;send sent;shake shook shaken;shoot shot;show shown;shrink shrank shrunk;"
    "sing sang sung;sink sank sunk;sit sat;sleep slept;speak spoke spoken;spend spent;spring sprang sprung;stand stood;"
    "steal stole stolen;stick stuck;strike struck stricken;swear swore sworn;sweep swept;swim swam swum;take took taken;"
    "teach taught;tear tore torn;tell told;think thought;throw threw thrown;undergo underwent;understand understood;"
    "undertake undertook;wake woke;wear wore worn;win won;withdraw withdrew withdrawn;write wrote written;"
    "child children;man men;woman women;person people;foot feet;life lives;half halves;"
    "death dead;loss losses;high highest higher;sale sales"
)
# Endings of regular forms, and what stands in their place in the base.
_ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", "", "e"), ("ing", "", "e"), ("er", "", "e"))


@lru_cache(maxsize=1)
def _bases() -> dict[str, str]:
    return {form: base for base, *forms in map(str.split, _FORMS.split(";")) for form in forms}


def is_irregular(word: str) -> bool:
    """Tell whether a word, or what it is a form of, has forms that the stemmer can't know: speak, spoke."""
    return any(base in _bases().values() for base in bases(word))


@lru_cache(maxsize=20_000)
def bases(word: str) -> tuple[str, ...]:
    """Return what an English word may be a form of, as a dictionary lists it: itself, and "stop" of "stopped"."""
    lower = word.lower()
    found = [lower, _bases().get(lower, lower)]
    for ending, *others in _ENDINGS:
        if lower.endswith(ending) and len(lower) > len(ending) + 2:
            bare = lower[: -len(ending)]
            found += [bare + other for other in others]
            if bare[-1] == bare[-2] and "" in others:
                found.append(bare[:-1])
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text's words, as the index cuts them."""
    lower = text.lower()
    return tuple(words(_bases().get(lower, lower)))
