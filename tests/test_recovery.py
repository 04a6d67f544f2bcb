"""Whatever interrupts or damages the archive: the next run finishes, and nothing is lost or there twice."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest
from typer.testing import CliRunner

import rag
from bot.cli import app
from rag.archive.archive import Archive
from rag.archive.database import SCHEMA
from rag.archive.index import BATCH
from rag.embeddings import LocalEmbeddings
from rag.errors import StoreBrokenError
from rag.ingest import ingest, remove
from rag.opening import fill_with_seeds, make_ready, seeds_folder
from tests.archives import BRIDGE, CHEESE, CHINESE, OWL, assert_in_step, hits, many, write
from tests.conftest import Opener
from tests.embedders import BagOfWords, Dying

OURS = str(Path(rag.__file__).parent)
QUESTION = "Which toll does the Lindqvist bridge charge?"
# Each process that is killed begins where these are imported.
forked = multiprocessing.get_context("forkserver")
forked.set_forkserver_preload(["chromadb", "rag.opening"])


@contextmanager
def at_call(number: int, act: Callable[[], None]) -> Iterator[list[int]]:
    """Act when the archive or the ingest calls a function for the n-th time; yield the count of calls."""
    calls = [0]

    def look(frame: FrameType, event: str, _: object) -> None:
        name = frame.f_code.co_filename
        if event == "call" and name.startswith(OURS) and ("archive" in name or name.endswith("ingest.py")):
            calls[0] += 1
            if calls[0] == number:
                sys.setprofile(None)
                act()

    sys.setprofile(look)
    try:
        yield calls
    finally:
        sys.setprofile(None)


def interrupt() -> None:
    raise KeyboardInterrupt


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def all_work(home: Path, folder: Path) -> None:
    """Do everything that writes: add, change, take out, make anew."""
    with Archive(home, BagOfWords()) as archive:
        write(folder, "news.jsonl", BRIDGE, OWL)
        write(folder, "lamps.jsonl", many(BATCH + 10))
        ingest(archive, [folder])
        write(folder, "news.jsonl", {**BRIDGE, "text": "The bridge fell. Nobody was hurt."}, OWL, CHINESE)
        ingest(archive, [folder])
        remove(archive, ["owl"])
        archive.rebuild()


def finish(home: Path, folder: Path) -> None:
    """Do the last of all work again, and check that nothing tells of the interruption."""
    with Archive(home, BagOfWords()) as archive:
        ingest(archive, [folder])
        assert_in_step(archive)
        present = set(archive.catalog.article_ids())
        assert present >= {"bridge", "many-lamp"}
        assert archive.catalog.count_sentences() == sum(len(archive.catalog.sentences(i)) for i in present)
        write(folder, "news.jsonl", BRIDGE, CHEESE)
        ingest(archive, [folder])
        assert archive.catalog.article_ids() == ["bridge", "cheese", "many-lamp"]
        assert_in_step(archive)
        assert hits(archive, QUESTION)[0] == "bridge"
        assert not list(home.glob("*.old"))


def killed_at(number: int, home: Path, folder: Path) -> None:
    with at_call(number, die):
        all_work(home, folder)


def killed_while_filling(number: int, home: Path) -> None:
    with Archive(home, Dying(number)) as archive:
        fill_with_seeds(archive)


def killed_while_storing(home: Path, folder: Path) -> None:
    """Die where the third batch of vectors is being written."""
    stored = 0

    def look(frame: FrameType, event: str, _: object) -> None:
        nonlocal stored
        if event == "call" and frame.f_code.co_filename.endswith("vectors.py") and frame.f_code.co_name == "put":
            stored += 1
            if stored == 3:
                die()

    with Archive(home, BagOfWords()) as archive:
        sys.setprofile(look)
        ingest(archive, [folder])


def run_and_die(work: Callable[..., None], *given: object) -> None:
    process = forked.Process(target=work, args=given)
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> int:
    """Return how many calls all work takes."""
    folder = tmp_path_factory.mktemp("calls")
    with at_call(0, die) as counted:
        all_work(tmp_path_factory.mktemp("home"), folder)
    assert counted[0] > 500
    return counted[0]


@pytest.mark.parametrize("part", range(24))
def test_ctrl_c_at_any_moment(part: int, calls: int, home: Path, articles: Path) -> None:
    with pytest.raises(KeyboardInterrupt), at_call(1 + (calls - 1) * part // 24, interrupt):
        all_work(home, articles)
    write(articles, "lamps.jsonl", many(BATCH + 10))
    write(articles, "news.jsonl", BRIDGE)
    finish(home, articles)


@pytest.mark.parametrize("part", range(12))
def test_kill_at_any_moment(part: int, calls: int, home: Path, articles: Path) -> None:
    run_and_die(killed_at, 1 + (calls - 1) * part // 12, home, articles)
    write(articles, "lamps.jsonl", many(BATCH + 10))
    write(articles, "news.jsonl", BRIDGE)
    finish(home, articles)


def test_ctrl_c_during_the_progress_report_keeps_what_is_embedded(opened: Opener, articles: Path) -> None:
    write(articles, "lamps.jsonl", many(3 * BATCH))
    reports: list[tuple[int, int]] = []

    def impatient(done: int, total: int) -> None:
        reports.append((done, total))
        if done >= 2 * BATCH:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(opened(), [articles], impatient)
    assert reports == [(BATCH, 3 * BATCH), (2 * BATCH, 3 * BATCH)]
    again = opened(embedder := BagOfWords())
    assert ingest(again, [articles]).unchanged == 1
    assert len(embedder.embedded) == BATCH
    assert_in_step(again)


def test_ctrl_c_after_the_last_batch_leaves_work_to_finish(opened: Opener, articles: Path) -> None:
    def impatient(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    write(articles, "news.jsonl", BRIDGE, CHINESE)
    with pytest.raises(KeyboardInterrupt):
        ingest(opened(), [articles], impatient)
    make_ready(archive := opened())
    assert_in_step(archive)


@pytest.mark.parametrize("batches", [0, 1])
def test_the_first_use_is_finished_after_a_kill(batches: int, home: Path, opened: Opener) -> None:
    run_and_die(killed_while_filling, batches, home)
    archive = opened()
    make_ready(archive)
    assert archive.catalog.count_articles() == len(list(seeds_folder().iterdir()))
    assert_in_step(archive)
    make_ready(again := opened(embedder := BagOfWords()))
    assert embedder.embedded == []
    assert again.catalog.count_articles() == archive.catalog.count_articles()


def test_vectors_that_were_being_written_are_made_again(opened: Opener, articles: Path, home: Path) -> None:
    write(articles, "lamps.jsonl", many(4 * BATCH))
    run_and_die(killed_while_storing, home, articles)
    archive = opened(embedder := BagOfWords())
    with pytest.raises(StoreBrokenError, match="run `footnote rebuild`"):
        hits(archive, QUESTION)
    make_ready(archive)
    assert len(embedder.embedded) == 4 * BATCH
    assert_in_step(archive)


def test_seeds_go_in_once_and_never_beside_ones_own(opened: Opener, articles: Path) -> None:
    archive = opened()
    write(articles, "news.jsonl", BRIDGE)
    ingest(archive, [articles])
    make_ready(archive)
    assert archive.catalog.article_ids() == ["bridge"]
    remove(archive, ["bridge"])
    make_ready(archive)
    assert archive.catalog.count_articles() == 0


def test_removed_seeds_stay_out(opened: Opener) -> None:
    archive = opened()
    make_ready(archive)
    remove(archive, archive.catalog.article_ids())
    make_ready(archive)
    assert archive.catalog.count_articles() == 0


def filled(opened: Opener, folder: Path) -> Archive:
    write(folder, "news.jsonl", BRIDGE, CHEESE, OWL, CHINESE)
    archive = opened()
    ingest(archive, [folder])
    return archive


def test_lost_vectors_are_made_again_without_a_word(opened: Opener, articles: Path, home: Path) -> None:
    archive = filled(opened, articles)
    archive.close()
    for file in sorted((home / "vectors").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    make_ready(again := opened())
    assert_in_step(again)


def test_vectors_of_an_older_backup_are_not_taken_for_the_present(opened: Opener, articles: Path, home: Path) -> None:
    archive = filled(opened, articles)
    archive.close()
    kept = {file: file.read_bytes() for file in (home / "vectors").rglob("*") if file.is_file()}
    remove(archive, ["owl"])
    write(articles, "more.jsonl", many(5))
    ingest(archive, [articles / "more.jsonl"])
    archive.close()
    for file, data in kept.items():
        file.write_bytes(data)
    again = opened(embedder := BagOfWords())
    try:
        make_ready(again)
    except StoreBrokenError:
        again.rebuild()
    assert len(embedder.embedded) >= 5
    assert_in_step(again)


def vector_files(home: Path) -> list[Path]:
    return sorted(file for file in (home / "vectors").rglob("*") if file.is_file())


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "truncated": lambda data: data[: len(data) // 2],
    "garbage": lambda data: b"\xa7" * len(data),
    "zeroed": lambda data: bytes(len(data)),
    "garbled": lambda data: data[: len(data) // 3] + b"\xa7" * (len(data) - len(data) // 3),
}


def ask_or_rebuild(home: Path) -> None:
    """Leave with 0 where the archive answers, with 7 where it does so after a rebuild that its error advises."""
    with Archive(home, BagOfWords()) as archive:
        try:
            make_ready(archive)
            assert hits(archive, QUESTION)[0] == "bridge"
        except StoreBrokenError as error:
            if not str(error).endswith("run `footnote rebuild`."):
                raise
            archive.rebuild()
            assert hits(archive, QUESTION)[0] == "bridge"
            assert_in_step(archive)
            sys.exit(7)


@pytest.fixture(scope="module")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an archive of so many sentences that Chroma has written its index files."""
    home, folder = tmp_path_factory.mktemp("filled"), tmp_path_factory.mktemp("articles")
    write(folder, "news.jsonl", BRIDGE, OWL)
    write(folder, "lamps.jsonl", many(250))
    with Archive(home, BagOfWords()) as archive:
        ingest(archive, [folder])
    assert len(vector_files(home)) > 4
    return home


