"""The command that measures how well questions are answered and claims are checked."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from itertools import count
from typing import TYPE_CHECKING, Any

from rich.text import Text

from bot.commands import OK, opened_assistant, print_json
from bot.progress import progress
from bot.terminal import open_terminal
from rag.errors import FootnoteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TextIO

    from bot.terminal import Terminal
    from rag.assistant import Assistant
    from rag.evaluation.claims import Judged, LabelledClaim
    from rag.evaluation.questions import Outcome, Question

    Write = Callable[[Mapping[str, Any]], None]

_ANSWERED = {
    "recall@1 of the article": "recall_at_1",
    "recall@5 of the article": "recall_at_5",
    "MRR@10 of the article": "mrr_at_10",
    "answer in the first claim": "right_first",
    "answer in any claim": "right_any",
    "answerable but refused": "refused_wrongly",
    "unanswerable and refused": "refused_rightly",
    "citations of the right article": "citations_right",
}
# What a language model's answers alone show (precision and recall of citations as ALCE defines them).
_CITED = {
    "citations that support": "citation_precision",
    "claims that are supported": "citation_recall",
}
_CHECKED = {
    "true and backed": "true_backed",
    "false but backed": "false_backed",
    "contradicted and called so": "contradicted",
    "true and shown in a draft": "true_shown",
    "false but shown in a draft": "false_shown",
}
_TIMES = {"latency p50": "p50_ms", "latency p95": "p95_ms"}


def evaluate(
    paths: Sequence[Path], details: Path | None, report: Path | None, model: str | None, *, as_json: bool
) -> int:
    """Ask the questions and check the claims of files, and print how well that went."""
    from rag.evaluation.claims import LabelledClaim, measure_claims
    from rag.evaluation.files import read_file
    from rag.evaluation.questions import Question, measure

    terminal, entries = open_terminal(), [entry for path in paths for entry in read_file(path)]
    questions = [entry for entry in entries if isinstance(entry, Question)]
    claims = [entry for entry in entries if isinstance(entry, LabelledClaim)]
    with opened_assistant(terminal, model) as assistant, _opened(report) as page, _written(details) as write:
        outcomes = _ask_all(terminal, assistant, questions, write)
        judged = _check_all(terminal, assistant, claims, write)
        answered = asdict(measure(outcomes)) if outcomes or not judged else {}
        checked = asdict(measure_claims(judged)) if judged else {}
        rows = (_answer_rows(answered) if answered else [], _claim_rows(checked) if checked else [])
        if page:
            named = " and ".join(path.name for path in paths)
            page.write(_page(named, assistant.model, (rows[0], outcomes), (rows[1], judged)))
    if as_json:
        print_json(terminal, answered | ({"claims": checked} if checked else {}))
    else:
        terminal.say(Text("\n\n".join(_lines(part) for part in rows if part)))
    return OK


def _ask_all(terminal: Terminal, assistant: Assistant, questions: Sequence[Question], write: Write) -> list[Outcome]:
    from rag.evaluation.questions import ask_all
    from rag.serialize import as_json

    with progress(terminal.err, "Asking", "questions") as shown:
        done = count(1)

        def on_outcome(outcome: Outcome) -> None:
            write({"id": outcome.question.id, "answer": as_json(outcome.answer)})
            shown(next(done), len(questions))

        return ask_all(assistant, questions, on_outcome)


def _check_all(terminal: Terminal, assistant: Assistant, claims: Sequence[LabelledClaim], write: Write) -> list[Judged]:
    from rag.evaluation.claims import judge_all
    from rag.serialize import quotes_as_json

    with progress(terminal.err, "Checking", "claims") as shown:
        done = count(1)

        def on_judged(found: Judged) -> None:
            quotes = quotes_as_json(found.checked.sources)
            verdict = {"verdict": found.checked.verdict, "shown_in_a_draft": found.is_shown, "quotes": quotes}
            write({"id": found.labelled.id, "claim": found.labelled.claim, "label": found.labelled.label} | verdict)
            shown(next(done), len(claims))

        return judge_all(assistant.archive, claims, on_judged)


def _page(
    name: str,
    model: str | None,
    answered: tuple[Sequence[tuple[str, str]], Sequence[Outcome]],
    checked: tuple[Sequence[tuple[str, str]], Sequence[Judged]],
) -> str:
    from bot.report.claims import claims
    from bot.report.page import page
    from bot.report.questions import questions

    parts = ([questions(*answered)] if answered[0] else []) + ([claims(*checked)] if checked[0] else [])
    about = f"Footnote, {'quoted sentences' if model is None else f'language model {model}'}"
    return page(f"How well Footnote does on {name}", about, parts)


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
def _written(details: Path | None) -> Iterator[Write]:
    """Open the file of details, which takes a line of JSON for each question and claim; raises FootnoteError."""
    with _opened(details) as file:
        yield lambda line: print(json.dumps(line, ensure_ascii=False), file=file) if file else None


def _answer_rows(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = [("questions", str(figures["questions"])), ("of these answerable", str(figures["answerable"]))]
    cited = {name: field for name, field in _CITED.items() if figures[field] is not None}
    return rows + _shares(figures, _ANSWERED | cited)


def _claim_rows(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    rows = [("claims", str(figures["claims"])), ("of these true", str(figures["true"]))]
    return rows + _shares(figures, _CHECKED)


def _shares(figures: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    shares = [(name, _figure(figures[field], ".3f")) for name, field in names.items()]
    return shares + [(name, _figure(figures[field], ".0f", " ms")) for name, field in _TIMES.items()]


def _figure(value: float | None, form: str, unit: str = "") -> str:
    return "-" if value is None else f"{value:{form}}{unit}"


def _lines(rows: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{name:<32}{value:>8}" for name, value in rows)
