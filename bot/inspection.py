"""The commands that look at Footnote itself: how well it answers, and whether it is in order."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.text import Text

from bot.commands import FAILED, OK, opened_assistant, print_json
from bot.progress import progress
from bot.terminal import open_terminal, shows_links
from bot.wrapping import clean, wrapped
from rag.errors import FootnoteError
from rag.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TextIO

    from bot.terminal import Terminal
    from rag.doctor import Check
    from rag.evaluation import Figures, Outcome

_SHARES = {
    "recall@1 of the article": "recall_at_1",
    "recall@5 of the article": "recall_at_5",
    "MRR@10 of the article": "mrr_at_10",
    "answer in the first claim": "right_first",
    "answer in any claim": "right_any",
    "answerable but refused": "refused_wrongly",
    "unanswerable and refused": "refused_rightly",
    "citations of the right article": "citations_right",
}
_TIMES = {"latency p50": "p50_ms", "latency p95": "p95_ms"}


def evaluate(path: Path, details: Path | None, report: Path | None, model: str | None, *, as_json: bool) -> int:
    """Ask the questions of a file, and print how well they were answered."""
    from rag.evaluation import evaluate as measured
    from rag.evaluation import read_questions

    terminal, questions = open_terminal(), read_questions(path)
    outcomes: list[Outcome] = []
    with (
        opened_assistant(terminal, model) as assistant,
        _opened(report) as page,
        _written(details) as write,
        progress(terminal.err, "Asking", "questions") as shown,
    ):

        def on_outcome(outcome: Outcome) -> None:
            write(outcome)
            outcomes.append(outcome)
            shown(len(outcomes), len(questions))

        figures = measured(assistant, questions, on_outcome)
        if page:
            from bot.report import page as made

            page.write(made(path.name, assistant.model, _rows(figures), outcomes))
    if as_json:
        print_json(terminal, asdict(figures))
    else:
        terminal.say(Text("\n".join(f"{name:<32}{value:>8}" for name, value in _rows(figures))))
    return OK


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO | None]:
    """Open a file to be written, None where none is wanted; raises FootnoteError."""
    if path is None:
        yield None
        return
    try:
        file = path.open("w", encoding="utf-8", errors="replace")
    except OSError as error:
        raise FootnoteError(f"{path} can't be written: {error.strerror}.") from error
    with file:
        yield file


@contextmanager
def _written(details: Path | None) -> Iterator[Callable[[Outcome], None]]:
    """Open the file of details, a line of JSON for each outcome; raises FootnoteError."""
    from rag.serialize import as_json

    with _opened(details) as file:
        yield (
            lambda outcome: (
                print(
                    json.dumps({"id": outcome.question.id, "answer": as_json(outcome.answer)}, ensure_ascii=False),
                    file=file,
                )
                if file
                else None
            )
        )


def _rows(figures: Figures) -> list[tuple[str, str]]:
    rows = [("questions", str(figures.questions)), ("of these answerable", str(figures.answerable))]
    rows += [(name, _figure(getattr(figures, field), ".3f")) for name, field in _SHARES.items()]
    return rows + [(name, _figure(getattr(figures, field), ".0f", " ms")) for name, field in _TIMES.items()]


def _figure(value: float | None, form: str, unit: str = "") -> str:
    return "-" if value is None else f"{value:{form}}{unit}"


def doctor() -> int:
    """Print a line for each thing that must be in order, with what to do where it isn't."""
    terminal, healthy = open_terminal(), True
    for check in _checks(terminal):
        healthy = healthy and check.ok
        line = Text(f"{'ok' if check.ok else 'NOT OK':<8}", "green" if check.ok else "red")
        line.append(clean(f"{check.name}: {check.detail}{f' - {check.advice}' if check.advice else ''}"))
        terminal.say(wrapped(line, terminal.page.width, hang=8))
    return OK if healthy else FAILED


def _checks(terminal: Terminal) -> Iterator[Check]:
    from rag.doctor import Check, examine

    try:
        settings = load_settings()
    except FootnoteError as error:
        yield Check("settings", False, str(error))
    else:
        yield Check("settings", True, f"archive in {settings.home}")
        yield from examine(settings)
        if settings.discord_token.get_secret_value():
            from bot.discord.doctor import check

            yield check(settings)
    yield _terminal_check(terminal)


def _terminal_check(terminal: Terminal) -> Check:
    from rag.doctor import Check

    out = terminal.out
    if not out.encoding.lower().startswith("utf"):
        return Check("terminal", False, f"{out.encoding} can't show Chinese", "set PYTHONUTF8=1 or a UTF-8 locale")
    if not out.is_terminal:
        return Check("terminal", True, "a pipe: plain text, addresses in full")
    colour = "colour" if out.color_system and not out.no_color else "no colour"
    links = "titles are links" if shows_links(terminal.environ) else "addresses in full (FORCE_HYPERLINK=1 for links)"
    return Check("terminal", True, f"{out.width} columns, {colour}, {links}")
