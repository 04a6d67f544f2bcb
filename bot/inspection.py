"""The command that looks at Footnote itself: whether it is in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from bot.commands import FAILED, OK
from bot.terminal import open_terminal, shows_links
from bot.wrapping import clean, wrapped
from rag.errors import FootnoteError
from rag.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.terminal import Terminal
    from rag.doctor import Check


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
    from rag.doctor import Check, examine, strays

    yield from strays()
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
