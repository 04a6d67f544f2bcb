"""The command line: what can be asked of Footnote, and nothing about how it is done."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from rag.errors import FootnoteError

if TYPE_CHECKING:
    from rag.filters import Filter


class _Commands(TyperGroup):
    """The commands; what goes wrong in one is told in a sentence."""

    def invoke(self, ctx: Any) -> Any:  # Typer's context class is not public
        """Run the command."""
        try:
            return super().invoke(ctx)
        except FootnoteError as error:
            from bot.terminal import open_terminal

            open_terminal().note(str(error), "red")
            raise typer.Exit(1) from None


app = typer.Typer(
    name="footnote",
    cls=_Commands,
    help="Ask an archive of news articles, and get answers with the exact sentences that back them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    # Left to itself, the help is never narrower than 50 cells and breaks inside words on a narrower screen.
    context_settings={"terminal_width": max(min(shutil.get_terminal_size().columns, 80) - 2, 20)},
)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Only articles since a day, month or year.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Only articles until a day, month or year.")]
Provider = Annotated[str | None, typer.Option(metavar="NAME", help="Only articles of an outlet.")]
Language = Annotated[str | None, typer.Option(metavar="CODE", help="Only articles in a language, such as en or zh.")]
Model = Annotated[
    str | None, typer.Option(metavar="PROVIDER:NAME", help="Language model to use; none for quotes only.")
]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"footnote {version('footnote')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def ask(  # noqa: PLR0913, PLR0917  # one parameter for each option
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="The question; - reads it from the input.")
    ] = None,
    since: Since = None,
    until: Until = None,
    provider: Provider = None,
    language: Language = None,
    as_json: AsJson = False,
    model: Model = None,
) -> None:
    """Answer a question from the archive. Exit code 3: the articles don't say."""
    limits = _limits(since, until, provider, language)
    words = _given(question or [], "question")
    from bot import commands

    _leave(commands.ask(words, limits, model, as_json=as_json))


@app.command()
def chat(
    since: Since = None,
    until: Until = None,
    provider: Provider = None,
    language: Language = None,
    model: Model = None,
) -> None:
    """Hold a conversation; a question may lean on those before. From a pipe, every line is a question."""
    limits = _limits(since, until, provider, language)
    from bot import commands

    _leave(commands.chat(limits, model))


@app.command()
def check(
    claim: Annotated[list[str] | None, typer.Argument(metavar="CLAIM", help="The sentences to check.")] = None,
    file: Annotated[Path | None, typer.Option(metavar="CLAIMS.jsonl", help='A file of claims: "id", "claim".')] = None,
    as_json: AsJson = False,
) -> None:
    """Say of each sentence whether the archive backs it, contradicts it, or does not cover it."""
    if file and claim:
        raise typer.BadParameter("Give claims or --file, not both.")
    words = "" if file else _given(claim or [], "claim")
    from bot import checking

    _leave(checking.check(words, file, as_json=as_json))


@app.command()
def ingest(paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files and folders.")]) -> None:
    """Read articles into the archive: Markdown, text, HTML, JSON lines. Exit code 1: a file was left out."""
    from bot import commands

    _leave(commands.ingest(paths))


@app.command()
def remove(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME...", help="Ids, addresses or titles of articles, or files read in.")
    ],
) -> None:
    """Take articles out of the archive."""
    from bot import commands

    _leave(commands.remove(names))


@app.command()
def show(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Its id, the beginning of it, address or title.")],
    as_json: AsJson = False,
) -> None:
    """Print an article."""
    from bot import commands

    _leave(commands.show(article, as_json=as_json))


@app.command()
def sources(
    text: Annotated[
        str, typer.Argument(metavar="[TEXT]", help="Only those with this in title, outlet or topics.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """List the articles of the archive, newest first."""
    from bot import commands

    _leave(commands.sources(text, as_json=as_json))


@app.command(name="eval")
def evaluate(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILES", help="Questions or claims: JSON lines or YAML.", show_default=False)
    ],
    details: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="File for a line about each question and claim.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="OUT.html", help="File for a page with tables, plots and what went wrong.")
    ] = None,
    as_json: AsJson = False,
    model: Model = None,
) -> None:
    """Measure how well questions with known answers are answered, and claims known as true or false are checked."""
    from bot import measuring

    _leave(measuring.evaluate(files, details, report, model, as_json=as_json))


@app.command()
def doctor() -> None:
    """Check settings, archive, models and terminal, and say what to do. Exit code 1: something is amiss."""
    from bot import inspection

    _leave(inspection.doctor())


@app.command()
def discord(
    invite: Annotated[bool, typer.Option("--invite", help="Print the link that invites the bot to a server.")] = False,
) -> None:
    """Answer on Discord until told to end; DISCORD_TOKEN must be set."""
    from bot.discord.command import run

    _leave(run(invite=invite))


@app.command()
def rebuild() -> None:
    """Make the archive's indexes anew from its articles."""
    from bot import commands

    _leave(commands.rebuild())


def _leave(code: int) -> NoReturn:
    raise typer.Exit(code)


def _limits(since: str | None, until: str | None, provider: str | None, language: str | None) -> Filter:
    from bot.filters import make_filter

    try:
        return make_filter(since, until, provider, language)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _given(words: list[str], name: str) -> str:
    """Return the question or claim of the command line, or of the input where there is none or it is "-"."""
    if words == ["-"] or (not words and not sys.stdin.isatty()):
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        words = sys.stdin.read().splitlines()
        if name == "question" and sum(line.rstrip().endswith(("?", "？")) for line in words) > 1:
            several = "These are several questions: ask one, or let `footnote chat` read them line by line."
            raise typer.BadParameter(several, param_hint=name.upper())
    # Bytes that are no text reach a program's arguments as halves of characters, which nothing can store.
    text = " ".join(" ".join(words).encode(errors="replace").decode().split())
    if not text:
        raise typer.BadParameter(f"There is no {name}.", param_hint=name.upper())
    return text
