"""What all tests share: an environment without settings, and archives of made-up articles."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from rag.archive.archive import Archive
from rag.embeddings import Embedder, LocalEmbeddings
from tests.embedders import BagOfWords

if TYPE_CHECKING:
    from tests.discord_world import World

_SETTINGS = ("FOOTNOTE_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_", "DISCORD_")

Opener = Callable[..., Archive]


@pytest.fixture(autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no setting in the environment, and no .env file in the working directory."""
    for name in os.environ:
        if name.startswith(_SETTINGS):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path_factory.mktemp("cwd"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder for an archive; nothing is in it."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def local() -> LocalEmbeddings:
    """Return the embedding model that comes with Footnote, loaded once."""
    return LocalEmbeddings()


@pytest.fixture
def opened(home: Path) -> Iterator[Opener]:
    """Return what opens archives in `home`, one after another or at once; all are closed in the end."""
    with ExitStack() as stack:
        yield lambda embedder=None: stack.enter_context(Archive(home, embedder or BagOfWords()))


@pytest.fixture
def archive(opened: Callable[[Embedder], Archive]) -> Archive:
    """Return an empty archive whose embedder counts."""
    return opened(BagOfWords())


@pytest.fixture
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of its own with an archive of the articles that the Discord tests ask about."""
    from tests.discord_world import fresh_home

    return fresh_home(tmp_path_factory)


@pytest_asyncio.fixture
async def here(newsroom: Path) -> AsyncIterator[World]:
    """Log the bot, without a language model, in to a small Discord."""
    from tests.discord_world import make_client, world

    async with world(make_client(newsroom)) as made:
        yield made


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """Return an empty folder for articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder
