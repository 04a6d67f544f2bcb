"""Files and folders: which of them to read, and which reader a file is for."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from rag.readers import frontmatter
from rag.readers.decoding import decode
from rag.readers.html import read_html
from rag.readers.jsonl import is_object, read_json, read_json_lines
from rag.readers.markdown import read_markdown
from rag.readers.plain import read_plain
from rag.readers.reading import Draft, Fault, Problem, Reading, UnreadableError, finish

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST = 20 * 1024 * 1024  # bytes
JSON_LINES = frozenset({".jsonl", ".ndjson"})
PAGES = frozenset({".html", ".htm", ".xhtml"})
MARKDOWN = frozenset({".md", ".markdown"})
SUFFIXES = JSON_LINES | PAGES | MARKDOWN | {".txt", ".json"}

_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_NEWLINES = re.compile("\r\n|\r")


@dataclass(frozen=True, slots=True)
class Found:
    """The files to read, in order; how many of a folder's files no reader is for; and the paths that cannot be read."""

    files: tuple[Path, ...]
    skipped: int
    problems: tuple[Problem, ...]


def find_files(paths: Iterable[Path]) -> Found:
    """Return the files of a list of files and folders, each once, a folder's in sorted order with those of its folders.

    A named file is taken whatever its name; in folders, hidden files and unknown endings are counted as skipped.
    Linked folders are not followed, so that no loop of links is walked.
    """
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    skipped = 0
    for path in paths:
        if not path.is_dir():
            files.setdefault(os.path.realpath(path), path)
            continue
        for file in _walk(path, problems):
            if file.suffix.lower() in SUFFIXES and not file.name.startswith("."):
                files.setdefault(os.path.realpath(file), file)
            else:
                skipped += 1
    return Found(tuple(files.values()), skipped, tuple(problems))


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Yield the files below a folder, but nothing of its hidden folders."""

    def report(error: OSError) -> None:
        problems.append(Problem(printable(error.filename), None, "missing", f"cannot be read: {error.strerror}"))

    for root, folders, names in os.walk(folder, onerror=report):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(names))


def load(path: Path) -> bytes | Problem:
    """Return the bytes of a file, or why there are none."""
    name = printable(path)
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a named pipe would keep us until somebody writes to it
            return Problem(name, None, "missing", "not a file")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)  # one byte more tells a file that is too large
    except FileNotFoundError:
        return Problem(name, None, "missing", "no such file")
    except (OSError, ValueError) as error:
        return Problem(name, None, "missing", f"cannot be read: {getattr(error, 'strerror', None) or error}")


def read_bytes(name: str, data: bytes) -> Reading:
    """Return what the bytes of a file hold: the name's ending decides the format, and the content where it cannot."""
    if len(data) > LARGEST:
        return _failed(name, "large", f"over {LARGEST // 1024 // 1024} MB")
    if not data.strip():
        return _failed(name, "empty", "empty file")
    try:
        return _read_text(name, decode(data))
    except UnreadableError as error:
        return _failed(name, error.fault, error.reason, error.line)


def _read_text(name: str, text: str) -> Reading:
    suffix = PurePath(name).suffix.lower()
    if suffix in JSON_LINES:
        return read_json_lines(name, text)
    if suffix == ".json":
        return read_json(name, text)
    text = _NEWLINES.sub("\n", text.lstrip("\ufeff"))
    parts = frontmatter.split(text)
    if parts is not None:
        return frontmatter.read_front_matter(name, parts)
    if suffix in PAGES or _PAGE.match(text):
        return Reading((finish(read_html(text)),))
    if suffix not in SUFFIXES and is_object(text.split("\n", 1)[0]):
        return read_json_lines(name, text)
    if suffix in MARKDOWN:
        source = read_markdown(text)
        page = read_plain(source.text, source.title)
    else:
        page = read_plain(text)
    return _reading(name, page.draft, page.bad_date)


def _reading(name: str, draft: Draft, bad_date: str | None) -> Reading:
    return Reading((finish(draft),), (Problem(name, None, "date", bad_date),) if bad_date else ())


def _failed(name: str, fault: Fault, reason: str, line: int | None = None) -> Reading:
    return Reading(problems=(Problem(name, line, fault, reason),))


def printable(path: object) -> str:
    """Return a path that can be printed, whatever bytes its name is made of."""
    return str(path).encode("utf-8", "replace").decode("utf-8")
