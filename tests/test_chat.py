from __future__ import annotations

import io
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from bot.chat import COMMANDS, Chat
from bot.prompt import HISTORY, new_session, typed_lines
from bot.terminal import Terminal
from rag.assistant import Assistant
from rag.filters import EVERYTHING, Filter
from rag.ingest import ingest
from rag.models import LanguageModel
from rag.opening import open_assistant
from rag.settings import load_settings

BRIDGE = "The Otter Bridge in Lindqvist carried 41,000 cars a day in 2021."
FERRY = "The ferry to Marrow Island was closed in 2019 after its engine caught fire."
ISLAND = Filter(provider="Island Gazette")
ARTICLES = [
    {
        "id": "bridge",
        "title": "Counting cars on the Otter Bridge",
        "text": f"The town has one bridge. {BRIDGE} Nobody has counted the bicycles.",
        "url": "https://news.example/bridge",
        "published": "2022-03-01",
        "provider": "Lindqvist Post",
    },
    {"id": "ferry", "title": "No ferry to Marrow Island", "text": FERRY, "provider": "Island Gazette"},
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("chat")
    file = folder / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, ARTICLES)), "utf-8")
    with open_assistant(load_settings(home=folder / "home", model="none")) as assistant:
        ingest(assistant.archive, [file])
    return folder / "home"


@pytest.fixture
def assistant(home: Path) -> Iterator[Assistant]:
    with open_assistant(load_settings(home=home, model="none")) as opened:
        yield opened
        opened.archive.turns.forget("test")


def talk(
    assistant: Assistant,
    lines: str,
    *,
    width: int | None = 60,
    interactive: bool = False,
    limits: Filter = EVERYTHING,
) -> tuple[str, str]:
    """Hold a conversation of these lines; return what was printed and what was noted."""
    out, err = io.StringIO(), io.StringIO()
    screen = Console(file=out, width=width, force_terminal=bool(width), color_system=None, markup=False, emoji=False)
    chat = Chat(Terminal(screen, Console(file=err, markup=False), {}), assistant, "test", limits)
    chat.run(io.StringIO(lines), interactive=interactive)
    return out.getvalue(), err.getvalue()


def test_line_is_answered(assistant: Assistant) -> None:
    question = "When was the ferry to Marrow Island closed?\r\n\n"
    assert talk(assistant, question, width=60, limits=ISLAND) == (
        """\
The ferry to Marrow Island was closed in 2019 after its
engine caught fire.[1]

Quoted from:
[1] No ferry to Marrow Island - Island Gazette, undated

""",
        "",
    )
    out, _ = talk(assistant, question, width=None, limits=ISLAND)
    assert out == f"{FERRY}[1]\n\nQuoted from:\n[1] No ferry to Marrow Island - Island Gazette, undated\n\n"


def test_turns_are_kept_under_the_name_until_new(assistant: Assistant) -> None:
    question = "How many cars a day did the Otter Bridge carry?"
    talk(assistant, f"{question}\n")
    assert [turn.question for turn in assistant.archive.turns.of("test")] == [question]
    out, _ = talk(assistant, "/new\n/sources\n", interactive=True)
    assert f"Going on from: {question}" in " ".join(out.split())
    assert out.endswith("A new conversation: questions don't lean on earlier ones.\n\nNothing was asked yet.\n\n")
    assert assistant.archive.turns.of("test") == []


def test_filter_is_set_shown_and_cleared(assistant: Assistant) -> None:
    lines = [
        "/filter",
        "/filter since=2022 until=2022-03",
        '/filter provider="lindqvist post"',
        "When was the ferry to Marrow Island closed?",
        "/filter since=",
        "/filter clear",
    ]
    out, err = talk(assistant, "\n".join(lines), width=None)
    told = [line for line in out.splitlines() if line.startswith("Searching")]
    assert told == [
        "Searching every article.",
        "Searching only: since 2022-01-01, until 2022-03-31.",
        "Searching only: since 2022-01-01, until 2022-03-31, provider lindqvist post.",
        "Searching only: until 2022-03-31, provider lindqvist post.",
        "Searching every article.",
    ]
    assert FERRY not in out
    assert "Only articles that pass the filter were searched: since 2022-01-01" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("since=soon", "'soon' is no date: write 2023-06-14, 2023-06 or 2023."),
        ("since=2022-02-30", "'2022-02-30' is no date: there is no such day."),
        ("since=2023 until=2022", "No day is both since 2023-01-01 and until 2022-12-31."),
        ("language=Chinese", "'Chinese' is no language: write its code, such as en or zh."),
        ("author=me", "Write since=..., until=..., provider=..., language=... or clear, not 'author=me'."),
        ('provider="', "No closing quotation"),
        ("provider=Nobody", "No outlet in the archive is called 'Nobody': see `footnote sources`."),
    ],
)
def test_wrong_filter_changes_nothing(assistant: Assistant, words: str, told: str) -> None:
    out, _ = talk(assistant, f"/filter {words}\n/filter\n", width=None)
    assert out == f"{told}\n\nSearching every article.\n\n"


def test_unknown_command_gets_a_suggestion(assistant: Assistant) -> None:
    out, _ = talk(assistant, "/source\n/xyzzy\n", width=None)
    assert out == "There is no /source. Did you mean /sources?\n\nThere is no /xyzzy. See /help.\n\n"


def test_help_names_every_command_at_60_columns(assistant: Assistant) -> None:
    out, _ = talk(assistant, "/help\n")
    assert all(command in out for command in COMMANDS)
    assert max(map(len, out.splitlines())) <= 60


@pytest.mark.parametrize("word", ["/quit", "/exit", "quit", "exit", "Exit", "bye"])
def test_quit_ends_it(assistant: Assistant, word: str) -> None:
    out, _ = talk(assistant, f"{word}\n/help\n")
    assert out == ""


