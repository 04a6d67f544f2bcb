"""What the commands do; each returns the exit code of the program."""

from __future__ import annotations

import gc
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.text import Text

from bot.progress import progress
from bot.terminal import article_entry, article_row, article_text, open_terminal
from bot.wrapping import escaped, one_line, wrapped
from rag.errors import FootnoteError
from rag.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.terminal import Terminal
    from rag.archive.archive import Archive
    from rag.assistant import Assistant
    from rag.filters import Filter
    from rag.ingest import Report

OK, FAILED, REFUSED = 0, 1, 3
# Files that are gone, named one by one.
_MOST_GONE = 3
_CODES = {"answered": OK, "refused": REFUSED, "error": FAILED}


def ask(question: str, limits: Filter, model: str | None, *, as_json: bool) -> int:
    """Print the answer to a question."""
    terminal = open_terminal()
    with _uncollected():
        if as_json:
            return _ask_json(terminal, question, limits, model)
        from bot.streaming import print_growing

        with opened_assistant(terminal, model) as assistant:
            answer = print_growing(terminal, assistant.stream(question, limits), limits)
    return _CODES[answer.status] if answer else FAILED


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector off: it takes a tenth of the time of one answer, and finds nothing worth having."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # or it looks through everything at once when it is back
        gc.enable()


def _ask_json(terminal: Terminal, question: str, limits: Filter, model: str | None) -> int:
    from rag.answer import Answer
    from rag.serialize import as_json

    try:
        with opened_assistant(terminal, model) as assistant:
            answer = assistant.ask(question, limits)
    except FootnoteError as error:
        print_json(terminal, as_json(Answer(question=question, status="error", note=str(error))))
        raise
    print_json(terminal, as_json(answer))
    if answer.note:
        terminal.note(f"Note: {answer.note}")
    return _CODES[answer.status]


def chat(limits: Filter, model: str | None) -> int:
    """Hold a conversation: a lasting one with a person, one of its own with a pipe."""
    import secrets
    import sys

    from bot.chat import Chat

    terminal, interactive = open_terminal(), sys.stdin.isatty()
    with opened_assistant(terminal, model) as assistant:
        if interactive:
            from bot.prompt import new_session, typed_lines

            session = new_session(assistant.archive.home, assistant.archive.catalog.providers())
            talk = Chat(terminal, assistant, "terminal", limits)
            talk.run(typed_lines(session, talk.prompt), interactive=True)
        else:
            name = f"pipe {secrets.token_hex(8)}"
            try:
                Chat(terminal, assistant, name, limits).run(sys.stdin, interactive=False)
            finally:
                assistant.archive.turns.forget(name)
    return OK


def ingest(paths: Sequence[Path]) -> int:
    """Read files and folders into the archive, and print what came of it."""
    from rag.ingest import ingest as read_in

    terminal = open_terminal()
    with opened_archive() as archive, progress(terminal.err, "Indexing", "sentences") as report:
        done = read_in(archive, paths, report)
    for problem in done.problems:
        terminal.note(str(problem), "red")
    for path in done.gone[:_MOST_GONE]:
        terminal.note(f"{path} is gone, its articles are not: `footnote remove` with this path takes them out.")
    if len(done.gone) > _MOST_GONE:
        terminal.note(f"So it is with {len(done.gone) - _MOST_GONE} more.")
    terminal.say(Text(_summary(done)))
    return FAILED if done.problems else OK


def _summary(report: Report) -> str:
    if not (report.added or report.changed or report.unchanged or report.removed or report.problems):
        return "No article was found: they are read from Markdown, text, HTML, JSON and JSON lines." + _passed_over(
            report
        )
    counts = {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
    }
    parts = [f"{count} {what}" for what, count in counts.items() if count or what == "added"]
    line = f"Articles: {', '.join(parts)}. New sentences: {report.sentences}."
    return line + _passed_over(report) + (f" Problems: {len(report.problems)}." if report.problems else "")


def _passed_over(report: Report) -> str:
    return f" Files of other kinds passed over: {report.skipped}." if report.skipped else ""


def remove(names: Sequence[str]) -> int:
    """Take articles out of the archive, and print which."""
    from rag.ingest import remove as take_out

    terminal = open_terminal()
    with opened_archive() as archive:
        gone = take_out(archive, names)
    for article in gone:
        removed = Text(f"Removed: {one_line(article.title)} ({one_line(article.id)})")
        terminal.say(wrapped(removed, terminal.page.width, hang=9))
    return OK


def show(name: str, *, as_json: bool) -> int:
    """Print an article."""
    terminal = open_terminal()
    with opened_archive(fill=terminal) as archive:
        article = archive.find(name)
    if as_json:
        from rag.serialize import article_as_json

        print_json(terminal, article_as_json(article))
    else:
        terminal.say(article_text(article, terminal.page))
    return OK


def sources(part: str, *, as_json: bool) -> int:
    """List the articles of the archive, or those with a text in their title, outlet or topics."""
    terminal = open_terminal()
    with opened_archive(fill=terminal) as archive:
        articles = [article for article in archive.catalog.listed() if article.mentions(part)]
    page = terminal.page
    if as_json:
        from rag.serialize import article_as_json

        print_json(terminal, [article_as_json(article, text=False) for article in articles])
    elif page.width is None:
        for article in articles:
            terminal.write(article_row(article))
    else:
        terminal.say(Text("\n").join(article_entry(article, page) for article in articles))
    if not articles:
        terminal.note("The archive holds no such article." if part else "The archive is empty.")
    return OK


def rebuild() -> int:
    """Make the indexes anew."""
    terminal = open_terminal()
    with opened_archive() as archive, progress(terminal.err, "Indexing", "sentences") as report:
        sentences = archive.rebuild(report)
    terminal.say(Text(f"The indexes were made anew from {sentences} sentences."))
    return OK


@contextmanager
def opened_archive(fill: Terminal | None = None) -> Iterator[Archive]:
    """Open the archive; with a terminal, put the packaged articles into one that never held any."""
    from rag.opening import fill_with_seeds, open_archive

    with open_archive(load_settings()) as archive:
        if fill:
            with progress(fill.err, "Indexing", "sentences") as report:
                fill_with_seeds(archive, report)
        yield archive


@contextmanager
def opened_assistant(terminal: Terminal, model: str | None) -> Iterator[Assistant]:
    """Open the assistant over an archive that is ready to answer."""
    from rag.opening import make_ready, open_assistant

    with open_assistant(load_settings(model=model)) as assistant:
        with progress(terminal.err, "Indexing", "sentences") as report:
            make_ready(assistant.archive, report)
        yield assistant


def print_json(terminal: Terminal, found: object) -> None:
    """Print an object or a list of them."""
    readable = terminal.out.encoding.lower().startswith("utf")
    # A reader wants it set out, a program a line of it.
    indent = 2 if terminal.out.is_terminal else None
    terminal.write(escaped(json.dumps(found, ensure_ascii=not readable, indent=indent)))
