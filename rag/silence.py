"""What a refused question asks about that the archive never mentions."""

from __future__ import annotations

import re

from rag.chinese import is_verb, units
from rag.grounding.stems import bases, is_irregular
from rag.language import is_asking_word, is_stop_word, words
from rag.ranking import Ranking

MOST = 3
_LISTENED = 10
# A word of a script with spaces: of letters, figures and what may stand between them, but no Chinese characters.
_IN_WORD = r"(?:[^\W\u2e80-\u9fff]|['’-])"
_SPACED = re.compile(rf"[^\W\d_\u2e80-\u9fff]{_IN_WORD}*(?:\.{_IN_WORD}+)*")
_HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")


def uncovered(ranking: Ranking) -> tuple[str, ...]:
    """Return the words of the question, as they stand in it, that no article holds; at most three, in order.

    Names, if there are any, tell more than the other words, and things more than what is done ("won"). Other words
    count only where the archive has articles in the question's language, since of another language it holds no word at
    all; Chinese articles tell a name by its sound.
    """
    missing = [word for word in _SPACED.findall(ranking.question) if _missing(word, ranking.unseen)]
    spaced = [word for word in missing if not (word[0].isupper() and _is_heard(word, ranking))]
    found = [word for word in spaced if word[0].isupper()]
    if not found and ranking.language in ranking.corpus.backgrounds:
        han = _runs(ranking.question, ranking.unseen) if "zh" in ranking.corpus.backgrounds else []
        spaced = [word for word in spaced if not is_irregular(word)]  # another form of it may be there
        things = [word for word in spaced if not _is_inflected(word)] + [run for run in han if not is_verb(run)]
        found = things or spaced + han
    return tuple(dict.fromkeys(found))[:MOST]


def _is_inflected(word: str) -> bool:
    """Tell whether a word looks like a form of a verb: "won", "visited"."""
    return len(bases(word)) > 1 and not word.endswith(("s", "er"))


def _missing(word: str, unseen: frozenset[str]) -> bool:
    terms = [term for term in words(word) if not is_asking_word(term)]
    return bool(terms) and unseen.issuperset(terms)


def _is_heard(name: str, ranking: Ranking) -> bool:
    """Tell whether one of the best sentences that are Chinese may spell a name."""
    chinese = [hit.sentence.text for hit in ranking.hits[:_LISTENED] if hit.language == "zh"]
    if not chinese:
        return False
    from rag.grounding.names import sounded  # with the dictionary of sounds: a sixth of a second

    return any(sounded(name, run) for text in chinese for run in _HAN_RUN.findall(text))


def _runs(question: str, unseen: frozenset[str]) -> list[str]:
    """Return the Chinese words, those that stand side by side as one, of which no archive sentence holds any pair."""
    runs: list[str] = []
    for text in _HAN_RUN.findall(question):
        joined, end = False, 0
        for word in units(text):
            start = text.index(word, end)
            joined = joined and start == end and text[start - 1 : start + 1] in unseen and not is_verb(word)
            end = start + len(word)
            if any(map(is_stop_word, word)) or any(text[at : at + 2] not in unseen for at in range(start, end - 1)):
                joined = False
            elif joined:
                runs[-1] += word
            elif len(word) > 1:
                runs.append(word)
                joined = not is_verb(word)
    return runs
