"""Pairs in batches: each text is read once for all pairs that it is part of."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from rag.encoder.modelfile import WIDTH
from rag.encoder.reading import embedded, read
from tests.quality.entailment.altered import Alterations
from tests.quality.entailment.contrasts import UNANSWERED, Pair, beside, pairs, records

Arrays = dict[str, Any]
# Pieces of a sentence and of a claim, longer ones are cut; sentences, claims and pairs of a batch.
_SIZES = ((56, 26), (64, 26), (56, 34), (64, 34), (76, 34), (97, 40))
_SENTENCES, _CLAIMS, _PAIRS = 30, 144, 264


def groups() -> list[list[Pair]]:
    """Return all pairs to train with, those together that share sentences."""
    chosen = records()
    random.Random(1).shuffle(chosen)  # noqa: S311 - no secret
    alterations = Alterations(chosen)
    told = [[*pairs(record, chosen[i - 1]), *alterations.pairs(record)] for i, record in enumerate(chosen)]
    return [*told, *beside()]


class Batches:
    """Groups of pairs in batches of like length."""

    def __init__(self, told: Sequence[list[Pair]]) -> None:
        self._sized: dict[tuple[int, int], list[list[Pair]]] = defaultdict(list)
        for group in told:
            longest = max(len(read(p.sentence, p.before)[0]) for p in group), max(len(read(p.text)[0]) for p in group)
            size = next((s for s in _SIZES if longest[0] <= s[0] and longest[1] <= s[1]), _SIZES[-1])
            self._sized[size].append(group)

    def shuffled(self, chance: random.Random) -> list[tuple[tuple[int, int], list[Pair]]]:
        """Return the pairs of each batch in a new order, with the size of its texts."""
        chosen = []
        for size, found in self._sized.items():
            batch: list[Pair] = []
            for group in chance.sample(found, len(found)):
                if batch and not _fits([*batch, *group]):
                    chosen.append((size, batch))
                    batch = []
                batch = [*batch, *group]
            chosen.append((size, batch))
        chance.shuffle(chosen)
        return chosen


def _fits(told: Sequence[Pair]) -> bool:
    sentences = {(pair.sentence, pair.before) for pair in told}
    return len(told) <= _PAIRS and len(sentences) <= _SENTENCES and len({pair.text for pair in told}) <= _CLAIMS


def filled(size: tuple[int, int], told: Sequence[Pair]) -> Arrays:
    """Return a batch: states of sentences and claims, which of their pieces are there, pairs, labels."""
    sentences = list(dict.fromkeys((pair.sentence, pair.before) for pair in told))[:_SENTENCES]
    claims = list(dict.fromkeys(pair.text for pair in told))[:_CLAIMS]
    told = [p for p in told if (p.sentence, p.before) in sentences and p.text in claims][:_PAIRS]
    spare = _PAIRS - len(told)
    return {
        **_states("sentences", (_SENTENCES, size[0]), [read(*key) for key in sentences]),
        **_states("claims", (_CLAIMS, size[1]), [read(text) for text in claims]),
        "pair_claims": np.array([claims.index(pair.text) for pair in told] + [0] * spare),
        "pair_sentences": np.array([sentences.index((pair.sentence, pair.before)) for pair in told] + [0] * spare),
        "labels": np.array([pair.label for pair in told] + [UNANSWERED] * spare),
        "counted": np.arange(_PAIRS) < len(told),
    }


def _states(kind: str, shape: tuple[int, int], texts: Sequence[tuple[Sequence[int], int]]) -> Arrays:
    states, there = np.zeros((*shape, WIDTH), np.float32), np.zeros(shape, bool)
    there[:, 0] = True  # something to attend to in rows without a text
    own = there.copy()
    for row, (read_pieces, start) in enumerate(texts):
        pieces = read_pieces[: shape[1]]
        states[row, : len(pieces)], there[row, : len(pieces)] = embedded(pieces), True
        own[row, :start], own[row, start : len(pieces)] = False, True
    return {kind: states, f"{kind}_there": there, f"{kind}_own": own}
