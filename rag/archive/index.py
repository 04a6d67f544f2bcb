"""The index of meanings: the vectors of the catalog's sentences under one embedding, kept in step with it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rag.archive.backlog import Backlog
from rag.archive.locking import locked
from rag.archive.vectors import Vectors

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from rag.archive.catalog import Catalog
    from rag.archive.database import Database
    from rag.article import Article
    from rag.embeddings import Embedder

Progress = Callable[[int, int], None]
"""Told after each batch how many sentences of how many are embedded."""

# Sentences embedded at a time: a second or two of work, which is what an interruption can cost.
BATCH = 64
# Sentences whose mean vector stands for all: its cosine with a question moves by less than 0.001 beyond that.
MEAN_SAMPLE = 2000
# Sentences among which the spread of cosines is measured.
SPREAD_SAMPLE = 300
# Facts: how often the vectors were written to, how often when they were last in step with the catalog and how they were
# sealed then, and whether somebody is writing to them now.
_GENERATION, _SETTLED, _SEAL, _TORN = "generation", "settled", "seal", "torn"
# A search takes milliseconds, the first one of a process over 100,000 sentences a second.
_PATIENCE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean vector (bytes of float64) of the sentences in a language, how many, and the spread of their cosines."""

    language: str
    sentences: int
    vector: bytes
    spread: float


