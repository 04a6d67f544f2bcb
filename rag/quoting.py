"""The answer without a language model: at most three exact sentences, or the decision to refuse. Pure; no I/O.

Ranking finds the place; quoting chooses the sentence there. It adds to ranking's score what tells the sentences of one
place apart: the question's words that few of the best ten sentences hold, what the sentence adds to the words of the
one before (for which a pronoun stands), the question's numbers, and whether the sentence offers the kind of thing that
is asked for (`kinds`), near the words that are asked about. Fitted and tested on different topics of XQuAD, like
ranking's weights. Where the question tells the kind, the sentences chosen are read for a value of it that belongs to
what is asked about (`evidence`); where none convinces, nothing is quoted.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from rag.article import Hit, Sentence
from rag.asked import PRIOR, Asked
from rag.asking.kinds import kind_of, nearness, offers
from rag.evidence.convincing import convincing
from rag.language import is_stop_word, words
from rag.ranking import ACROSS, Ranked, Ranking

LIMIT = 3
# Refuse below this probability that the archive holds the answer. With what the evidence refuses, 1.7 % of the English
# and 1.3 % of the Chinese questions that XQuAD's articles answer are refused, 97 % and 96 % of those on other topics.
THRESHOLD = 0.35

# How many of the best sentences are compared with each other, and how many may move to the front.
_POOL, _CHOICE = 10, 60
# A sentence that lies so far behind the first is beside the point: 2.7 claims instead of 3 and no answer lost (XQuAD).
_MARGIN = 0.4
# Weights of the telling words; of the words of the sentence itself (its share in ranking's score, taken back), of the
# sentence before, and of both together; of the question's numbers; of the kind asked for, and of its nearness to the
# words asked about.
_TELLING, _OWN, _BEFORE, _BOTH = 0.34, -0.56, -0.12, 0.265
_NUMBERS, _KIND, _NEAR = 0.083, 0.063, 0.22
# Logistic regression over the score of the best sentence and, in one language, the background; across languages, the
# coverage; last, where the question's words are translated. Fitted on answerable questions with and without the
# articles of their topic: across, 9 or 10 % of those that the articles answer are refused, 90 % of the others.
_SAME = (18.7, 46.9, -46.1)
_CHINESE = -1.1  # added for Chinese, whose scores lie higher
_OTHER = (26.7, -4.55, -9.6)
_TRANSLATED = (19.9, 0.0, -9.28)
# Taken off when the question names what the archive never mentions ("in India", where no sentence knows India). Of 293
# XQuAD questions with one name replaced it refuses 69 % instead of 20 %, of the answerable ones 0.4 % more.
_UNSEEN = 5.0
_SLIP = 0.8
_NAMES = {"en": re.compile(r"(?<=[\w,] )[\"“(]?[A-Z][\w'’.-]*"), "zh": re.compile(r"[A-Za-z]{2,}")}

# A menu entry or a heading of a few words says nothing that could be quoted.
_FEW_WORDS = 5
_NUMBER = re.compile(r"\d+")
# A word of the question that is no pair of Chinese characters (each character counts by itself here).
_WHOLE = re.compile(r"(?![\u3400-\u9fff]{2}\Z)").match
_CLOSED = re.compile(r"[.!?…。！？؟।][\"'”’」』）)\]]*\Z")


def confidence(ranking: Ranking) -> float:
    """Return the probability (0 to 1) that the archive answers the question."""
    best = next(filter(says_something, ranking.hits), None)
    if best is None:
        return 0.0
    same = best.language == ranking.language
    if same:
        slope, shift, bias = _SAME
        z = slope * best.score + shift * ranking.corpus.unrelated(ranking.language, best.language) + bias
        z += _CHINESE * (ranking.language == "zh")
    else:
        slope, shift, bias = _TRANSLATED if ranking.asked[best.language].glosses else _OTHER
        z = slope * best.score + shift * best.coverage + bias
    z -= _UNSEEN * bool(unseen_names(ranking))
    return 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))


def _weighed(ranking: Ranking) -> list[tuple[Ranked, float]]:
    """Return the best of the ranking with what speaks for each, the likeliest to hold the answer first."""
    telling = {language: _telling(ranking.hits[:_POOL], asked) for language, asked in ranking.asked.items()}
    at = {(hit.sentence.article_id, hit.sentence.position): hit for hit in ranking.hits}
    wanted = _Wanted.of(ranking)

    def weigh(hit: Ranked) -> float:
        asked = ranking.asked[hit.language]
        before = at.get((hit.sentence.article_id, hit.sentence.position - 1))
        words_before = before.words if before else frozenset[str]()
        shares = _OWN * asked.share(hit.words) + _BEFORE * asked.share(words_before)
        shares += _TELLING * telling[hit.language].share(hit.words) + _BOTH * asked.share(hit.words | words_before)
        trust = 1.0 if hit.language == ranking.language else ACROSS
        return hit.score + trust * shares + wanted.met(hit)

    weighed = [(hit, weigh(hit)) for hit in ranking.hits[:_CHOICE]]
    return sorted(weighed, key=lambda pair: (says_something(pair[0]), pair[1]), reverse=True)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a question wants of a sentence beyond its words: a kind of thing, near what words, and its own numbers."""

    question: str
    kind: str | None
    words: Mapping[str, float]
    numbers: frozenset[str]

    @classmethod
    def of(cls, ranking: Ranking) -> _Wanted:
        """Read it from the question; its words are those that say something, each with its share."""
        question, weights = ranking.question, ranking.asked[ranking.language].weights
        telling = {word: weight for word, weight in weights.items() if not is_stop_word(word) and _WHOLE(word)}
        total = sum(telling.values()) + PRIOR
        shares = {word: weight / total for word, weight in telling.items()}
        return cls(question, kind_of(question), shares, frozenset(_NUMBER.findall(question)))

    def met(self, hit: Ranked) -> float:
        """Return what the sentence gets for meeting it."""
        text = hit.sentence.text
        numbers = len(self.numbers.intersection(_NUMBER.findall(text))) / len(self.numbers) if self.numbers else 0
        kind = 0.0
        if self.kind and offers(text, self.kind, self.question):
            kind = _KIND + _NEAR * nearness(text, self.kind, self.question, self.words, hit.language)
        return _NUMBERS * numbers + kind