@pytest.mark.parametrize("word", ["help", "Help", "?"])
def test_help_needs_no_slash(assistant: Assistant, word: str) -> None:
    assert talk(assistant, f"{word}\n") == talk(assistant, "/help\n")


def test_the_filter_stands_in_the_prompt_and_outlasts_a_new_conversation(assistant: Assistant) -> None:
    chat = Chat(Terminal(Console(file=io.StringIO()), Console(file=io.StringIO()), {}), assistant, "test", EVERYTHING)
    assert chat.prompt() == "> "
    chat.run(["/filter language=en"], interactive=False)
    assert chat.prompt() == "[language en] > "
    out, _ = talk(assistant, "/new\n", limits=Filter(language="en"), width=None)
    assert "Still searching only: language en (/filter clear to search everything).\n" in out


def test_a_conversation_does_not_go_on_from_thanks(assistant: Assistant) -> None:
    talk(assistant, "How many cars a day did the Otter Bridge carry?\nthank you\n")
    out, _ = talk(assistant, "", interactive=True, width=None)
    assert "Going on from: How many cars a day did the Otter Bridge carry? (/new to start afresh)" in out


def test_long_pasted_text_is_a_question(assistant: Assistant) -> None:
    out, err = talk(assistant, "cars on the bridge " * 200 + "\n")
    assert "[1]" in out or "searched" in out
    assert "Traceback" not in out + err


def test_greeting_tells_what_is_there(assistant: Assistant) -> None:
    out, _ = talk(assistant, "", interactive=True, limits=Filter(language="en"))
    assert (
        out
        == """\
2 articles, 4 sentences; answers are quoted sentences. /help
lists the commands.
Searching only: language en.

"""
    )


def typed(assistant: Assistant, home: Path, keys: str) -> str:
    """Hold a conversation by keys typed at the prompt; return what was printed."""
    out = Console(file=io.StringIO(), width=80, force_terminal=True, color_system=None, markup=False)
    with create_pipe_input() as keyboard:
        keyboard.send_text(keys)
        with create_app_session(input=keyboard):
            chat = Chat(Terminal(out, out, {}), assistant, "test", EVERYTHING)
            lines = typed_lines(new_session(home, ["Lindqvist Post"], DummyOutput()), chat.prompt)
            chat.run(lines, interactive=True)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_typed_question_is_answered_and_remembered(assistant: Assistant, home: Path, tmp_path: Path) -> None:
    shown = typed(assistant, tmp_path, "How many cars a day did the Otter Bridge carry?\r\x04")
    assert BRIDGE in shown
    assert "Otter Bridge carry?" in (tmp_path / HISTORY).read_text("utf-8")
    # Up, and Enter: the question of the session before is asked again.
    assert BRIDGE in typed(assistant, tmp_path, "\x1b[A\r\x04")


def test_ctrl_c_drops_the_line_that_is_being_typed(assistant: Assistant, tmp_path: Path) -> None:
    assert "There is no" not in typed(assistant, tmp_path, "/nonsense\x03/quit\r")


def test_completion_of_commands_and_outlets(tmp_path: Path) -> None:
    session = new_session(tmp_path, ["Lindqvist Post", "Island Gazette"], DummyOutput())

    def completed(text: str) -> list[str]:
        assert session.completer
        return [found.text for found in session.completer.get_completions(Document(text), CompleteEvent())]

    assert completed("/q") == ["/quotes", "/quit"]
    assert completed("/filter pro") == ['provider="Lindqvist Post"', 'provider="Island Gazette"']
    assert completed("/filter language=zh si") == ["since="]
    assert completed("since when") == []


def by_model(home: Path, replies: Iterator[str]) -> Assistant:
    with open_assistant(load_settings(home=home, model="none")) as opened:
        chat = GenericFakeChatModel(messages=(AIMessage(reply) for reply in replies))
        return Assistant(opened.archive, LanguageModel(chat, "scripted"))


def test_model_writes_and_sources_carry_the_quotes(home: Path) -> None:
    assistant = by_model(home, iter(["The Otter Bridge carried 41,000 cars a day in 2021 [1]."]))
    question = "How many cars a day did the Otter Bridge carry?"
    out, _ = talk(assistant, f"{question}\n/sources\n/quotes\n/quotes 1\n/quotes 7\n", width=None)
    source = "[1] Counting cars on the Otter Bridge - Lindqvist Post, 2022-03-01\n"
    sources = f"Sources, as of 2022-03-01:\n{source}    > {BRIDGE}\n    https://news.example/bridge\n\n"
    quotes = f"{source}      The town has one bridge.\n    > {BRIDGE}\n      Nobody has counted the bicycles.\n\n"
    assert out == (
        f"The Otter Bridge carried 41,000 cars a day in 2021.[1]\n\n{sources}{sources}{quotes}{quotes}"
        "The last answer has no source 7.\n\n"
    )
    assistant.archive.turns.forget("test")


def interrupted() -> Iterator[str]:
    os.kill(os.getpid(), signal.SIGINT)
    yield "never said"


def test_ctrl_c_stops_the_answer_and_not_the_program(home: Path) -> None:
    assistant = by_model(home, interrupted())
    out, err = talk(assistant, "How many cars a day did the Otter Bridge carry?\n/xyzzy\n", interactive=True)
    assert err == "\nStopped.\n"
    assert out.endswith("There is no /xyzzy. See /help.\n\n")
    assert assistant.archive.turns.of("test") == []


def test_ctrl_c_ends_a_pipe(home: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        talk(by_model(home, interrupted()), "How many cars a day did the Otter Bridge carry?\n")
