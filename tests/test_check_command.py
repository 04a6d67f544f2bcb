"""`footnote check`: verdicts on sentences and files of claims, with and without a language model's second opinion."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from rag.archive.archive import Archive
from rag.article import Article
from rag.checking import check_claim
from rag.embeddings import LocalEmbeddings
from tests.archives import filled
from tests.conftest import Opener
from tests.harbour import ARTICLES, BARELY
from tests.openai_server import OpenAIServer, Status, serving

CLEAR = "The harbour board of Port Alder has ordered 12 electric ferries."
WRONG = "The harbour board of Port Alder has ordered 15 electric ferries."
UNKNOWN = "Dragons sleep under the market square."

Check = Callable[..., Result]


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an archive of the harbour's articles."""
    home = tmp_path_factory.mktemp("harbour")
    with Archive(home, LocalEmbeddings()) as archive:
        for article in ARTICLES:
            archive.put(article)
        archive.catch_up()
    return home


@pytest.fixture
def check(harbour: Path) -> Check:
    def run(*args: str, server: OpenAIServer | None = None, **settings: str) -> Result:
        model = {"FOOTNOTE_MODEL": "openai:m", "OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "k"} if server else {}
        given = {"FOOTNOTE_HOME": str(harbour), **model, **settings}
        return CliRunner().invoke(app, ["check", *args], env=given)

    return run


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    file = tmp_path / "claims.jsonl"
    file.write_text("\n".join(json.dumps({"id": n, "claim": text}) for n, text in enumerate([BARELY, CLEAR])), "utf-8")
    return file


def verdicts(result: Result) -> list[str]:
    return [entry["verdict"] for entry in json.loads(result.stdout)]


def test_each_sentence_has_its_verdict(check: Check) -> None:
    result = check(f"{CLEAR} {WRONG} {UNKNOWN}")
    assert result.exit_code == 0
    for verdict, sentence in (("backed", CLEAR), ("contradicted", WRONG), ("not covered", UNKNOWN)):
        assert f"{verdict}: {sentence}" in result.stdout


def test_a_file_of_claims_becomes_lines_of_json(check: Check, claims: Path) -> None:
    found = [json.loads(line) for line in check("--file", str(claims), "--json").stdout.splitlines()]
    assert [(entry["id"], entry["claim"], entry["verdict"]) for entry in found] == [
        ("0", BARELY, "backed"),
        ("1", CLEAR, "backed"),
    ]
    assert found[0]["quotes"][0]["text"] == CLEAR


def test_what_is_far_in_meaning_is_found_by_its_words(opened: Opener, local: LocalEmbeddings) -> None:
    told = (
        "After years of quarrels over money, stone and height the Zorn lighthouse was built in 1871 by masons from "
        "Velden, who came with oxen, ropes and carts of lime."
    )
    towns = "Arle Brin Cord Dunn Elst Farn Gild Holt Ivor Jarn Kest Lund Marn Nord Oslo Pell Quin Rost Sund Tarn"
    near = " ".join(f"The {town} lighthouse was built in {n}." for n, town in enumerate(towns.split(), 1872))
    archive = filled(opened(local), [Article("zorn", "Zorn", told), Article("near", "Near", near)])
    checked = check_claim(archive, "The Zorn lighthouse was built in 1871.")
    assert checked.verdict == "backed"
    assert [source.article.id for source in checked.sources] == ["zorn"]


@pytest.mark.parametrize("line", ['{"claim": null}', '{"claim": ["a"]}', '["a"]', "a", '{"id": 1}'])
def test_a_line_without_a_claim_is_named_before_any_is_checked(check: Check, tmp_path: Path, line: str) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text(json.dumps({"claim": CLEAR}) + f"\n{line}\n", "utf-8")
    result = check("--file", str(file))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{file}:2: ")


def test_a_claim_may_hold_line_breaks_of_unicode(check: Check, tmp_path: Path) -> None:
    file = tmp_path / "claims.jsonl"
    file.write_text(json.dumps({"claim": CLEAR.replace(" has", "\u2028has")}, ensure_ascii=False), "utf-8")
    assert json.loads(check("--file", str(file), "--json").stdout)["id"] == "1"


def test_claims_beside_a_file_are_wrong_usage(check: Check, claims: Path) -> None:
    result = check(CLEAR, "--file", str(claims))
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize(("said", "verdict"), [("YES", "backed"), ("NO", "not covered")])
def test_a_second_opinion_on_what_is_barely_backed(check: Check, claims: Path, said: str, verdict: str) -> None:
    with serving(said, said) as server:
        text = check(f"{BARELY} {CLEAR} {WRONG}", "--json", server=server, FOOTNOTE_CHECK="llm")
        file = check("--file", str(claims), "--json", server=server, FOOTNOTE_CHECK="llm")
    assert verdicts(text) == [verdict, "backed", "contradicted"]
    assert [json.loads(line)["verdict"] for line in file.stdout.splitlines()] == [verdict, "backed"]
    asked = [request["messages"][-1]["content"] for request in server.requests]
    assert asked == [f"Quote: {CLEAR}\n\nSentence: {BARELY}"] * 2


def test_the_rules_alone_ask_no_model(check: Check) -> None:
    with serving() as server:
        assert verdicts(check(BARELY, "--json", server=server)) == ["backed"]
    assert server.requests == []


def test_no_second_opinion_is_said(check: Check) -> None:
    with serving(Status(401)) as server:
        result = check(BARELY, "--json", server=server, FOOTNOTE_CHECK="llm")
    assert verdicts(result) == ["not covered"]
    assert "does not accept the key" in result.stderr
    assert "counts as not covered" in result.stderr
