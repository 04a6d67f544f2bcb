"""Whether what Footnote needs is in order, and what to do where it is not."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from rag.errors import FootnoteError, ModelBusyError, ModelDownError, ModelError, ModelLateError
from rag.settings import Settings

_ENV_FILE = Path(".env")
_ADVICE: dict[type[ModelError], str] = {
    ModelBusyError: "try again later, or look at the account",
    ModelDownError: "check OPENAI_BASE_URL, and that its server runs",
    ModelLateError: "raise FOOTNOTE_TIMEOUT, or take a faster model",
}


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


def strays() -> Iterator[Check]:
    """Yield what is meant as a setting and is none: lines of the .env file that can't be read, names misspelt."""
    known = [str(field.validation_alias) for field in Settings.model_fields.values()]
    named = dict.fromkeys(os.environ, "the environment")
    for line in _lines():
        place = f"{_ENV_FILE}:{_number(line)}"
        if line.error or (line.key and line.value is None):
            yield Check("settings", False, f"{place} can't be read", "write NAME=value, and close all quotes")
        elif line.key:
            named[line.key] = place
    for name, place in named.items():
        if name.upper().startswith("FOOTNOTE_") and name.upper() not in known:
            near = get_close_matches(name.upper(), known, 1, 0)[0]
            yield Check("settings", False, f"{name} in {place} is no setting", f"the nearest is {near}")


def _lines() -> list[Binding]:
    try:
        with _ENV_FILE.open(encoding="utf-8", errors="replace") as file:
            return list(parse_stream(file))
    except OSError:
        return []  # none is there; one that can't be read is told where the settings are read


def _number(line: Binding) -> int:
    """Return the line's number; the blank lines before it are a part of it to the parser."""
    text = line.original.string
    return line.original.line + text[: len(text) - len(text.lstrip())].count("\n")


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
    try:
        model.complete(lambda word: [("human", f"Reply with the word {word}.")], "OK", Counter())
    except ModelError as error:
        what, _, advice = str(error).rstrip(".").partition(": ")
        server = settings.openai_base_url or "its provider's own address"
        fallback = "check OPENAI_BASE_URL, FOOTNOTE_MODEL and OPENAI_API_KEY"
        return Check("model", False, f"{what} (server: {server})", advice or _ADVICE.get(type(error), fallback))
    return Check("model", True, f"{model.name} replies")
