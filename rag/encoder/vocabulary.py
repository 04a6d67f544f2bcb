"""Cutting text into the pieces that the model knows: the likeliest ones (Viterbi over their log probabilities)."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.encoder.modelfile import ModelFile, model_file
from rag.once import once

SPACE = "▁"
BEGIN, END = 0, 2
UNKNOWN = 3
_LONGEST = 12  # characters; longer pieces are web addresses and ornaments
# A character that is no piece costs more than any piece does (the rarest has a log probability of about -20).
UNKNOWN_COST = -25.0


class Vocabulary:
    """The pieces of a model."""

    def __init__(self, model: ModelFile) -> None:
        self._model = model

    def cut(self, run: str) -> list[tuple[int, int, int]]:
        """Return the likeliest pieces of a run of characters without spaces: start, end and number (-1: unknown)."""
        pieces, scores = self._model.pieces, self._model.scores
        best = [0.0] + [float("-inf")] * len(run)
        steps: list[tuple[int, int]] = [(0, -1)] * (len(run) + 1)
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - _LONGEST), end):
                index = pieces.get(run[start:end].encode("utf-8", "replace"), -1)
                if index < 0 and end - start > 1:
                    continue
                score = best[start] + (float(scores[index]) if index >= 0 else UNKNOWN_COST)
                if score > best[end]:
                    best[end], steps[end] = score, (start, index)
        found, end = [], len(run)
        while end:
            start, index = steps[end]
            found.append((start, end, index))
            end = start
        return found[::-1]

    def numbers(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces, as the model reads it; no piece reaches over a space."""
        spaced = re.sub(" +", " ", text.translate(self._model.replacements)).removeprefix(" ")
        return [number for word in spaced.split(" ") for number in self._word(word)]

    @lru_cache(maxsize=10_000)  # noqa: B019 - one vocabulary lives as long as the process
    def _word(self, word: str) -> tuple[int, ...]:
        return tuple(index if index >= 0 else UNKNOWN for _, _, index in self.cut(SPACE + word))


@once
def vocabulary() -> Vocabulary:
    """Return the vocabulary of the local model."""
    return Vocabulary(model_file())
