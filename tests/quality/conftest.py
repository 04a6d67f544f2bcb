"""One archive of the seeds for all measurements of a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag.archive.archive import Archive
from tests.quality.seeded import seeded_archive


@pytest.fixture(scope="package")
def seeds() -> Iterator[Archive]:
    """Return an archive of the seeds; whoever adds to it takes it out again."""
    with seeded_archive() as archive:
        yield archive
