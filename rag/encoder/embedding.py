"""Texts as vectors: multilingual-e5-small (Wang et al. 2024, arXiv 2402.05672) as it comes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

from rag.encoder.modelfile import Matrix
from rag.encoder.network import Network
from rag.encoder.reading import embedded
from rag.encoder.vocabulary import BEGIN, END, vocabulary
from rag.once import once

_LAYERS = 12
_LONGEST = 510  # pieces; the model knows 512 places


def vectors(texts: Sequence[str]) -> list[Matrix]:
    """Return the directions of texts (384 each), which begin with "query: " or "passage: " as the model was trained."""
    _network()  # once, before the threads all ask for it
    if len(texts) == 1:
        return [_vector(texts[0])]
    with ThreadPoolExecutor(os.cpu_count()) as cores:
        return list(cores.map(_vector, texts))


def _vector(text: str) -> Matrix:
    pieces = [BEGIN, *vocabulary().numbers(text)[:_LONGEST], END]
    return _network().run(embedded=embedded(pieces))


@once
def _network() -> Network:
    return Network(files("rag.encoder") / "embedding.onnx", _LAYERS)