def quote(ranking: Ranking) -> tuple[Hit, ...]:
    """Return the sentences to quote, best first; none if the archive does not answer the question."""
    if confidence(ranking) < THRESHOLD:
        return ()
    weighed = [(hit, weight) for hit, weight in _weighed(ranking) if says_something(hit)]
    chosen: dict[frozenset[str], tuple[Ranked, float]] = {}
    for hit, weight in weighed:
        if weight < weighed[0][1] - _MARGIN or len(chosen) == LIMIT:
            break
        chosen.setdefault(hit.words, (hit, weight))  # a copy of a sentence says nothing more
    convinced = convincing(ranking, kind_of(ranking.question), list(chosen.values()), len(unseen_names(ranking)))
    return tuple(Hit(hit.sentence, hit.score) for hit in convinced)


def likeliest(ranking: Ranking) -> Sentence | None:
    """Return the sentence that is likeliest to hold the answer, however little it convinces."""
    return next((hit.sentence for hit, _ in _weighed(ranking)), None)


def unseen_names(ranking: Ranking) -> frozenset[str]:
    """Return the words of names in the question (English or Chinese) that the archive never mentions.

    A word that is spelt almost like one of the best sentences is taken for a slip. Chinese articles spell no English
    name, while English ones may spell a Latin name of a Chinese question.
    """
    if ranking.language == "en" and any(hit.language != "en" for hit in ranking.hits[:1]):
        return frozenset()
    pattern = _NAMES.get(ranking.language)
    found = pattern.findall(ranking.question) if pattern else []
    if len(found) * 2 > len(ranking.question.split()) and ranking.language == "en":  # A Question Written Like A Title
        return frozenset()
    unseen = ranking.unseen.intersection(word for name in found for word in words(name))
    mentioned = {word for hit in ranking.hits[:_POOL] for word in hit.words} if unseen else set()
    return frozenset(word for word in unseen if not get_close_matches(word, mentioned, 1, _SLIP))


def says_something(hit: Ranked) -> bool:
    """Tell a sentence from a menu entry, a byline or a heading of a few words."""
    text = hit.sentence.text
    return _CLOSED.search(text) is not None or (len(hit.words) >= _FEW_WORDS and " | " not in text)


def _telling(pool: tuple[Ranked, ...], asked: Asked) -> Asked:
    """Weigh the question's words by how few of the best sentences hold them; a word that none holds tells nothing."""
    held: dict[str, float] = defaultdict(float)
    for hit in pool:
        for word, part in asked.parts(hit.words).items():
            held[word] += part
    weights = {word: math.log((_POOL + 1) / (count + 0.5)) for word, count in held.items()}
    return Asked.weighing(weights, asked.glosses)
