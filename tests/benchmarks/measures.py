"""What is measured, each by itself; ratios come from runs that alternate, so that a busy machine slows both."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import PrivateAttr

from rag.archive.archive import Archive
from rag.article import Article
from rag.assistant import Assistant
from rag.checking import check_claim
from rag.embeddings import LocalEmbeddings
from rag.evaluation.files import read_claims
from rag.ingest import ingest
from rag.models import LanguageModel
from tests.archives import write
from tests.benchmarks.news import news, questions
from tests.openai_server import serving
from tests.quality.seeded import HERE, seeded_archive
from tests.scripted import ScriptedChat

ROUNDS = 5
QUESTION = "How many electric ferries were sold by the harbour board of Alder?"
_FOOTNOTE = [sys.executable, "-c", "from bot.__main__ import main; main()"]  # as the console script does
_QUICKSTART = [sys.executable, str(Path(__file__).with_name("quickstart.py"))]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was measured, the figure as text, the target, and whether it is met."""

    what: str
    figure: str
    target: str
    met: bool


def help_time() -> Row:
    """Measure `footnote --help`."""
    seconds = median(_run([*_FOOTNOTE, "--help"])[0] for _ in range(ROUNDS))
    return Row("footnote --help", f"{seconds:.2f} s", "< 0.3 s", seconds < 0.3)


def cold_ask(home: Path, folder: Path) -> list[Row]:
    """Measure the first answer of a process over an indexed archive, beside the quickstart's over the same articles."""
    ours, theirs, memory = [], [], 0.0
    texts = folder / "texts.txt"
    texts.write_text("\n".join(article.text for article in news(2500)), "utf-8")
    _run([*_QUICKSTART, str(folder / "chroma"), str(texts)])
    with serving(*["Twelve."] * ROUNDS) as server:
        for _ in range(ROUNDS):
            seconds, megabytes = _run([*_FOOTNOTE, "ask", QUESTION], FOOTNOTE_HOME=str(home), FOOTNOTE_MODEL="none")
            ours.append(seconds)
            memory = max(memory, megabytes)
            theirs.append(_run([*_QUICKSTART, str(folder / "chroma"), server.url, QUESTION])[0])
    ratio = median(a / b for a, b in zip(ours, theirs, strict=True))
    return [
        Row(
            "cold ask / quickstart's first answer",
            f"{ratio:.2f} ({median(ours):.2f} s / {median(theirs):.2f} s)",
            "<= 0.50",
            ratio <= 0.5,
        ),
        Row("peak memory of ask", f"{memory:.0f} MB", "< 400 MB", memory < 400),
    ]


def warm_questions(home: Path) -> list[Row]:
    """Measure questions to a running assistant over 2,500 sentences, and what of it the query embedding takes."""
    embedder = LocalEmbeddings()
    asked, embedded = [], []
    with Assistant(Archive(home, embedder), None) as assistant:
        assistant.ask(QUESTION)
        for question in questions(100):
            embedded.append(_seconds(lambda q=question: embedder.embed_query(q)))  # type: ignore[misc]
            asked.append(_seconds(lambda q=question: assistant.ask(q)))  # type: ignore[misc]
    asked.sort()
    p50, p95, share = asked[50] * 1000, asked[95] * 1000, median(embedded) * 1000
    return [
        Row("warm question, p50", f"{p50:.0f} ms (query embedding {share:.0f} ms)", "< 60 ms", p50 < 60),
        Row("warm question, p95", f"{p95:.0f} ms", "-", True),
    ]


def warm_checks() -> Row:
    """Measure checks of claims against `seeds/`, each new to a running program, the embedding included."""
    claims = read_claims(HERE / "claims.jsonl")[:100]
    with seeded_archive() as archive:
        check_claim(archive, claims[0].claim)
        taken = sorted(_seconds(lambda c=claim: check_claim(archive, c.claim)) for claim in claims)  # type: ignore[misc]
    p50 = taken[50] * 1000
    return Row("warm check, p50 and p95", f"{p50:.0f} ms, {taken[95] * 1000:.0f} ms", "< 15 ms", p50 < 15)


class _Clocked(ScriptedChat):
    """A scripted model that remembers when it handed over the last piece of its reply."""

    _handed: float = PrivateAttr(default=0.0)

    def waited(self) -> float:
        """Return the seconds since then."""
        return time.perf_counter() - self._handed

    def _stream(self, messages: list[BaseMessage], *others: Any, **named: Any) -> Iterator[ChatGenerationChunk]:
        for chunk in super()._stream(messages, *others, **named):
            self._handed = time.perf_counter()
            yield chunk


def streamed_claims() -> Row:
    """Measure from the piece that shows that a model's first sentence is whole until it is checked and shown."""
    claims = [claim.claim for claim in read_claims(HERE / "claims.jsonl") if claim.label == "backed"]
    waited = []
    with seeded_archive() as archive:
        for claim in claims:
            chat = _Clocked(replies=[f"{claim} Further news will follow."])
            for answer in Assistant(archive, LanguageModel(chat, "clocked")).stream(claim):
                if answer.claims and answer.model:
                    waited.append(chat.waited())
                    break
    waited.sort()
    p50, p95 = (waited[int(len(waited) * share)] * 1000 for share in (0.5, 0.95))
    figure = f"{p50:.0f} ms, {p95:.0f} ms ({len(waited)} of {len(claims)} shown)"
    return Row("first checked sentence, p50 and p95", figure, "< 100 ms", p95 < 100)


def throughput(folder: Path) -> Row:
    """Measure ingest beside the embedding model alone on the same sentences."""
    embedder = LocalEmbeddings()
    embedder.embed_query(QUESTION)  # loads the model
    write_news(folder, list(news(300)))
    share = median(_share(folder, f"home-{number}", embedder) for number in range(3))
    return Row("ingest / embedding model alone", f"{share:.0%}", ">= 90%", share >= 0.9)


def _share(folder: Path, home: str, embedder: LocalEmbeddings) -> float:
    with Archive(folder / home, embedder) as archive:
        archive.count_vectors()  # loads Chroma
        ingesting = _seconds(lambda: ingest(archive, [folder / "news.jsonl"]))
        sentences = archive.catalog.filed(archive.catalog.sentence_ids("en")).values()
        alone = _seconds(lambda: embedder.embed_documents([sentence.text for sentence in sentences]))
    return alone / ingesting


def write_news(folder: Path, articles: list[Article]) -> Path:
    """Write articles as a file of JSON lines."""
    fields = ("id", "title", "text", "provider", "published")
    return write(
        folder, "news.jsonl", *({name: str(getattr(article, name)) for name in fields} for article in articles)
    )


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _run(command: list[str], **environment: str) -> tuple[float, float]:
    """Run a program; return its seconds and the megabytes that it took at most."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    assert process.stderr
    with process.stderr as errors:
        said = errors.read().decode(errors="replace")
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 3}:  # a refusal is an answer
        raise RuntimeError(f"{command} ended with {process.returncode}: {said}")
    kilobytes = usage.ru_maxrss / 1024 if sys.platform == "darwin" else usage.ru_maxrss
    return seconds, kilobytes / 1024
