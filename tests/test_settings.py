"""Settings: read from the environment, described in one place, shown in the README and in .env.example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import DEFAULT_MODEL, Settings, load_settings

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias), raising=False)


def described() -> dict[str, str]:
    return {str(field.validation_alias): str(field.description) for field in Settings.model_fields.values()}


def test_the_readme_s_table_is_the_class() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert dict(rows) == described()


def test_env_example_is_the_class() -> None:
    found: dict[str, str] = {}
    for block in (ROOT / ".env.example").read_text("utf-8").split("\n\n")[1:]:
        *comments, assignment = block.strip().splitlines()
        name, _, value = assignment.partition("=")
        assert value == ""
        found[name] = " ".join(comment.removeprefix("# ") for comment in comments)
    assert found == described()


def test_nothing_set_is_enough() -> None:
    settings = load_settings()
    assert settings.home.name == "footnote"
    assert settings.chat_model is None


def test_a_dotenv_file_and_the_environment_which_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("FOOTNOTE_MODEL=openai:from-file\nFOOTNOTE_TIMEOUT=7\nSOMETHING_ELSE=1\n", "utf-8")
    monkeypatch.setenv("FOOTNOTE_TIMEOUT", "9")
    settings = load_settings()
    assert (settings.chat_model, settings.timeout) == ("openai:from-file", 9)
    assert load_settings(model="none").chat_model is None


def test_a_home_in_the_user_s_folder() -> None:
    Path(".env").write_text("FOOTNOTE_HOME=~/news\n", "utf-8")
    assert load_settings().home == Path.home() / "news"


def test_a_key_alone_chooses_the_default_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-x")
    assert load_settings().chat_model == DEFAULT_MODEL


def test_an_empty_value_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_HOME", "")
    monkeypatch.setenv("OPENAI_API_KEY", "")
    assert load_settings().home.name == "footnote"
    assert load_settings().chat_model is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FOOTNOTE_TIMEOUT", "soon"),
        ("FOOTNOTE_TIMEOUT", "-1"),
        ("OPENAI_BASE_URL", "localhost:11434"),
        ("FOOTNOTE_EMBEDDING", "word2vec"),
        ("FOOTNOTE_MODEL", "openai:"),
        ("FOOTNOTE_CHECK", "both"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_it(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name} is wrong: [^\n]+$"):
        load_settings()


def test_all_wrong_values_are_named_in_plain_words_and_a_flag_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_TIMEOUT", "soon")
    monkeypatch.setenv("FOOTNOTE_EMBEDDING", "word2vec")
    with pytest.raises(SettingsError) as caught:
        load_settings(model="openai:")
    assert str(caught.value) == (
        "--model is wrong: the model's name is missing after openai:. "
        "FOOTNOTE_TIMEOUT is wrong: it should be a valid number. "
        "FOOTNOTE_EMBEDDING is wrong: it should be local or openai:NAME."
    )


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    assert "sk-secret" not in repr(load_settings())
