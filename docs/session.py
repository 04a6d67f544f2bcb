"""Make the picture of the README: run the program, and draw what it printed. `python docs/session.py PICTURE.svg`."""

# ruff: noqa: INP001 - a script beside the picture that it makes, and no package

from __future__ import annotations

import html
import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

WIDTH = 92
# Rich draws a cell 12.2 units wide.
_CELL = 12.2
QUESTIONS = (
    "How many large language models did China release in 2022?",
    "What does Oracle train with Cohere?",
    "北京有多少个大模型？",
    "Who won the football world cup in 1954?",
)


def run(home: str, *arguments: str) -> Text:
    """Return a command and what it printed to a terminal of WIDTH columns."""
    environ = {"FOOTNOTE_HOME": home, "FOOTNOTE_MODEL": "none", "COLUMNS": str(WIDTH), "FORCE_COLOR": "1"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bot", *arguments],
        env={**os.environ, **environ, "TERM": "xterm-256color", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    typed = Text().append(f"$ footnote {shlex.join(arguments)}\n", "bold")
    return typed.append_text(Text.from_ansi(done.stdout.rstrip())).append("\n")


def picture(session: Text) -> str:
    """Return a session as an SVG that loads nothing from elsewhere."""
    console = Console(width=WIDTH, record=True, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(session, soft_wrap=True)
    svg = console.export_svg(title="footnote", theme=MONOKAI, unique_id="session")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    # Rich takes a Chinese character for one cell wide when it says how long a text is drawn.
    return re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)<', _drawn, svg)


def _drawn(text: re.Match[str]) -> str:
    length = round(cell_len(html.unescape(text[2])) * _CELL, 1)
    return f'textLength="{length}"{text[1]}>{text[2]}<'


def main() -> None:
    """Write the picture to the file that the command line names."""
    with tempfile.TemporaryDirectory() as home:
        session = Text("\n").join(run(home, "ask", question) for question in QUESTIONS)
    Path(sys.argv[1]).write_text(picture(session), "utf-8")


if __name__ == "__main__":
    main()
