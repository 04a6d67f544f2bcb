"""The command that checks claims against the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from bot.commands import FAILED, OK, opened_archive, print_json
from bot.terminal import open_terminal, source_text
from bot.wrapping import one_line, wrapped
from rag.errors import SettingsError
from rag.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from bot.terminal import Page, Terminal
    from rag.archive.archive import Archive
    from rag.checking import Checked, SecondOpinion

_STYLES = {"backed": "green", "contradicted": "red", "not covered": "yellow"}


def check(text: str, file: Path | None, *, as_json: bool) -> int:
    """Print the verdict on each sentence of a text, or on each claim of a file."""
    from rag.checking import check_text
    from rag.opening import open_second_opinion

    terminal, second = open_terminal(), open_second_opinion(load_settings())
    with opened_archive(fill=terminal) as archive:
        if file:
            code = _check_file(terminal, archive, file, second, as_json=as_json)
        else:
            checked = check_text(archive, text, second=second)
            _print_all(terminal, checked, as_json=as_json)
            code = OK if checked else FAILED
    if second and second.trouble:
        terminal.note(f"Note: {second.trouble} What only it could tell counts as not covered.")
    return code


def _check_file(
    terminal: Terminal, archive: Archive, file: Path, second: SecondOpinion | None, *, as_json: bool
) -> int:
    from rag.checking import check_claim

    for name, claim in _claims(file):
        found = check_claim(archive, claim, second)
        if as_json:
            print_json(terminal, {"id": name} | _as_json(found))
        else:
            terminal.say(_verdict(found, terminal.page))
    return OK


def _print_all(terminal: Terminal, checked: tuple[Checked, ...], *, as_json: bool) -> None:
    if as_json:
        print_json(terminal, [_as_json(found) for found in checked])
    else:
        terminal.say(Text("\n\n").join(_verdict(found, terminal.page) for found in checked))


def _claims(file: Path) -> list[tuple[str, str]]:
    """Return (id, claim) of each line; raises NotFoundError, or SettingsError with the line."""
    from rag.evaluation.files import read_lines

    claims = []
    for n, entry in read_lines(file):
        claim = entry.get("claim") if isinstance(entry, dict) else None
        if not isinstance(claim, str):
            raise SettingsError(f'{file}:{n}: a line must be a JSON object with "claim", a string.')
        claims.append((str(entry.get("id", n)), claim))
    return claims


def _as_json(found: Checked) -> dict[str, object]:
    from rag.serialize import quotes_as_json

    return {"claim": found.text, "verdict": found.verdict, "quotes": quotes_as_json(found.sources)}


def _verdict(found: Checked, page: Page) -> Text:
    """Return a claim under its verdict, and above the sources that back or contradict it."""
    page = page.answering(found.text)
    verdict = page.labels.verdicts[found.verdict] + page.labels.colon
    head = Text(verdict, _STYLES[found.verdict]).append(one_line(found.text), "default")
    return Text("\n").join([wrapped(head, page.width), *(source_text(source, page) for source in found.sources)])
