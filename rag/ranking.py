"""Rank sentences and articles for a question: meaning (cosines) and words (coverage) in one score. Pure; no I/O.

The score of a sentence is a weighted sum, in units of its cosine:

- the cosine of the sentence, of the best sentence of its article, and of its neighbourhood (three sentences each side,
  nearer ones counting more): an answer often stands next to the sentence that resembles the question. Each cosine is
  taken above the background, the mean cosine of the question to all sentences of that language: an embedding puts any
  two English sentences nearer to each other than a Chinese question to its English answer;
- the share of the question's words, weighted by rarity, that the sentence holds, that it holds together with its
  neighbours (one, then three each side) and its title. A sentence without a common word gets nothing from the words.
  An English article holds a Chinese question's words by their translations (`lexicon`), at less weight.

The weights come from a listwise logistic regression on XQuAD (472 English and 472 Chinese questions), fitted and tested
on different topics; the differences between the folds are a tenth of the weights and less.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from rag.article import Article, Sentence
from rag.asked import Asked
from rag.corpus import Corpus
from rag.language import detect, words
from rag.lexicon import Gloss

NEIGHBOURHOOD = 3
# How many of the best candidates are ranked with neighbours that were not found themselves.
_WITH_NEIGHBOURS = 20
# Weights of the cosines (of the article's best sentence, of the neighbourhood; the sentence's own counts 1).
_ARTICLE, _AROUND = 2.7, 1.0
# Weights of the word shares (of the sentence, with one neighbour each side, with three).
_OWN, _NEXT, _NEAR = 0.27, 0.25, 0.27
# Weight of word shares across languages: that a translation of a word is held proves less than the word.
ACROSS = 0.75


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer: its terms (`language.words`) and its cosine to the question, None if not known."""

    sentence: Sentence
    words: frozenset[str]
    cosine: float | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """All that ranking is given: the question, the sentences found with their neighbours, their articles by id.

    `glosses` are the question's words with their English translations, where it is asked of English articles in another
    language.
    """

    question: str
    sentences: tuple[Candidate, ...]
    articles: Mapping[str, Article]
    corpus: Corpus
    glosses: tuple[Gloss, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence with its score and what made it.

    `above` is its cosine less the background, `coverage` the share (0 to 1) of the question's words near it.
    """

    sentence: Sentence
    score: float
    above: float
    coverage: float
    words: frozenset[str]
    language: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """Sentences and article ids, best first; an article scores as its best sentence.

    `language` is the question's; `unseen` are its words that no sentence of the archive and no title found holds;
    `asked` are its words as articles of each language, its own among them, may hold them; `titles` are the articles'.
    """

    question: str
    language: str
    hits: tuple[Ranked, ...]
    articles: tuple[tuple[str, float], ...]
    corpus: Corpus
    unseen: frozenset[str] = frozenset()
    asked: Mapping[str, Asked] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)


class _Place(NamedTuple):
    """A candidate as scoring sees it: its cosine above the background and which of the question's words it holds."""

    candidate: Candidate
    above: float
    held: frozenset[str]


def rank(candidates: Candidates) -> Ranking:
    """Order the candidate sentences and their articles."""
    language = detect(candidates.question)
    asked = _asked(candidates, language)
    hits: list[Ranked] = []
    for article_id, places in _places(candidates, language, asked).items():
        article = candidates.articles[article_id]
        hits += _article(article, places, asked[article.language], 1.0 if article.language == language else ACROSS)
    hits.sort(key=lambda hit: (-hit.score, hit.sentence.article_id, hit.sentence.position))
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(hit.sentence.article_id, hit.score)
    unseen = {word for word in words(candidates.question) if not candidates.corpus.frequencies.get(word)}
    unseen.difference_update(*(_titled(article.title) for article in candidates.articles.values()))
    unseen.difference_update(*(c.words for c in candidates.sentences))  # by its translation, which no index holds
    titles = {key: article.title for key, article in candidates.articles.items()}
    return Ranking(
        candidates.question,
        language,
        tuple(hits),
        tuple(best.items()),
        candidates.corpus,
        frozenset(unseen),
        asked,
        titles,
    )


def wanted(candidates: Candidates) -> list[tuple[str, int]]:
    """Return the places (article id, position) around the best candidates whose words or cosine are not known yet.

    A place past an article's end may be among them.
    """
    known = {(c.sentence.article_id, c.sentence.position) for c in candidates.sentences if c.cosine is not None}
    places: dict[tuple[str, int], None] = {}
    for hit in rank(candidates).hits[:_WITH_NEIGHBOURS]:
        for step in range(-NEIGHBOURHOOD, NEIGHBOURHOOD + 1):
            place = (hit.sentence.article_id, hit.sentence.position + step)
            if place[1] >= 0 and place not in known:
                places[place] = None
    return list(places)


def _asked(candidates: Candidates, language: str) -> dict[str, Asked]:
    """Weigh the question's words by their rarity, for its own language and for each of the articles found."""
    rarity = candidates.corpus.rarity
    own = Asked.weighing({word: rarity(word) for word in words(candidates.question)})
    glosses = candidates.glosses
    english = Asked.weighing({g.word: rarity(*g.terms) for g in glosses}, glosses) if glosses else own
    spoken = {article.language for article in candidates.articles.values()}
    return {language: own} | {other: english if other == "en" else own for other in spoken}


def _places(candidates: Candidates, language: str, asked: Mapping[str, Asked]) -> dict[str, dict[int, _Place]]:
    """Return the candidates by article and position; a cosine that is not known lies below all that are."""
    spoken = {key: article.language for key, article in candidates.articles.items()}
    above = {
        c.sentence.id: candidates.corpus.above(c.cosine, language, spoken[c.sentence.article_id])
        for c in candidates.sentences
        if c.cosine is not None
    }
    floor = min(above.values(), default=0.0)
    places: dict[str, dict[int, _Place]] = defaultdict(dict)
    for c in candidates.sentences:
        held = asked[spoken[c.sentence.article_id]].terms & c.words
        places[c.sentence.article_id][c.sentence.position] = _Place(c, above.get(c.sentence.id, floor), held)
    return places


def _article(article: Article, places: Mapping[int, _Place], asked: Asked, trust: float) -> Iterator[Ranked]:
    """Score the known sentences of one article; `trust` is the weight of the words."""
    best = max(place.above for place in places.values())
    title = asked.terms & _titled(article.title)
    for position, place in places.items():
        near = [
            (abs(step), places[position + step])
            for step in range(-NEIGHBOURHOOD, NEIGHBOURHOOD + 1)
            if position + step in places
        ]
        following = title.union(*(other.held for distance, other in near if distance <= 1))
        coverage = asked.share(following.union(*(other.held for _, other in near)))
        meaning = place.above + _ARTICLE * best + _AROUND * _around(near)
        shares = _OWN * asked.share(place.held) + _NEXT * asked.share(following) + _NEAR * coverage
        found = place.candidate
        yield Ranked(found.sentence, meaning + trust * shares, place.above, coverage, found.words, article.language)


@lru_cache(maxsize=4096)
def _titled(title: str) -> frozenset[str]:
    """Return the words of a title."""
    return frozenset(words(title))


def _around(near: Iterable[tuple[int, _Place]]) -> float:
    """Return the mean cosine of the neighbourhood, nearer sentences counting more."""
    weighted = [(NEIGHBOURHOOD + 1 - distance, place.above) for distance, place in near]
    return sum(weight * above for weight, above in weighted) / sum(weight for weight, _ in weighted)
