"""What is known of a whole archive when its sentences are ranked: how rare words are, and what cosines are usual."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.language import is_stop_word

# Word counts start as if the archive held so many more sentences, a quarter of them with any given stop word: what is
# rare in an archive of ten articles is not yet known. Scores of 23 sentences and of 420 then agree.
_EARLIER, _EARLIER_STOP = 200, 50
# Mean cosine of a question to sentences it has nothing to do with (multilingual-e5-small on XQuAD): in English, in
# Chinese, across languages, for the rest. An archive's own background counts fully from some hundred sentences on.
_BACKGROUND = {"en": 0.733, "zh": 0.809}
_BACKGROUND_ACROSS, _BACKGROUND_OTHER = 0.722, 0.77
_BACKGROUND_SENTENCES = 300
# Standard deviation of the cosines between sentences, of the embedding that the weights were fitted with.
USUAL_SPREAD = 0.025


@dataclass(frozen=True, slots=True)
class Background:
    """The mean cosine of the question to the archive's sentences of one language, and how many they are.

    `scale` brings the cosines of another embedding to the spread of the one that the weights were fitted with.
    """

    cosine: float
    sentences: int
    scale: float | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """What ranking must know of the whole archive, whatever a filter leaves of it.

    `frequencies` maps a word of the question to the number of sentences that hold it; `backgrounds` is keyed by the
    language of the articles (the question's vector times the mean vector of their sentences).
    """

    sentences: int
    frequencies: Mapping[str, int]
    backgrounds: Mapping[str, Background] = field(default_factory=dict)

    def rarity(self, *words: str) -> float:
        """Return the weight of words that stand for one: BM25's inverse document frequency over sentences."""
        total = self.sentences + _EARLIER
        held = min(sum(self.frequencies.get(word, 0) for word in words), self.sentences)
        held += _EARLIER_STOP * any(map(is_stop_word, words))
        return math.log(1 + (total - held + 0.5) / (held + 0.5))

    def above(self, cosine: float, asked: str, language: str) -> float:
        """Return how far a cosine between a question and a sentence of these languages lies above the background."""
        own = self.backgrounds.get(language)
        if own and own.scale is not None:
            return (cosine - own.cosine) * own.scale
        return cosine - self.unrelated(asked, language)

    def unrelated(self, asked: str, language: str) -> float:
        """Return what a cosine between a question and sentences of these languages is without any relation."""
        typical = _BACKGROUND.get(language, _BACKGROUND_OTHER) if asked == language else _BACKGROUND_ACROSS
        own = self.backgrounds.get(language)
        if own is None or own.scale is not None:
            return typical
        return (own.cosine * own.sentences + typical * _BACKGROUND_SENTENCES) / (own.sentences + _BACKGROUND_SENTENCES)
