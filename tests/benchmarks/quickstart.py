"""What we are measured against: the question answered as the quickstarts of LangChain and Chroma do it.

Arguments: the folder of the vectors, then a file of texts to index (one a line), or the address of a server that
speaks OpenAI's protocol and the question.
"""

from __future__ import annotations

import sys
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from rag.embeddings import LocalEmbeddings


class Local(LocalEmbeddings, Embeddings):
    """The same embedding, by LangChain's name."""


def main(folder: str, given: str, question: str = "") -> None:
    store = Chroma("quickstart", embedding_function=Local(), persist_directory=folder)
    if not question:
        store.add_texts(Path(given).read_text("utf-8").splitlines())
        return
    found = store.similarity_search(question, k=8)
    prompt = ChatPromptTemplate.from_template("Answer from this context:\n{context}\n\nQuestion: {question}")
    chain = prompt | ChatOpenAI(model="m", base_url=given, api_key=SecretStr("none")) | StrOutputParser()
    context = "\n".join(document.page_content for document in found)
    sys.stdout.write(chain.invoke({"context": context, "question": question}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
