"""The line that a person types, with editing, completion and a history that outlasts the program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.chat import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.output import Output

HISTORY = "chat_history"


def new_session(home: Path, providers: Sequence[str], output: Output | None = None) -> PromptSession[str]:
    """Return a prompt on the screen, or on `output`, whose history is kept in the archive's folder."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory
    from prompt_toolkit.output import create_output

    return PromptSession(
        history=FileHistory(str(home / HISTORY)),
        completer=_completer(providers),
        complete_while_typing=False,
        reserve_space_for_menu=4,
        # The answers may go to a file; the prompt is for the screen.
        output=output or create_output(always_prefer_tty=True),
    )


def typed_lines(session: PromptSession[str], prompt: Callable[[], str]) -> Iterator[str]:
    """Yield what a person types after the prompt; Ctrl-C drops a line, Ctrl-D ends."""
    while True:
        try:
            line = session.prompt(prompt())
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        yield line


def _completer(providers: Sequence[str]) -> Completer:
    from prompt_toolkit.completion import NestedCompleter, WordCompleter, merge_completers

    values = [f'provider="{name}"' for name in providers] + ["since=", "until=", "language=", "clear"]
    commands = WordCompleter(list(COMMANDS), meta_dict=COMMANDS, sentence=True)
    settings = WordCompleter(values, ignore_case=True, pattern=re.compile(r"\S+"))
    return merge_completers([commands, NestedCompleter({"/filter": settings})], deduplicate=True)
