"""Sentence vectors in Chroma: the only home of chromadb.

Chroma is not made for a folder that several processes use: index.py lets one of them in at a time.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from rag.errors import StoreBrokenError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

PREFIX = "sentences-"
# Whoever opens the folder puts the vectors that came after the last `sync_threshold` into the index again, each time:
# with Chroma's own 1000 of them the first answer took 0.3 s longer.
_HNSW = {"space": "cosine", "sync_threshold": 200}
_BATCH = 1000  # well under what any build of Chroma takes at once (get_max_batch_size)


class Vectors:
    """The vectors of one embedding: the collection carries its fingerprint, so no other model ever reads them."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._folder = folder
        self._name = PREFIX + fingerprint
        self._client: Any = None
        self._collection: Any = None
        # What `seal` must return when the folder is opened, "" where that is not known.
        self.expected_seal = ""

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        with _broken_store():
            if self._collection is None:
                lost = not (self._folder / "chroma.sqlite3").exists()
                if self.expected_seal and self.seal() != self.expected_seal and not lost:
                    raise StoreBrokenError("The vector index is damaged: run `footnote rebuild`.")
                self._client = _open_client(self._folder)
                self._collection = self._client.get_or_create_collection(
                    self._name, configuration={"hnsw": _HNSW}, embedding_function=None
                )
            yield self._collection

    def put(self, ids: Sequence[int], vectors: Sequence[Sequence[float]], metadata: Sequence[dict[str, Any]]) -> None:
        """Store vectors under the sentences' numbers; a number that is there already is replaced."""
        with self._opened() as collection:
            for at in range(0, len(ids), _BATCH):
                part = slice(at, at + _BATCH)
                collection.upsert(
                    ids=[str(i) for i in ids[part]], embeddings=list(vectors[part]), metadatas=list(metadata[part])
                )

    def remove(self, ids: Sequence[int]) -> None:
        """Forget vectors; numbers that are not there are fine."""
        with self._opened() as collection:
            for at in range(0, len(ids), _BATCH):
                collection.delete(ids=[str(i) for i in ids[at : at + _BATCH]])

    def search(self, vector: Sequence[float], k: int, where: dict[str, Any] | None = None) -> dict[int, float]:
        """Return the cosines of at most `k` nearest sentences by number, nearest first; `where` filters metadata."""
        with self._opened() as collection:
            found = collection.query(query_embeddings=[vector], n_results=k, where=where, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return {int(i): 1.0 - distance for i, distance in pairs}

    def fetch(self, ids: Sequence[int]) -> dict[int, np.ndarray]:
        """Return the stored vectors by sentence number; numbers that are not there are left out."""
        if not ids:  # Chroma takes no empty list
            return {}
        with self._opened() as collection:
            found = collection.get(ids=[str(i) for i in ids], include=["embeddings"])
        return {int(i): vector for i, vector in zip(found["ids"], found["embeddings"], strict=True)}

    def count(self) -> int:
        """Return how many vectors the collection holds."""
        with self._opened() as collection:
            return int(collection.count())

    def ids(self) -> list[int]:
        """Return the numbers of all sentences whose vectors are held."""
        with self._opened() as collection:
            return [int(i) for i in collection.get(include=[])["ids"]]

    def seal(self) -> str:
        """Return a digest of the files of the index itself, "" where there are none yet.

        Chroma reads these unchecked and crashes over some damages. Its SQLite file is not among them: reading alone may
        change it, and what is wrong with it is told as an error.
        """
        digests = []
        for folder in (found.parent for found in self._folder.glob("*/index_metadata.pickle")):
            for path in sorted(folder.iterdir()):
                with path.open("rb") as file:
                    digests.append(hashlib.file_digest(file, "sha256").hexdigest())
        return " ".join(digests)

    def drop_others(self) -> None:
        """Delete the collections of other embeddings."""
        with self._opened():
            for other in self._client.list_collections():
                if other.name.startswith(PREFIX) and other.name != self._name:
                    self._client.delete_collection(other.name)

    def destroy(self) -> None:
        """Delete the folder with all collections in it."""
        with suppress(StoreBrokenError):  # what is damaged may not even close
            self.close()
        try:
            if self._folder.exists():
                shutil.rmtree(self._folder)
        except OSError as error:
            raise StoreBrokenError(
                f"The folder {self._folder} can't be deleted ({error.strerror}): end other programs that use it, "
                "or delete it yourself."
            ) from error

    def close(self) -> None:
        """Close the folder; the next use reads it anew."""
        client, self._client, self._collection = self._client, None, None
        if client is not None:
            with _broken_store():
                client.close()


def _open_client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    try:
        return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False, is_persistent=True))
    except BaseException:
        # Chroma keeps what it could not open, and would hand it out again after the folder was mended.
        from chromadb.api.shared_system_client import SharedSystemClient

        SharedSystemClient.clear_system_cache()
        raise


@contextmanager
def _broken_store() -> Iterator[None]:
    import sqlite3

    from chromadb.errors import ChromaError

    try:
        yield
    except (ChromaError, OSError, sqlite3.Error, RuntimeError, ValueError) as error:
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise StoreBrokenError(f"The vector index can't be read ({first_line}): run `footnote rebuild`.") from error
    except BaseException as error:
        # Chroma's engine is Rust: a damaged file can end in a panic, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise StoreBrokenError("The vector index is damaged: run `footnote rebuild`.") from error
