"""Does a sentence say what a claim says, does it deny it, does it answer a question? A small network's opinion.

Both are read by the lower layers of the local model, each adjusted by a product of two narrow tables (LoRA, Hu et al.
2021, arXiv 2106.09685). Every piece of the claim is laid beside what it attends to in the sentence (alignment and
comparison as in ESIM, Chen et al. 2017, arXiv 1609.06038); two layers over these weigh the differences. Trained by
`tests/quality/entailment/train.py` on contrasts, two versions of a sentence and claims that the one backs and the other
contradicts, so that nothing can be told from the claim alone; and on single sentences with claims and questions.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from rag.encoder.modelfile import Matrix
from rag.encoder.network import Network
from rag.encoder.reading import embedded, read
from rag.once import once

# The layers of the local model that a text is read by: half of them, the upper ones are tuned to one vector for all.
_LAYERS = 6

# A sentence, and what it leans on: the title and the sentences before.
Led = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """Log odds that a sentence backs a claim, that it contradicts it, and that it answers it as a question."""

    backs: float
    contradicts: float
    answers: float


class Entailment:
    """The network; what it thinks of one text depends on nothing but the two texts."""

    def __init__(self, reading: Network, comparing: Network) -> None:
        self._reading, self._comparing = reading, comparing
        self._cores = ThreadPoolExecutor(os.cpu_count())

    def expect(self, text: str) -> None:
        """Begin to read a claim or a question that an opinion will be asked on."""
        self._cores.submit(self._states, text)

    def opinions(self, text: str, sentences: Sequence[Led]) -> list[Opinion]:
        """Return the opinions on a claim or a question beside sentences, which are read side by side."""
        for led in sentences:
            read(*led)  # Python runs one thread at a time: what it does itself would only be in the others' way
        others = [self._cores.submit(self._states, *led) for led in sentences[1:]]
        mine, first = self._states(text), self._states(*sentences[0])
        return [self._opinion(mine, states) for states in (first, *(other.result() for other in others))]

    def opinion(self, text: str, sentence: str, before: tuple[str, ...] = ()) -> Opinion:
        """Return the opinion on a claim or a question beside a sentence; `before` is what the sentence leans on."""
        return self.opinions(text, [(sentence, before)])[0]

    def _opinion(self, mine: Matrix, theirs: Matrix) -> Opinion:
        scores = self._comparing.run(claim=mine, sentence=theirs)
        backs, contradicts, silent, answers = (float(score) for score in scores[0])
        return Opinion(
            backs - float(np.logaddexp(contradicts, silent)), contradicts - float(np.logaddexp(backs, silent)), answers
        )

    @lru_cache(maxsize=500)  # noqa: B019 - one network lives as long as the process; a text is 126 KB at most
    def _states(self, text: str, before: tuple[str, ...] = ()) -> Matrix:
        """Return the state of each piece of a text (pieces, 384), read after what stands before it.

        The first row without context, and the last, stand for beginning and end.
        """
        pieces, start = read(text, before)
        return self._reading.run(embedded=embedded(pieces))[start:]


@once
def entailment() -> Entailment:
    """Return the network (a tenth of a second when first needed)."""
    graphs = files("rag.grounding")
    return Entailment(Network(graphs / "reading.onnx", _LAYERS), Network(graphs / "comparing.onnx"))
