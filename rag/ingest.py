"""Files into the archive and out of it."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from rag.archive.archive import Archive
from rag.archive.index import Progress
from rag.article import Article
from rag.readers import Problem, Reading, find_files, load, printable, read_bytes

Outcome = Literal["added", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did, in articles.

    `skipped` counts a folder's files that no reader is for, `sentences` those that were embedded; `gone` are the files
    of a folder that are there no more, though their articles are.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: int = 0
    sentences: int = 0
    problems: tuple[Problem, ...] = ()
    gone: tuple[str, ...] = ()


def ingest(archive: Archive, paths: Sequence[Path], progress: Progress = lambda _done, _total: None) -> Report:
    """Read files and folders into the archive; what is there already and has not changed costs nothing.

    A changed file replaces its articles. What can't be read is a problem in the report, and the rest goes in.
    """
    found = find_files(paths)
    counts: Counter[str] = Counter()
    problems = list(found.problems)
    with archive.writing():
        for path in found.files:
            problems += _ingest_file(archive, path, counts)
        embedded = archive.catch_up(progress)
        known = (path for folder in paths if folder.is_dir() for path in archive.files.below(_key(folder)))
        gone = tuple(sorted({path for path in known if _is_gone(archive, path)}))
    return Report(skipped=found.skipped, sentences=embedded, problems=tuple(problems), gone=gone, **counts)


def ingest_upload(archive: Archive, name: str, data: bytes, scope: str) -> Report:
    """Take in a file that somebody sent, for the readers of one scope; another of that name replaces its articles."""
    counts: Counter[str] = Counter()
    with archive.writing():
        reading = read_bytes(name, data)
        own = tuple(replace(article, id=f"{scope}-{article.id}") for article in reading.articles)
        problems = _take_in(archive, _File(f"{scope}/{name}", "", scope), replace(reading, articles=own), counts)
        embedded = archive.catch_up()
    return Report(sentences=embedded, problems=tuple(problems), gone=(), **counts)


@dataclass(frozen=True, slots=True)
class _File:
    """A file as the catalog knows it: by path and digest of its bytes, and the scope of what it holds."""

    path: str
    digest: str
    scope: str = ""


def _ingest_file(archive: Archive, path: Path, counts: Counter[str]) -> Sequence[Problem]:
    data = load(path)
    if isinstance(data, Problem):  # whatever it held may be in it still
        return (data,)
    file = _File(_key(path), hashlib.sha256(data).hexdigest())
    if archive.files.knows(file.path, file.digest):
        counts["unchanged"] += len(archive.files.articles_in(file.path))
        return ()
    return _take_in(archive, file, read_bytes(printable(path), data), counts)


def _take_in(archive: Archive, file: _File, reading: Reading, counts: Counter[str]) -> Sequence[Problem]:
    """Store what a file holds now in place of what it held before."""
    problems, ids = list(reading.problems), list[str]()
    with archive.database.transaction():
        for article in reading.articles:
            if problem := _conflict(archive, article, file, ids):
                problems.append(problem)
            else:
                ids.append(article.id)
                counts[_put(archive, article, file.scope)] += 1
        if ids or archive.files.articles_in(file.path):
            # A file with a problem is not known by its content, so that the problem is named until it is mended.
            orphans = archive.files.put(file.path, "" if problems else file.digest, ids)
            archive.remove(orphans)
            counts["removed"] += len(orphans)
    return problems


def _put(archive: Archive, article: Article, scope: str) -> Outcome:
    known = bool(archive.catalog.articles([article.id]))
    if not archive.put(article, scope):
        return "unchanged"
    return "changed" if known else "added"


def _conflict(archive: Archive, article: Article, file: _File, ids: Iterable[str]) -> Problem | None:
    if article.id in ids:
        return Problem(file.path, None, "id", f"two articles of the id {article.id!r}: the first one is kept")
    held = archive.catalog.articles([article.id])
    if held and archive.catalog.scope_of(article.id) != file.scope:
        return Problem(file.path, None, "id", f"the id {article.id!r} belongs to an article of other readers")
    # An upload lies in no folder; a file that is gone has no say any more.
    others = [
        path for path in archive.files.of(article.id) if path != file.path and (file.scope or Path(path).exists())
    ]
    if not held or held[0] == article or not others:
        return None
    return Problem(file.path, None, "id", f"the id {article.id!r} belongs to another article, of {others[0]}")


def _is_gone(archive: Archive, path: str) -> bool:
    """Tell whether a file is there no more, nor another that holds the same."""
    if os.path.lexists(path):
        return False
    origins = (archive.files.of(article_id) for article_id in archive.files.articles_in(path))
    return any(not any(map(os.path.lexists, others)) for others in origins)


def _key(path: Path | str) -> str:
    """Return the name under which a file is known: its real path, with bytes that are no text spelt out."""
    return os.path.realpath(path).encode("utf-8", "backslashreplace").decode()


def remove(archive: Archive, names: Sequence[str]) -> list[Article]:
    """Take articles out, named as for `Archive.find` or by the path of the file or folder that they came from.

    Raises NotFoundError where a name is nobody's, before anything is removed.
    """
    articles = {article.id: article for name in names for article in _named(archive, name)}
    archive.remove(list(articles))
    archive.catch_up()
    return list(articles.values())


def remove_scope(archive: Archive, scope: str) -> int:
    """Take out all articles that may be read in one scope only; return how many they were."""
    own = [article.id for article in archive.catalog.listed_own(scope)]
    archive.remove(own)
    archive.catch_up()
    return len(own)


def _named(archive: Archive, name: str) -> Sequence[Article]:
    if ids := archive.files.articles_in(_key(name)):
        return archive.catalog.articles(ids)
    return (archive.find(name),)
