from __future__ import annotations

import json
import os
import re
import select
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app

ROOT = Path(__file__).parent.parent
LIGHTHOUSE = "The lighthouse at Cape Orrin was lit in 1871 and burns 300 litres of oil a night."
CHEESE = "Velden's dairies sold 1,200 tonnes of blue cheese in 2020."
ARTICLES = [
    {
        "id": "lighthouse-1",
        "title": "Who keeps the lighthouse",
        "text": LIGHTHOUSE,
        "url": "https://news.example/lighthouse?a=1",
        "published": "2021-05-06",
        "provider": "Orrin Herald",
    },
    {
        "id": "cheese-1",
        "title": "A record year for cheese",
        "text": CHEESE,
        "provider": "Velden Echo",
        "language": "en",
    },
]
# What a terminal is sent before a prompt: pasted text is to come in brackets.
PROMPT = b"\x1b[?2004h"
QUESTION = "When was the lighthouse at Cape Orrin lit?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an archive of two articles in `home`."""
    made = tmp_path_factory.mktemp("cli")
    (made / "articles.jsonl").write_text("\n".join(map(json.dumps, ARTICLES)), "utf-8")
    run(made, "ingest", str(made / "articles.jsonl"))
    return made


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A .env file of the folder that the tests are started in is nobody's business here.
    monkeypatch.chdir(tmp_path)


def environment(folder: Path, **more: str) -> dict[str, str]:
    ours = {
        "FOOTNOTE_HOME": str(folder / "home"),
        "FOOTNOTE_MODEL": "none",
        "OPENAI_API_KEY": "",
        "OPENAI_BASE_URL": "",
    }
    return ours | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | more


def run(folder: Path, *args: str, given: str | None = None, **more: str) -> Result:
    return CliRunner().invoke(app, list(args), input=given, env=environment(folder, **more))


