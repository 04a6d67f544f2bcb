"""What a user can set: environment variables, or the same names in a `.env` file of the working directory."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PrivateAttr, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from rag.errors import SettingsError

DEFAULT_MODEL = "openai:gpt-5-mini"
NO_MODEL = "none"
STALE_DAYS = 90

# A line of the .env file that can't be read is told by `footnote doctor`, not in each command for every reading of it.
logging.getLogger("dotenv").setLevel(logging.ERROR)


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("footnote", appauthor=False)


def _http(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError("it should begin with http:// or https://")
    return url


def _complete(model: str) -> str:
    if model.endswith(":"):
        raise ValueError(f"the model's name is missing after {model}")
    return model


def _embedding(name: str) -> str:
    if not re.fullmatch(r"local|openai:.+", name):
        raise ValueError("it should be local or openai:NAME")
    return name


Url = Annotated[str, AfterValidator(_http)]


class Settings(BaseSettings):
    """All settings; the descriptions are what the README and .env.example show."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    home: Annotated[Path, NoDecode, AfterValidator(Path.expanduser)] = Field(
        default_factory=_data_folder,
        validation_alias="FOOTNOTE_HOME",
        description="Folder of the archive. Default: the platform's data folder.",
    )
    model: Annotated[str, AfterValidator(_complete)] = Field(
        default="",
        validation_alias="FOOTNOTE_MODEL",
        description="Language model as `provider:name`, such as `openai:gpt-5-mini`; `none` for quoted sentences even "
        f"with a key. Default: `{DEFAULT_MODEL}` where OPENAI_API_KEY is set, else none; with OPENAI_BASE_URL there is "
        "no default.",
    )
    openai_api_key: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="OPENAI_API_KEY",
        description="Key of OpenAI, or of a server that speaks its protocol. Without, answers are quoted sentences.",
    )
    openai_base_url: Url = Field(
        default="",
        validation_alias="OPENAI_BASE_URL",
        description="Address of such a server (Ollama: `http://localhost:11434/v1`). Default: OpenAI's own.",
    )
    timeout: float = Field(
        default=60.0,
        gt=0,
        le=3600,
        validation_alias="FOOTNOTE_TIMEOUT",
        description="Seconds to wait for the language model's next words.",
    )
    check: Literal["rules", "llm"] = Field(
        default="rules",
        validation_alias="FOOTNOTE_CHECK",
        description="Who checks sentences: `rules`, or `llm` for the language model's second opinion as well on what "
        "the rules find barely backed, in answers, `footnote check` and checks on Discord. It can only take away.",
    )
    stale_days: int = Field(
        default=STALE_DAYS,
        ge=0,
        validation_alias="FOOTNOTE_STALE_DAYS",
        description="Days after which evidence is too old for a question about now, and the answer says so first.",
    )
    embedding: Annotated[str, AfterValidator(_embedding)] = Field(
        default="local",
        validation_alias="FOOTNOTE_EMBEDDING",
        description="What turns sentences into vectors: `local` (multilingual-e5-small, offline) or `openai:NAME` "
        "for an embedding endpoint. Another value re-embeds the archive.",
    )
    embedding_base_url: Url = Field(
        default="",
        validation_alias="FOOTNOTE_EMBEDDING_BASE_URL",
        description="Address of the embedding endpoint. Default: OPENAI_BASE_URL.",
    )
    embedding_api_key: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="FOOTNOTE_EMBEDDING_API_KEY",
        description="Key of the embedding endpoint. Default: OPENAI_API_KEY.",
    )
    discord_token: SecretStr = Field(
        default=SecretStr(""),
        validation_alias="DISCORD_TOKEN",
        description="Token of the bot for `footnote discord`, from Discord's developer portal.",
    )
    discord_replies: bool = Field(
        default=True,
        validation_alias="DISCORD_REPLIES",
        description="Answer mentions, replies and messages in its own threads too, for which the portal's "
        "Message Content Intent must be on; `false` for commands only.",
    )
    discord_person_rate: int = Field(
        default=6,
        ge=1,
        validation_alias="DISCORD_PERSON_RATE",
        description="Questions that one person may ask in a minute.",
    )
    discord_server_rate: int = Field(
        default=60,
        ge=1,
        validation_alias="DISCORD_SERVER_RATE",
        description="Questions that one server may ask in a minute.",
    )
    discord_running: int = Field(
        default=8,
        ge=1,
        le=64,
        validation_alias="DISCORD_RUNNING",
        description="Questions answered at the same time.",
    )
    discord_queue: int = Field(
        default=100,
        ge=0,
        validation_alias="DISCORD_QUEUE",
        description="Questions that may wait for their turn; whoever comes later is told that the bot is busy.",
    )
    discord_daily_tokens: int = Field(
        default=0,
        ge=0,
        validation_alias="DISCORD_DAILY_TOKENS",
        description="Tokens of the language model per day (UTC), after which answers are quoted and checks go by the "
        "rules alone; 0: no limit.",
    )
    discord_keep_days: int = Field(
        default=30,
        ge=1,
        validation_alias="DISCORD_KEEP_DAYS",
        description="Days for which conversations on Discord, and the sources behind their buttons, are kept.",
    )
    discord_leave_seconds: float = Field(
        default=7,
        ge=0,
        validation_alias="DISCORD_LEAVE_SECONDS",
        description="Seconds for running questions to finish when the bot is told to end; three later it is gone.",
    )
    discord_api: Url = Field(
        default="",
        validation_alias="DISCORD_API",
        description="Address of Discord's API for a proxy or a test, up to its version (`https://host/api/v10`). "
        "Default: Discord's own.",
    )

    _flags: frozenset[str] = PrivateAttr(frozenset())

    def setter(self, field: str) -> str:
        """Return what the user set a field by: a flag of the command line, or a variable."""
        return f"--{field}" if field in self._flags else str(Settings.model_fields[field].validation_alias)

    @property
    def chat_model(self) -> str | None:
        """Return the language model to use as `provider:name`, None for quoted sentences.

        Raises SettingsError where a server is set but no model of it.
        """
        if self.model:
            return None if self.model.lower() == NO_MODEL else self.model
        if not self.openai_api_key.get_secret_value():
            return None
        if self.openai_base_url:
            raise SettingsError("OPENAI_BASE_URL is set but no model: set FOOTNOTE_MODEL to openai:NAME.")
        return DEFAULT_MODEL


def load_settings(**overrides: object) -> Settings:
    """Read the settings from the environment; `overrides` are flags of the command line by field name, and win.

    Raises SettingsError with a sentence for each that is wrong, which names the flag or variable.
    """
    given = {str(Settings.model_fields[k].validation_alias): v for k, v in overrides.items() if v is not None}
    flags = {str(Settings.model_fields[k].validation_alias): f"--{k}" for k in overrides}
    try:
        settings = Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = {str(found["loc"][0]): found["msg"] for found in error.errors(include_url=False, include_input=False)}
        said = (f"{flags[name] if name in given else name} is wrong: {_said(what)}." for name, what in wrong.items())
        raise SettingsError(" ".join(said)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The .env file can't be read: {error}.") from error
    settings._flags = frozenset(k for k, v in overrides.items() if v is not None)  # noqa: SLF001 - the class is here
    return settings


def _said(what: str) -> str:
    """Return what Pydantic finds wrong, in the words of the other sentences."""
    return what.removeprefix("Value error, ").replace("Input should be", "it should be").partition(", unable")[0]
