"""Files and folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.readers import find_files, read_bytes
from rag.readers.files import LARGEST
from tests.archives import read


def write(path: Path, text: str = "Rain fell on Vale.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_folder_is_walked_in_order_and_unknown_files_are_counted(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "sub/c.html", "sub/d.ndjson", "e.json", "f.markdown", "g.htm", "h.jsonl"):
        write(tmp_path / name)
    for name in ("photo.jpg", "report.pdf", ".DS_Store", "Makefile"):
        write(tmp_path / name)
    write(tmp_path / ".git/notes.txt")
    write(tmp_path / ".hidden.txt")
    found = find_files([tmp_path])
    names = [str(file.relative_to(tmp_path)) for file in found.files]
    assert names == ["a.MD", "b.txt", "e.json", "f.markdown", "g.htm", "h.jsonl", "sub/c.html", "sub/d.ndjson"]
    assert (found.skipped, found.problems) == (5, ())


def test_named_file_is_taken_whatever_its_name_and_none_twice(tmp_path: Path) -> None:
    odd = write(tmp_path / "article.dat")
    text = write(tmp_path / "a.txt")
    assert find_files([odd, text, tmp_path, text]).files == (odd, text)
    assert read(odd).articles[0].text == "Rain fell on Vale."


def test_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "sub/a.txt")
    (tmp_path / "sub/loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "sub/self.txt").symlink_to(tmp_path / "sub/self.txt")
    (tmp_path / "sub/gone.txt").symlink_to(tmp_path / "nowhere.txt")
    found = find_files([tmp_path])
    readings = [read(file) for file in found.files]
    assert sum(len(reading.articles) for reading in readings) == 1
    assert sum(len(reading.problems) for reading in readings) == 2


def test_missing_file_and_named_pipe(tmp_path: Path) -> None:
    (missing,) = find_files([tmp_path / "no.txt"]).files
    assert read(missing).problems[0].reason == "no such file"
    os.mkfifo(tmp_path / "pipe.txt")
    assert read(tmp_path / "pipe.txt").problems[0].reason == "not a file"
    assert read(tmp_path).problems[0].reason == "not a file"


def test_unreadable_file_and_folder(tmp_path: Path) -> None:
    closed = write(tmp_path / "closed.txt")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user reads everything")
    assert "cannot be read" in read(closed).problems[0].reason
    (tmp_path / "sub").mkdir(mode=0)
    assert "cannot be read" in find_files([tmp_path]).problems[0].reason


def test_file_over_20_mb_is_named(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    (problem,) = read(path).problems
    assert (problem.path, problem.reason) == (str(path), "over 20 MB")
    assert read_bytes("a.txt", b" " * LARGEST).problems[0].reason == "empty file"


def test_name_that_is_no_utf8_can_be_printed(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    (problem,) = read(path).problems
    str(problem).encode()


def test_same_content_has_the_same_id_wherever_it_lies(tmp_path: Path) -> None:
    first, second = write(tmp_path / "a.txt"), write(tmp_path / "sub/b.txt")
    assert read(first).articles == read(second).articles