class Index:
    """The vectors, what is known about all of them, and the work that waits.

    A Chroma client never finds what another process added after it was opened, and two at once that read or write the
    same files can crash or ruin them. So one process at a time is let in (a lock file), and it opens the files anew
    when another has written to them.
    """

    def __init__(self, home: Path, embedder: Embedder, database: Database, catalog: Catalog) -> None:
        self._lock = home / "vectors.lock"
        self._embedder = embedder
        self._db = database
        self._catalog = catalog
        self._backlog = Backlog(database, embedder.fingerprint)
        self._vectors = Vectors(home / "vectors", embedder.fingerprint)
        self._generation: int | None = None
        # A thread must not search with a client that another closes.
        self._using = threading.RLock()

    def close(self) -> None:
        """Close the files; the next use opens them again."""
        with self._using:
            self._vectors.close()

    @contextmanager
    def _reading(self) -> Iterator[Vectors]:
        with self._using, locked(self._lock, _PATIENCE):
            generation = self._db.fact(_GENERATION) or 0
            if generation != self._generation:
                self._vectors.close()
                self._vectors.expected_seal = self._expected_seal(generation)
                self._generation = generation
            yield self._vectors

    @contextmanager
    def _writing(self) -> Iterator[Vectors]:
        with self._reading() as vectors:
            self._vectors.expected_seal = ""
            self._generation = (self._generation or 0) + 1
            with self._db.transaction():
                self._db.set_fact(_GENERATION, self._generation)
                self._db.set_fact(_TORN, 1)
            try:
                yield vectors
            finally:  # a process that is killed leaves the mark
                self._db.set_fact(_TORN, 0)

    def _expected_seal(self, generation: int) -> str:
        if self._db.fact(_TORN):
            return _TORN  # no files look so: these must not be opened
        return str(self._db.fact(_SEAL)) if generation == self._db.fact(_SETTLED) else ""

    def search(self, vector: Sequence[float], k: int, where: dict[str, Any] | None) -> dict[int, float]:
        """Return the cosines of at most `k` nearest sentences by number, nearest first; `where` filters metadata."""
        with self._reading() as vectors:
            return vectors.search(vector, k, where)

    def fetch(self, sentence_ids: Sequence[int]) -> dict[int, np.ndarray]:
        """Return the vectors of sentences by their numbers; those that are not there are left out."""
        with self._reading() as vectors:
            return vectors.fetch(sentence_ids)

    def count(self) -> int:
        """Return how many vectors there are."""
        with self._reading() as vectors:
            return vectors.count()

    def means(self) -> list[Mean]:
        """Return the mean vectors, one a language of the articles, the largest language first."""
        sql = (
            "SELECT language, sentences, vector, spread FROM means WHERE fingerprint = ? "
            "ORDER BY sentences DESC, language"
        )
        return [Mean(*row) for row in self._db.rows(sql, (self._embedder.fingerprint,))]

    def count_pending(self) -> int:
        """Return how many sentences wait for their vector."""
        return len(self._backlog.pending())

    def in_step(self) -> bool:
        """Tell whether every sentence has its vector and nothing else is there."""
        return (
            self._db.fact(_SETTLED) == self._db.fact(_GENERATION)
            and not self._backlog.leftovers()
            and not self._backlog.pending()
            # Nothing is opened for an archive that is empty.
            and (not (sentences := self._catalog.count_sentences()) or self.count() == sentences)
        )

    def catch_up(self, progress: Progress) -> int:
        """Bring the vectors in step with the catalog; return how many were stored. Raises EmbeddingError."""
        if self._db.fact(_TORN):  # files that were half written can crash whoever reads them
            self.destroy()
        if self.count() != self._backlog.count_stored() + len(self._backlog.leftovers()):
            with self._reading() as vectors:
                self._backlog.reconcile(vectors.ids())
        pending = self._backlog.pending()
        for at in range(0, len(pending), BATCH):
            self._embed(pending[at : at + BATCH])
            progress(min(at + BATCH, len(pending)), len(pending))
        leftovers = self._backlog.leftovers()
        with self._writing() as vectors:
            # Other embeddings go first: what is left over in them is not noted anywhere else.
            vectors.drop_others()
            vectors.remove(leftovers)
        means = [self._mean(language) for language in self._catalog.languages()]
        with self._reading() as vectors:
            seal = vectors.seal()
        with self._db.transaction() as db:
            self._backlog.forget_leftovers(leftovers)
            db.execute("DELETE FROM means")
            db.executemany("INSERT INTO means VALUES (?, ?, ?, ?, ?)", [mean for mean in means if mean])
            self._db.set_fact(_SETTLED, self._generation or 0)
            self._db.set_fact(_SEAL, seal)
        return len(pending)

    def destroy(self) -> None:
        """Delete all vectors and what is left over of them."""
        with self._writing() as vectors:
            vectors.destroy()
        self._backlog.reconcile([])
        self._backlog.forget_leftovers(self._backlog.leftovers())

    def _embed(self, sentence_ids: Sequence[int]) -> None:
        sentences = self._catalog.filed(sentence_ids)
        articles = {a.id: a for a in self._catalog.articles({s.article_id for s in sentences.values()})}
        scopes = {article_id: self._catalog.scope_of(article_id) for article_id in articles}
        embedded = self._embedder.embed_documents([sentence.text for sentence in sentences.values()])
        metadata = [_metadata(articles[s.article_id], scopes[s.article_id]) for s in sentences.values()]
        with self._writing() as vectors:
            vectors.put(list(sentences), embedded, metadata)
        self._backlog.mark_stored(sentences)

    def _mean(self, language: str) -> tuple[str, str, int, bytes, float] | None:
        import numpy as np

        ids = self._catalog.sentence_ids(language)
        sample = self.fetch(ids[:: len(ids) // MEAN_SAMPLE + 1])
        if not sample:
            return None
        vectors = np.array(list(sample.values()), dtype=np.float64)
        few = vectors[:: len(vectors) // SPREAD_SAMPLE + 1]
        spread = float(np.std((few @ few.T)[~np.eye(len(few), dtype=bool)])) if len(few) > 1 else 0.0
        return self._embedder.fingerprint, language, len(ids), vectors.mean(axis=0).tobytes(), spread


def _metadata(article: Article, scope: str) -> dict[str, str | int]:
    # Chroma compares numbers only: a day as 20230614, 0 for none.
    day = int(article.published[:10].replace("-", "")) if article.published else 0
    return {"day": day, "provider": article.provider or "", "language": article.language, "scope": scope}
