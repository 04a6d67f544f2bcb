"""The archive: keeps catalog, vectors and words in step, and finds sentences in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from rag.archive.catalog import Catalog
from rag.archive.database import Database
from rag.archive.files import Files
from rag.archive.index import Index, Progress
from rag.archive.locking import locked
from rag.archive.turns import Turns
from rag.archive.words import Words
from rag.errors import NotFoundError
from rag.filters import EVERYTHING, Filter
from rag.sentences import sentences_of

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from rag.article import Article
    from rag.embeddings import Embedder

# How long a writer waits for another: a folder of some thousand articles takes that long.
PATIENCE = 600.0  # seconds


class Archive:
    """The articles of one folder, in three stores that only this class writes to.

    The catalog is the truth and is written first, so whatever is interrupted can be finished from it (`catch_up`).
    """

    def __init__(self, home: Path, embedder: Embedder) -> None:
        self.home = home
        self.embedder = embedder
        self.database = Database(home / "catalog.sqlite")
        self.catalog = Catalog(self.database)
        self.files = Files(self.database)
        self.words = Words(self.database)
        self.turns = Turns(self.database)
        self._index = Index(home, embedder, self.database, self.catalog)

    def __enter__(self) -> Archive:
        """Return the archive; leaving the block closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the files."""
        self.close()

    def close(self) -> None:
        """Close the files; the next use opens them again."""
        self._index.close()
        self.database.close()

    # Writing

    @contextmanager
    def writing(self, patience: float = PATIENCE) -> Iterator[None]:
        """Keep other processes from writing during a block; blocks may nest.

        Raises StoreBusyError where another process has not finished within `patience` seconds.
        """
        with locked(self.home / "write.lock", patience):
            yield

    def put(self, article: Article, scope: str = "") -> bool:
        """Store an article in place of the one of its id; return whether anything changed. `catch_up` embeds it."""
        with self.writing(), self.database.transaction():
            if not self.catalog.put(article, scope):
                return False
            self.words.put(self.catalog.put_sentences(sentences_of(article)))
        return True

    def remove(self, article_ids: Collection[str]) -> None:
        """Take articles out, so that nothing of them is found; files that held them are read when next named."""
        with self.writing(), self.database.transaction():
            for article_id in article_ids:
                self.files.forget(article_id)
            self.catalog.remove(article_ids)
            self.files.drop_empty()

    def catch_up(self, progress: Progress = lambda _done, _total: None, patience: float = PATIENCE) -> int:
        """Store the vectors that are missing and drop those left over; return how many were stored.

        Finishes what an interrupted run began; returns at once where nothing is to be done. Raises EmbeddingError, and
        StoreBusyError as `writing` does.
        """
        if self._index.in_step():
            return 0
        with self.writing(patience):
            return self._index.catch_up(progress)

    def rebuild(self, progress: Progress = lambda _done, _total: None) -> int:
        """Make both indexes anew from the articles of the catalog; return how many sentences were embedded."""
        with self.writing():
            with self.database.transaction() as db:
                db.execute("DELETE FROM sentences")
                for article in self.catalog.articles(self.catalog.article_ids()):
                    self.words.put(self.catalog.put_sentences(sentences_of(article)))
            self._index.destroy()
            return self._index.catch_up(progress)

    # Looking up

    def count_vectors(self) -> int:
        """Return how many vectors the index holds."""
        return self._index.count()

    def count_pending(self) -> int:
        """Return how many sentences wait for their vector."""
        return self._index.count_pending()

    def find(self, name: str, scope: str = "") -> Article:
        """Return the article of that id, URL or title, or the only one whose id or title begins so.

        Raises NotFoundError where there is none, or more than one.
        """
        found = self.catalog.named(name, scope)
        if not found:
            raise NotFoundError(f"No article is called {name!r}: `footnote sources` lists them.")
        if len(found) > 1:
            ids = ", ".join(article.id for article in found[:5]) + (", ..." if len(found) > 5 else "")
            raise NotFoundError(f"{len(found)} articles may be meant by {name!r}: name one by its id ({ids}).")
        return found[0]

    # Searching

    def nearest(self, vector: Sequence[float], k: int, only: Filter) -> dict[int, float]:
        """Return the cosines of at most `k` sentences of each language nearest to a vector, by sentence number.

        An embedding puts any two texts of one language near each other, so that in one list the sentences of the
        question's own language would leave no place for the others.
        """
        providers, scoped = self.providers(only), self.catalog.scoped()
        languages = [only.language] if only.language else self.catalog.languages()
        if len(languages) < 2:
            return self._index.search(vector, k, _where(only, providers, scoped=scoped))
        found: dict[int, float] = {}
        for language in languages:
            found |= self._index.search(vector, k, _where(replace(only, language=language), providers, scoped=scoped))
        return found

    def matching(self, terms: Collection[str], k: int, only: Filter) -> list[int]:
        """Return the numbers of at most `k` sentences that hold any of the words, best BM25 first."""
        articles = self.passing(only) if only != EVERYTHING or self.catalog.scoped() else None
        return self.words.search(terms, k, articles)

    def passing(self, only: Filter) -> list[str]:
        """Return the ids of the articles that a filter lets through; raises NotFoundError for an unknown outlet."""
        return self.catalog.passing(only, self.providers(only))

    def vectors(self, sentence_ids: Sequence[int]) -> dict[int, np.ndarray]:
        """Return the vectors of sentences by their numbers; those that wait for theirs are left out."""
        return self._index.fetch(sentence_ids)

    def backgrounds(self, vector: Sequence[float]) -> dict[str, tuple[float, int, float]]:
        """Return, by language, the mean cosine of a vector with the archive's sentences, and how many they are.

        The third is the standard deviation of the cosines between sentences.
        """
        import numpy as np

        asked = np.asarray(vector)
        means = self._index.means()
        return {m.language: (float(np.frombuffer(m.vector) @ asked), m.sentences, m.spread) for m in means}

    def providers(self, only: Filter) -> list[str] | None:
        """Return the outlets that a filter means, None where it leaves them open.

        Raises NotFoundError where no outlet has that name.
        """
        if only.provider is None:
            return None
        part = only.provider.casefold()
        found = [name for name in self.catalog.providers(only.scope) if part in name.casefold()]
        if not found:
            raise NotFoundError(f"No outlet in the archive is called {only.provider!r}: see `footnote sources`.")
        return [name for name in found if name.casefold() == part] or found


def _where(only: Filter, providers: list[str] | None, *, scoped: bool) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if scoped:  # a filter over metadata costs far more than a search without one
        conditions.append({"scope": {"$in": ["", only.scope]}})
    if only.since or only.until:
        since, until = only.since or date.min, only.until or date.max
        conditions.append({"day": {"$gte": max(1, int(since.strftime("%Y%m%d")))}})
        conditions.append({"day": {"$lte": int(until.strftime("%Y%m%d"))}})
    if providers is not None:
        conditions.append({"provider": {"$in": providers}})
    if only.language:
        conditions.append({"language": only.language})
    return {"$and": conditions} if len(conditions) > 1 else conditions[0] if conditions else None
