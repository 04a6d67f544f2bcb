"""The conversation in the terminal: a line in, an answer or a command's output out, until the input ends."""

from __future__ import annotations

import difflib
import shlex
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from bot.filters import described, make_filter
from bot.streaming import print_growing
from bot.terminal import context_text, sources_text
from bot.wrapping import clean, wrapped
from rag.errors import FootnoteError
from rag.filters import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.terminal import Terminal
    from rag.answer import Answer
    from rag.assistant import Assistant
    from rag.filters import Filter

COMMANDS = {
    "/sources": "the sources of the last answer, with their addresses",
    "/quotes": "the quotes of the last answer, each between its neighbours; /quotes 2 for source 2",
    "/filter": 'what is searched; /filter since=2023-06 until=2024 provider="China Daily" language=zh; /filter clear',
    "/new": "forget the questions so far",
    "/help": "this list",
    "/quit": "leave (or Ctrl-D); Ctrl-C stops an answer",
}


# What people write in place of a command, whatever the program.
_BARE = {"help": "/help", "?": "/help", "exit": "/quit", "quit": "/quit", "bye": "/quit", "/exit": "/quit"}


class Chat:
    """The conversation of a name: what it searches, what was answered last. `limits` may be changed by /filter."""

    def __init__(self, terminal: Terminal, assistant: Assistant, name: str, limits: Filter) -> None:
        self._terminal, self._assistant, self._name, self._limits = terminal, assistant, name, limits
        self._last: Answer | None = None

    def prompt(self) -> str:
        """Return what stands before the line that is typed: the filter, if there is one."""
        return "> " if self._limits == EVERYTHING else f"[{clean(described(self._limits))}] > "

    def run(self, lines: Iterable[str], *, interactive: bool) -> None:
        """Answer each line until one says /quit; a person is greeted, and can stop an answer without leaving."""
        if interactive:
            self._greet()
        for line in lines:
            words = " ".join(line.split())
            words = _BARE.get(words.casefold(), words)
            if words == "/quit":
                return
            if not words:
                continue
            try:
                self._respond(words)
            except FootnoteError as error:
                self._terminal.note(str(error), "red")
            except KeyboardInterrupt:
                if not interactive:
                    raise
                self._terminal.note("\nStopped.")
            self._terminal.say(Text())

    def _respond(self, words: str) -> None:
        if words.startswith("/"):
            self._obey(*words.partition(" ")[::2])
        else:
            stream = self._assistant.stream(words, self._limits, self._name)
            self._last = print_growing(self._terminal, stream, self._limits)

    def _obey(self, command: str, rest: str) -> None:
        match command:
            case "/sources":
                self._show_sources()
            case "/quotes":
                self._show_quotes(rest)
            case "/filter":
                self._set_filter(rest)
            case "/new":
                self._assistant.archive.turns.forget(self._name)
                self._last = None
                self._tell("A new conversation: questions don't lean on earlier ones.")
                if self._limits != EVERYTHING:
                    self._tell(f"Still searching only: {described(self._limits)} (/filter clear to search everything).")
            case "/help":
                self._help()
            case _:
                likely = difflib.get_close_matches(command, COMMANDS, n=1)
                self._tell(f"There is no {command}. " + (f"Did you mean {likely[0]}?" if likely else "See /help."))

    def _greet(self) -> None:
        catalog, model = self._assistant.archive.catalog, self._assistant.model
        how = f"answers by {model}" if model else "answers are quoted sentences"
        size = f"{catalog.count_articles():,} articles, {catalog.count_sentences():,} sentences"
        self._tell(f"{size}; {how}. /help lists the commands.")
        if turns := self._assistant.archive.turns.of(self._name, 1):
            self._tell(f"Going on from: {turns[0].question} (/new to start afresh)")
        if self._limits != EVERYTHING:
            self._tell(f"Searching only: {described(self._limits)}.")
        self._terminal.say(Text())

    def _help(self) -> None:
        self._tell("Ask in any language. Commands:")
        for command, does in COMMANDS.items():
            self._tell(f"{command:<10}{does}", hang=10)

    def _show_sources(self) -> None:
        if self._last is None or not self._last.sources:
            self._tell("The last answer has no sources." if self._last else "Nothing was asked yet.")
        else:
            # Addresses in full, to be copied, even where titles can be clicked.
            self._terminal.say(sources_text(self._last, replace(self._terminal.page, links=False)))

    def _show_quotes(self, number: str) -> None:
        wanted = [s for s in (self._last.sources if self._last else ()) if number in {"", str(s.n), f"[{s.n}]"}]
        if not wanted:
            self._tell(f"The last answer has no source {number}." if number else "The last answer quotes nothing.")
        page = self._terminal.page.answering(self._last.question if self._last else "")
        for source in wanted:
            sentences = self._assistant.archive.catalog.sentences(source.article.id)
            self._terminal.say(context_text(source, sentences, page))

    def _set_filter(self, rest: str) -> None:
        try:
            limits = _changed(self._limits, rest)
            self._assistant.archive.providers(limits)
        except (ValueError, FootnoteError) as error:
            self._tell(str(error))
            return
        self._limits = limits
        everything = limits == EVERYTHING
        self._tell("Searching every article." if everything else f"Searching only: {described(limits)}.")

    def _tell(self, sentence: str, hang: int = 0) -> None:
        self._terminal.say(wrapped(Text(clean(sentence)), self._terminal.page.width, hang))


def _changed(limits: Filter, words: str) -> Filter:
    """Return the filter with what `words` set (`since=2023 provider="China Daily"`); raises ValueError."""
    if words == "clear":
        return EVERYTHING
    fields = {name: str(getattr(limits, name) or "") for name in ("since", "until", "provider", "language")}
    for word in shlex.split(words):
        name, equals, value = word.partition("=")
        if name not in fields or not equals:
            raise ValueError(f"Write {', '.join(f'{field}=...' for field in fields)} or clear, not {word!r}.")
        fields[name] = value
    return make_filter(**fields)
