"""The archive that the sets are about: the articles that come with Footnote."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rag.archive.archive import Archive
from rag.embeddings import LocalEmbeddings
from rag.opening import make_ready

HERE = Path(__file__).parent


@contextmanager
def seeded_archive() -> Iterator[Archive]:
    """Open an archive of the seeds in a folder of its own, embedded by the model that comes with Footnote."""
    with TemporaryDirectory() as folder, Archive(Path(folder), LocalEmbeddings()) as archive:
        make_ready(archive)
        yield archive