@pytest.mark.parametrize("damage", ["deleted", "truncated", "garbage", "zeroed"])
def test_rebuild_mends_each_damage_of_the_vectors(damage: str, filled_home: Path, tmp_path: Path) -> None:
    processes = {}
    for whole in vector_files(filled_home):
        home = tmp_path / whole.name
        shutil.copytree(filled_home, home)
        file = home / whole.relative_to(filled_home)
        file.unlink() if damage == "deleted" else file.write_bytes(DAMAGES[damage](file.read_bytes()))
        processes[whole.name] = forked.Process(target=ask_or_rebuild, args=(home,))
        processes[whole.name].start()
    for process in processes.values():
        process.join(120)
    ends = {name: process.exitcode for name, process in processes.items()}
    assert set(ends.values()) <= {0, 7}, ends
    assert sum(end == 7 for end in ends.values()) >= len(ends) - 1, ends  # Chroma alone overlooks some


def run(home: Path, *args: str) -> tuple[int, str]:
    """Run the program in an archive, and return its exit code and what it says to stderr."""
    result = CliRunner().invoke(app, [*args], env={"FOOTNOTE_HOME": str(home), "FOOTNOTE_MODEL": "none"})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stderr


@pytest.mark.parametrize("damage", ["truncated", "garbage", "garbled"])
def test_a_damaged_catalog_is_told_in_one_sentence(damage: str, filled_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(filled_home, home)
    catalog = home / "catalog.sqlite"
    catalog.write_bytes(DAMAGES[damage](catalog.read_bytes()))
    for command in (["ask", QUESTION], ["sources"], ["rebuild"], ["ingest", str(tmp_path)]):
        code, said = run(home, *command)
        assert code == 1
        assert "catalog.sqlite is damaged" in said.replace("\n", " ")
        assert "set another FOOTNOTE_HOME" in " ".join(said.split())


def test_an_archive_of_a_newer_version_is_left_alone(filled_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(filled_home, home)
    with sqlite3.connect(home / "catalog.sqlite") as db:
        db.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    db.close()
    code, said = run(home, "ask", QUESTION)
    assert code == 1
    assert "newer Footnote: update Footnote" in " ".join(said.split())


def test_a_folder_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for command in (["ask", QUESTION], ["ingest", str(tmp_path)], ["rebuild"], ["show", "x"]):
        code, said = run(tmp_path / "file" / "home", *command)
        assert code == 1
        assert "can't be" in said
        assert "Traceback" not in said


def test_the_program_says_what_to_do_about_damaged_vectors_and_does_it(filled_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(filled_home, home)
    with Archive(home, LocalEmbeddings()) as archive:  # the program's own embedding
        archive.remove(["many-lamp"])
        archive.catch_up()
    next(home.glob("vectors/*/header.bin")).write_bytes(b"")
    code, said = run(home, "ask", QUESTION)
    assert code == 1
    assert "run `footnote rebuild`" in " ".join(said.split())
    assert run(home, "rebuild")[0] == 0
    assert run(home, "ask", QUESTION) == (0, "")


def test_a_full_disk_is_told_in_one_sentence(archive: Archive, articles: Path) -> None:
    write(articles, "lamps.jsonl", many(500))
    [[pages]] = archive.database.rows("PRAGMA page_count")
    archive.database.rows(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreBrokenError, match="No space is left"):
        ingest(archive, [articles])
    archive.database.rows("PRAGMA max_page_count = 1000000")
    ingest(archive, [articles])
    assert_in_step(archive)
