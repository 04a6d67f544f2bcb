"""The retrieval chain as LangChain knows it: a retriever over the archive, a prompt, a chat model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda, RunnableParallel, RunnablePassthrough
from pydantic import ConfigDict

from rag.archive.archive import Archive
from rag.article import Passage
from rag.filters import EVERYTHING, Filter
from rag.models import Messages
from rag.prompts import ANSWER, question_block
from rag.retrieval import Found, passages, retrieve

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun


class ArchiveRetriever(BaseRetriever):
    """The archive as a LangChain retriever: the `k` best passages for a question, best first, as Documents.

    A document's metadata names the article (id, title, url, provider, published); `passage` is the Passage itself.
    `found` is what was found for the last question.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    archive: Archive
    only: Filter = EVERYTHING
    k: int = 8
    found: Found | None = None

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002
        self.found = retrieve(self.archive, query, self.only)
        return [_document(passage) for passage in passages(self.archive, self.found, self.k)]


def _document(passage: Passage) -> Document:
    article = passage.article
    about = {"article_id": article.id, "title": article.title, "url": article.url}
    dated = {"provider": article.provider, "published": article.published}
    return Document(page_content=passage.text, metadata={**about, **dated, "passage": passage})


@dataclass(frozen=True, slots=True)
class Brief:
    """What the language model is given: a question, and the passages to answer it from, numbered from 1 in order."""

    question: str
    passages: tuple[Passage, ...]


def reading(retriever: BaseRetriever) -> Runnable[str, Brief]:
    """Return the first half of the chain: a question in, the question with its passages out."""
    gather: Runnable[str, dict[str, Any]] = RunnableParallel(question=RunnablePassthrough(), documents=retriever)
    return gather | RunnableLambda(_brief)


def _brief(gathered: dict[str, Any]) -> Brief:
    return Brief(gathered["question"], tuple(document.metadata["passage"] for document in gathered["documents"]))


def messages(brief: Brief) -> Messages:
    """Return what the chat model is told: the second half of the chain pipes this into it."""
    return [("system", ANSWER), ("human", question_block(brief.question, brief.passages))]
