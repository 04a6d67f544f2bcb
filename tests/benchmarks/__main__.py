"""Measure how fast Footnote is, and print a table: `python -m tests.benchmarks`. Exit code 1: a target is missed."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rag.archive.archive import Archive
from rag.embeddings import LocalEmbeddings
from rag.ingest import ingest
from tests.benchmarks.measures import (
    Row,
    cold_ask,
    help_time,
    streamed_claims,
    throughput,
    warm_checks,
    warm_questions,
    write_news,
)
from tests.benchmarks.news import news


def rows(folder: Path) -> Iterator[Row]:
    """Yield what is measured, as it comes."""
    yield help_time()
    with Archive(folder / "home", LocalEmbeddings()) as archive:
        ingest(archive, [write_news(folder, list(news(2500)))])
    yield from cold_ask(folder / "home", folder)
    yield from warm_questions(folder / "home")
    yield warm_checks()
    yield streamed_claims()
    (folder / "throughput").mkdir()
    yield throughput(folder / "throughput")


def main() -> int:
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)  # no .env file there
        for row in rows(Path(name)):
            sys.stdout.write(f"{row.what:<40}{row.figure:>36}   {row.target:<10}{'' if row.met else 'missed'}\n")
            sys.stdout.flush()
            missed += not row.met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
