"""Embeddings for tests that need many sentences or must know how often they were asked."""

from __future__ import annotations

import hashlib
import math
import os
import signal
from collections import Counter

from rag.language import words

SIZE = 64


class BagOfWords:
    """Hashed words, counted and normalised: sentences with common words are near each other."""

    def __init__(self, fingerprint: str = "bag-of-words") -> None:
        self.fingerprint = fingerprint
        self.embedded: list[str] = []
        self.asked: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed sentences, and keep them in `embedded`."""
        self.embedded += texts
        return [_vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Embed a question, and keep it in `asked`."""
        self.asked.append(text)
        return _vector(text)


class Dying(BagOfWords):
    """Kills its own process when it is asked for one batch more than it may embed."""

    def __init__(self, batches: int) -> None:
        super().__init__()
        self._left = batches

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed sentences, or die."""
        if not self._left:
            os.kill(os.getpid(), signal.SIGKILL)
        self._left -= 1
        return super().embed_documents(texts)


def _vector(text: str) -> list[float]:
    counts = Counter(hashlib.blake2b(word.encode(), digest_size=4).digest() for word in words(text))
    vector = [0.0] * SIZE
    for digest, count in counts.items():
        vector[int.from_bytes(digest) % SIZE] += count
    vector[0] += 0.01  # a text without a word has a direction too
    length = math.hypot(*vector)
    return [x / length for x in vector]
