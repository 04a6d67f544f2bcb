"""Contrasts in batches: each text is read once for all pairs that it is part of."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np

from rag.encoder.modelfile import WIDTH
from rag.encoder.reading import embedded, read
from tests.quality.entailment.altered import Alterations
from tests.quality.entailment.contrasts import UNANSWERED, Pair, Record, pairs

Arrays = dict[str, Any]
# Pieces of a sentence and of a claim, longer ones are cut; records, sentences, claims and pairs of a batch.
_SIZES = ((56, 26), (64, 26), (56, 34), (64, 34), (76, 34), (97, 40))
_RECORDS, _SENTENCES, _CLAIMS, _PAIRS = 6, 30, 144, 264


class Batches:
    """Records in batches of like length, each with all of its pairs."""

    def __init__(self, chosen: Sequence[Record]) -> None:
        alterations = Alterations(chosen)
        self._sized: dict[tuple[int, int], list[list[Pair]]] = defaultdict(list)
        for i, record in enumerate(chosen):
            told = [*pairs(record, chosen[i - 1]), *alterations.pairs(record)]
            longest = max(len(read(p.sentence, p.before)[0]) for p in told), max(len(read(p.text)[0]) for p in told)
            size = next((s for s in _SIZES if longest[0] <= s[0] and longest[1] <= s[1]), _SIZES[-1])
            self._sized[size].append(told)

    def __len__(self) -> int:
        return sum(-(-len(found) // _RECORDS) for found in self._sized.values())

    def shuffled(self, chance: random.Random) -> Iterator[Arrays]:
        """Yield batches: states of sentences and claims, which of their pieces are there, pairs, labels."""
        chosen = []
        for size, found in self._sized.items():
            order = chance.sample(found, len(found))
            chosen += [(size, order[at : at + _RECORDS]) for at in range(0, len(order), _RECORDS)]
        chance.shuffle(chosen)
        for size, told in chosen:
            yield _filled(size, list(chain.from_iterable(told))[:_PAIRS])


def _filled(size: tuple[int, int], told: Sequence[Pair]) -> Arrays:
    sentences = list(dict.fromkeys((pair.sentence, pair.before) for pair in told))[:_SENTENCES]
    claims = list(dict.fromkeys(pair.text for pair in told))[:_CLAIMS]
    told = [pair for pair in told if (pair.sentence, pair.before) in sentences and pair.text in claims]
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
