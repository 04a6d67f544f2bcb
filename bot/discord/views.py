"""The buttons under messages. Their ids say all that is needed, so that they work after a restart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from discord import ButtonStyle, ui

if TYPE_CHECKING:
    from bot.discord.texts import Texts

ANSWER = r"footnote:(?P<action>quotes|follow|good|bad|delete):(?P<key>[0-9a-f]{16})"
LIST = r"footnote:list:(?P<page>\d+):(?P<provider>[^|]*)\|(?P<text>.*)"
ERASE = "footnote:erase"
# What fits into a button's id (100 characters) beside the rest.
LONGEST_SEARCH = 36


def answer_view(key: str, texts: Texts, *, quotes: bool) -> ui.View:
    """Return the buttons of an answer; `quotes` where it has any."""
    buttons = [
        ("quotes", texts.quotes, ButtonStyle.primary),
        ("follow", texts.follow_up, ButtonStyle.secondary),
        ("good", texts.good, ButtonStyle.secondary),
        ("bad", texts.bad, ButtonStyle.secondary),
        ("delete", texts.delete, ButtonStyle.secondary),
    ]
    return _view(
        ui.Button(label=label, style=style, custom_id=f"footnote:{action}:{key}")
        for action, label, style in buttons
        if quotes or action != "quotes"
    )


def list_view(page: int, pages: int, provider: str, text: str, texts: Texts) -> ui.View:
    """Return the buttons that turn the pages (from 0) of a list."""

    def button(label: str, to: int) -> ui.Button[ui.View]:
        ours = f"footnote:list:{max(0, to)}:{provider}|{text}"
        return ui.Button(label=label, custom_id=ours, disabled=not 0 <= to < pages)

    # Both buttons of a list of one page would have the same id, which Discord refuses.
    return _view([button(texts.previous, page - 1), button(texts.next, page + 1)] if pages > 1 else [])


def erase_view(texts: Texts) -> ui.View:
    """Return the button that deletes what is stored of whoever presses it."""
    return _view([ui.Button(label=texts.erase, style=ButtonStyle.danger, custom_id=ERASE)])


def _view(buttons: Iterable[ui.Button[ui.View]]) -> ui.View:
    view = ui.View(timeout=None)
    for button in buttons:
        view.add_item(button)
    # The client answers these buttons by their ids (buttons.py), and need not remember every view that it sent.
    view.stop()
    return view
