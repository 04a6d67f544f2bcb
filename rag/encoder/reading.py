"""Texts as the networks take them: their pieces, each as a vector at its place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from rag.encoder.modelfile import WIDTH, Matrix, model_file
from rag.encoder.vocabulary import BEGIN, END, vocabulary

# Pieces that are read of a sentence, and of it together with what stands before; longer texts are cut.
_LONGEST, _WITH_CONTEXT = 80, 64
_TINY = 1e-12


@lru_cache(maxsize=500)
def read(text: str, before: tuple[str, ...] = ()) -> tuple[tuple[int, ...], int]:
    """Return the numbers of the pieces of a text after what stands before it, and where its own begin.

    Its own end with the mark of the end; without anything before they begin with the mark of the beginning.
    """
    own = vocabulary().numbers(text)[:_LONGEST]
    context = [number for part in before for number in vocabulary().numbers(part)]
    context = context[max(0, len(context) - (_WITH_CONTEXT - len(own) - 2)) :]
    return (BEGIN, *context, *own, END), 1 + len(context) if context else 0


def embedded(pieces: Sequence[int]) -> Matrix:
    """Return what the lowest layer is given for the pieces of a text (pieces, 384)."""
    model, numbers = model_file(), np.array(pieces)
    places = model.numbers("emb.pos").reshape(-1, WIDTH)[: len(numbers)] + model.numbers("emb.type")[:WIDTH]
    states = model.rows("emb.word", WIDTH, numbers) + places
    states = states - states.mean(axis=-1, keepdims=True)
    states /= np.sqrt((states * states).mean(axis=-1, keepdims=True) + _TINY)
    return np.asarray(states * model.numbers("emb.ln.w") + model.numbers("emb.ln.b"), np.float32)