def start(folder: Path, command: str, stdin: int, stdout: int, stderr: int) -> subprocess.Popen[bytes]:
    """Start the program as the console script does."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", command],
        env={**os.environ, **environment(folder), "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"},
        cwd=folder,
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
    )


def test_answer_on_stdout_and_nothing_else(folder: Path) -> None:
    result = run(folder, "ask", QUESTION, "--provider", "orrin")
    assert result.stdout == (
        f"{LIGHTHOUSE}[1]\n\nQuoted from, as of 2021-05-06:\n"
        "[1] Who keeps the lighthouse - Orrin Herald, 2021-05-06\n    https://news.example/lighthouse?a=1\n"
    )
    assert result.stderr == ""
    assert result.exit_code == 0


def test_refusal_has_its_exit_code(folder: Path) -> None:
    result = run(folder, "ask", "Which", "orchestra", "toured", "Patagonia?")
    assert result.exit_code == 3
    assert "Nearest articles:" in result.stdout


def test_answer_as_one_json_object(folder: Path) -> None:
    result = run(folder, "ask", QUESTION, "--json", "--provider", "Orrin Herald")
    found = json.loads(result.stdout)
    assert found["question"] == QUESTION
    assert found["status"] == "answered"
    assert found["claims"] == [{"text": LIGHTHOUSE, "citations": [1]}]
    [source] = found["sources"]
    assert source["article_id"] == "lighthouse-1"
    assert source["link"].startswith("https://news.example/lighthouse?a=1#:~:text=The%20lighthouse%20at%20Cape%20Orrin")
    assert result.stdout.count("\n") == 1
    assert result.exit_code == 0


def test_note_of_the_model_goes_to_stderr(folder: Path) -> None:
    nowhere = {"FOOTNOTE_MODEL": "openai:small", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "FOOTNOTE_TIMEOUT": "5"}
    result = run(folder, "ask", QUESTION, "--json", **nowhere)
    found = json.loads(result.stdout)
    assert (found["status"], found["model"]) == ("answered", None)
    assert result.stderr == f"Note: {found['note']}\n"
    assert result.exit_code == 0


def test_error_is_a_sentence_and_in_json_an_object(folder: Path) -> None:
    plain = run(folder, "ask", QUESTION, FOOTNOTE_EMBEDDING="none such")
    assert plain.exit_code == 1
    assert plain.stdout == ""
    assert plain.stderr.startswith("FOOTNOTE_EMBEDDING is wrong: ")
    assert plain.stderr.count("\n") == 1
    result = run(folder, "ask", QUESTION, "--json", FOOTNOTE_EMBEDDING="none such")
    assert result.exit_code == 1
    assert result.stderr == plain.stderr
    found = json.loads(result.stdout)
    assert (found["status"], found["note"] + "\n") == ("error", plain.stderr)


def test_several_questions_from_the_input_are_not_mixed(folder: Path) -> None:
    result = run(folder, "ask", "-", given=f"{QUESTION}\nHow much blue cheese did Velden sell?\n")
    assert result.exit_code == 2
    assert "several questions" in result.stderr
    assert LIGHTHOUSE in run(folder, "ask", "-", given="When was the lighthouse\nat Cape Orrin lit?\n").stdout


@pytest.mark.parametrize("args", [["ask", "-"], ["ask"]])
def test_question_may_come_from_a_pipe(folder: Path, args: list[str]) -> None:
    result = run(folder, *args, given=f"When was the lighthouse\nat Cape Orrin lit?{chr(10)}")
    assert LIGHTHOUSE in result.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["ask", ""], "There is no question."),
        (["ask", "  \n "], "There is no question."),
        (["ask"], "There is no question."),
        (["check", " "], "There is no claim."),
        (["ask", "x", "--since", "soon"], "'soon' is no date: write 2023-06-14, 2023-06 or 2023."),
        (["ask", "x", "--since", "2023-13"], "'2023-13' is no date: there is no such day."),
        (["ask", "x", "--since", "2024", "--until", "2023"], "No day is both since 2024-01-01 and until 2023-12-31."),
        (["ask", "x", "--language", "English"], "'English' is no language"),
        (["ask", "x", "--sinse", "2024"], "No such option"),
        (["aks", "x"], "No such command"),
        (["ingest"], "Missing argument"),
        ([], "Usage:"),
    ],
)
def test_wrong_usage(folder: Path, args: list[str], words: str) -> None:
    result = run(folder, *args, given="")
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output


def test_ingest_reports_and_names_what_is_wrong(tmp_path: Path) -> None:
    good, bad = tmp_path / "in" / "good.jsonl", tmp_path / "in" / "bad.jsonl"
    good.parent.mkdir()
    good.write_text(json.dumps(ARTICLES[0]) + "\n", "utf-8")
    bad.write_text(json.dumps(ARTICLES[1]) + "\nno json\n", "utf-8")
    first = run(tmp_path, "ingest", str(good.parent))
    assert first.exit_code == 1
    assert first.stdout.startswith("Articles: 2 added. New sentences: 2.")
    assert first.stdout.endswith(" Problems: 1.\n")
    assert f"{bad}:2: " in first.stderr
    bad.unlink()
    second = run(tmp_path, "ingest", str(good.parent))
    assert second.exit_code == 0
    assert second.stdout == "Articles: 0 added, 1 unchanged. New sentences: 0.\n"
    gone = f"{bad.resolve()} is gone, its articles are not: `footnote remove` with this path takes them out.\n"
    assert second.stderr == gone
    assert run(tmp_path, "remove", str(bad)).exit_code == 0
    third = run(tmp_path, "ingest", str(good.parent))
    assert (third.stdout, third.stderr) == (second.stdout, "")


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "picture.png").write_bytes(b"png")
    result = run(tmp_path, "ingest", str(tmp_path / "in"))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "No article was found: they are read from Markdown, text, HTML, JSON and JSON lines. "
        "Files of other kinds passed over: 1.\n"
    )


def test_many_files_that_are_gone_are_counted(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"The mill number {number} grinds oats for the town of Velden.", "utf-8")
    run(tmp_path, "ingest", str(folder))
    for file in folder.iterdir():
        file.unlink()
    assert run(tmp_path, "ingest", str(folder)).stderr.splitlines()[3:] == ["So it is with 2 more."]


def test_what_is_removed_answers_no_more(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, ARTICLES)), "utf-8")
    run(tmp_path, "ingest", str(file))
    result = run(tmp_path, "remove", "lighthouse-1")
    assert result.exit_code == 0
    assert result.stdout == "Removed: Who keeps the lighthouse (lighthouse-1)\n"
    assert LIGHTHOUSE not in run(tmp_path, "ask", QUESTION).stdout
    again = run(tmp_path, "remove", "lighthouse-1")
    assert again.exit_code == 1
    assert again.stdout == ""
    assert "lighthouse-1" in again.stderr


def test_sources_are_a_line_each(folder: Path) -> None:
    rows = [
        "lighthouse-1\t2021-05-06\tOrrin Herald\ten\tWho keeps the lighthouse\thttps://news.example/lighthouse?a=1",
        "cheese-1\tundated\tVelden Echo\ten\tA record year for cheese\t",
    ]
    assert run(folder, "sources").stdout.splitlines() == rows
    assert run(folder, "sources", "CHEESE").stdout.splitlines() == rows[1:]
    assert [found["article_id"] for found in json.loads(run(folder, "sources", "--json", "orrin").stdout)] == [
        "lighthouse-1"
    ]
    nothing = run(folder, "sources", "zeppelin")
    assert (nothing.stdout, nothing.stderr) == ("", "The archive holds no such article.\n")


def test_show_prints_an_article(folder: Path) -> None:
    assert run(folder, "show", "light").stdout == (
        "Who keeps the lighthouse\nOrrin Herald, 2021-05-06 | en | id lighthouse-1\n"
        f"https://news.example/lighthouse?a=1\n\n{LIGHTHOUSE}\n"
    )
    assert json.loads(run(folder, "show", "cheese-1", "--json").stdout)["text"] == CHEESE
    unknown = run(folder, "show", "zeppelin")
    assert unknown.exit_code == 1
    assert "zeppelin" in unknown.stderr


def test_json_holds_nothing_that_a_terminal_obeys(folder: Path) -> None:
    question = f"{QUESTION} \u202e\x9b"
    printed = run(folder, "ask", question, "--json").stdout
    assert json.loads(printed)["question"] == question
    assert not set("\u202e\x9b") & set(printed)


def test_chat_from_a_pipe_keeps_nothing(folder: Path) -> None:
    result = run(folder, "chat", given=f"{QUESTION}\n/nonsense\n")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{LIGHTHOUSE}[1]\n")
    assert result.stdout.endswith("\n\nThere is no /nonsense. See /help.\n\n")
    assert not (folder / "home" / "chat_history").exists()
    assert turns_kept(folder) == 0


def test_chat_into_a_pipe_that_closes_early_keeps_nothing(folder: Path) -> None:
    program = start(folder, "chat", subprocess.PIPE, subprocess.PIPE, subprocess.PIPE)
    assert program.stdin
    assert program.stdout
    program.stdin.write(QUESTION.encode() + b"\n")
    program.stdin.flush()
    assert program.stdout.readline().decode().startswith(LIGHTHOUSE)
    program.stdout.close()
    program.communicate(QUESTION.encode() + b"\n", timeout=120)
    assert turns_kept(folder) == 0


def turns_kept(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "home" / "catalog.sqlite")) as catalog:
        return int(catalog.execute("SELECT count(*) FROM turns WHERE conversation <> 'terminal'").fetchone()[0])


def test_eval_prints_figures_and_writes_details(folder: Path, tmp_path: Path) -> None:
    questions, details = tmp_path / "questions.jsonl", tmp_path / "details.jsonl"
    entry = {"id": "q1", "question": QUESTION, "answers": ["1871"], "answerable": True, "article_ids": ["lighthouse-1"]}
    questions.write_text(json.dumps(entry) + "\n", "utf-8")
    result = run(folder, "eval", str(questions), "--details", str(details))
    assert result.exit_code == 0
    lines = dict(line.rsplit(maxsplit=1) for line in result.stdout.splitlines() if not line.endswith("ms"))
    assert lines["recall@1 of the article"] == "1.000"
    assert lines["answer in any claim"] == "1.000"
    assert lines["unanswerable and refused"] == "-"
    [line] = details.read_text("utf-8").splitlines()
    assert json.loads(line)["id"] == "q1"
    assert json.loads(line)["answer"]["question"] == QUESTION
    assert json.loads(run(folder, "eval", str(questions), "--json").stdout)["recall_at_1"] == 1
    unwritable = run(folder, "eval", str(questions), "--details", str(tmp_path))
    assert (unwritable.exit_code, unwritable.stderr) == (1, f"{tmp_path} can't be written: Is a directory.\n")


def test_eval_writes_a_page(folder: Path, tmp_path: Path) -> None:
    questions, page = tmp_path / "<b>.jsonl", tmp_path / "page.html"
    entry = {"question": QUESTION, "answers": ["1999"], "article_ids": ["lighthouse-1"], "language": "en", "kind": "x"}
    questions.write_text(json.dumps(entry) + "\n", "utf-8")
    result = run(folder, "eval", str(questions), "--report", str(page), "--model", "none")
    assert result.exit_code == 0
    html = page.read_text("utf-8")
    assert "How well Footnote does on &lt;b&gt;.jsonl" in html
    assert "Answered wrongly: 1 of 1" in html
    assert run(folder, "eval", str(questions), "--report", str(tmp_path)).exit_code == 1


def test_eval_measures_the_check_on_claims(folder: Path, tmp_path: Path) -> None:
    claims, details, page = tmp_path / "claims.jsonl", tmp_path / "details.jsonl", tmp_path / "page.html"
    entries = [
        {"id": "c1", "claim": LIGHTHOUSE, "label": "backed"},
        {"claim": LIGHTHOUSE.replace("1871", "1872"), "label": "contradicted", "kind": "figure", "language": "en"},
    ]
    claims.write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    result = run(folder, "eval", str(claims), "--details", str(details), "--report", str(page))
    assert result.exit_code == 0
    lines = dict(line.rsplit(maxsplit=1) for line in result.stdout.splitlines() if not line.endswith("ms"))
    assert lines == {
        "claims": "2",
        "of these true": "1",
        "true and backed": "1.000",
        "false but backed": "0.000",
        "contradicted and called so": "1.000",
        "true and shown in a draft": "1.000",
        "false but shown in a draft": "0.000",
    }
    written = [json.loads(line) for line in details.read_text("utf-8").splitlines()]
    assert [(line["id"], line["verdict"], line["shown_in_a_draft"]) for line in written] == [
        ("c1", "backed", True),
        ("2", "contradicted", False),
    ]
    assert "Judged wrongly: 0 of 2" in page.read_text("utf-8")
    figures = json.loads(run(folder, "eval", str(claims), "--json").stdout)
    assert set(figures) == {"claims"}
    assert figures["claims"]["contradicted"] == 1


def test_eval_takes_questions_and_claims_together(folder: Path, tmp_path: Path) -> None:
    questions, claims, page = tmp_path / "q.jsonl", tmp_path / "c.jsonl", tmp_path / "page.html"
    questions.write_text(json.dumps({"question": QUESTION, "answers": ["1871"]}) + "\n", "utf-8")
    claims.write_text(json.dumps({"claim": LIGHTHOUSE, "label": "backed"}) + "\n", "utf-8")
    result = run(folder, "eval", str(questions), str(claims), "--report", str(page))
    assert result.exit_code == 0
    assert [part.split()[0] for part in result.stdout.split("\n\n")] == ["questions", "claims"]
    html = page.read_text("utf-8")
    assert "How well Footnote does on q.jsonl and c.jsonl" in html
    assert html.index("<h2>Questions</h2>") < html.index("<h2>Claims</h2>")
    figures = json.loads(run(folder, "eval", str(questions), str(claims), "--json").stdout)
    assert (figures["right_any"], figures["claims"]["true_backed"]) == (1, 1)


def test_a_claim_without_a_label_is_named(folder: Path, tmp_path: Path) -> None:
    claims = tmp_path / "claims.jsonl"
    claims.write_text('{"claim": "It rains.", "label": "true"}\n', "utf-8")
    result = run(folder, "eval", str(claims))
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        1,
        f"{claims}:1: the label of a claim is one of backed, contradicted, not covered.",
    )
    claims.write_text('{"text": "It rains."}\n', "utf-8")
    assert run(folder, "eval", str(claims)).stderr.endswith(f"{claims}:1: neither a question nor a claim.\n")


def test_doctor_says_what_is_wrong(folder: Path) -> None:
    healthy = run(folder, "doctor")
    assert healthy.exit_code == 0
    names = [line.removeprefix("ok").split(":")[0].strip() for line in healthy.stdout.splitlines()]
    assert names == ["settings", "store", "embedding", "model", "terminal"]
    ill = run(folder, "doctor", FOOTNOTE_TIMEOUT="soon")
    assert ill.exit_code == 1
    assert ill.stdout.startswith("NOT OK  settings: FOOTNOTE_TIMEOUT is wrong: ")


def test_doctor_names_what_is_no_setting_and_where(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    Path(".env").write_text('\nFOOTNOTE_MODL=none\n\nOPENAI_API_KEY="open\nFOOTNOTE_TIMEOUT 5\nOTHER=1\n', "utf-8")
    ill = run(folder, "doctor", FOOTNOTE_TIMEOT="5")
    assert ill.exit_code == 1
    assert ill.stdout.splitlines()[:4] == [
        "NOT OK  settings: .env:4 can't be read - write NAME=value, and close all quotes",
        "NOT OK  settings: .env:5 can't be read - write NAME=value, and close all quotes",
        "NOT OK  settings: FOOTNOTE_TIMEOT in the environment is no setting - the nearest is FOOTNOTE_TIMEOUT",
        "NOT OK  settings: FOOTNOTE_MODL in .env:2 is no setting - the nearest is FOOTNOTE_MODEL",
    ]
    assert not caplog.records


def test_doctor_says_where_a_model_is_missing_and_what_to_do(folder: Path) -> None:
    nowhere = "http://127.0.0.1:9/v1"
    ill = run(folder, "doctor", FOOTNOTE_MODEL="openai:small", OPENAI_BASE_URL=nowhere)
    assert f"model: The model small can't be reached (server: {nowhere}) - check OPENAI_BASE_URL" in ill.stdout


def test_screen_gets_what_a_reader_wants(folder: Path) -> None:
    screen = {"FORCE_COLOR": "1", "NO_COLOR": "1", "COLUMNS": "40", "TERM": "xterm"}
    listed = run(folder, "sources", **screen).stdout
    assert re.sub(r"\x1b\[\d*m", "", listed) == (
        "2021-05-06  Who keeps the lighthouse -\n            Orrin Herald  lighthouse-1\n"
        "undated     A record year for cheese -\n            Velden Echo  cheese-1\n"
    )
    assert run(folder, "show", "cheese-1", "--json", **screen).stdout.startswith('{\n  "article_id": "cheese-1",\n')
    checked = re.sub(r"\x1b\[\d*m", "", run(folder, "doctor", **screen).stdout)
    assert "terminal: 40 columns, no colour," in checked
    assert "Indexing" in run(folder, "rebuild", **screen).stderr


def test_rebuild(folder: Path) -> None:
    result = run(folder, "rebuild")
    assert (result.exit_code, result.stdout) == (0, "The indexes were made anew from 2 sentences.\n")
    assert LIGHTHOUSE in run(folder, "ask", QUESTION).stdout


def test_empty_archive_is_filled_with_the_articles_supplied(tmp_path: Path) -> None:
    result = run(tmp_path, "sources")
    assert len(result.stdout.splitlines()) >= 10
    assert result.stderr.startswith("Indexing: ")


def test_help_loads_nothing_heavy() -> None:
    heavy = (
        "{'rich.console', 'pydantic', 'prompt_toolkit', 'numpy', 'chromadb', 'langchain_core', 'openai', 'onnxruntime'}"
    )
    code = f"import sys, bot.cli\ntry: bot.cli.app(['--help'])\nfinally: sys.exit(str({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "chat" in done.stdout
    assert done.stderr == "set()\n"


def test_help_fits_a_narrow_screen() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"],
        env={**os.environ, "COLUMNS": "38"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert max(map(len, done.stdout.splitlines())) <= 38
    assert "sources" in done.stdout


def test_reader_that_leaves_early_is_no_trouble(folder: Path) -> None:
    program = start(folder, "sources", subprocess.DEVNULL, subprocess.PIPE, subprocess.PIPE)
    assert program.stdout
    program.stdout.close()
    _, err = program.communicate(timeout=120)
    assert err == b""


def test_ctrl_c_while_modules_are_loaded_is_quiet(folder: Path, tmp_path: Path) -> None:
    # Found before the real one: Ctrl-C comes in the middle of an import.
    (tmp_path / "typer.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"],
        env={**os.environ, **environment(folder), "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("args", [("ask", QUESTION), ("ask", QUESTION, "--json"), ("sources",), ("--help",)])
def test_a_full_disk_is_told_in_a_sentence(folder: Path, args: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *args],
            env={**os.environ, **environment(folder)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"Nothing more could be written: No space left on device.\n")


def test_ctrl_c_ends_the_program_quietly(folder: Path) -> None:
    program = start(folder, "chat", subprocess.PIPE, subprocess.PIPE, subprocess.PIPE)
    assert program.stdin
    assert program.stdout
    program.stdin.write(QUESTION.encode() + b"\n")
    program.stdin.flush()
    assert program.stdout.readline().decode().startswith(LIGHTHOUSE)
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=120)
    assert (program.returncode, err) == (130, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_chat_on_a_terminal(folder: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    program = start(folder, "chat", theirs, theirs, theirs)
    os.close(theirs)
    until(ours, PROMPT)
    os.write(ours, QUESTION.encode() + b"\r")
    until(ours, b"Quoted from")
    until(ours, PROMPT)
    os.write(ours, b"\x04")
    assert program.wait(timeout=120) == 0
    os.close(ours)
    assert QUESTION in (folder / "home" / "chat_history").read_text("utf-8")


def until(screen: int, words: bytes) -> None:
    """Read what a terminal shows until these words come."""
    seen = b""
    while words not in seen:
        assert select.select([screen], [], [], 60)[0], seen
        seen += os.read(screen, 1)
