"""Opening what the settings describe."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rag.archive.archive import Archive
from rag.archive.index import Progress
from rag.assistant import Assistant
from rag.embeddings import make_embedder
from rag.errors import StoreBusyError
from rag.models import make_model

if TYPE_CHECKING:
    from rag.checking import SecondOpinion
    from rag.settings import Settings


def open_archive(settings: Settings) -> Archive:
    """Open the archive; no file is touched before its first use. Raises SettingsError."""
    return Archive(settings.home, make_embedder(settings))


def open_assistant(settings: Settings) -> Assistant:
    """Open the archive with the language model that answers from it; nothing is sent. Raises SettingsError."""
    model = make_model(settings)
    return Assistant(open_archive(settings), model, settings.stale_days, settings.check == "llm")


def open_second_opinion(settings: Settings) -> SecondOpinion | None:
    """Return what the language model thinks of barely backed claims, None where it is not asked.

    Raises SettingsError.
    """
    model = make_model(settings) if settings.check == "llm" else None
    if model is None:
        return None
    from rag.checking import SecondOpinion

    return SecondOpinion(model)


def seeds_folder() -> Path:
    """Return the folder of the articles that come with Footnote."""
    installed = Path(__file__).parent / "seeds"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "seeds"


# Fact: whether the first archive is being indexed ("begun") or was ("done").
_SEEDS = "seeds"


def fill_with_seeds(archive: Archive, progress: Progress = lambda _done, _total: None) -> None:
    """Index the articles that come with Footnote where nothing was ever ingested, or where that was interrupted."""
    state = archive.database.fact(_SEEDS)
    if state == "begun" or (state is None and not archive.catalog.ever_held()):
        from rag.ingest import ingest  # and with it the readers, which answering does without

        archive.database.set_fact(_SEEDS, "begun")
        ingest(archive, [seeds_folder()], progress)
        archive.database.set_fact(_SEEDS, "done")


def make_ready(archive: Archive, progress: Progress = lambda _done, _total: None) -> None:
    """Bring an archive into the state in which it answers best: not empty, and all interrupted work finished.

    Nobody waits for another process that is writing: it does that work itself, and what is there answers already.
    """
    fill_with_seeds(archive, progress)
    with suppress(StoreBusyError):
        archive.catch_up(progress, patience=0)
