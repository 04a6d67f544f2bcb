"""The words of a question, weighed, and the share of them that a sentence holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from rag.lexicon import Gloss

# Added to the weight of the question's words: one or two words in common must not look like full agreement.
PRIOR = 3.0


@dataclass(frozen=True, slots=True)
class Asked:
    """The question's words with their weights; where a sentence can hold only translations of them, with their glosses.

    `terms` are what a sentence may hold of them; `ways` names, by term, the words that it translates: each with the
    number of the translation, and the share of it that the term is.
    """

    weights: Mapping[str, float]
    total: float
    terms: frozenset[str]
    glosses: tuple[Gloss, ...] = ()
    ways: Mapping[str, Sequence[tuple[str, int, float]]] = field(default_factory=dict)

    @classmethod
    def weighing(cls, weights: Mapping[str, float], glosses: tuple[Gloss, ...] = ()) -> Asked:
        """Hold words with these weights; glosses of other words are left out."""
        known = tuple(gloss for gloss in glosses if gloss.word in weights)
        ways: dict[str, list[tuple[str, int, float]]] = defaultdict(list)
        for gloss in known:
            for number, translation in enumerate(gloss.translations):
                for term in translation:
                    ways[term].append((gloss.word, number, 1 / len(translation)))
        return cls(weights, sum(weights.values()) + PRIOR, frozenset(ways if known else weights), known, ways)

    def parts(self, held: Set[str]) -> dict[str, float]:
        """Return the question's words that the terms hold, each with the share (0 to 1) of it that they hold."""
        own = self.terms & held
        if not self.glosses:
            return dict.fromkeys(own, 1.0)
        shares: dict[tuple[str, int], float] = defaultdict(float)
        for term in own:
            for word, number, share in self.ways[term]:
                shares[word, number] += share
        best: dict[str, float] = {}
        for (word, _), share in shares.items():
            best[word] = max(share, best.get(word, 0.0))
        return best

    def share(self, held: Set[str]) -> float:
        """Return the share (0 to 1) of the question's words, by weight, among the terms held."""
        if not self.glosses:
            return sum(map(self.weights.__getitem__, self.terms & held)) / self.total
        return sum(self.weights[word] * part for word, part in self.parts(held).items()) / self.total
