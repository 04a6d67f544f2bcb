"""Whether what Footnote needs is in order, and what to do where it is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import FootnoteError

if TYPE_CHECKING:
    from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, and what to do (empty where it is in order)."""

    name: str
    ok: bool
    detail: str
    advice: str = ""


def examine(settings: Settings) -> Iterator[Check]:
    """Yield a check of the store, the embedding and the language model; one tiny request is sent if a model is set."""
    for name, look in (("store", _store), ("embedding", _embedding), ("model", _model)):
        yield _checked(name, look, settings)


def _checked(name: str, look: Callable[[Settings], Check], settings: Settings) -> Check:
    try:
        return look(settings)
    except FootnoteError as error:
        what, _, advice = str(error).partition(": ")
        return Check(name, False, what, advice)


def _store(settings: Settings) -> Check:
    from rag.opening import open_archive

    with open_archive(settings) as archive:
        articles, sentences = archive.catalog.count_articles(), archive.catalog.count_sentences()
        if not articles:
            return Check(
                "store", True, f"no article yet in {settings.home}; the first question indexes the ones supplied"
            )
        held = archive.count_vectors()
        detail = f"{articles} articles, {sentences} sentences in {settings.home}"
        waiting = archive.count_pending()
        if waiting:
            return Check("store", False, f"{detail}; {waiting} not embedded", "run `footnote ingest` again")
        if held != sentences:
            return Check("store", False, f"{detail}, but {held} vectors", "run `footnote rebuild`")
        return Check("store", True, detail)


def _embedding(settings: Settings) -> Check:
    from rag.embeddings import make_embedder

    vector = make_embedder(settings).embed_query("Footnote")
    return Check("embedding", True, f"{settings.embedding}, {len(vector)} numbers a sentence")


def _model(settings: Settings) -> Check:
    from rag.models import make_model

    model = make_model(settings)
    if model is None:
        return Check("model", True, "none set: answers are quoted sentences (set OPENAI_API_KEY or FOOTNOTE_MODEL)")
    model.complete(lambda word: [("human", f"Reply with the word {word}.")], "OK", Counter())
    return Check("model", True, f"{model.name} replies")
