"""Several processes and threads over one archive."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

import pytest

from rag.archive.archive import Archive
from rag.archive.database import Database
from rag.article import Article
from rag.errors import StoreBusyError
from rag.filters import EVERYTHING
from rag.ingest import ingest
from rag.opening import fill_with_seeds, make_ready, seeds_folder
from tests.archives import BRIDGE, CHEESE, OWL, assert_in_step, hits, many, write
from tests.conftest import Opener
from tests.embedders import BagOfWords

QUESTION = "Which toll does the Lindqvist bridge charge?"
LATE = Article("late", "Late", "The lamp hangs late.")
forked = multiprocessing.get_context("forkserver")
forked.set_forkserver_preload(["chromadb", "rag.opening"])


def ingesting(home: Path, file: Path, together: Barrier) -> None:
    with Archive(home, BagOfWords()) as archive:
        together.wait()
        ingest(archive, [file])


def filling(home: Path, together: Barrier) -> None:
    with Archive(home, BagOfWords()) as archive:
        together.wait()
        fill_with_seeds(archive)


def asking(home: Path, begun: Event, ended: Event) -> None:
    """Ask until told to end; leave with 0 where every answer was right."""
    with Archive(home, BagOfWords()) as archive:
        while not ended.is_set():
            if hits(archive, QUESTION)[0] != "bridge":
                sys.exit(1)
            begun.set()


def holding(home: Path, held: Event, ended: Event) -> None:
    """Hold the lock with work half done."""
    with Archive(home, BagOfWords()) as archive, archive.writing():
        archive.put(LATE)
        held.set()
        ended.wait(60)
        archive.catch_up()


def noting(file: Path, together: Barrier) -> None:
    database = Database(file)
    together.wait()
    database.set_fact("x", 1)
    database.close()


def start(target: Callable[..., None], *args: object) -> BaseProcess:
    process = forked.Process(target=target, args=args)
    process.start()
    return process


def test_an_asker_finds_what_another_process_adds(opened: Opener, articles: Path, home: Path) -> None:
    asker, alone = opened(), forked.Barrier(1)
    ingest(asker, [write(articles, "a.jsonl", OWL)])
    assert hits(asker, QUESTION) == ["owl"]
    for item, question in ((BRIDGE, QUESTION), (CHEESE, "How much blue cheese did Velden's dairies sell?")):
        process = start(ingesting, home, write(articles, f"{item['id']}.jsonl", item), alone)
        process.join(60)
        assert process.exitcode == 0
        assert hits(asker, question)[0] == item["id"]
        vector = asker.embedder.embed_query(question)
        number = next(iter(asker.catalog.at([(item["id"], 0)])))
        assert number in asker.nearest(vector, 3, EVERYTHING)
    assert_in_step(asker)


def test_askers_and_a_writer_at_once(opened: Opener, articles: Path, home: Path) -> None:
    archive = opened()
    ingest(archive, [write(articles, "a.jsonl", BRIDGE, many(250, "door"))])
    archive.close()
    begun, ended = [forked.Event(), forked.Event()], forked.Event()
    askers = [start(asking, home, event, ended) for event in begun]
    assert all(event.wait(60) for event in begun)
    # Chroma writes its index files after every 200 vectors: more than one time here.
    ingest(archive, [write(articles, "b.jsonl", many(600, "lamp"))])
    ended.set()
    for process in askers:
        process.join(60)
    assert [process.exitcode for process in askers] == [0, 0]
    assert_in_step(archive)


def test_two_writers_at_once_lose_nothing(opened: Opener, articles: Path, home: Path) -> None:
    files = [write(articles, f"{word}.jsonl", many(150, word), OWL) for word in ("lamp", "door")]
    together = forked.Barrier(2)
    processes = [start(ingesting, home, file, together) for file in files]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    archive = opened()
    assert archive.catalog.article_ids() == ["many-door", "many-lamp", "owl"]
    assert_in_step(archive)


def test_two_first_uses_at_once_fill_it_once(opened: Opener, home: Path) -> None:
    together = forked.Barrier(2)
    processes = [start(filling, home, together) for _ in range(2)]
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    archive = opened()
    assert archive.catalog.count_articles() == len(list(seeds_folder().iterdir()))
    assert_in_step(archive)


def test_processes_that_make_the_catalog_at_once(tmp_path: Path) -> None:
    together = forked.Barrier(4)
    for number in range(15):
        processes = [start(noting, tmp_path / str(number) / "catalog.sqlite", together) for _ in range(4)]
        for process in processes:
            process.join(60)
        assert [process.exitcode for process in processes] == [0, 0, 0, 0]


def test_who_asks_does_not_wait_for_who_writes(opened: Opener, articles: Path, home: Path) -> None:
    asker = opened(embedder := BagOfWords())
    ingest(asker, [write(articles, "a.jsonl", BRIDGE)])
    embedder.embedded.clear()
    held, ended = forked.Event(), forked.Event()
    process = start(holding, home, held, ended)
    assert held.wait(60)
    make_ready(asker)
    assert asker.count_pending() == 1  # the other is at it still
    assert hits(asker, QUESTION)[0] == "bridge"
    assert asker.find("late") == LATE
    with pytest.raises(StoreBusyError, match="try again"):
        asker.catch_up(patience=0)
    ended.set()
    process.join(60)
    assert process.exitcode == 0
    assert embedder.embedded == []
    assert_in_step(asker)


def test_threads_ask_while_one_writes(archive: Archive, articles: Path) -> None:
    ingest(archive, [write(articles, "a.jsonl", BRIDGE)])
    file = write(articles, "b.jsonl", many(400))
    with ThreadPoolExecutor(4) as threads:
        writing = threads.submit(ingest, archive, [file])
        asked = [threads.submit(hits, archive, QUESTION) for _ in range(30)]
        assert all(found.result()[0] == "bridge" for found in asked)
        assert writing.result().added == 1
    assert_in_step(archive)
