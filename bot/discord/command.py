"""The command `footnote discord`."""

from __future__ import annotations

from bot.commands import OK, opened_assistant
from bot.discord.running import invite as invitation
from bot.discord.running import serve, token_of
from bot.terminal import open_terminal
from rag.settings import load_settings


def run(*, invite: bool) -> int:
    """Print the link that invites the bot, or answer on Discord until told to end; return the exit code.

    Raises FootnoteError where Discord doesn't let the bot in.
    """
    settings, terminal = load_settings(), open_terminal()
    if invite:
        terminal.write(invitation(settings))
        return OK
    token_of(settings)  # a token that is missing is said before anything is indexed
    with opened_assistant(terminal, None) as assistant:
        serve(assistant, settings)
    return OK
