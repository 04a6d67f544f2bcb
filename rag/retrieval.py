"""Retrieval: what Chroma and the word index find for a question, ranked, and the passages around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace

from rag.archive.archive import Archive
from rag.article import Article, Passage, Sentence
from rag.corpus import USUAL_SPREAD, Background, Corpus
from rag.embeddings import LocalEmbeddings
from rag.filters import EVERYTHING, Filter
from rag.language import content_words, detect, words
from rag.lexicon import Gloss, english, glosses
from rag.pinyin import heard, named, spelt_names
from rag.ranking import Candidate, Candidates, Ranked, Ranking, rank, wanted

# How many sentences each index is asked for: enough that the best is among them, few enough to rank in milliseconds.
DEPTH = 60
# Characters of a question that are searched for; the embedding reads about 500 words.
LONGEST_QUESTION = 2000
# Sentences before and after the one that was found that a language model reads with it.
REACH = 2
# Sentences that a passage may hold.
LONGEST = 12


@dataclass(frozen=True, slots=True)
class Found:
    """A ranking with the articles in it, by id."""

    ranking: Ranking
    articles: Mapping[str, Article]


def retrieve(archive: Archive, question: str, only: Filter = EVERYTHING) -> Found:
    """Rank the archive's sentences for a question; the ranking is empty where nothing passes the filter."""
    question = question[:LONGEST_QUESTION]
    vector = archive.embedder.embed_query(question)
    cosines = archive.nearest(vector, DEPTH, only)
    fitted = archive.embedder.fingerprint == LocalEmbeddings.fingerprint
    backgrounds = {
        language: Background(mean, sentences, None if fitted or not spread else USUAL_SPREAD / spread)
        for language, (mean, sentences, spread) in archive.backgrounds(vector).items()
    }
    translated = _translated(archive, question, only) if "en" in backgrounds and detect(question) == "zh" else ()
    terms = {term for gloss in translated for term in gloss.terms}
    lexical = archive.matching(sorted(terms.union(content_words(question))), DEPTH, only)
    corpus = Corpus(
        sentences=sum(background.sentences for background in backgrounds.values()),
        frequencies=archive.words.frequencies(terms.union(words(question))),
        backgrounds=backgrounds,
    )
    empty = Candidates(question, (), {}, corpus, translated)
    known = {*cosines, *lexical}
    candidates = _with(archive, empty, known, cosines)
    known |= archive.catalog.at(wanted(candidates)).keys()
    unknown = archive.vectors(sorted(known - cosines.keys()))
    cosines |= {i: float(other @ vector) for i, other in unknown.items()}
    candidates = _with(archive, empty, known, cosines)
    return Found(rank(candidates), candidates.articles)


def _translated(archive: Archive, question: str, only: Filter) -> tuple[Gloss, ...]:
    """Return the words of a Chinese question in English, and the names in it as the archive spells them."""
    possible = {name: (spelling, frozenset(words(spelling))) for name, spelling in spelt_names(question).items()}
    known = archive.words.frequencies({term for _, terms in possible.values() for term in terms}).keys()
    names: list[Gloss] = []
    for name, (spelling, terms) in possible.items():
        is_part = any(name in longer.word for longer in names)
        if terms <= known and not is_part and _mentions(archive, spelling, terms, only):
            names.append(Gloss(name, (terms,)))
    meant = (gloss for gloss in glosses(question) if not any(gloss.word in name.word for name in names))
    return (*meant, *names)


def _mentions(archive: Archive, name: str, terms: Set[str], only: Filter) -> bool:
    """Tell whether the articles that a filter leaves mention a name of two words, in either order."""
    found = archive.catalog.without_copies(archive.matching(sorted(terms), DEPTH, only))
    return any(form in s.text for s in found.values() for form in (name, " ".join(reversed(name.split()))))


def _with(archive: Archive, empty: Candidates, ids: Iterable[int], cosines: Mapping[int, float]) -> Candidates:
    """Return the candidates of these numbers; a Chinese sentence holds English terms for an English question."""
    sentences = archive.catalog.without_copies(ids)
    terms = archive.words.of(list(sentences))
    articles = {a.id: a for a in archive.catalog.articles({sentence.article_id for sentence in sentences.values()})}
    in_english = detect(empty.question) == "en"
    names = named(empty.question)

    def candidate(number: int, sentence: Sentence) -> Candidate:
        held = terms.get(number, frozenset())
        if in_english and articles[sentence.article_id].language == "zh":
            held |= english(sentence.text) | heard(names, sentence.text)
        return Candidate(sentence, held, cosines.get(number))

    found = tuple(candidate(number, sentence) for number, sentence in sentences.items())
    return replace(empty, sentences=found, articles=articles)


def passages(archive: Archive, found: Found, k: int) -> tuple[Passage, ...]:
    """Return the `k` best passages, best first: sentences with their neighbours, those that overlap made one."""
    windows: list[_Window] = []
    for hit in found.ranking.hits:
        window = _Window.around(hit)
        met = [other for other in windows if other.overlaps(window)]
        if met:
            first, last = min(w.first for w in (window, *met)), max(w.last for w in (window, *met))
            if last - first < LONGEST:
                met[0].first, met[0].last = first, last
                windows = [w for w in windows if w not in met[1:]]
        elif len(windows) < k:
            windows.append(window)
        else:
            break
    read = {article_id: archive.catalog.sentences(article_id) for article_id in {w.article_id for w in windows}}
    return tuple(
        Passage(found.articles[w.article_id], read[w.article_id][w.first : w.last + 1], w.score) for w in windows
    )


@dataclass(slots=True)
class _Window:
    """Sentences of an article, from the first to the last, and the score of the best of them."""

    article_id: str
    first: int
    last: int
    score: float

    @classmethod
    def around(cls, hit: Ranked) -> _Window:
        """Return the window of a sentence and its neighbours."""
        place = hit.sentence.position
        return cls(hit.sentence.article_id, max(0, place - REACH), place + REACH, hit.score)

    def overlaps(self, other: _Window) -> bool:
        """Tell whether two windows hold a sentence in common."""
        return self.article_id == other.article_id and self.first <= other.last and other.first <= self.last
